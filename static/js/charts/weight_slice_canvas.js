// The cost along one weight: the cross-entropy, the penalty of this weight, their sum, and where the weight stands on it.

import { formatTick, formatWeight } from "../model/format.js";
import { placeOnCurve } from "../model/label_places.js";
import { createCanvas, line, widthOf, wordedSurface, write } from "./canvas.js";
import { roundSteps } from "./path_curves.js";
import { drawDot, drawStart, drawValue } from "./slice_marks.js";

/** @typedef {import("./canvas.js").Surface} Surface */
/** @typedef {{x: number, y: number}[]} Points */
/** @typedef {import("./labels.js").Box} Box */

/**
 * `at_zero`, the cross-entropy without the weight, is null where that is not shown.
 * `weight` is where the network stands, `valley` where the sum is least, `start` where the weight was at the smallest λ.
 * The scale goes from `least` to `most`; where it is cut, over 0, the penalty is what lies between the other two.
 * @typedef {{
 *   weights: number[], cross_entropy: number[], penalty: number[], least: number, most: number,
 *   weight: number, at_weight: {cross_entropy: number, penalty: number}, at_zero: number | null, valley: number, at_valley: number,
 *   start: {weight: number, words: string}, frozen: boolean
 * }} Scene
 */

/** @typedef {{left: number, right: number, top: number, bottom: number, costs: ReturnType<typeof roundSteps>, x: (weight: number) => number, y: (cost: number) => number}} Axes */

const APART = 5; // pixels between weight and valley from which the valley is marked: nearer they are one
const FOOT = 26; // pixels for words under the curves, where the axis does not begin at 0

/** @param {HTMLElement} figure @param {Record<string, string>} attributes */
export function createWeightSliceCanvas(figure, attributes) {
  /** @type {Scene | null} */
  let scene = null;
  const { redraw } = createCanvas(figure, attributes, (surface) => scene && draw(wordedSurface(surface), scene));
  return {
    /** @param {Scene} next */
    show(next) {
      scene = next;
      redraw();
    },
  };
}

/** @param {Surface} surface @param {Scene} scene */
function draw(surface, scene) {
  const { context, colors, unit } = surface;
  const axes = axesOf(surface, scene);
  drawAxes(surface, scene, axes);
  const curve = (/** @type {number[]} */ values) => values.map((value, k) => ({ x: axes.x(scene.weights[k]), y: axes.y(value) }));
  const [fit, price] = [scene.cross_entropy, scene.penalty].map(curve);
  const sum = curve(scene.cross_entropy.map((value, k) => value + scene.penalty[k]));
  context.save();
  context.beginPath();
  context.rect(axes.left, axes.top, axes.right - axes.left, axes.bottom - axes.top + unit);
  context.clip();
  if (scene.least > 0) drawArea(surface, sum, fit);
  else {
    drawArea(surface, price, price.map(({ x }) => ({ x, y: axes.bottom })));
    drawCurve(surface, price, colors.penalty, 1.8);
  }
  const marks = drawValue(surface, scene, axes);
  drawCurve(surface, fit, colors.cross_entropy, 1.8);
  drawCurve(surface, sum, colors.ink, 2.2);
  context.restore();
  const lines = scene.least > 0 ? [fit, sum] : [fit, sum, price];
  const taken = drawPlace(surface, scene, axes, lines, marks);
  const between = sum.map(({ x, y }, k) => ({ x, y: (y + fit[k].y) / 2 }));
  const named = { fit, price: scene.least > 0 ? between : price, sum };
  writeNames(surface, axes, named, taken, marks, scene.penalty.every((cost) => cost === 0) ? null : scene.least > 0 ? "penalty" : "penalty of this weight");
}

/** @param {Surface} surface @param {Scene} scene @returns {Axes} */
function axesOf(surface, { weights, least, most }) {
  const { width, height, unit } = surface;
  const [right, top, bottom] = [width - 6 * unit, 18 * unit, height - 18 * unit];
  const foot = bottom - (least > 0 ? FOOT * unit : 0);
  const costs = roundSteps(least, most, (foot - top) / (32 * unit));
  const left = Math.max(34 * unit, widthOf(surface, most.toFixed(costs.decimals), 12) + 9 * unit);
  const [first, last] = [weights[0], weights[weights.length - 1]];
  return {
    left, right, top, bottom, costs,
    x: (weight) => left + ((weight - first) / (last - first)) * (right - left),
    y: (cost) => foot - ((cost - least) / (most - least)) * (foot - top),
  };
}

