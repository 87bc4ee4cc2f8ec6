// What is marked in the picture of the cost along one weight: its value, and where it was at the smallest λ.

import { clearance } from "../model/label_places.js";
import { line, widthOf, write } from "./canvas.js";

/** @typedef {import("./canvas.js").Surface} Surface */
/** @typedef {import("./weight_slice_canvas.js").Scene} Scene */
/** @typedef {import("./weight_slice_canvas.js").Axes} Axes */
/** @typedef {import("./labels.js").Box} Box */
/** @typedef {import("../model/label_places.js").Curve} Curve */

const CLEAR = 2; // pixels between words and a curve
const STEP = 6; // pixels between the places that are tried

/**
 * How far the cross-entropy rises when the weight is 0, with an arrowhead where that is out of the picture; answers where it stands.
 * @param {Surface} surface @param {Scene} scene @param {Axes} axes @returns {Box[]}
 */
export function drawValue(surface, { weight, at_weight, at_zero }, { x, y, top, bottom }) {
  const { unit, colors } = surface;
  if (weight === 0 || at_zero === null) return [];
  const [here, zero, level] = [x(weight), x(0), y(at_weight.cross_entropy)];
  const end = Math.min(Math.max(y(at_zero), top), bottom);
  const away = Math.sign(y(at_zero) - end);
  line(surface, here, level, zero, level, colors.cross_entropy, unit);
  line(surface, zero, level, zero, end - away * 8 * unit, colors.cross_entropy, 4 * unit);
  if (away) drawHead(surface, zero, end, { along: [0, away], size: 9, color: colors.cross_entropy });
  else drawDot(surface, zero, end, colors.cross_entropy, true);
  return [
    { left: Math.min(here, zero), right: Math.max(here, zero), top: level - unit, bottom: level + unit },
    { left: zero - 5 * unit, right: zero + 5 * unit, top: Math.min(level, end), bottom: Math.max(level, end) },
  ];
}

/**
 * Where the weight was at the smallest λ: a tick, or an arrowhead at the end where the axis ends before; answers where it stands.
 * @param {Surface} surface @param {Scene["start"]} start @param {number} x @param {Axes} axes @param {Curve[]} curves @param {Box[]} marks @returns {Box[]}
 */
export function drawStart(surface, { weight, words }, x, axes, curves, marks) {
  const { unit, colors } = surface;
  const { left, right, bottom } = axes;
  const off = axes.x(weight) < left - 1 ? -1 : axes.x(weight) > right + 1 ? 1 : 0;
  if (off) drawHead(surface, x, bottom - 5 * unit, { along: [off, 0], size: 7, color: colors.ink3 });
  else line(surface, x, bottom - 9 * unit, x, bottom + 4 * unit, colors.ink3, 1.5 * unit);
  const box = placeOfStart(surface, words, x, axes, curves, marks);
  write(surface, words, (box.left + box.right) / 2, (box.top + box.bottom) / 2, { color: colors.ink2, size: 12, align: "center", halo: true });
  return [box, { left: x - 8 * unit, right: x + 8 * unit, top: bottom - 9 * unit, bottom }];
}

/**
 * As low and as near to the mark as is off the curves, and off other marks where there is such a place.
 * @param {Surface} surface @param {string} words @param {number} x @param {Axes} axes @param {Curve[]} curves @param {Box[]} marks @returns {Box}
 */
function placeOfStart(surface, words, x, { left, right, top, bottom }, curves, marks) {
  const { unit } = surface;
  const half = widthOf(surface, words, 12) / 2;
  const [leftmost, rightmost] = [left + half + 3 * unit, right - half - 2 * unit];
  const middle = Math.min(Math.max(x, leftmost), rightmost);
  /** @type {Box[]} */ const boxes = [];
  for (let y = bottom - 16 * unit; y > (top + bottom) / 2; y -= STEP * unit) {
    for (let aside = 0; aside <= half; aside += STEP * unit) {
      const across = [middle - aside, middle + aside].filter((at) => at >= leftmost && at <= rightmost);
      boxes.push(...across.map((at) => ({ left: at - half, right: at + half, top: y - 8 * unit, bottom: y + 8 * unit })));
    }
  }
  const free = (/** @type {Box[]} */ taken) => boxes.find((box) => clearance(box, curves, taken) >= CLEAR);
  return free(marks) ?? free([]) ?? { left: middle - half, right: middle + half, top: bottom - 24 * unit, bottom: bottom - 8 * unit };
}

/** An arrowhead with its tip at a place. @param {Surface} surface @param {number} x @param {number} y @param {{along: [number, number], size: number, color: string}} how */
function drawHead({ context, unit }, x, y, { along: [to_right, down], size, color }) {
  const [back_x, back_y] = [x - to_right * size * unit, y - down * size * unit];
  const half = size * 0.57 * unit;
  context.beginPath();
  context.moveTo(x, y);
  context.lineTo(back_x - down * half, back_y - to_right * half);
  context.lineTo(back_x + down * half, back_y + to_right * half);
  context.fillStyle = color;
  context.fill();
}

/** @param {Surface} surface @param {number} x @param {number} y @param {string} color @param {boolean} hollow */
export function drawDot({ context, unit, colors }, x, y, color, hollow) {
  context.beginPath();
  context.arc(x, y, 4.6 * unit, 0, 2 * Math.PI);
  context.fillStyle = hollow ? colors.bg : color;
  context.fill();
  context.strokeStyle = hollow ? color : colors.bg;
  context.lineWidth = (hollow ? 2 : 1.2) * unit;
  context.stroke();
}
