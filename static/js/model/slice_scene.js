// The cost along one weight as it is drawn, with the penalty of the λ that stands now. Pure.

import { formatCost, formatLambda, formatTick, formatWeight } from "./format.js";
import { sliceAt } from "./slice_samples.js";
import { weightAt } from "./weight_names.js";
import { priceOf, valleyOf } from "./weight_slice.js";

const HEADROOM = 1.15; // over H, which J is at most at its lowest minimum
const SHALLOW = 1 / 3; // of the scale from 0: a valley that needs less is drawn on a larger one
const STEPS = 5; // round steps in the height of such a scale
const RIPPLE = 0.0005; // costs are shown with three decimals: a valley less deep is none
const MIN_HEIGHT = 0.005; // of such a scale
const SEEN = 0.2; // of it, that a valley is deep at least where the cost without the weight is in the picture, too

/**
 * `valley` is where the sum is least, all other weights held still; `start` where the weight was at the smallest λ > 0.
 * @param {import("../state/types.js").Path} path @param {import("../state/types.js").Dataset} dataset @param {import("../state/types.js").WeightPlace} place
 * @param {number} index of the weights @param {number} under of λ
 * @param {number} [axis_of] the λ index for whose weight the axis is made: with a fixed one it stays while λ moves
 */
export function sliceScene(path, dataset, place, index, under, axis_of = index) {
  const slice = sliceAt(path, dataset, index, place, axis_of);
  const { weights, values, along } = slice;
  const price = (/** @type {number} */ weight) => priceOf(path, under, weight);
  const sum = (/** @type {number} */ weight) => along(weight) + price(weight);
  const weight = weightAt(path, index, place);
  const valley = index === under ? (slice.valley ??= valleyOf(sum, weight)) : valleyOf(sum, weight);
  const smallest = Math.max(0, path.lambdas.findIndex((lambda) => lambda > 0));
  const first = weightAt(path, smallest, place);
  return {
    weights, cross_entropy: values, penalty: weights.map(price), least: 0, most: HEADROOM * path.entropy,
    weight, at_weight: { cross_entropy: along(weight), penalty: price(weight) }, at_zero: along(0),
    valley, at_valley: Number.isFinite(valley) ? sum(valley) : NaN,
    start: { weight: first, words: `${formatWeight(first)} at λ = ${formatTick(path.lambdas[smallest])}` },
    frozen: index !== under,
  };
}

/**
 * A shallow valley on a scale of its own, so that it is seen as one; it need not begin at 0. Any other scene as it is.
 * @param {ReturnType<typeof sliceScene>} scene
 */
export function closeUp(scene) {
  const { weights, cross_entropy, penalty, at_weight, at_zero, valley, at_valley } = scene;
  const sums = cross_entropy.map((value, k) => value + penalty[k]);
  const walls = [-1, 1].map((side) => Math.max(...sums.filter((_, k) => side * (weights[k] - valley) > 0)));
  const depth = Math.min(...walls) - at_valley;
  if (!(depth > RIPPLE)) return scene;
  const low = Math.min(at_valley, at_weight.cross_entropy);
  const high = Math.max(low + MIN_HEIGHT, at_valley + 1.25 * depth, at_weight.cross_entropy + at_weight.penalty + 0.15 * depth);
  const with_zero = roundScale(low, Math.max(high, at_zero + 0.15 * depth));
  const scale = depth > SEEN * (with_zero.most - with_zero.least) && isCloser(with_zero, scene) ? with_zero : roundScale(low, high);
  return isCloser(scale, scene) ? { ...scene, ...scale } : scene;
}

/** @param {{least: number, most: number}} scale @param {{most: number}} scene */
function isCloser({ least, most }, scene) {
  return most - least < SHALLOW * scene.most;
}

/** @param {number} low @param {number} high */
function roundScale(low, high) {
  const step = roundStep((high - low) / STEPS);
  return { least: Math.max(0, Math.floor(low / step) * step), most: Math.ceil(high / step) * step };
}

/** 1, 2 or 5 times a power of 10, so that the scale seldom changes while λ moves. @param {number} wanted */
function roundStep(wanted) {
  const power = 10 ** Math.floor(Math.log10(wanted));
  return power * (wanted < 2 * power ? 1 : wanted < 5 * power ? 2 : 5);
}

/** @param {ReturnType<typeof sliceScene>} scene @param {number} lambda */
export function sliceInWords({ weight, valley, at_weight, at_zero, least }, lambda) {
  const here = `Cross-entropy and penalty of this weight along its values, at λ = ${formatLambda(lambda)}: they sum to ` +
    `${formatCost(at_weight.cross_entropy + at_weight.penalty)} where it is, at ${formatWeight(weight)}.`;
  const bottom = Number.isFinite(valley) ? ` With all others held still the sum is least at ${formatWeight(valley)}.` : " With all others held still the sum falls on and on.";
  const cut = least > 0 ? " The scale of the picture does not begin at 0." : "";
  return `${here}${bottom} Without this weight the cross-entropy is ${formatCost(at_zero)}.${cut}`;
}