/** @param {Surface} surface @param {Scene} scene @param {Axes} axes */
function drawAxes(surface, { weights, weight, least }, { left, right, top, bottom, costs, x, y }) {
  const { unit, colors } = surface;
  const quiet = { color: colors.ink3, size: 12 };
  for (const value of costs.values) {
    line(surface, left, y(value), right, y(value), value === 0 ? colors.axis : colors.grid, unit);
    write(surface, value === 0 ? "0" : value.toFixed(costs.decimals), left - 6 * unit, y(value), { ...quiet, align: "right" });
  }
  for (const value of roundSteps(weights[0], weights[weights.length - 1], (right - left) / (52 * unit)).values) {
    line(surface, x(value), bottom, x(value), bottom + 4 * unit, colors.axis, unit);
    write(surface, (value < 0 ? "\u2212" : "") + formatTick(Math.abs(value)), x(value), bottom + 11 * unit, { ...quiet, align: "center" });
  }
  if (!(least > 0)) return;
  const on_left = x(weight) > (left + right) / 2; // where the value of the weight does not stand
  write(surface, "axis not from 0", on_left ? left : right, top - 9 * unit, { ...quiet, color: colors.ink2, align: on_left ? "left" : "right" });
}

/** @param {Surface} surface @param {Points} upper @param {Points} lower */
function drawArea({ context, colors }, upper, lower) {
  trace(context, [...upper, ...[...lower].reverse()]);
  context.globalAlpha = 0.3;
  context.fillStyle = colors.penalty_area;
  context.fill();
  context.globalAlpha = 1;
}

/** @param {Surface} surface @param {Points} points @param {string} color @param {number} width */
function drawCurve({ context, unit }, points, color, width) {
  trace(context, points);
  context.strokeStyle = color;
  context.lineWidth = width * unit;
  context.lineJoin = "round";
  context.stroke();
}

/** @param {CanvasRenderingContext2D} context @param {Points} points */
function trace(context, points) {
  context.beginPath();
  points.forEach(({ x, y }, k) => (k ? context.lineTo(x, y) : context.moveTo(x, y)));
}

/**
 * Where the weight is, where it was, and where it would go; answers where words stand already. Its line is one more mark.
 * @param {Surface} surface @param {Scene} scene @param {Axes} axes @param {Points[]} curves @param {Box[]} marks @returns {Box[]}
 */
function drawPlace(surface, { weight, at_weight, valley, at_valley, start, frozen }, axes, curves, marks) {
  const { unit, colors } = surface;
  const { left, right, top, bottom } = axes;
  const within = (/** @type {number} */ at) => Math.min(Math.max(axes.x(at), left), right);
  const high = (/** @type {number} */ cost) => Math.min(Math.max(axes.y(cost), top), bottom);
  const now = within(weight);
  line(surface, now, top, now, bottom, colors.ink, 1.5 * unit);
  marks.push({ left: now - unit, right: now + unit, top, bottom });
  drawDot(surface, now, high(at_weight.cross_entropy + at_weight.penalty), colors.ink, false);
  if (Number.isFinite(valley) && Math.abs(within(valley) - now) > APART * unit) drawDot(surface, within(valley), high(at_valley), colors.ink, true);
  writeOver(surface, ` = ${formatWeight(weight)}${frozen ? ", frozen" : ""}`, now, axes);
  return Math.abs(within(start.weight) - now) > 2 * APART * unit ? drawStart(surface, start, within(start.weight), axes, curves, marks) : [];
}

/** @param {Surface} surface @param {string} text @param {number} x @param {Axes} axes */
function writeOver(surface, text, x, { left, right, top }) {
  const { colors, unit } = surface;
  const symbol = widthOf(surface, "w", 12.5, 400, true);
  const width = symbol + widthOf(surface, text);
  const at = Math.min(Math.max(x - width / 2, left), right - width);
  write(surface, "w", at, top - 9 * unit, { color: colors.ink, maths: true });
  write(surface, text, at + symbol, top - 9 * unit, { color: colors.ink });
}

/**
 * Off all words, and where there is room off the `marks`, too.
 * @param {Surface} surface @param {Axes} axes @param {{fit: Points, price: Points, sum: Points}} curves @param {Box[]} taken @param {Box[]} marks
 * @param {string | null} penalty its name, null where there is none
 */
function writeNames(surface, { left, right, top, bottom }, { fit, price, sum }, taken, marks, penalty) {
  const { unit, colors } = surface;
  const names = [
    { text: "sum", own: sum, others: [fit, price], color: colors.ink, side: /** @type {const} */ ("above") },
    { text: "cross-entropy", own: fit, others: [sum, price], color: colors.cross_entropy, side: /** @type {const} */ ("below") },
    { text: penalty, own: price, others: [sum, fit], color: colors.penalty, side: /** @type {const} */ ("above") },
  ];
  for (const { text, own, others, color, side } of names) {
    if (text === null) continue;
    const size = { width: widthOf(surface, text) + 4 * unit, height: 15 * unit };
    const given = { own, others, size, bounds: { left, right, top, bottom } };
    const free = { ...given, taken: [...taken, ...marks] };
    const place = placeOnCurve({ ...free, wish: left + size.width / 2, sides: [side] }) ??
      placeOnCurve({ ...free, wish: right - size.width / 2 }) ??
      placeOnCurve({ ...given, taken, wish: right - size.width / 2 });
    if (!place) continue;
    taken.push({ left: place.x, right: place.x + size.width, top: place.y, bottom: place.y + size.height });
    write(surface, text, place.x + 2 * unit, place.y + size.height / 2, { color, halo: true });
  }
}
