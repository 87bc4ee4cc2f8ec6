// The cost along one weight: the cross-entropy, the penalty of this weight, their sum, and where the weight stands on it.

import { formatTick, formatWeight } from "../format.js";
import { placeOnCurve } from "../model/label_places.js";
import { createCanvas, line, widthOf, wordedSurface, write } from "./canvas.js";
import { roundSteps } from "./path_curves.js";

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
  const { context, colours, unit } = surface;
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
    drawCurve(surface, price, colours.penalty, 1.8);
  }
  drawValue(surface, scene, axes);
  drawCurve(surface, fit, colours.cross_entropy, 1.8);
  drawCurve(surface, sum, colours.ink, 2.2);
  context.restore();
  const taken = drawPlace(surface, scene, axes);
  const between = sum.map(({ x, y }, k) => ({ x, y: (y + fit[k].y) / 2 }));
  writeNames(surface, axes, { fit, price: scene.least > 0 ? between : price, sum }, taken, scene.least > 0 ? "penalty" : "penalty of this weight");
}

/** @param {Surface} surface @param {Scene} scene @returns {Axes} */
function axesOf(surface, { weights, least, most }) {
  const { width, height, unit } = surface;
  const [right, top, bottom] = [width - 6 * unit, 18 * unit, height - 18 * unit];
  const costs = roundSteps(least, most, (bottom - top) / (32 * unit));
  const left = Math.max(34 * unit, widthOf(surface, most.toFixed(costs.decimals), 12) + 9 * unit);
  const [first, last] = [weights[0], weights[weights.length - 1]];
  return {
    left, right, top, bottom, costs,
    x: (weight) => left + ((weight - first) / (last - first)) * (right - left),
    y: (cost) => bottom - ((cost - least) / (most - least)) * (bottom - top),
  };
}

/** @param {Surface} surface @param {Scene} scene @param {Axes} axes */
function drawAxes(surface, { weights, weight, least }, { left, right, top, bottom, costs, x, y }) {
  const { unit, colours } = surface;
  const quiet = { colour: colours.ink3, size: 12 };
  for (const value of costs.values) {
    line(surface, left, y(value), right, y(value), value === 0 ? colours.axis : colours.grid, unit);
    write(surface, value === 0 ? "0" : value.toFixed(costs.decimals), left - 6 * unit, y(value), { ...quiet, align: "right" });
  }
  for (const value of roundSteps(weights[0], weights[weights.length - 1], (right - left) / (52 * unit)).values) {
    line(surface, x(value), bottom, x(value), bottom + 4 * unit, colours.axis, unit);
    write(surface, (value < 0 ? "\u2212" : "") + formatTick(Math.abs(value)), x(value), bottom + 11 * unit, { ...quiet, align: "center" });
  }
  if (!(least > 0)) return;
  const on_left = x(weight) > (left + right) / 2; // where the value of the weight does not stand
  write(surface, "axis not from 0", on_left ? left : right, top - 9 * unit, { ...quiet, colour: colours.ink2, align: on_left ? "left" : "right" });
}

/** @param {Surface} surface @param {Points} upper @param {Points} lower */
function drawArea({ context, colours }, upper, lower) {
  trace(context, [...upper, ...[...lower].reverse()]);
  context.globalAlpha = 0.3;
  context.fillStyle = colours.penalty_area;
  context.fill();
  context.globalAlpha = 1;
}

/** @param {Surface} surface @param {Points} points @param {string} colour @param {number} width */
function drawCurve({ context, unit }, points, colour, width) {
  trace(context, points);
  context.strokeStyle = colour;
  context.lineWidth = width * unit;
  context.lineJoin = "round";
  context.stroke();
}

/** @param {CanvasRenderingContext2D} context @param {Points} points */
function trace(context, points) {
  context.beginPath();
  points.forEach(({ x, y }, k) => (k ? context.lineTo(x, y) : context.moveTo(x, y)));
}

/** How far the cross-entropy rises when the weight is 0. @param {Surface} surface @param {Scene} scene @param {Axes} axes */
function drawValue(surface, { weight, at_weight, at_zero }, { x, y }) {
  const { unit, colours } = surface;
  if (weight === 0 || at_zero === null) return;
  line(surface, x(weight), y(at_weight.cross_entropy), x(0), y(at_weight.cross_entropy), colours.cross_entropy, unit);
  line(surface, x(0), y(at_weight.cross_entropy), x(0), y(at_zero), colours.cross_entropy, 4 * unit);
  drawDot(surface, x(0), y(at_zero), colours.cross_entropy, true);
}

