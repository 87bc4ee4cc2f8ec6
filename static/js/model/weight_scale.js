// The one scale on which a weight's height is drawn: bars and paths have it alike. Knows no state.

import { epochsOf } from "./shown_network.js";

const STEEPEST = 0.5; // the size at which the scale goes over from linear to logarithmic
const USUAL_MAX = 34;
const MAX_IN_TRAINING = 300; // where training diverges, weights leave every scale
const TICKS = [
  { value: -1000, label: "−1000" },
  { value: -100, label: "−100" },
  { value: -10, label: "−10" },
  { value: -1, label: "−1" },
  { value: 0, label: "0" },
  { value: 1, label: "1" },
  { value: 10, label: "10" },
  { value: 100, label: "100" },
  { value: 1000, label: "1000" },
];

/**
 * Weight to height: `y(0)` = 0, `y(max)` = 1, `y(-max)` = −1, by asinh(w / 0.5); larger weights, which only λ = 0 has, lie beyond.
 * `max` holds every weight of the path at λ > 0, and is 34 unless one is larger.
 * @param {import("../state/types.js").Path} path
 */
export function weightScale(path) {
  const largest = Math.max(USUAL_MAX, 1.15 * largestWeight(path));
  const max = epochsOf(path) ? Math.min(largest, MAX_IN_TRAINING) : largest;
  const edge = Math.asinh(max / STEEPEST);
  return {
    max,
    y: (/** @type {number} */ weight) => Math.asinh(weight / STEEPEST) / edge,
    ticks: TICKS.filter(({ value }) => Math.abs(value) < max),
  };
}

/** @typedef {ReturnType<typeof weightScale>} WeightScale */

/** The largest size of a weight at λ > 0. @param {import("../state/types.js").Path} path */
function largestWeight(path) {
  const first = path.lambdas.findIndex((lambda) => lambda > 0);
  let largest = 0;
  for (const { weights: { data, shape } } of path.layers) {
    for (let k = Math.max(first, 0) * shape[1] * shape[2]; k < data.length; k += 1) largest = Math.max(largest, Math.abs(data[k]));
  }
  return largest;
}
