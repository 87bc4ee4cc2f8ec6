// The cost along one weight as it is drawn, with the penalty of the λ that stands now. Pure.

import { formatCost, formatLambda, formatTick, formatWeight } from "../format.js";
import { sliceAt } from "./slice_samples.js";
import { weightAt } from "./weight_names.js";
import { priceOf, valleyOf } from "./weight_slice.js";

const HEADROOM = 1.15; // over H, which J is at most at a minimum

/**
 * `valley` is where the sum is least, all other weights held still; `start` where the weight was at the smallest λ > 0.
 * @param {import("../types.js").Path} path @param {import("../types.js").Dataset} dataset @param {import("../types.js").WeightPlace} place
 * @param {number} index of the weights @param {number} under of λ
 * @param {number} [axis_of] the λ index for whose weight the axis is made: with a fixed one it stays while λ moves
 */
export function sliceScene(path, dataset, place, index, under, axis_of = index) {
  const { weights, values, along } = sliceAt(path, dataset, index, place, axis_of);
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

/** @param {ReturnType<typeof sliceScene>} scene @param {number} lambda */
export function sliceInWords({ weight, valley, at_weight, at_zero }, lambda) {
  const here = `Cross-entropy and penalty of this weight along its values, at λ = ${formatLambda(lambda)}: they sum to ` +
    `${formatCost(at_weight.cross_entropy + at_weight.penalty)} where it is, at ${formatWeight(weight)}.`;
  const least = Number.isFinite(valley) ? ` With all others held still the sum is least at ${formatWeight(valley)}.` : " With all others held still the sum falls on and on.";
  return `${here}${least} Without this weight the cross-entropy is ${formatCost(at_zero)}.`;
}
