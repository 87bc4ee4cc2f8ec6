// The cost along one weight, all others held still: what the data say of each value it could have. Pure.

import { activate, forward, layersAt, weightedSums } from "./network.js";

/** @typedef {import("../state/types.js").Path} Path */
/** @typedef {import("../state/types.js").WeightPlace} WeightPlace */
/** @typedef {ReturnType<typeof import("./backpropagation.js").trainingPoints>} TrainingPoints */

const GOLDEN = (Math.sqrt(5) - 1) / 2;
const NARROWINGS = 40; // by the golden ratio
const NEAR = 1e-4; // of the weight: nearer than can be drawn
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
  const moved = new Float64Array(sum.length);
  const sums = above?.map((unit) => new Float64Array(unit.length));
  return (weight) => {
    add(moved, sum, weight - now, below[from]);
    if (!next) return crossEntropy(moved, labels);
    activate(moved, activation);
    add(moved, moved, -1, hidden[layer][to]);
    sums.forEach((unit, j) => add(unit, above[j], next.weights[j * next.n_in + to], moved));
    return crossEntropy(onwards(layers.slice(layer + 2), activation, sums), labels);
  };
}

/** target = start + factor · change; a loop, for it runs thousands of times while λ moves. @param {Float64Array} target @param {Float64Array} start @param {number} factor @param {Float64Array} change */
function add(target, start, factor, change) {
  for (let k = 0; k < target.length; k += 1) target[k] = start[k] + factor * change[k];
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
  const near = NEAR * Math.max(1, Math.abs(low));
  for (let k = 0; k < NARROWINGS && high - low > near; k += 1) {
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
