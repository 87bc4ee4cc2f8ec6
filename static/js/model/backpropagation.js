// The gradient of the cross-entropy by one weight, as the engine has it: one pass forward and one back. Pure.

import { forward, sigmoid } from "./network.js";

/** @typedef {import("../state/types.js").Dataset} Dataset */

/** The slope of an activation, told by its value. @type {Record<string, (value: number) => number>} */
const SLOPES = {
  tanh: (value) => 1 - value * value,
  relu: (value) => (value > 0 ? 1 : 0),
  sigmoid: (value) => value * (1 - value),
};

/** The training points as the network sees them, an array for each input, and their labels. @param {Dataset} dataset */
export function trainingPoints({ points, labels, split, inputs }) {
  const rows = points.map((_, k) => k).filter((k) => split[k] === "train");
  const columns = points[0].map((_, axis) => Float64Array.from(rows, (k) => (points[k][axis] - inputs.mean[axis]) / inputs.scale[axis]));
  return { inputs: columns, labels: rows.map((k) => labels[k]) };
}

/**
 * ∂CE/∂w, the mean over the training points.
 * @param {import("./network.js").Layer[]} layers @param {string} activation
 * @param {ReturnType<typeof trainingPoints>} data @param {import("../state/types.js").WeightPlace} place
 */
export function dataGradient(layers, activation, { inputs, labels }, { layer, to, from }) {
  const { hidden, logits } = forward(layers, activation, inputs);
  let deltas = [logits.map((logit, k) => (sigmoid(logit) - labels[k]) / labels.length)];
  for (let level = layers.length - 1; level > layer; level -= 1) deltas = backwards(layers[level], deltas, hidden[level - 1], SLOPES[activation]);
  const source = layer === 0 ? inputs[from] : hidden[layer - 1][from];
  return deltas[to].reduce((sum, delta, k) => sum + delta * source[k], 0);
}

/** @param {import("./network.js").Layer} layer @param {Float64Array[]} deltas of what it leads to @param {Float64Array[]} values of what it comes from @param {(value: number) => number} slope */
function backwards({ weights, n_in }, deltas, values, slope) {
  return values.map((unit, from) =>
    unit.map((value, k) => slope(value) * deltas.reduce((sum, delta, to) => sum + weights[to * n_in + from] * delta[k], 0)));
}