/** Where the weight is, where it was, and where it would go; answers where words stand already. @param {Surface} surface @param {Scene} scene @param {Axes} axes @returns {Box[]} */
function drawPlace(surface, { weight, at_weight, valley, at_valley, start, frozen }, axes) {
  const { unit, colours } = surface;
  const { left, right, top, bottom } = axes;
  const within = (/** @type {number} */ at) => Math.min(Math.max(axes.x(at), left), right);
  const high = (/** @type {number} */ cost) => Math.min(Math.max(axes.y(cost), top), bottom);
  const now = within(weight);
  line(surface, now, top, now, bottom, colours.ink, 1.5 * unit);
  drawDot(surface, now, high(at_weight.cross_entropy + at_weight.penalty), colours.ink, false);
  if (Number.isFinite(valley) && Math.abs(within(valley) - now) > APART * unit) drawDot(surface, within(valley), high(at_valley), colours.ink, true);
  writeOver(surface, ` = ${formatWeight(weight)}${frozen ? ", frozen" : ""}`, now, axes);
  return Math.abs(within(start.weight) - now) > 2 * APART * unit ? [drawStart(surface, start, within(start.weight), axes)] : [];
}

/** Where the weight was at the smallest λ: a tick, or an arrowhead at the end where the axis ends before. @param {Surface} surface @param {Scene["start"]} start @param {number} x @param {Axes} axes @returns {Box} */
function drawStart(surface, { weight, words }, x, axes) {
  const { unit, colours, context } = surface;
  const { left, right, bottom } = axes;
  const off = axes.x(weight) < left - 1 ? -1 : axes.x(weight) > right + 1 ? 1 : 0;
  const y = bottom - 5 * unit;
  if (off) {
    context.beginPath();
    context.moveTo(x, y);
    context.lineTo(x - off * 7 * unit, y - 4 * unit);
    context.lineTo(x - off * 7 * unit, y + 4 * unit);
    context.fillStyle = colours.ink3;
    context.fill();
  } else line(surface, x, bottom - 9 * unit, x, bottom + 4 * unit, colours.ink3, 1.5 * unit);
  const half = widthOf(surface, words, 12) / 2;
  const middle = Math.min(Math.max(x, left + half + 3 * unit), right - half - 2 * unit);
  write(surface, words, middle, bottom - 16 * unit, { colour: colours.ink2, size: 12, align: "center", halo: true });
  return { left: middle - half, right: middle + half, top: bottom - 24 * unit, bottom };
}

/** @param {Surface} surface @param {string} text @param {number} x @param {Axes} axes */
function writeOver(surface, text, x, { left, right, top }) {
  const { colours, unit } = surface;
  const symbol = widthOf(surface, "w", 12.5, 400, true);
  const width = symbol + widthOf(surface, text);
  const at = Math.min(Math.max(x - width / 2, left), right - width);
  write(surface, "w", at, top - 9 * unit, { colour: colours.ink, maths: true });
  write(surface, text, at + symbol, top - 9 * unit, { colour: colours.ink });
}

/** @param {Surface} surface @param {number} x @param {number} y @param {string} colour @param {boolean} hollow */
function drawDot({ context, unit, colours }, x, y, colour, hollow) {
  context.beginPath();
  context.arc(x, y, 4.6 * unit, 0, 2 * Math.PI);
  context.fillStyle = hollow ? colours.bg : colour;
  context.fill();
  context.strokeStyle = hollow ? colour : colours.bg;
  context.lineWidth = (hollow ? 2 : 1.2) * unit;
  context.stroke();
}

/** @param {Surface} surface @param {Axes} axes @param {{fit: Points, price: Points, sum: Points}} curves @param {Box[]} taken @param {string} penalty its name */
function writeNames(surface, { left, right, top, bottom }, { fit, price, sum }, taken, penalty) {
  const { unit, colours } = surface;
  const names = [
    { text: "sum", own: sum, others: [fit, price], colour: colours.ink, side: /** @type {const} */ ("above") },
    { text: "cross-entropy", own: fit, others: [sum, price], colour: colours.cross_entropy, side: /** @type {const} */ ("below") },
    { text: penalty, own: price, others: [sum, fit], colour: colours.penalty, side: /** @type {const} */ ("above") },
  ];
  for (const { text, own, others, colour, side } of names) {
    const size = { width: widthOf(surface, text) + 4 * unit, height: 15 * unit };
    const bounds = { left, right, top, bottom };
    const place = placeOnCurve({ own, others, taken, size, bounds, wish: left + size.width / 2, sides: [side] }) ??
      placeOnCurve({ own, others, taken, size, bounds, wish: right - size.width / 2 });
    if (!place) continue;
    taken.push({ left: place.x, right: place.x + size.width, top: place.y, bottom: place.y + size.height });
    write(surface, text, place.x + 2 * unit, place.y + size.height / 2, { colour, halo: true });
  }
}
