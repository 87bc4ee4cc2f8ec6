// What is said of one weight beside its numbers: whether it is worth its price, and how far it has shrunk. Pure.

import { formatTick } from "./format.js";
import { weightAt } from "./weight_names.js";

const MAX_TIMES = 999;

/** @param {import("./forces.js").Forces} forces */
export function worthInWords({ weight, price, value }) {
  if (weight === 0) return "it is gone: it costs nothing and is worth nothing";
  if (price === 0) return "it costs nothing";
  if (value <= 0) return "it is worth nothing";
  const times = value / price;
  if (times > MAX_TIMES) return `more than ${MAX_TIMES} times over`;
  if (times >= 10) return `${Math.round(times)} times over`;
  return times >= 1 ? `${times.toFixed(1)} times over` : `no: ${Math.max(1, Math.min(99, Math.round(100 * times)))}\u00a0% of it`;
}

/**
 * Measured against the smallest λ > 0, and what the curvature there alone predicts.
 * @param {import("../state/types.js").Path} path @param {number} index of the weights @param {import("../state/types.js").WeightPlace} place
 */
export function shrinkInWords(path, index, place) {
  const smallest = path.lambdas.findIndex((lambda) => lambda > 0);
  if (index < smallest) return `measured from λ = ${formatTick(path.lambdas[smallest])} on`;
  const [measured, predicted] = [weightAt(path, index, place, "shrinkage"), weightAt(path, index, place, "predicted_shrinkage")];
  const start = `λ = ${formatTick(path.lambdas[Math.max(0, smallest)])}`;
  if (!Number.isFinite(measured)) return `it was 0 at ${start} already`;
  const times = `${formatTimes(measured)} times what it was at ${start}`;
  return Number.isFinite(predicted) ? `${times}; curvature there predicts ${formatTimes(predicted)}` : times;
}

/** @param {number} factor */
function formatTimes(factor) {
  if (factor === 0) return "0";
  const size = Math.abs(factor);
  const text = size < 0.001 ? "under 0.001" : formatTick(Number(size.toPrecision(2)));
  return factor < 0 && size >= 0.001 ? `\u2212${text}` : text;
}
