// The paths of weights as one broken line: gaps between weights, and where the network jumps to another minimum.

import { weightAt } from "../model/weight_names.js";
import { collapseBetween, firstPositive } from "./path_curves.js";

/** @typedef {import("../types.js").Path} Path */
/** @typedef {import("../types.js").WeightPlace} WeightPlace */
/** @typedef {import("../model/lambda_scale.js").LambdaScale} LambdaScale */
/** @typedef {import("../model/weight_scale.js").WeightScale} WeightScale */

const DASH = 0.22; // half the length of a path of a single λ, in steps of λ

/**
 * Which λ hang together: for every stretch between two jumps its x and its indices; null is the collapse, where all weights are 0.
 * @param {Path} path @param {LambdaScale} scale
 */
function stretchesOf(path, scale) {
  const corner = collapseBetween(path);
  /** @type {{x: number, index: number | null}[][]} */
  const stretches = [];
  for (let i = firstPositive(path); i < path.lambdas.length; i += 1) {
    if (!stretches.length || path.jump[i]) stretches.push([]);
    const stretch = stretches[stretches.length - 1];
    if (i === corner) stretch.push({ x: scale.log10(/** @type {number} */ (path.collapse_lambda)), index: null });
    stretch.push({ x: scale.log10(path.lambdas[i]), index: i });
  }
  return stretches.map((stretch) => (stretch.length === 1 ? dash(stretch[0], path, scale) : stretch));
}

/** @param {{x: number, index: number | null}} point @param {Path} path @param {LambdaScale} scale */
function dash({ x, index }, path, scale) {
  const steps = path.lambdas.length - 1 - firstPositive(path);
  const step = (scale.range[1] - scale.log10(path.lambdas[firstPositive(path)])) / Math.max(1, steps);
  return [{ x: x - DASH * step, index }, { x: x + DASH * step, index }];
}

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
        y.push(point.index === null ? 0 : weight_scale.y(weightAt(path, point.index, place)));
      }
      x.push(null);
      y.push(null);
    }
  }
  return { x, y };
}

/** @param {Path} path @param {LambdaScale} scale @param {WeightScale} weight_scale @param {WeightPlace[]} places */
export function weightStops(path, scale, weight_scale, places) {
  if (path.lambdas[0] !== 0) return { x: [], y: [] };
  return { x: places.map(() => scale.log10(0)), y: places.map((place) => weight_scale.y(weightAt(path, 0, place))) };
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
