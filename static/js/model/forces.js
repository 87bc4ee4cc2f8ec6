// What holds one weight: the pull of the data, the pull of the penalty, and what it costs and is worth. Pure.

import { constantPull } from "./penalty.js";
import { weightAt } from "./weight_names.js";
import { priceOf } from "./weight_slice.js";

/** @typedef {import("../state/types.js").Path} Path */
/** @typedef {ReturnType<typeof forcesOn>} Forces */

export const NO_PULL = "no pull is left";
const FROZEN = "frozen";
const ROUNDING = 1e-6; // a pull that is none: as small as the gradient at a minimum
const AT_REST = 0.02; // the two pulls differ by less than this share of the larger one: they balance

/**
 * A pull is minus a gradient: positive pulls the weight upwards. `under` is the λ index where that is another than of the weights.
 * @param {Path} path @param {number} index @param {import("../state/types.js").WeightPlace} place @param {number} [under]
 */
export function forcesOn(path, index, place, under = index) {
  return under === index ? forcesAt(path, index, place) : frozenForces(path, index, place, under);
}

/** The weight and the data stay as they are, the penalty is of another λ. @param {Path} path @param {number} index @param {import("../state/types.js").WeightPlace} place @param {number} under */
function frozenForces(path, index, place, under) {
  const { weight, data_pull, value } = forcesAt(path, index, place);
  const strength = path.lambdas[under] / path.n_train;
  const most = constantPull(path, under);
  const penalty_pull = (most === null ? -strength * weight : weight === 0 ? Math.min(Math.max(-data_pull, -most), most) : -most * Math.sign(weight)) || 0;
  const held = Math.abs(data_pull + penalty_pull) <= AT_REST * Math.max(Math.abs(data_pull), Math.abs(penalty_pull), ROUNDING);
  const none = Math.max(Math.abs(data_pull), Math.abs(penalty_pull)) <= ROUNDING;
  return { weight, data_pull, penalty_pull, price: priceOf(path, under, weight), value, note: none ? NO_PULL : held ? null : FROZEN, hold: weight === 0 && !none ? most : null };
}

/** @param {Path} path @param {number} index @param {import("../state/types.js").WeightPlace} place */
function forcesAt(path, index, place) {
  const weight = weightAt(path, index, place);
  const data_pull = -weightAt(path, index, place, "data_gradient") || 0;
  const penalty_pull = -weightAt(path, index, place, "penalty_gradient") || 0;
  const price = weightAt(path, index, place, "price");
  const value = weightAt(path, index, place, "knock_out");
  const note = noteOn(path, index, weight, data_pull, penalty_pull);
  const hold = weight === 0 && note !== NO_PULL ? constantPull(path, index) : null; // the most that the penalty can hold it at 0 against
  return { weight, data_pull, penalty_pull, price, value, note, hold };
}

/** What must be said when the pulls do not hold each other. @param {Path} path @param {number} index @param {number} weight @param {number} data_pull @param {number} penalty_pull */
function noteOn(path, index, weight, data_pull, penalty_pull) {
  const at_rest_without_penalty = path.lambdas[index] === 0 && path.converged[index];
  const nothing_pulls = path.trivial[index] && Math.abs(data_pull) <= ROUNDING;
  if (nothing_pulls || at_rest_without_penalty || (weight === 0 && data_pull === 0 && penalty_pull === 0)) return NO_PULL;
  const larger = Math.max(Math.abs(data_pull), Math.abs(penalty_pull));
  if (Math.abs(data_pull + penalty_pull) <= AT_REST * larger) return null;
  if (path.lambdas[index] === 0) return path.reason[index] === "no_minimum" ? "still growing" : "no penalty";
  if (path.reason[index]?.startsWith("kinks")) return "at a kink";
  return path.converged[index] ? null : "not at rest yet";
}
