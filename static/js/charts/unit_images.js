// The shades of all units on one small canvas, from which each is drawn by its place.

import { mixed } from "./canvas.js";

/** @typedef {{canvas: HTMLCanvasElement, left: number, top: number, side: number}} UnitImage */

const ACROSS = 16; // units in a row of the canvas

/** @param {number} side pixels of one image */
export function createUnitImages(side) {
  const canvas = document.createElement("canvas");
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  /** @type {Uint32Array} */
  let table = new Uint32Array();
  let colors = /** @type {Record<string, string> | null} */ (null);
  let shown = /** @type {Uint8Array[][] | null} */ (null);
  /** @type {UnitImage[][]} */
  let places = [];

  /** @param {Uint8Array[][]} layers shades of [layer][unit] @param {Record<string, string>} colors_now */
  return function paint(layers, colors_now) {
    if (layers === shown && colors === colors_now) return places;
    if (colors !== colors_now) table = Uint32Array.from({ length: 256 }, (_, shade) => mixed(colors_now.bg, colors_now.unit, shade / 255));
    colors = colors_now;
    shown = layers;
    const count = layers.reduce((sum, { length }) => sum + length, 0);
    if (!count) return layers.map(() => []);
    const image = new ImageData(side * Math.min(count, ACROSS), side * Math.ceil(count / ACROSS));
    if (canvas.width !== image.width || canvas.height !== image.height) Object.assign(canvas, { width: image.width, height: image.height });
    let next = 0;
    places = layers.map((units) => units.map((shades) => {
      const place = { canvas, left: (next % ACROSS) * side, top: Math.floor(next / ACROSS) * side, side };
      fill(image, place, shades, table);
      next += 1;
      return place;
    }));
    context.putImageData(image, 0, 0);
    return places;
  };
}

/** @param {ImageData} image @param {UnitImage} place @param {Uint8Array} shades @param {Uint32Array} table */
function fill(image, { left, top, side }, shades, table) {
  const pixels = new Uint32Array(image.data.buffer);
  for (let k = 0; k < shades.length; k += 1) {
    pixels[(top + Math.floor(k / side)) * image.width + left + (k % side)] = table[shades[k]];
  }
}
