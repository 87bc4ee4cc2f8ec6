// What several lessons set up: what each has other than the Lab's defaults. Six λ to a decade, so that 0.1, 1, 10 and 100
// are among them.

import { lambdaGrid } from "../model/lambda_grid.js";
import { ownPointsText } from "../model/own_points.js";

/** @typedef {Partial<import("../state/types.js").Settings>} SetUp */

const ABOVE_0 = gridOf(1e-4, 1e3, 6);
const LAMBDAS = [0, ...ABOVE_0];

/** Two moons, some points mislabeled, one hidden layer: the Lab's own first view. @type {SetUp} */
export const NETWORK = { lambdas: LAMBDAS };

/** Two inputs, no hidden layer: every weight is one of the model's own. @type {SetUp} */
export const LOGISTIC = { dataset: "linear", n_samples: 100, hidden_layer_sizes: [], lambdas: LAMBDAS };

/** The same with a third input that is noise. @type {SetUp} */
export const ONE_USELESS_INPUT = { ...LOGISTIC, nuisance_features: 1 };

/** And under L1. @type {SetUp} */
export const ONE_USELESS_INPUT_L1 = { ...ONE_USELESS_INPUT, regularizer: "l1" };

/** Two moons and four inputs of noise beside them. @type {SetUp} */
export const NOISY_INPUTS = { n_samples: 400, nuisance_features: 4, lambdas: LAMBDAS };

const MISLABELED_TWINS = [15, 18, 21, 24];

/** Forty points whose second input is a copy of the first. No λ = 0: without a penalty any split of the weight is as good. @type {SetUp} */
export const TWINS = {
  data: ringed(Array.from({ length: 40 }, (_, k) => {
    const x = Number(((k - 19.5) / 10).toFixed(2));
    return { point: [x, x], label: k >= 20, mislabeled: MISLABELED_TWINS.includes(k) };
  })),
  hidden_layer_sizes: [], lambdas: ABOVE_0,
};

/**
 * The network's λ chosen by ten folds: ten searches more, so at every second λ and from few starts. No λ = 0: there it
 * has no minimum, in some folds more than in others. @type {SetUp}
 */
export const FOLDED = { folds: 10, restarts: 3, lambdas: gridOf(1e-3, 1e3, 3) };

/** As without hidden layer, from twenty times as many points. @type {SetUp} */
export const MORE_DATA = { ...LOGISTIC, n_samples: 2000 };

/** The network at fewer λ, for training step by step: three to a decade. @type {SetUp} */
export const STEP_BY_STEP = { lambdas: [0, ...gridOf(1e-3, 1e3, 3)] };

/** Eight points on a line, two far off, and a polynomial with as many parameters as there are points. @type {SetUp} */
export const CURVE = { task: "regression", dataset: "line_and_two", validation_fraction: 0, hidden_layer_sizes: [], degree: 9, lambdas: LAMBDAS };

/** And under L1. @type {SetUp} */
export const CURVE_L1 = { ...CURVE, regularizer: "l1" };

/** The same points, a straight line through them. @type {SetUp} */
export const STRAIGHT_LINE = { ...CURVE, degree: 1 };

const LEFT = [[-2, 0.5], [-1.5, -1], [-1.2, 1.2], [-2.4, -0.6], [-1.7, 0.1]];
const MISLABELED = 4; // the last of each cloud

/** Two clouds of five points, one point in each with the label of the other. No λ = 0: there the weights grow for ever. @type {SetUp} */
export const TWO_REGIONS = {
  data: ringed([0, 1].flatMap((side) =>
    LEFT.map(([x, y], k) => ({ point: side ? [-x, -y] : [x, y], label: side === 1, mislabeled: k === MISLABELED })))),
  lambdas: ABOVE_0,
};

/** @param {number} first @param {number} last @param {number} to_a_decade */
function gridOf(first, last, to_a_decade) {
  return /** @type {number[]} */ (lambdaGrid(first, last, to_a_decade));
}

/** Own points with a ring around each that is mislabeled. @param {{point: number[], label: boolean, mislabeled: boolean}[]} samples */
function ringed(samples) {
  return ownPointsText({
    points: samples.map(({ point }) => point), labels: samples.map(({ label, mislabeled }) => Number(label !== mislabeled)),
    n_training: samples.length, mislabeled: samples.map(({ mislabeled }) => mislabeled),
  });
}
