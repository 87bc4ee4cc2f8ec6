// Two opposed arrows on the axis of one weight, its price and its value.

import { formatPrice } from "../model/format.js";
import { createCanvas, widthOf, write } from "./canvas.js";
import { drawPullsOn } from "./pull_arrows.js";

/** @typedef {import("./canvas.js").Surface} Surface */
/** @typedef {import("../model/forces.js").Forces} Forces */

/** @param {HTMLElement} figure @param {Record<string, string>} attributes */
export function createForceBalanceCanvas(figure, attributes) {
  /** @type {Forces | null} */
  let forces = null;
  const { redraw } = createCanvas(figure, attributes, (surface) => forces && draw(surface, forces));
  return {
    /** @param {Forces} next */
    show(next) {
      forces = next;
      redraw();
    },
  };
}

/** @param {Surface} surface @param {Forces} forces */
function draw(surface, forces) {
  const { width, unit } = surface;
  const axis = { left: 5 * unit, right: width - 120 * unit, y: Math.min(surface.height / 2, 46 * unit) };
  drawPullsOn(surface, forces, axis);
  drawWorth(surface, forces, axis.y);
}

/** @param {Surface} surface @param {Forces} forces @param {number} y */
function drawWorth(surface, { price, value }, y) {
  const { width, unit, colors } = surface;
  const numbers = [formatPrice(price), formatPrice(value)];
  const room = Math.max(52 * unit, ...numbers.map((text) => widthOf(surface, text, 12.5, 640) + 8 * unit));
  ["price", "value"].forEach((name, k) => {
    const row = y + (k ? 16 : -4) * unit;
    const color = k ? colors.cross_entropy : colors.penalty;
    write(surface, name, width - room, row, { color, align: "right" });
    write(surface, numbers[k], width, row, { color, align: "right", weight: 640 });
  });
}
