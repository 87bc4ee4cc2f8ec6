// A polynomial fitted to points: what it says of each, what it misses by, how far it is from the curve they were drawn from. Pure.

import { weightAt } from "./weight_names.js";

/** @typedef {import("../state/types.js").RegressionPath} RegressionPath */
/** `far`: which points count as far off, where that is known already. @typedef {import("../state/types.js").Dataset & {far?: number[]}} Dataset */

const FAR_OFF = 0.3; // from the true curve: the other points lie on it

/** "x", "x²", …: what each weight multiplies. @param {number} power */
export function powerName(power) {
  return power === 1 ? "x" : `x${[...String(power)].map((digit) => "⁰¹²³⁴⁵⁶⁷⁸⁹"[Number(digit)]).join("")}`;
}

/** How many powers of x have a weight. @param {RegressionPath} path */
function degreeOf(path) {
  return path.n_weights;
}

/** The weight of a power, counted from 1. @param {import("../state/types.js").Path} path @param {number} index @param {number} power */
export function weightOfPower(path, index, power) {
  return weightAt(path, index, { layer: 0, to: 0, from: power - 1 });
}

/** @param {RegressionPath} path @param {number} index @param {number} x */
export function predict(path, index, x) {
  const { inputs, features, layers } = path;
  const t = (x - inputs.mean[0]) / inputs.scale[0];
  let sum = layers[0].biases.data[index];
  for (let k = 0; k < degreeOf(path); k += 1) sum += (weightOfPower(path, index, k + 1) * (t ** (k + 1) - features.mean[k])) / features.scale[k];
  return sum;
}

/** What the curve misses each point by. @param {RegressionPath} path @param {Dataset} dataset @param {number} index */
export function misses(path, { points, labels }, index) {
  return points.map(([x], k) => Math.abs(predict(path, index, x) - labels[k]));
}

/** The points that lie off the true curve, as numbers into the data set. @param {RegressionPath} path @param {Dataset} dataset */
export function farOff(path, { points, labels, far: known }) {
  return known ?? points.map(([x], k) => ({ k, far: Math.abs(truthAt(path, x) - labels[k]) })).filter(({ far }) => far > FAR_OFF).map(({ k }) => k);
}

/** The true curve between the places it is given at. @param {RegressionPath} path @param {number} at */
function truthAt({ curve }, at) {
  if (!curve?.truth) return NaN;
  const { x, truth } = curve;
  const right = Math.max(1, x.findIndex((place) => place >= at));
  return truth[right - 1] + ((truth[right] - truth[right - 1]) * (at - x[right - 1])) / (x[right] - x[right - 1]);
}

/** The fitted curve where it is drawn. @param {RegressionPath} path @param {number} index */
export function curveAt({ curve }, index) {
  const { data, shape } = /** @type {import("../state/types.js").Curve} */ (curve).predictions;
  return data.subarray(index * shape[1], (index + 1) * shape[1]);
}

/** How far from the true curve, on average between the first and the last point. @param {RegressionPath} path @param {Dataset} dataset @param {number} index */
export function distanceFromTruth(path, { points }, index) {
  const { curve } = path;
  if (!curve?.truth) return NaN;
  const { truth } = curve;
  const [first, last] = [Math.min(...points.map(([x]) => x)), Math.max(...points.map(([x]) => x))];
  const fitted = curveAt(path, index);
  const between = curve.x.map((x, k) => ({ x, gap: Math.abs(fitted[k] - truth[k]) })).filter(({ x }) => x >= first && x <= last);
  return between.reduce((sum, { gap }) => sum + gap, 0) / between.length;
}

/** @param {number[]} list */
export function meanOf(list) {
  return list.reduce((sum, value) => sum + value, 0) / list.length;
}
