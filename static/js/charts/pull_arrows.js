// Two opposed arrows on the axis of one weight: the data pull and the penalty pull.

import { NO_PULL } from "../model/forces.js";
import { formatPull, formatWeight } from "../model/format.js";
import { line, widthOf, write } from "./canvas.js";

/** @typedef {import("./canvas.js").Surface} Surface */
/** @typedef {import("../model/forces.js").Forces} Forces */

const ARROW = 64; // length of the longer arrow beyond the dot, where nothing else is said

/** @param {Surface} surface @param {Forces} forces @param {{left: number, right: number, y: number, arrow?: number}} axis */
export function drawPullsOn(surface, forces, axis) {
  const middle = (axis.left + axis.right) / 2;
  line(surface, axis.left, axis.y, axis.right, axis.y, surface.colors.axis);
  drawZero(surface, forces, axis, middle);
  drawPulls(surface, forces, middle, axis.y, axis.arrow ?? ARROW * surface.unit);
  drawDot(surface, middle, axis.y);
  if (forces.weight !== 0 || forces.hold !== null) writeWeight(surface, forces, middle, axis.y + 20 * surface.unit);
}

/** The tick of 0, on the side on which 0 lies. @param {Surface} surface @param {Forces} forces @param {{left: number, right: number, y: number}} axis @param {number} middle */
function drawZero(surface, { weight, hold }, { left, right, y }, middle) {
  const { unit, colors } = surface;
  const x = weight === 0 ? middle : weight < 0 ? right - 10 * unit : left + 10 * unit;
  line(surface, x, y - 6 * unit, x, y + 6 * unit, colors.ink3, unit);
  if (hold === null) write(surface, "0", x, y + 20 * unit, { color: colors.ink3, align: "center" });
}

/** @param {Surface} surface @param {Forces} forces @param {number} x @param {number} y @param {number} arrow length of the longer one */
function drawPulls(surface, { data_pull, penalty_pull, note }, x, y, arrow) {
  const { unit, colors } = surface;
  const larger = Math.max(Math.abs(data_pull), Math.abs(penalty_pull));
  if (note !== NO_PULL && larger > 0) {
    drawArrow(surface, x, y, (arrow * data_pull) / larger, colors.cross_entropy);
    drawArrow(surface, x, y, (arrow * penalty_pull) / larger, colors.penalty);
    const data = { text: `data ${formatPull(Math.abs(data_pull))}`, color: colors.cross_entropy };
    const penalty = { text: `penalty ${formatPull(Math.abs(penalty_pull))}`, color: colors.penalty };
    const data_on_right = data_pull > 0 || penalty_pull < 0;
    writePulls(surface, data_on_right ? [penalty, data] : [data, penalty], x, y - 19 * unit);
  }
  if (note === NO_PULL) write(surface, note, x, y - 19 * unit, { color: colors.ink2, align: "center" });
}

/** Left and right of a place, or a little further right where the left one has no room. @param {Surface} surface @param {{text: string, color: string}[]} pulls @param {number} x @param {number} y */
function writePulls(surface, [left, right], x, y) {
  const gap = 6 * surface.unit;
  const between = Math.max(x, widthOf(surface, left.text) + gap);
  write(surface, left.text, between - gap, y, { color: left.color, align: "right" });
  write(surface, right.text, between + gap, y, { color: right.color });
}

/** @param {Surface} surface @param {number} x @param {number} y @param {number} reach its length, signed @param {string} color */
function drawArrow({ context, unit }, x, y, reach, color) {
  const length = Math.abs(reach);
  if (length < unit) return;
  const way = Math.sign(reach);
  const head = Math.min(11 * unit, length);
  const start = x + way * 9 * unit;
  const tip = start + way * length;
  context.fillStyle = color;
  context.fillRect(Math.min(start, tip - way * head), y - 2.6 * unit, length - head, 5.2 * unit);
  context.beginPath();
  context.moveTo(tip, y);
  context.lineTo(tip - way * head, y - 7.5 * unit);
  context.lineTo(tip - way * head, y + 7.5 * unit);
  context.fill();
}

/** @param {Surface} surface @param {number} x @param {number} y */
function drawDot({ context, unit, colors }, x, y) {
  context.beginPath();
  context.arc(x, y, 5.4 * unit, 0, 2 * Math.PI);
  context.fillStyle = colors.ink;
  context.fill();
}

/** The value, and what else must be said of it. @param {Surface} surface @param {Forces} forces @param {number} x @param {number} y */
function writeWeight(surface, { weight, note, hold }, x, y) {
  const { colors } = surface;
  const said = note === null && hold !== null ? `held up to ${formatPull(hold)}` : note;
  const text = ` = ${formatWeight(weight)}${said && said !== NO_PULL ? `, ${said}` : ""}`;
  const symbol = widthOf(surface, "w", 12.5, 400, true);
  const left = Math.max(0, x - (symbol + widthOf(surface, text)) / 2);
  write(surface, "w", left, y, { color: colors.ink, maths: true });
  write(surface, text, left + symbol, y, { color: colors.ink });
}
