// The data pull and the penalty pull on one weight, as two arrows over the whole width.

import { createCanvas, wordedSurface } from "./canvas.js";
import { drawPullsOn } from "./pull_arrows.js";

/** @typedef {import("../model/forces.js").Forces} Forces */

/** @param {HTMLElement} figure @param {Record<string, string>} attributes */
export function createPullsCanvas(figure, attributes) {
  /** @type {Forces | null} */
  let forces = null;
  const { redraw } = createCanvas(figure, attributes, (surface) => {
    const { width, height, unit } = wordedSurface(surface);
    const axis = { left: 5 * unit, right: width - 6 * unit, y: height / 2, arrow: width / 2 - 52 * unit };
    if (forces) drawPullsOn(wordedSurface(surface), forces, axis);
  });
  return {
    /** @param {Forces} next */
    show(next) {
      forces = next;
      redraw();
    },
  };
}
