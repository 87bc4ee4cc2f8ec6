// What each hidden unit says over the picture, as small grey images, kept for every λ. Pure.

import { forward, layersAt } from "./network.js";
import { gridInputs, pictureFrame } from "./picture_frame.js";

/** @typedef {import("../types.js").Path} Path */

/** Activation to a share of grey from 0 to 1, by the largest one in the layer. @type {Record<string, (activation: number, largest: number) => number>} */
const SHADES = {
  tanh: (activation) => (activation + 1) / 2,
  sigmoid: (activation) => activation,
  relu: (activation, largest) => activation / largest,
};

/**
 * @param {Path} path @param {import("../types.js").Dataset} dataset @param {number} n pixels on a side
 * @returns {(index: number) => Uint8Array[][]} shades from 0 to 255 of [layer][unit]
 */
export function unitThumbnails(path, dataset, n) {
  const inputs = gridInputs(pictureFrame(dataset), n, false).slice(0, path.layers[0].weights.shape[2]);
  const { activation } = path.experiment;
  /** @type {Uint8Array[][][]} */
  const known = [];
  return (index) => (known[index] ??= forward(layersAt(path, index), activation, inputs).hidden.map((layer) => shades(layer, activation)));
}

/** @param {Float64Array[]} layer @param {string} activation */
function shades(layer, activation) {
  let largest = 1e-9;
  if (activation === "relu") for (const unit of layer) for (const value of unit) if (value > largest) largest = value;
  return layer.map((unit) => Uint8Array.from(unit, (value) => Math.round(255 * SHADES[activation](value, largest))));
}
