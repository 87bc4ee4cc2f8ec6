// Lesson 3: eight points on a line and two far off. What L2 lets go of, what L1 sets to 0, and that neither knows the line.

import { dataCostOf, isRegression } from "../model/data_cost.js";
import { distanceFromTruth, farOff, meanOf, misses, powerName, weightOfPower } from "../model/fitted_curve.js";
import { forcesOn } from "../model/forces.js";
import { formatAccuracy, formatCost, formatEffective, formatPull, formatTick, formatWeightOfPower, MISSING } from "../model/format.js";
import { at } from "../model/lesson_numbers.js";
import { regionsOf } from "../model/regions.js";
import { countZeros } from "../model/weight_names.js";
import { CURVE, CURVE_L1, STRAIGHT_LINE, TWO_REGIONS } from "./set_ups.js";

/** @typedef {import("../state/types.js").Path} Path */
/** @typedef {import("../state/types.js").RegressionPath} RegressionPath */
/** @typedef {import("../model/lesson_scene.js").Scene} Scene */
/** @typedef {(scene: Scene, index: number) => string} Write */

const POWERS = [1, 2, 3, 4, 5, 6, 7, 8, 9];
const OFFERED = [1, 2, 5, 9]; // the powers among which a question chooses
const FROM = 0.001;
const TO = 1;
const SOME_ZEROS = 0.1;
const ALMOST_NONE = 0.01; // a miss too small to be seen
const ALL_ZERO = 1000; // under L1
const MANY_REGIONS = 0.01;

/** Of what is true in regression alone. @param {(path: RegressionPath, index: number, scene: Scene) => string} write @returns {Write} */
function fitted(write) {
  return (scene, i) => (isRegression(scene.path) ? write(scene.path, i, scene) : MISSING);
}

/** Of the path beside, at the same λ. @param {(path: RegressionPath, index: number, scene: Scene) => string} write @returns {Write} */
function beside(write) {
  return ({ path, beside: other }, i) => (other && isRegression(other.path) ? write(other.path, at(other.path, path.lambdas[i]), { ...other, index: i, asked: i }) : MISSING);
}

/** What the far-off points are missed by, and the others. @param {Path} path @param {number} index @param {import("../state/types.js").Dataset} dataset */
function missed(path, index, dataset) {
  if (!isRegression(path)) return { two: [], eight: [] };
  const far = farOff(path, dataset);
  const all = misses(path, dataset, index);
  return { two: far.map((k) => all[k]), eight: all.filter((_, k) => !far.includes(k)) };
}

/** Where the curve is nearest to the line it should follow. @param {RegressionPath} path @param {import("../state/types.js").Dataset} dataset */
function nearest(path, dataset) {
  const far = path.lambdas.map((_, i) => distanceFromTruth(path, dataset, i));
  const index = far.indexOf(Math.min(...far));
  return { index, distance: far[index] };
}

/** @param {Path} path @param {number} index @param {number} power */
function sizeOf(path, index, power) {
  return Math.abs(weightOfPower(path, index, power));
}

/** What a weight loses in size from λ = 0.001 to 1. @param {Path} path @param {number} power */
function lostBy(path, power) {
  return sizeOf(path, at(path, FROM), power) - sizeOf(path, at(path, TO), power);
}

/** @param {number} power */
function placeOf(power) {
  return { layer: 0, to: 0, from: power - 1 };
}

/** The powers whose weights are exactly 0, or those that are not. @param {Path} path @param {number} index @param {boolean} zero */
function powersThatAre(path, index, zero) {
  return POWERS.filter((power) => (weightOfPower(path, index, power) === 0) === zero);
}

/** The hardest that the data pull at a weight that L1 holds at 0. @param {Path} path @param {number} index */
function hardestPullAtZero(path, index) {
  return Math.max(0, ...powersThatAre(path, index, true).map((power) => Math.abs(forcesOn(path, index, placeOf(power)).data_pull)));
}

/** The least λ from which on each class has one region only. @param {Scene} scene */
function indexOfTwoRegions({ path, dataset }) {
  const last = path.lambdas.findLastIndex((_, i) => !path.trivial[i] && regionsOf(path, dataset, i).some((count) => count > 1));
  return Math.min(last + 1, path.lambdas.length - 1);
}

/** Numbers about each of nine weights, named w1 … lost9. @type {Record<string, Write>} */
const EACH = Object.fromEntries(POWERS.flatMap((power) => /** @type {[string, Write][]} */ ([
  [`w${power}`, ({ path }, i) => formatWeightOfPower(weightOfPower(path, i, power))],
  [`lost${power}`, ({ path }) => formatWeightOfPower(lostBy(path, power))],
  [`w${power}_beside`, beside((path, i) => formatWeightOfPower(weightOfPower(path, i, power)))],
])));

