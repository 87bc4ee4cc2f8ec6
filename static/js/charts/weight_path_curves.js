// The paths of weights as one broken line: gaps between weights, and where the network jumps to another minimum.

import { weightAt } from "../model/weight_names.js";
import { firstPositive, stretchesOf } from "./path_curves.js";

/** @typedef {import("../state/types.js").Path} Path */
/** @typedef {import("../state/types.js").WeightPlace} WeightPlace */
/** @typedef {import("../model/lambda_scale.js").LambdaScale} LambdaScale */
/** @typedef {import("../model/weight_scale.js").WeightScale} WeightScale */

const STOP = 3; // pixels across a weight at λ = 0
const ARROWHEAD = 8;

/**
 * One line with gaps through all these weights over λ > 0.
 * @param {Path} path @param {LambdaScale} scale @param {WeightScale} weight_scale @param {WeightPlace[]} places
 */
export function weightCurves(path, scale, weight_scale, places) {
  const stretches = stretchesOf(path, scale);
  /** @type {(number | null)[]} */
  const x = [];
  /** @type {(number | null)[]} */
  const y = [];
  for (const place of places) {
    for (const stretch of stretches) {
      for (const point of stretch) {
        x.push(point.x);
        y.push(weight_scale.y(weightAt(path, point.index, place)));
      }
      x.push(null);
      y.push(null);
    }
  }
  return { x, y };
}

/**
 * Every weight at the stop λ = 0: a dot, off the scale an arrowhead at its edge.
 * @param {import("./lambda_chart.js").Frame} frame @param {WeightScale} weight_scale @param {WeightPlace[]} places
 */
export function weightStops({ path, scale, height, unit }, weight_scale, places) {
  if (path.lambdas[0] !== 0) return { x: [], y: [], symbol: [], size: [] };
  const heights = places.map((place) => weight_scale.y(weightAt(path, 0, place)));
  const edge = 1 - (ARROWHEAD * unit) / height; // the whole scale is 2 high: half an arrowhead inside
  return {
    x: places.map(() => scale.log10(0)),
    y: heights.map((y) => (Math.abs(y) <= 1 ? y : Math.sign(y) * edge)),
    symbol: heights.map((y) => (y > 1 ? "triangle-up" : y < -1 ? "triangle-down" : "circle")),
    size: heights.map((y) => (Math.abs(y) <= 1 ? STOP : ARROWHEAD) * unit),
  };
}

/**
 * The weight whose path passes nearest to a point, null when none comes within `reach` pixels.
 * @param {import("./lambda_chart.js").Placed} placed @param {WeightScale} weight_scale @param {WeightPlace[]} places
 * @param {{x: number, y: number}} point @param {number} reach
 */
export function nearestWeight(placed, weight_scale, places, point, reach) {
  const { path, scale } = placed;
  const { left, right, share } = neighbours(path, scale, point.x);
  let best = null;
  let best_distance = reach;
  for (const place of places) {
    const [a, b] = [left, right].map((index) => placed.y(weight_scale.y(weightAt(path, index, place))));
    const distance = Math.abs(a + share * (b - a) - point.y);
    if (distance < best_distance) [best, best_distance] = [place, distance];
  }
  return best;
}

/** The solved λ on both sides of a pixel; across a gap, the nearer one twice. @param {Path} path @param {LambdaScale} scale @param {number} x */
function neighbours(path, scale, x) {
  const near = scale.nearestIndex(x);
  const at = scale.x(path.lambdas[near]);
  const right = x > at ? near + 1 : near;
  const left = right - 1;
  const joined = left >= firstPositive(path) && right < path.lambdas.length && !path.jump[right];
  if (!joined) return { left: near, right: near, share: 0 };
  const [from, to] = [scale.x(path.lambdas[left]), scale.x(path.lambdas[right])];
  return { left, right, share: (x - from) / (to - from) };
}
