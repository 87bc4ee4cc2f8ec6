// The cost along one weight as it is drawn, with the penalty of the λ that stands now. Pure.

import { formatTick, formatWeight } from "../format.js";
import { sliceAt } from "./slice_samples.js";
import { weightAt } from "./weight_names.js";
import { priceOf, valleyOf } from "./weight_slice.js";

const HEADROOM = 1.15; // over H, which J is at most at a minimum

/**
 * `valley` is where the sum is least, all other weights held still; `start` where the weight was at the smallest λ > 0.
 * @param {import("../types.js").Path} path @param {import("../types.js").Dataset} dataset @param {import("../types.js").WeightPlace} place
 * @param {number} index of the weights @param {number} under of λ
 */
export function sliceScene(path, dataset, place, index, under) {
  const { weights, values, along } = sliceAt(path, dataset, index, place);
  const price = (/** @type {number} */ weight) => priceOf(path, under, weight);
  const sum = (/** @type {number} */ weight) => along(weight) + price(weight);
  const weight = weightAt(path, index, place);
  const valley = valleyOf(sum, weight);
  const smallest = Math.max(0, path.lambdas.findIndex((lambda) => lambda > 0));
  const first = weightAt(path, smallest, place);
  return {
    weights, cross_entropy: values, penalty: weights.map(price), most: HEADROOM * path.entropy,
    weight, at_weight: { cross_entropy: along(weight), penalty: price(weight) }, at_zero: along(0),
    valley, at_valley: Number.isFinite(valley) ? sum(valley) : NaN,
    start: { weight: first, words: `${formatWeight(first)} at λ = ${formatTick(path.lambdas[smallest])}` },
    frozen: index !== under,
  };
}
