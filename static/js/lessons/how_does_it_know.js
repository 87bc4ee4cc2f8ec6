// Lesson 2: what holds a weight up. Pulls, price and value, shares, a twin, and inputs of pure noise.

import { forcesOn } from "../model/forces.js";
import { formatAccuracy, formatCost, formatPrice, formatPull, formatTick, formatWeight, MISSING } from "../model/format.js";
import { at } from "../model/lesson_numbers.js";
import { weightAt } from "../model/weight_names.js";
import { NOISY_INPUTS, ONE_USELESS_INPUT, ONE_USELESS_INPUT_L1, TWINS } from "./set_ups.js";

/** @typedef {import("../state/types.js").Path} Path */
/** @typedef {(scene: import("../model/lesson_scene.js").Scene, index: number) => string} Write */

const GONE = 0.02; // as in the network drawing
const FROM = 0.01;
const TO = 10;
const EXACTLY_ZERO = 3.16; // under L1 the noise weight is 0 there, and no other

/** The weight of input k + 1 in a model without hidden layer. @param {Path} path @param {number} index @param {number} k */
function weight(path, index, k) {
  return weightAt(path, index, { layer: 0, to: 0, from: k });
}

/** What is left of a weight at the larger λ, as a share. @param {Path} path @param {number} k */
function shareKept(path, k) {
  return Math.abs(weight(path, at(path, TO), k)) / Math.abs(weight(path, at(path, FROM), k));
}

/** @param {number[]} list */
function indexOfLargest(list) {
  return list.indexOf(Math.max(...list));
}

/** Numbers about each of three weights, named w1 … kept3. @type {Record<string, Write>} */
const EACH = Object.fromEntries([0, 1, 2].flatMap((k) => /** @type {[string, Write][]} */ ([
  [`w${k + 1}`, ({ path }, i) => formatWeight(weight(path, i, k))],
  [`lost${k + 1}`, ({ path }) => formatWeight(Math.abs(weight(path, at(path, FROM), k)) - Math.abs(weight(path, at(path, TO), k)))],
  [`pull${k + 1}`, ({ path }, i) => formatPull(forcesOn(path, i, { layer: 0, to: 0, from: k }).data_pull)],
  [`price${k + 1}`, ({ path }, i) => formatPrice(forcesOn(path, i, { layer: 0, to: 0, from: k }).price)],
  [`value${k + 1}`, ({ path }, i) => formatPrice(forcesOn(path, i, { layer: 0, to: 0, from: k }).value)],
  [`kept${k + 1}`, ({ path }) => formatAccuracy(shareKept(path, k))],
])));

/** The sizes of the weights that leave the inputs `from` up to `to`. @param {Path} path @param {number} index @param {number} from @param {number} to */
function firstLayerSizes(path, index, from, to) {
  const [, n_out, n_in] = path.layers[0].weights.shape;
  return Array.from({ length: n_out * n_in }, (_, k) => ({ to: Math.floor(k / n_in), from: k % n_in }))
    .filter((place) => place.from >= from && place.from < to)
    .map((place) => Math.abs(weightAt(path, index, { layer: 0, ...place })));
}

/** @param {number[]} sizes */
function rootMeanSquare(sizes) {
  return Math.sqrt(sizes.reduce((sum, size) => sum + size * size, 0) / sizes.length);
}

/** Noise weights beside those of the moons, in size. @param {Path} path @param {number} index */
function noiseShare(path, index) {
  return rootMeanSquare(firstLayerSizes(path, index, 2, Infinity)) / rootMeanSquare(firstLayerSizes(path, index, 0, 2));
}

