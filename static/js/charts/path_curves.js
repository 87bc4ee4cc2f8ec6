// A path's values as curves over λ > 0, and as dots at the stop λ = 0, which is never joined to them.

/** @typedef {import("../state/types.js").Path} Path */
/** @typedef {import("../model/lambda_scale.js").LambdaScale} LambdaScale */

/** A place on the λ axis that has the values of a solved λ. @typedef {{x: number, index: number}} Spot */

const DASH = 0.22; // half the length of a stretch of a single λ, in steps of λ

/**
 * Which λ > 0 hang together: the spots of every stretch between two jumps to another minimum. At the collapse,
 * which may lie between two solved λ, all weights become 0: there stands the value that is kept from then on.
 * @param {Path} path @param {LambdaScale} scale @returns {Spot[][]}
 */
export function stretchesOf(path, scale) {
  const corner = collapseBetween(path);
  /** @type {Spot[][]} */
  const stretches = [];
  for (let i = firstPositive(path); i < path.lambdas.length; i += 1) {
    if (!stretches.length || path.jump[i]) stretches.push([]);
    const stretch = stretches[stretches.length - 1];
    if (i === corner) stretch.push({ x: scale.log10(/** @type {number} */ (path.collapse_lambda)), index: i });
    stretch.push({ x: scale.log10(path.lambdas[i]), index: i });
  }
  return stretches.map((stretch) => (stretch.length === 1 ? dash(stretch[0], path, scale) : stretch));
}

/** @param {Spot} spot @param {Path} path @param {LambdaScale} scale */
function dash({ x, index }, path, scale) {
  const steps = path.lambdas.length - 1 - firstPositive(path);
  const step = (scale.range[1] - scale.log10(path.lambdas[firstPositive(path)])) / Math.max(1, steps);
  return [{ x: x - DASH * step, index }, { x, index }, { x: x + DASH * step, index }];
}

/** x and y of a curve that jumps do not break, such as cost J. @param {Path} path @param {LambdaScale} scale @param {(number | null)[]} values */
export function curveOf(path, scale, values) {
  const spots = stretchesOf({ ...path, jump: [] }, scale).flat();
  return { x: spots.map(({ x }) => x), y: spots.map(({ index }) => values[index]) };
}

/** The same with a gap at every jump: y is null there. @param {Path} path @param {LambdaScale} scale @param {(number | null)[]} values */
export function brokenCurveOf(path, scale, values) {
  const { x, y } = { x: /** @type {number[]} */ ([]), y: /** @type {(number | null)[]} */ ([]) };
  for (const stretch of stretchesOf(path, scale)) {
    if (x.length) {
      x.push(x[x.length - 1]);
      y.push(null);
    }
    x.push(...stretch.map((spot) => spot.x));
    y.push(...stretch.map(({ index }) => values[index]));
  }
  return { x, y };
}

/** The edge of an area: at a jump it steps, half-way between the two λ. @param {Path} path @param {LambdaScale} scale @param {number[]} values */
export function steppedCurveOf(path, scale, values) {
  const { x, y } = { x: /** @type {number[]} */ ([]), y: /** @type {number[]} */ ([]) };
  for (const stretch of stretchesOf(path, scale)) {
    if (x.length) {
      const middle = (x[x.length - 1] + stretch[0].x) / 2;
      x.push(middle, middle);
      y.push(y[y.length - 1], values[stretch[0].index]);
    }
    x.push(...stretch.map((spot) => spot.x));
    y.push(...stretch.map(({ index }) => values[index]));
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
