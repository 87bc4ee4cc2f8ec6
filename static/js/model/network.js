// The network of the engine, forward only: points in, activations and logits out. Knows no page.

/** @typedef {import("../state/types.js").Path} Path */

/**
 * One layer at one λ; `weights` is [out][in], row-major.
 * @typedef {{weights: ArrayLike<number>, biases: ArrayLike<number>, n_out: number, n_in: number}} Layer
 */

/** Each turns weighted sums into activations in place. @type {Record<string, (values: Float64Array) => void>} */
const ACTIVATIONS = {
  tanh(values) {
    for (let k = 0; k < values.length; k += 1) values[k] = 1 - 2 / (Math.exp(2 * values[k]) + 1);
  },
  relu(values) {
    for (let k = 0; k < values.length; k += 1) if (values[k] < 0) values[k] = 0;
  },
  sigmoid(values) {
    for (let k = 0; k < values.length; k += 1) values[k] = sigmoid(values[k]);
  },
};

/** Turns weighted sums into activations, in place. @param {Float64Array} sums @param {string} activation */
export function activate(sums, activation) {
  ACTIVATIONS[activation](sums);
}

/** @param {number} logit */
export function sigmoid(logit) {
  return 1 / (1 + Math.exp(-logit));
}

/** The layers of the network solved at one λ, without copying. @param {Path} path @param {number} index @returns {Layer[]} */
export function layersAt(path, index) {
  return path.layers.map(({ weights, biases }) => {
    const [, n_out, n_in] = weights.shape;
    return {
      n_out,
      n_in,
      weights: weights.data.subarray(index * n_out * n_in, (index + 1) * n_out * n_in),
      biases: biases.data.subarray(index * n_out, (index + 1) * n_out),
    };
  });
}

/**
 * Activations of every hidden unit and the logits, for many points at once.
 * @param {Layer[]} layers @param {string} activation
 * @param {Float64Array[]} inputs one array per network input; those that are missing are 0, the mean of their feature
 * @returns {{hidden: Float64Array[][], logits: Float64Array}} hidden[layer][unit][point]
 */
export function forward(layers, activation, inputs) {
  /** @type {Float64Array[][]} */
  const hidden = [];
  let values = inputs;
  for (const layer of layers.slice(0, -1)) {
    values = weightedSums(layer, values);
    for (const unit of values) activate(unit, activation);
    hidden.push(values);
  }
  return { hidden, logits: weightedSums(layers[layers.length - 1], values)[0] };
}

/** Points are the inner loop, so that a weight is read once. @param {Layer} layer @param {Float64Array[]} values */
export function weightedSums({ weights, biases, n_out, n_in }, values) {
  return Array.from({ length: n_out }, (_, to) => {
    const sums = new Float64Array(values[0].length).fill(biases[to]);
    for (let from = 0; from < Math.min(n_in, values.length); from += 1) {
      const weight = weights[to * n_in + from];
      if (weight === 0) continue;
      const value = values[from];
      for (let k = 0; k < sums.length; k += 1) sums[k] += weight * value[k];
    }
    return sums;
  });
}

/** Multiplications for one point: what a forward pass costs. @param {Path} path */
export function workPerPoint(path) {
  return path.layers.reduce((sum, { weights: { shape } }) => sum + shape[1] * (shape[2] + 4), 0);
}
