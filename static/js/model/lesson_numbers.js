// The numbers in a lesson's prose, each a function of what is on screen. Pure.

import { lambdaIndexFor } from "../state/state.js";
import { formatAccuracy, formatCost, formatCount, formatLambda, formatProbability, formatSquaredNorm, formatTick, formatWeight } from "./format.js";
import { outputWithoutWeights } from "./regime.js";
import { largestWeightAt, weightAt } from "./weight_names.js";

/** @typedef {import("./lesson_scene.js").Scene} Scene */
/** @typedef {import("./lesson_scene.js").Step} Step */

/** @type {Record<string, (scene: Scene, index: number) => string>} */
const NUMBERS = {
  lambda: ({ path }, i) => formatTick(path.lambdas[i]),
  total: ({ path }, i) => formatCost(path.cost.total[i]),
  cross_entropy: ({ path }, i) => formatCost(path.cost.cross_entropy[i]),
  penalty: ({ path }, i) => formatCost(path.cost.penalty[i]),
  squared_weight_norm: ({ path }, i) => formatSquaredNorm(path.squared_weight_norm[i]),
  ceiling: ({ path }, i) => formatSquaredNorm(ceilingAt(path, i)),
  entropy: ({ path }) => formatCost(path.entropy),
  n_train: ({ path }) => formatCount(path.n_train),
  n_validation: ({ path }) => formatCount(path.n_validation),
  factor: ({ path }, i) => formatTick(path.lambdas[i] / (2 * path.n_train)),
  n_train_twice: ({ path }) => formatCount(2 * path.n_train),
  n_weights: ({ path }) => formatCount(path.n_weights),
  collapse_lambda: ({ path }) => formatLambda(path.collapse_lambda),
  largest_weight: ({ path }, i) => formatWeight(weightAt(path, i, largestWeightAt(path, i))),
  train_accuracy: ({ path }, i) => formatAccuracy(path.train.accuracy[i]),
  validation_accuracy: ({ path }, i) => formatAccuracy(path.validation?.accuracy[i] ?? null),
  validation: ({ path }, i) => formatCost(path.validation?.cross_entropy[i] ?? null),
  test: ({ path }, i) => formatCost(path.test?.cross_entropy[i] ?? null),
  bias_output: ({ path }, i) => formatProbability(outputWithoutWeights(path, i)),
};

/** The most that ‖W‖² can be: 2mH/λ. @param {import("../state/types.js").Path} path @param {number} index */
export function ceilingAt({ n_train, entropy, lambdas }, index) {
  return (2 * n_train * entropy) / lambdas[index];
}

/**
 * The text for `name`, `name@asked`, `name@star` or `name@0.1` (the solved λ nearest to it).
 * @param {string} wanted @param {Step} step @param {Scene} scene
 */
export function writeNumber(wanted, step, scene) {
  const [name, where] = wanted.split("@");
  const write = step.numbers?.[name] ?? NUMBERS[name];
  if (!write) throw new Error(`lesson: expected a number that is known, got ${name}`);
  return write(scene, indexAt(where, scene));
}

/** @param {string | undefined} where @param {Scene} scene */
function indexAt(where, { path, index, asked }) {
  if (where === undefined) return index;
  if (where === "asked") return asked;
  return lambdaIndexFor(path, where === "star" ? null : Number(where));
}

/** The index of the solved λ nearest to this one. @param {import("../state/types.js").Path} path @param {number} lambda */
export function at(path, lambda) {
  return lambdaIndexFor(path, lambda);
}
