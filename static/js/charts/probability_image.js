// The steps of probability as an image in the colours of the classes, ready to be scaled into a picture.

import { PIXELS, STEPS } from "../model/decision_grids.js";
import { mixed } from "./canvas.js";

/** A small canvas that holds the image of one λ after the other. */
export function createProbabilityImage() {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = PIXELS;
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  const image = context.createImageData(PIXELS, PIXELS);
  const pixels = new Uint32Array(image.data.buffer);
  let colors = /** @type {Record<string, string> | null} */ (null);
  let table = new Uint32Array();
  let shown = /** @type {Uint8Array | null} */ (null);

  /** @param {Uint8Array} levels @param {Record<string, string>} colors_now */
  return function paint(levels, colors_now) {
    if (levels === shown && colors === colors_now) return canvas;
    if (colors !== colors_now) table = colorTable(colors_now);
    colors = colors_now;
    shown = levels;
    for (let k = 0; k < levels.length; k += 1) pixels[k] = table[levels[k]];
    context.putImageData(image, 0, 0);
    return canvas;
  };
}

/** @param {Record<string, string>} colors */
function colorTable({ bg, class_0_field, class_1_field }) {
  return Uint32Array.from({ length: 2 * STEPS }, (_, level) =>
    level < STEPS ? mixed(bg, class_0_field, (STEPS - level) / STEPS) : mixed(bg, class_1_field, (level - STEPS + 1) / STEPS));
}
