// Every weight as a bar, with its ghost at the smallest λ behind it.

import { MAX_SINGLE_BARS } from "../model/weight_groups.js";
import { isSymbol, sameWeight, weightAt } from "../model/weight_names.js";
import { weightScale } from "../model/weight_scale.js";
import { createCanvas, line, widthOf, wordedSurface, write } from "./canvas.js";

/** @typedef {import("./canvas.js").Surface} Surface */
/** @typedef {import("../state/types.js").WeightPlace} WeightPlace */
/** @typedef {import("../model/weight_scale.js").WeightScale} WeightScale */
/** @typedef {{path: import("../state/types.js").Path, index: number, ghost_index: number, groups: import("../model/weight_groups.js").WeightGroup[], picked: WeightPlace}} Bars */
/** @typedef {{place: WeightPlace, then: WeightPlace, left: number, width: number}} Slot */

const BOTTOM = 30; // room for the triangle and the unit numbers
const GAP = 0.8; // between groups, in slots
const WIDEST_BAR = 24;
const ARROWHEAD = 6; // height, and least width

/** @param {HTMLElement} figure @param {Record<string, string>} attributes */
export function createWeightMagnitudesCanvas(figure, attributes) {
  /** @type {Bars | null} */
  let bars = null;
  let scale = /** @type {WeightScale | null} */ (null);
  /** @type {Slot[]} */
  let slots = [];
  const { canvas, redraw } = createCanvas(figure, attributes, (surface) => {
    if (bars && scale) slots = draw(wordedSurface(surface), bars, scale);
  });
  return {
    canvas,
    /** @param {Bars} next */
    show(next) {
      if (next.path !== bars?.path) scale = weightScale(next.path);
      bars = next;
      redraw();
    },
    /** @param {number} x @returns {WeightPlace | null} */
    weightUnder(x) {
      const distance = (/** @type {Slot} */ { left, width }) => Math.abs(left + width / 2 - x);
      return slots.reduce((best, slot) => (best && distance(best) <= distance(slot) ? best : slot), /** @type {Slot | null} */ (null))?.place ?? null;
    },
  };
}

/** @param {Surface} surface @param {Bars} bars @param {WeightScale} scale @returns {Slot[]} */
function draw(surface, { path, index, ghost_index, groups, picked }, scale) {
  const { context, width, height, unit, colors } = surface;
  const left = Math.max(30 * unit, ...scale.ticks.map(({ label }) => widthOf(surface, label, 12) + 7 * unit));
  const bottom = height - BOTTOM * unit;
  const y = (/** @type {number} */ weight) => (bottom / 2) * (1 - scale.y(weight));
  drawScale(surface, scale, left, y);
  const { slots, middles } = layOut(groups, left + 4 * unit, width);
  const many = slots.length > MAX_SINGLE_BARS;
  const thickness = many ? slots[0].width : Math.min(slots[0].width * 0.82, WIDEST_BAR * unit);
  const bar = (/** @type {Slot} */ slot, /** @type {number} */ weight, least = 0) => {
    const middle = slot.left + slot.width / 2;
    const wide = Math.max(thickness, least);
    const end = Math.abs(weight) > scale.max ? cutEnd(surface, middle, wide, Math.sign(weight), bottom) : y(weight);
    context.fillRect(middle - wide / 2, Math.min(end, y(0)), wide, Math.abs(end - y(0)));
  };
  context.fillStyle = colors.ghost;
  for (const slot of slots) bar(slot, weightAt(path, ghost_index, slot.then));
  context.fillStyle = colors.bar;
  for (const slot of slots) bar(slot, weightAt(path, index, slot.place));
  line(surface, left, y(0), width, y(0), colors.axis);
  const chosen = slots.find(({ place }) => sameWeight(place, picked));
  if (chosen) {
    context.fillStyle = colors.ink;
    bar(chosen, weightAt(path, index, picked), 2 * unit);
    drawTriangle(surface, chosen.left + chosen.width / 2, bottom + 3 * unit);
  }
  writeLabels(surface, groups, middles, height - 8 * unit);
  return slots;
}

/**
 * The arrowhead of a bar that is longer than the scale; answers where the bar is cut, a gap before it.
 * @param {Surface} surface @param {number} x @param {number} wide @param {number} sign @param {number} bottom
 */
function cutEnd({ context, unit }, x, wide, sign, bottom) {
  const tip = sign > 0 ? 0 : bottom;
  const base = tip + sign * ARROWHEAD * unit;
  const half = Math.max(wide, ARROWHEAD * unit) / 2;
  context.beginPath();
  context.moveTo(x, tip);
  context.lineTo(x - half, base);
  context.lineTo(x + half, base);
  context.fill();
  return base + sign * 2 * unit;
}

/** @param {Surface} surface @param {WeightScale} scale @param {number} left @param {(weight: number) => number} y */
function drawScale(surface, scale, left, y) {
  const { width, unit, colors } = surface;
  for (const { value, label } of scale.ticks) {
    line(surface, left, y(value), width, y(value), colors.grid);
    write(surface, label, left - 6 * unit, y(value), { color: colors.ink3, align: "right", size: 12 });
  }
}

/** @param {Bars["groups"]} groups @param {number} left @param {number} right */
function layOut(groups, left, right) {
  const count = groups.reduce((sum, { now }) => sum + now.length, 0);
  const gap = count > MAX_SINGLE_BARS ? count / 40 : GAP;
  const step = (right - left) / (count + gap * (groups.length - 1));
  /** @type {Slot[]} */
  const slots = [];
  let x = left;
  const middles = groups.map(({ now, then }) => {
    const start = x;
    now.forEach((place, k) => slots.push({ place, then: then[k], left: x + k * step, width: step }));
    x += (now.length + gap) * step;
    return { x: start + (now.length * step) / 2, room: (now.length + gap) * step };
  });
  return { slots, middles };
}

/** Names of the groups, fewer where they have no room. @param {Surface} surface @param {Bars["groups"]} groups @param {{x: number, room: number}[]} middles @param {number} y */
function writeLabels(surface, groups, middles, y) {
  let free = 0;
  groups.forEach(({ label }, k) => {
    const maths = isSymbol(label);
    const size = maths ? 14 : 12;
    const half = widthOf(surface, label, size, 400, maths) / 2 + 2 * surface.unit;
    const x = Math.min(middles[k].x, surface.width - half);
    if (x - half < free) return;
    free = x + half;
    write(surface, label, x, y, { color: surface.colors.ink2, align: "center", size, maths });
  });
}

/** @param {Surface} surface @param {number} x @param {number} y */
function drawTriangle({ context, unit }, x, y) {
  context.beginPath();
  context.moveTo(x, y);
  context.lineTo(x - 4 * unit, y + 6 * unit);
  context.lineTo(x + 4 * unit, y + 6 * unit);
  context.fill();
}
