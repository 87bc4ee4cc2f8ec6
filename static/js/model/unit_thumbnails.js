// What each hidden unit says over the picture, as small grey images, kept for every λ. Pure.

import { forward, layersAt } from "./network.js";
import { gridInputs, pictureFrame } from "./picture_frame.js";

/** @typedef {import("../state/types.js").Path} Path */

/** The activations that are drawn as nothing and as the full grey; a ReLU has no largest, so its layer's is taken. @type {Record<string, {from: number, to: number | null}>} */
const RANGES = { tanh: { from: -1, to: 1 }, sigmoid: { from: 0, to: 1 }, relu: { from: 0, to: null } };

/**
 * @param {Path} path @param {import("../state/types.js").ShownDataset} dataset @param {number} n pixels on a side
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
  const { from, to } = RANGES[activation];
  const factor = 255 / ((to ?? largest(layer)) - from);
  return layer.map((values) => {
    const unit = new Uint8Array(values.length);
    for (let k = 0; k < values.length; k += 1) unit[k] = (values[k] - from) * factor + 0.5;
    return unit;
  });
}

/** @param {Float64Array[]} layer */
function largest(layer) {
  let most = 1e-9;
  for (const values of layer) for (let k = 0; k < values.length; k += 1) if (values[k] > most) most = values[k];
  return most;
}
