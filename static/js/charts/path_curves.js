// A path's values as curves over λ > 0, and as dots at the stop λ = 0, which is never joined to them.

/** @typedef {import("../types.js").Path} Path */
/** @typedef {import("../model/lambda_scale.js").LambdaScale} LambdaScale */

/**
 * x and y of a curve. At the collapse, which may lie between two solved λ, all weights become 0: there it has the value it keeps from then on.
 * @param {Path} path @param {LambdaScale} scale @param {(number | null)[]} values
 */
export function curveOf(path, scale, values) {
  const x = [];
  const y = [];
  const corner = collapseBetween(path);
  for (let i = firstPositive(path); i < path.lambdas.length; i += 1) {
    if (i === corner) {
      x.push(scale.log10(/** @type {number} */ (path.collapse_lambda)));
      y.push(values[i]);
    }
    x.push(scale.log10(path.lambdas[i]));
    y.push(values[i]);
  }
  return { x, y };
}

/** The same for the stop at λ = 0; empty where the path has none. @param {Path} path @param {LambdaScale} scale @param {(number | null)[]} values */
export function stopOf(path, scale, values) {
  return path.lambdas[0] === 0 ? { x: [scale.log10(0)], y: [values[0]] } : { x: [], y: [] };
}

/** The first solved λ that is positive. @param {Path} path */
export function firstPositive({ lambdas }) {
  return lambdas[0] === 0 ? 1 : 0;
}

/** The index before which the weights collapse between two solved λ, −1 if they do not. @param {Path} path */
export function collapseBetween({ collapse_lambda, lambdas, trivial }) {
  const first = trivial.findIndex((is, i) => is && lambdas[i] > 0);
  if (collapse_lambda === null || first < 1 || lambdas[first - 1] <= 0) return -1;
  return collapse_lambda > lambdas[first - 1] && collapse_lambda < lambdas[first] ? first : -1;
}

/**
 * A drawn curve in pixels, for placing words on it.
 * @param {{x: number[], y: (number | null)[]}} curve @param {import("./lambda_chart.js").Placed} placed
 */
export function pixelsOf({ x, y }, { scale, left, right, y: height }) {
  const [first, last] = scale.range;
  return x.map((at, i) => ({
    x: left + ((at - first) / (last - first)) * (right - left),
    y: y[i] === null ? NaN : height(/** @type {number} */ (y[i])),
  }));
}

/** Round values from `low` to `high`, about `count` of them. @param {number} low @param {number} high @param {number} count */
export function roundSteps(low, high, count) {
  const raw = (high - low) / Math.max(1, count);
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = power * ([1, 2, 5, 10].find((factor) => factor * power >= raw * 0.999) ?? 10);
  const decimals = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
  const values = [];
  for (let k = Math.ceil(low / step - 1e-9); k * step <= high + 1e-9 * step; k += 1) values.push(Number((k * step).toFixed(decimals)));
  return { values, decimals };
}