/** @type {Record<string, Write>} */
const NUMBERS = {
  ...EACH,
  squared_error: ({ path }, i) => formatCost(dataCostOf(path).values[i]),
  level: ({ path }) => formatCost(dataCostOf(path).most),
  two: fitted((path, i, { dataset }) => missed(path, i, dataset).two.map(formatCost).join(" and ")),
  eight: fitted((path, i, { dataset }) => formatCost(meanOf(missed(path, i, dataset).eight))),
  off: fitted((path, i, { dataset }) => formatCost(distanceFromTruth(path, dataset, i))),
  least_off: fitted((path, _, { dataset }) => formatCost(nearest(path, dataset).distance)),
  nearest_lambda: fitted((path, _, { dataset }) => formatTick(path.lambdas[nearest(path, dataset).index])),
  straight_off: beside((path, i, { dataset }) => formatCost(distanceFromTruth(path, dataset, i))),
  largest: ({ path }, i) => formatWeightOfPower(Math.max(...POWERS.map((power) => sizeOf(path, i, power)))),
  n_zero: ({ path }, i) => String(countZeros(path, i)),
  n_zero_beside: beside((path, i) => String(countZeros(path, i))),
  least_beside: beside((path, i) => formatTick(Math.min(...POWERS.map((power) => sizeOf(path, i, power))))),
  all_zero_from: ({ path }) => formatTick(path.collapse_lambda ?? NaN),
  most_pull: ({ path }, i) => formatPull(path.lambdas[i] / path.n_train),
  pull_at_zero: ({ path }, i) => formatPull(hardestPullAtZero(path, i)),
  kept_powers: ({ path }, i) => powersThatAre(path, i, false).map(powerName).join(", ") || "none",
  effective_parameters: ({ path }, i) => formatEffective(path.effective_parameters[i]),
  first_pull_1: ({ path }) => formatPull(Math.abs(forcesOn(path, at(path, ALL_ZERO), placeOf(1)).data_pull)),
  first_pull_5: ({ path }) => formatPull(Math.abs(forcesOn(path, at(path, ALL_ZERO), placeOf(5)).data_pull)),
  where_far: fitted((path, _, { dataset }) => formatTick(Number(Math.abs(dataset.points[farOff(path, dataset)[1]][0]).toPrecision(2)))),
};

/** @type {import("../model/lesson_scene.js").Outline[]} */
export const steps = [
  {
    name: "through", set_up: CURVE, beside: CURVE_L1, lambda: 0, numbers: NUMBERS,
    points_alone: true, figures: ["fitted_curve"], revealed: ["equation", "fitted_curve", "lambda_slider"],
    answer: ({ path, dataset }) => {
      const all = isRegression(path) ? misses(path, dataset, at(path, 0)) : [NaN];
      return Math.max(...all) < ALMOST_NONE ? 0 : Math.min(...all) < ALMOST_NONE ? 1 : 2;
    },
  },
  {
    name: "let-go", set_up: CURVE, lambda: TO, numbers: NUMBERS,
    points_alone: true, points_move: true, figures: ["fitted_curve"], revealed: ["equation", "fitted_curve", "cost_components", "lambda_slider"],
    answer: ({ path, dataset }) => {
      const { two, eight } = missed(path, at(path, TO), dataset);
      if (Math.max(...two) < ALMOST_NONE) return 0;
      return meanOf(eight) < ALMOST_NONE ? 2 : 1;
    },
  },
  {
    name: "shrink", set_up: CURVE, lambda: FROM, answer_lambda: () => TO, numbers: NUMBERS,
    figures: ["weights_by_power"], revealed: ["weights_by_power", "fitted_curve", "lambda_slider"],
    answer: ({ path }) => OFFERED.indexOf(OFFERED.reduce((most, power) => (lostBy(path, power) > lostBy(path, most) ? power : most))),
  },
  {
    name: "zeros", set_up: CURVE_L1, beside: CURVE, lambda: SOME_ZEROS, numbers: NUMBERS,
    points_alone: true, figures: ["fitted_curve"], revealed: ["weights_by_power", "fitted_curve", "lambda_slider"],
    answer: ({ path, beside: other }) => {
      if (!other) return NaN;
      const [l1, l2] = [path, other.path].map((one) => countZeros(one, at(one, SOME_ZEROS)));
      return l1 === l2 ? 0 : l1 < l2 ? 1 : l1 <= 3 ? 2 : 3;
    },
  },
  {
    name: "which", set_up: CURVE_L1, beside: CURVE, lambda: TO, numbers: NUMBERS,
    points_alone: true, figures: ["fitted_curve"], revealed: ["weights_by_power", "fitted_curve", "lambda_slider"],
    answer: ({ path }) => OFFERED.indexOf(powersThatAre(path, at(path, TO), false)[0]),
  },
  {
    name: "truth", set_up: CURVE, beside: STRAIGHT_LINE, lambda: 0, numbers: NUMBERS,
    answer_lambda: ({ path, dataset }) => (isRegression(path) ? path.lambdas[nearest(path, dataset).index] : NaN),
    points_alone: true, figures: ["fitted_curve"], revealed: ["equation", "fitted_curve", "lambda_slider"],
    answer: ({ path, dataset }) => {
      if (!isRegression(path)) return NaN;
      const share = nearest(path, dataset).distance / distanceFromTruth(path, dataset, 0);
      return share < 0.1 ? 0 : share < 0.5 ? 1 : 2;
    },
  },
  {
    name: "regions", set_up: TWO_REGIONS, lambda: MANY_REGIONS, answer_lambda: () => TO,
    figures: ["equation", "decision_boundary"], revealed: ["equation", "decision_boundary", "lambda_slider"],
    answer: ({ path, dataset }) => {
      const [before, after] = [MANY_REGIONS, TO].map((lambda) => regionsOf(path, dataset, at(path, lambda)).reduce((sum, count) => sum + count));
      return after >= before ? 0 : after > 2 ? 1 : 2;
    },
    numbers: {
      regions: ({ path, dataset }, i) => regionsOf(path, dataset, i).join("\u00a0+\u00a0"),
      two_from: (scene) => formatTick(scene.path.lambdas[indexOfTwoRegions(scene)]),
      accuracy_of_two: (scene) => formatAccuracy(scene.path.train.accuracy[indexOfTwoRegions(scene)]),
    },
  },
  {
    name: "answer", set_up: CURVE_L1, beside: CURVE, lambda: SOME_ZEROS, numbers: NUMBERS,
    figures: ["weights_by_power", "fitted_curve", "lambda_slider"],
  },
];