/** @type {import("../model/lesson_scene.js").Outline[]} */
export const steps = [
  {
    name: "loss", set_up: ONE_USELESS_INPUT, lambda: FROM, weight: { layer: 0, to: 0, from: 0 }, numbers: EACH,
    figures: ["decision_boundary", "weight_magnitudes"], revealed: ["weight_magnitudes", "weight_paths", "lambda_slider"],
    answer: ({ path }) => indexOfLargest([0, 1, 2].map((k) => Math.abs(weight(path, at(path, FROM), k)) - Math.abs(weight(path, at(path, TO), k)))),
  },
  {
    name: "pulls", set_up: ONE_USELESS_INPUT, lambda: 1, weight: { layer: 0, to: 0, from: 2 }, numbers: EACH,
    figures: ["decision_boundary", "weight_magnitudes"], revealed: ["force_balance", "weight_magnitudes", "weight_paths", "lambda_slider"],
    answer: ({ path }) => indexOfLargest([0, 1, 2].map((k) => Math.abs(forcesOn(path, at(path, 1), { layer: 0, to: 0, from: k }).data_pull))),
  },
  {
    name: "price", set_up: ONE_USELESS_INPUT, lambda: 1, weight: { layer: 0, to: 0, from: 2 }, numbers: EACH,
    figures: ["decision_boundary", "weight_magnitudes"], revealed: ["force_balance", "weight_magnitudes", "weight_paths", "lambda_slider"],
    answer: ({ path }) => {
      const dear = [0, 1, 2].findIndex((k) => {
        const { price, value } = forcesOn(path, at(path, 1), { layer: 0, to: 0, from: k });
        return value < price;
      });
      return dear < 0 ? 3 : dear;
    },
  },
  {
    name: "shares", set_up: ONE_USELESS_INPUT, lambda: FROM, weight: { layer: 0, to: 0, from: 2 },
    figures: ["decision_boundary", "weight_magnitudes"], revealed: ["weight_magnitudes", "weight_paths", "lambda_slider"],
    numbers: { ...EACH, effective_parameters: ({ path }, i) => formatWeight(path.effective_parameters[i]) },
    answer: ({ path }) => indexOfLargest([0, 1, 2].map((k) => shareKept(path, k))),
  },
  {
    name: "l1", set_up: ONE_USELESS_INPUT_L1, beside: ONE_USELESS_INPUT, lambda: EXACTLY_ZERO, weight: { layer: 0, to: 0, from: 2 },
    figures: ["decision_boundary"], revealed: ["weight_magnitudes", "weight_paths", "lambda_slider"],
    answer: ({ path, beside }) => {
      if (!beside) return NaN;
      const [l1, l2] = [path, beside.path].map((one) => Math.abs(weight(one, at(one, EXACTLY_ZERO), 2)));
      if (l1 === 0) return 2;
      return l1 < l2 ? 1 : 0;
    },
    numbers: {
      ...EACH,
      l2_noise: ({ path, beside }, i) => (beside ? formatWeight(weight(beside.path, at(beside.path, path.lambdas[i]), 2)) : MISSING),
      constant_pull: ({ path }, i) => formatPull(path.lambdas[i] / path.n_train),
      data_pull: ({ path }, i) => formatPull(Math.abs(forcesOn(path, i, { layer: 0, to: 0, from: 2 }).data_pull)),
      n_zero: ({ path }, i) => String([0, 1, 2].filter((k) => weight(path, i, k) === 0).length),
      all_zero_from: ({ path }) => formatTick(path.collapse_lambda ?? NaN),
    },
  },
  {
    name: "twin", set_up: TWINS, lambda: 1,
    figures: ["decision_boundary"], revealed: ["weight_magnitudes", "weight_paths", "lambda_slider"],
    answer: ({ path }) => {
      const [one, two] = [0, 1].map((k) => weight(path, at(path, 1), k));
      return Math.abs(one - two) < 0.01 * Math.abs(one) ? 1 : Math.abs(two) < 0.01 * Math.abs(one) ? 0 : 2;
    },
    numbers: {
      one: ({ path }, i) => formatCost(weight(path, i, 0)),
      other: ({ path }, i) => formatCost(weight(path, i, 1)),
      both: ({ path }, i) => formatCost(weight(path, i, 0) + weight(path, i, 1)),
      squares: ({ path }, i) => formatWeight(weight(path, i, 0) ** 2 + weight(path, i, 1) ** 2),
      square_of_both: ({ path }, i) => formatWeight((weight(path, i, 0) + weight(path, i, 1)) ** 2),
    },
  },
  {
    name: "noise", set_up: NOISY_INPUTS, lambda: FROM,
    figures: ["network_drawing"], revealed: ["network_drawing", "weight_paths", "lambda_slider"],
    answer: ({ path }) => {
      const share = noiseShare(path, at(path, TO));
      return share > 0.8 ? 0 : share > 0.3 ? 1 : 2;
    },
    numbers: {
      noise_share: ({ path }, i) => formatAccuracy(noiseShare(path, i)),
      noise_size: ({ path }, i) => formatCost(rootMeanSquare(firstLayerSizes(path, i, 2, Infinity))),
      moons_size: ({ path }, i) => formatCost(rootMeanSquare(firstLayerSizes(path, i, 0, 2))),
      noise_gone: ({ path }, i) => String(firstLayerSizes(path, i, 2, Infinity).filter((size) => size < GONE).length),
      n_noise: ({ path }) => String(firstLayerSizes(path, 0, 2, Infinity).length),
    },
  },
  {
    name: "answer", set_up: ONE_USELESS_INPUT, lambda: 1, weight: { layer: 0, to: 0, from: 0 },
    figures: ["force_balance", "weight_magnitudes", "weight_paths", "lambda_slider"],
    numbers: { ...EACH, penalty_per_weight: ({ path }, i) => formatPull(path.lambdas[i] / path.n_train) },
  },
];
