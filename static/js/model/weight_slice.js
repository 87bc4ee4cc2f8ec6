// The cost along one weight, all others held still: what the data say of each value it could have. Pure.

import { activate, forward, layersAt, weightedSums } from "./network.js";

/** @typedef {import("../types.js").Path} Path */
/** @typedef {import("../types.js").WeightPlace} WeightPlace */
/** @typedef {ReturnType<typeof import("./backpropagation.js").trainingPoints>} TrainingPoints */

const GOLDEN = (Math.sqrt(5) - 1) / 2;
const NARROWINGS = 60; // by the golden ratio: to the rounding of the cost
const FIRST_STEP = 0.02;
const WIDENINGS = 24;

/**
 * The cross-entropy as a function of one weight. Only what lies behind the weight is computed anew.
 * @param {Path} path @param {number} index @param {WeightPlace} place @param {TrainingPoints} points
 * @returns {(weight: number) => number}
 */
export function crossEntropyAlong(path, index, { layer, to, from }, { inputs, labels }) {
  const layers = layersAt(path, index);
  const { activation } = path.experiment;
  const { hidden } = forward(layers, activation, inputs);
  const below = layer === 0 ? inputs : hidden[layer - 1];
  const own = unitOf(layers[layer], to);
  const now = own.weights[from];
  const [sum] = weightedSums(own, below);
  const next = layers[layer + 1];
  const above = next && weightedSums(next, hidden[layer]);
  return (weight) => {
    const moved = sum.map((value, k) => value + (weight - now) * below[from][k]);
    if (!next) return crossEntropy(moved, labels);
    activate(moved, activation);
    const sums = above.map((unit, j) => unit.map((value, k) => value + next.weights[j * next.n_in + to] * (moved[k] - hidden[layer][to][k])));
    return crossEntropy(onwards(layers.slice(layer + 2), activation, sums), labels);
  };
}

/** A layer of one unit only. @param {import("./network.js").Layer} layer @param {number} unit @returns {import("./network.js").Layer} */
function unitOf({ weights, biases, n_in }, unit) {
  return { weights: Array.from({ length: n_in }, (_, k) => weights[unit * n_in + k]), biases: [biases[unit]], n_out: 1, n_in };
}

/** The logits, from the weighted sums of a layer. @param {import("./network.js").Layer[]} layers above it @param {string} activation @param {Float64Array[]} sums */
function onwards(layers, activation, sums) {
  for (const layer of layers) {
    for (const unit of sums) activate(unit, activation);
    sums = weightedSums(layer, sums);
  }
  return sums[0];
}

/** The mean of logaddexp(0, z) − y z. @param {Float64Array} logits @param {number[]} labels */
function crossEntropy(logits, labels) {
  let sum = 0;
  for (let k = 0; k < logits.length; k += 1) sum += Math.max(logits[k], 0) + Math.log1p(Math.exp(-Math.abs(logits[k]))) - labels[k] * logits[k];
  return sum / logits.length;
}

/** What one weight costs: λw²/2m, with L1 λ|w|/m. @param {Path} path @param {number} under λ index @param {number} weight */
export function priceOf({ experiment, lambdas, n_train }, under, weight) {
  return experiment.regularizer === "l1" ? (lambdas[under] / n_train) * Math.abs(weight) : (lambdas[under] / (2 * n_train)) * weight ** 2;
}

/**
 * The bottom of the valley in which a weight lies; at a minimum of J that is the weight itself. NaN where the
 * cost falls as far as can be looked.
 * @param {(weight: number) => number} cost @param {number} weight
 */
export function valleyOf(cost, weight) {
  const here = cost(weight);
  const step = FIRST_STEP * Math.max(1, Math.abs(weight));
  const way = cost(weight + step) < here ? 1 : cost(weight - step) < here ? -1 : 0;
  if (way === 0) return narrowed(cost, weight - step, weight + step);
  let [behind, middle, ahead] = [weight, weight + way * step, weight + 2.6 * way * step];
  for (let k = 0; cost(ahead) < cost(middle); k += 1) {
    if (k === WIDENINGS) return NaN;
    [behind, middle, ahead] = [middle, ahead, ahead + 1.6 * (ahead - middle)];
  }
  return narrowed(cost, Math.min(behind, ahead), Math.max(behind, ahead));
}

/** @param {(weight: number) => number} cost @param {number} low @param {number} high */
function narrowed(cost, low, high) {
  let [left, right] = [high - GOLDEN * (high - low), low + GOLDEN * (high - low)];
  let [at_left, at_right] = [cost(left), cost(right)];
  for (let k = 0; k < NARROWINGS && high - low > 1e-7; k += 1) {
    if (at_left < at_right) {
      [high, right, at_right] = [right, left, at_left];
      left = high - GOLDEN * (high - low);
      at_left = cost(left);
    } else {
      [low, left, at_left] = [left, right, at_right];
      right = low + GOLDEN * (high - low);
      at_right = cost(right);
    }
  }
  return (low + high) / 2;
}
