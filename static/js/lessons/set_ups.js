// What several lessons set up: queries of the Lab. Six λ to a decade, so that 0.1, 1, 10 and 100 are among them.

import { ownPointsText } from "../model/own_points.js";

const GRID = "0.0001..1000..6";
const LAMBDAS = `lambdas=0,${GRID}`;

/** Two moons, some points mislabeled, one hidden layer: the Lab's own first view. */
export const NETWORK = LAMBDAS;

/** Two inputs, no hidden layer: every weight is one of the model's own. */
export const LOGISTIC = `dataset=linear&n_samples=100&hidden_layer_sizes=&${LAMBDAS}`;

/** The same with a third input that is noise. */
export const ONE_USELESS_INPUT = `dataset=linear&n_samples=100&nuisance_features=1&hidden_layer_sizes=&${LAMBDAS}`;

/** And under L1. */
export const ONE_USELESS_INPUT_L1 = `regularizer=l1&${ONE_USELESS_INPUT}`;

/** Two moons and four inputs of noise beside them. */
export const NOISY_INPUTS = `n_samples=400&nuisance_features=4&${LAMBDAS}`;

const MISLABELED_TWINS = [15, 18, 21, 24];

/** Forty points whose second input is a copy of the first. No λ = 0: without a penalty any split of the weight is as good. */
export const TWINS = `data=${ringed(Array.from({ length: 40 }, (_, k) => {
  const x = Number(((k - 19.5) / 10).toFixed(2));
  return { point: [x, x], label: k >= 20, mislabeled: MISLABELED_TWINS.includes(k) };
}))}&hidden_layer_sizes=&lambdas=${GRID}`;

/** The network's λ chosen by ten folds. No λ = 0: there it has no minimum, in some folds more than in others. */
export const FOLDED = `folds=10&lambdas=${GRID}`;

/** As without hidden layer, from twenty times as many points. */
export const MORE_DATA = `dataset=linear&n_samples=2000&hidden_layer_sizes=&${LAMBDAS}`;

/** The network at fewer λ, for training step by step: three to a decade. */
export const STEP_BY_STEP = "lambdas=0,0.001..1000..3";

const POLYNOMIAL = "task=regression&dataset=line_and_two&validation_fraction=0&hidden_layer_sizes=";

/** Eight points on a line, two far off, and a polynomial with as many parameters as there are points. */
export const CURVE = `${POLYNOMIAL}&degree=9&${LAMBDAS}`;

/** And under L1. */
export const CURVE_L1 = `regularizer=l1&${CURVE}`;

/** The same points, a straight line through them. */
export const STRAIGHT_LINE = `${POLYNOMIAL}&degree=1&${LAMBDAS}`;

const LEFT = [[-2, 0.5], [-1.5, -1], [-1.2, 1.2], [-2.4, -0.6], [-1.7, 0.1]];
const MISLABELED = 4; // the last of each cloud

/** Two clouds of five points, one point in each with the label of the other. No λ = 0: there the weights grow for ever. */
export const TWO_REGIONS = `data=${ringed([0, 1].flatMap((side) =>
  LEFT.map(([x, y], k) => ({ point: side ? [-x, -y] : [x, y], label: side === 1, mislabeled: k === MISLABELED }))))}&lambdas=${GRID}`;

/** Own points for an address: a ring around each that is mislabeled. @param {{point: number[], label: boolean, mislabeled: boolean}[]} samples */
function ringed(samples) {
  return ownPointsText({
    points: samples.map(({ point }) => point), labels: samples.map(({ label, mislabeled }) => Number(label !== mislabeled)),
    n_training: samples.length, mislabeled: samples.map(({ mislabeled }) => mislabeled),
  });
}
