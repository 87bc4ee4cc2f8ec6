// Choosing a weight on a canvas: by pointer, and by the arrow keys as on a slider over all weights.

import { sameWeight } from "../model/weight_names.js";

/** @typedef {import("../state/types.js").WeightPlace} WeightPlace */

/** What makes a canvas a control; `label` says what is chosen there. @param {string} label @param {string} description id */
export function pickerAttributes(label, description) {
  return { role: "slider", tabindex: "0", "data-own-keys": "", "aria-label": label, "aria-describedby": description, "aria-valuemin": "1" };
}

/**
 * @param {HTMLCanvasElement} canvas
 * @param {(place: WeightPlace) => void} pick
 * @param {(x: number, y: number) => WeightPlace | null} weightUnder
 */
export function createWeightPicker(canvas, pick, weightUnder) {
  /** @type {WeightPlace[]} */
  let order = [];
  let current = 0;

  canvas.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    const place = weightUnder(event.offsetX, event.offsetY);
    if (place) pick(place);
  });
  canvas.addEventListener("keydown", (event) => {
    const last = order.length - 1;
    const moves = /** @type {Record<string, number>} */ ({
      ArrowRight: current + 1, ArrowDown: current + 1, ArrowLeft: current - 1, ArrowUp: current - 1,
      Home: 0, End: last, PageDown: current + 10, PageUp: current - 10,
    });
    const target = moves[event.key];
    if (target === undefined || event.ctrlKey || event.metaKey || event.altKey || last < 0) return;
    event.preventDefault();
    pick(order[Math.min(Math.max(target, 0), last)]);
  });

  return {
    /** @param {WeightPlace[]} places in the order of the keys @param {WeightPlace} picked @param {string} text its name and value */
    show(places, picked, text) {
      order = places;
      current = Math.max(0, order.findIndex((place) => sameWeight(place, picked)));
      canvas.setAttribute("aria-valuemax", String(order.length));
      canvas.setAttribute("aria-valuenow", String(current + 1));
      canvas.setAttribute("aria-valuetext", text);
    },
  };
}
