// What is drawn of the cost along one weight: where its axis begins and ends, and the cross-entropy at values on it. Pure.

import { trainingPoints } from "./backpropagation.js";
import { weightAt } from "./weight_names.js";
import { crossEntropyAlong } from "./weight_slice.js";

/** @typedef {import("../state/types.js").Path} Path */
/** @typedef {import("../state/types.js").Dataset} Dataset */
/** @typedef {import("../state/types.js").WeightPlace} WeightPlace */
/** `along` is the cross-entropy as a function of the weight; `valley`, once it is known, where the sum is least at the weights' own λ. @typedef {{weights: number[], values: number[], along: (weight: number) => number, valley?: number}} Slice */

const SAMPLES = 65;
const FEWER_SAMPLES = 41; // where one of them is much work
const MUCH_WORK = 1500; // activations for one value
const BEYOND = 1.8; // times the weight
const OTHER_SIDE = 0.3;
const MIN_REACH = 0.5;
const ROUND = [1, 1.5, 2, 3, 4, 6, 8, 10];
const KEPT = 400; // slices, of a path that has not changed

/** @type {WeakMap<Dataset, ReturnType<typeof trainingPoints>>} */
const points_of = new WeakMap();
/** @type {WeakMap<Path, Map<string, Slice>>} */
const slices_of = new WeakMap();

/**
 * Beyond twice the weight on its side of 0, and a little of the other side. The ends are round, so that they seldom
 * change while λ moves; while W is frozen they never do.
 * @param {number} weight @returns {[number, number]}
 */
function sliceRange(weight) {
  const wanted = Math.max(BEYOND * Math.abs(weight), MIN_REACH);
  const power = 10 ** Math.floor(Math.log10(wanted) + 1e-9);
  const reach = power * (ROUND.find((factor) => factor * power >= wanted * (1 - 1e-9)) ?? 10);
  return weight > 0 ? [-OTHER_SIDE * reach, reach] : [-reach, OTHER_SIDE * reach];
}

/**
 * The cross-entropy along one weight at one λ; computed once.
 * @param {Path} path @param {Dataset} dataset @param {number} index @param {WeightPlace} place @param {number} [axis_of] λ index
 * @returns {Slice}
 */
export function sliceAt(path, dataset, index, place, axis_of = index) {
  const slices = slices_of.get(path) ?? new Map();
  slices_of.set(path, slices);
  const name = [index, axis_of, place.layer, place.to, place.from].join(".");
  const known = slices.get(name);
  if (known) return known;
  if (slices.size >= KEPT) slices.clear();
  const slice = sampled(path, dataset, index, place, axis_of);
  slices.set(name, slice);
  return slice;
}

/** @param {Path} path @param {Dataset} dataset @param {number} index @param {WeightPlace} place @param {number} axis_of @returns {Slice} */
function sampled(path, dataset, index, place, axis_of) {
  const points = points_of.get(dataset) ?? trainingPoints({ ...dataset, inputs: path.inputs });
  points_of.set(dataset, points);
  const along = crossEntropyAlong(path, index, place, points);
  const behind = path.layers.slice(place.layer + 1).reduce((sum, { weights }) => sum + weights.shape[1], 0);
  const count = points.labels.length * behind > MUCH_WORK ? FEWER_SAMPLES : SAMPLES;
  const [low, high] = sliceRange(weightAt(path, axis_of, place));
  const weights = Array.from({ length: count }, (_, k) => low + (k / (count - 1)) * (high - low));
  return { weights, values: weights.map(along), along };
}
