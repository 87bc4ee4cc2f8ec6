// Lesson 1, from the cost alone: the trade, the budget, the hump, the model without weights.

import { forcesOn } from "../model/forces.js";
import { formatCost, formatCount, formatPull, formatSquaredNorm, formatTick, formatWeight } from "../model/format.js";
import { at, ceilingAt } from "../model/lesson_numbers.js";
import { weightAt } from "../model/weight_names.js";
import { LOGISTIC, NETWORK } from "./set_ups.js";

/** @typedef {import("../state/types.js").Path} Path */

const FROZEN = 0.1; // λ at which the weights are frozen
const STEEPER = 10; // λ at which the parabola of one weight is looked at again
const ONE_WEIGHT = { layer: 0, to: 0, from: 0 };
const STEP_SIZE = 0.3; // the learning rate of the course's examples and of the API

/** J of the weights trained at λ = 0.1, kept as they are, under another λ. @param {Path} path @param {number} index */
function frozenTotal(path, index) {
  const frozen = at(path, FROZEN);
  return path.cost.cross_entropy[frozen] + frozenPenalty(path, index);
}

/** @param {Path} path @param {number} index */
function frozenPenalty(path, index) {
  return (path.lambdas[index] / (2 * path.n_train)) * path.squared_weight_norm[at(path, FROZEN)];
}

/** How many training points are of class 1. @param {import("../model/lesson_scene.js").Scene} scene */
function countOfClass1({ dataset }) {
  return String(dataset.labels.filter((label, i) => label === 1 && dataset.split[i] === "train").length);
}

/** The index at which the penalty is highest. @param {Path} path */
function highestPenalty({ cost }) {
  return cost.penalty.indexOf(Math.max(...cost.penalty));
}

/** @type {import("../model/lesson_scene.js").Outline[]} */
export const steps = [
  {
    name: "thought", set_up: NETWORK, lambda: 0.1,
    figures: ["equation", "decision_boundary"], revealed: ["equation", "cost_components", "lambda_slider"],
    answer: ({ path }) => {
      const [from, to] = [0.1, 1000].map((lambda) => path.cost.total[at(path, lambda)]);
      if (to < from) return 3;
      return to <= path.entropy * (1 + 1e-6) ? 1 : to / from > 1000 ? 0 : 2;
    },
  },
  {
    name: "freeze", set_up: NETWORK, lambda: FROZEN,
    figures: ["equation", "network_drawing"], revealed: ["equation", "frozen_cost", "lambda_slider"],
    answer: ({ path }) => {
      const [before, after] = [at(path, FROZEN), at(path, 1)];
      const fit = path.cost.cross_entropy[after] - path.cost.cross_entropy[before];
      const size = path.squared_weight_norm[after] - path.squared_weight_norm[before];
      if (path.cost.total[after] >= frozenTotal(path, after)) return 3;
      return fit < 0 && size < 0 ? 0 : size < 0 ? 1 : 2;
    },
    numbers: {
      frozen_total: ({ path }, index) => formatCost(frozenTotal(path, index)),
      frozen_penalty: ({ path }, index) => formatCost(frozenPenalty(path, index)),
    },
  },
  {
    name: "budget", set_up: NETWORK, lambda: 100,
    figures: ["equation", "decision_boundary"], revealed: ["equation", "squared_weight_norm", "lambda_slider"],
    answer: ({ path }) => {
      const most = ceilingAt(path, at(path, 100));
      return most < 3 ? 0 : most < 30 ? 1 : most < 300 ? 2 : 3;
    },
    numbers: {
      cost_of_40: ({ path }, index) => formatCost((path.lambdas[index] / (2 * path.n_train)) * 40),
      ceiling_at_tenfold: ({ path }, index) => formatSquaredNorm(ceilingAt(path, index) / 10),
      tenfold: ({ path }, index) => formatTick(path.lambdas[index] * 10),
    },
  },
  {
    name: "one-weight", set_up: LOGISTIC, lambda: FROZEN, weight: ONE_WEIGHT,
    figures: ["equation", "decision_boundary"], revealed: ["equation", "weight_slice", "lambda_slider"],
    answer: ({ path }) => {
      const [from, to] = [FROZEN, STEEPER].map((lambda) => Math.abs(weightAt(path, at(path, lambda), ONE_WEIGHT)));
      if (to === 0) return 2;
      return to < 0.9 * from ? 1 : to < 1.1 * from ? 0 : 3;
    },
    numbers: {
      w1: ({ path }, index) => formatWeight(weightAt(path, index, ONE_WEIGHT)),
      steeper: ({ path }) => formatCount(Math.round(path.lambdas[at(path, STEEPER)] / path.lambdas[at(path, FROZEN)])),
      pull1: ({ path }, index) => formatPull(forcesOn(path, index, ONE_WEIGHT).data_pull),
    },
  },
  {
    name: "hump", set_up: LOGISTIC, lambda: 1,
    figures: ["equation", "decision_boundary"], revealed: ["equation", "cost_components", "lambda_slider"],
    answer: ({ path }) => {
      const last = path.cost.penalty[at(path, 1000)];
      const now = path.cost.penalty[at(path, 1)];
      if (last > 10 * now) return 0;
      return last > now ? 1 : last > 0 ? 2 : 3;
    },
    numbers: {
      n_class_1: countOfClass1,
      highest_penalty: ({ path }) => formatCost(path.cost.penalty[highestPenalty(path)]),
      highest_lambda: ({ path }) => formatTick(path.lambdas[highestPenalty(path)]),
    },
  },
  {
    name: "trivial", set_up: NETWORK, lambda: 10,
    figures: ["equation", "decision_boundary"], revealed: ["equation", "decision_boundary", "lambda_slider"],
    answer: ({ path }) => (path.trivial[at(path, 1000)] ? 2 : path.train.accuracy[at(path, 1000)] > 0.6 ? 0 : 1),
    numbers: { n_class_1: countOfClass1 },
  },
  {
    name: "answer", set_up: NETWORK, lambda: null,
    figures: ["equation", "squared_weight_norm", "lambda_slider"],
    numbers: {
      shrink_factor: ({ path }, index) => String(Number((1 - (STEP_SIZE * path.lambdas[index]) / path.n_train).toPrecision(6))),
      step_size: () => formatTick(STEP_SIZE),
    },
  },
];
