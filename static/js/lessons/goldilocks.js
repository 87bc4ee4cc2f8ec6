// Lesson 4: neither too small nor too large. Overfit and underfit, a pick of one's own, folds, more data, the flat valley.

import { formatAccuracy, formatCost, formatSquaredNorm, formatTick, MISSING } from "../model/format.js";
import { at } from "../model/lesson_numbers.js";
import { FOLDED, LOGISTIC, MORE_DATA, NETWORK } from "./set_ups.js";

/** @typedef {import("../state/types.js").Path} Path */
/** @typedef {import("../model/lesson_scene.js").Scene} Scene */

const OVERFITS = 0.001;
const FOR_MORE_DATA = 10;

/** The least of a list that may have gaps. @param {(number | null)[]} list */
function indexOfLeast(list) {
  const values = list.map((value) => value ?? Infinity);
  return values.indexOf(Math.min(...values));
}

/** Where the cost on a large fresh draw is least. @param {Path} path */
function indexOfTruth(path) {
  return path.test ? indexOfLeast(path.test.cross_entropy) : 0;
}

/** The largest λ whose cost, on the held-out points or folds, is within one standard error of the least. @param {Path} path */
function oneStandardError({ goldilocks }) {
  return goldilocks?.one_standard_error?.index ?? goldilocks?.index ?? 0;
}

/** How many λ of the path may be the best, as a factor from the least of them to the largest. @param {Path} path */
function width({ goldilocks, lambdas }) {
  const least = lambdas.find((lambda) => lambda > 0) ?? 1;
  return goldilocks ? goldilocks.to / Math.max(goldilocks.from, least) : 1;
}

/** Numbers about the picks: each with its λ, its validation cost and its true cost. @type {Record<string, (scene: Scene, index: number) => string>} */
const PICKS = Object.fromEntries(Object.entries({
  said: (/** @type {Scene} */ { path, said }) => (said === undefined ? -1 : at(path, said)),
  least: (/** @type {Scene} */ { path }) => at(path, /** @type {number} */ (path.goldilocks?.lambda)),
  careful: (/** @type {Scene} */ { path }) => oneStandardError(path),
  truth: (/** @type {Scene} */ { path }) => indexOfTruth(path),
}).flatMap(([name, find]) => {
  const written = (/** @type {(path: Path, index: number) => string} */ write) => (/** @type {Scene} */ scene) => {
    const index = find(scene);
    return index < 0 ? MISSING : write(scene.path, index);
  };
  return [
    [`${name}_lambda`, written((path, i) => formatTick(path.lambdas[i]))],
    [`${name}_validation`, written((path, i) => formatCost(path.validation?.cross_entropy[i] ?? null))],
    [`${name}_test`, written((path, i) => formatCost(path.test?.cross_entropy[i] ?? null))],
  ];
}));

/** @type {import("../model/lesson_scene.js").Outline[]} */
export const steps = [
  {
    name: "overfit", set_up: NETWORK, lambda: OVERFITS,
    figures: ["equation", "weight_magnitudes"], revealed: ["equation", "decision_boundary", "accuracies", "lambda_slider"],
    answer: ({ path }) => {
      const right = path.validation?.accuracy[at(path, OVERFITS)] ?? 0;
      return right > 0.95 ? 0 : right >= 0.9 ? 1 : 2;
    },
  },
  {
    name: "pick", set_up: NETWORK, lambda: 10, answer_lambda: ({ path }) => path.goldilocks?.lambda ?? 10,
    figures: ["decision_boundary", "lambda_slider"], revealed: ["decision_boundary", "accuracies", "validation_curve", "lambda_slider"],
    answer: ({ path }) => path.goldilocks?.lambda ?? 0,
    numbers: PICKS,
  },
  {
    name: "folds", set_up: FOLDED, lambda: null,
    figures: ["decision_boundary"], revealed: ["validation_curve", "lambda_slider"],
    answer: ({ path }) => (width(path) < 1.5 ? 0 : width(path) <= 20 ? 1 : 2),
    numbers: {
      ...PICKS,
      fold_mean: ({ path }, i) => formatCost(path.cross_validation?.mean[i] ?? null),
      fold_error: ({ path }, i) => formatCost(path.cross_validation?.standard_error[i] ?? null),
      n_mislabeled: ({ path }) => String(path.train.n_mislabeled),
      from: ({ path }) => formatTick(path.goldilocks?.from ?? 0),
      to: ({ path }) => formatTick(path.goldilocks?.to ?? 0),
    },
  },
  {
    name: "data", set_up: LOGISTIC, beside: MORE_DATA, lambda: FOR_MORE_DATA,
    figures: ["equation", "decision_boundary"], revealed: ["equation", "cost_components", "lambda_slider"],
    answer: ({ path, beside }) => {
      if (!beside) return NaN;
      const norm = (/** @type {Path} */ one) => one.squared_weight_norm[at(one, FOR_MORE_DATA)];
      const ratio = norm(beside.path) / norm(path);
      return ratio < 0.8 ? 0 : ratio < 1.25 ? 1 : 2;
    },
    numbers: {
      times_more: ({ path, beside }) => (beside ? formatTick(beside.path.n_train / path.n_train) : MISSING),
      more_n_train: ({ beside }) => (beside ? String(beside.path.n_train) : MISSING),
      more_norm: ({ path, beside }, i) => (beside ? formatSquaredNorm(beside.path.squared_weight_norm[at(beside.path, path.lambdas[i])]) : MISSING),
      norm: ({ path }, i) => formatSquaredNorm(path.squared_weight_norm[i]),
      free_norm: ({ beside }) => (beside ? formatSquaredNorm(beside.path.squared_weight_norm[0]) : MISSING),
      per_point: ({ path }, i) => formatTick(path.lambdas[i] / path.n_train),
      more_per_point: ({ path, beside }, i) => (beside ? formatTick(path.lambdas[i] / beside.path.n_train) : MISSING),
      same_lambda: ({ path, beside }, i) => (beside ? formatTick((path.lambdas[i] * beside.path.n_train) / path.n_train) : MISSING),
    },
  },
  {
    name: "flat", set_up: LOGISTIC, lambda: 100,
    figures: ["equation", "decision_boundary"], revealed: ["decision_boundary", "validation_curve", "lambda_slider"],
    answer: ({ path }) => {
      const best = path.goldilocks?.lambda ?? NaN;
      return best < 0.01 ? 0 : best < 10 ? 1 : 2;
    },
    numbers: { to: ({ path }) => formatTick(path.goldilocks?.to ?? 0), n_mislabeled: ({ path }) => String(path.train.n_mislabeled) },
  },
  {
    name: "answer", set_up: NETWORK, lambda: null,
    figures: ["equation", "validation_curve", "lambda_slider"],
    numbers: {
      ...PICKS,
      bayes: ({ path }) => formatAccuracy(path.test?.bayes_accuracy ?? null),
      test_accuracy: ({ path }, i) => formatAccuracy(path.test?.accuracy[i] ?? null),
    },
  },
];
