// One step of the update rule for one weight, with all its numbers. Pure.

import { dataGradient } from "./backpropagation.js";
import { layersAt } from "./network.js";
import { weightAt } from "./weight_names.js";

/** @typedef {import("./training.js").TrainingPath} TrainingPath */

/**
 * `kept` is the share of the weight that decay leaves, 1 − αλ/m; `pull` what the penalty has in the gradient, where
 * it stands there. `next` is null for an optimizer with a memory: a snapshot does not hold its running means.
 * @typedef {{weight: number, data_gradient: number, kept: number | null, pull: number, gradient: number, next: number | null, later: {epoch: number, weight: number} | null}} Step
 */

/**
 * @param {TrainingPath} path @param {number} index @param {import("../state/types.js").WeightPlace} place
 * @param {import("./training.js").Recipe} recipe @param {ReturnType<typeof import("./backpropagation.js").trainingPoints>} data
 * @returns {Step}
 */
export function stepOf(path, index, place, { learning_rate, optimizer }, data) {
  const { regularizer, activation } = path.experiment;
  const weight = weightAt(path, index, place);
  const data_gradient = dataGradient(layersAt(path, index), activation, data, place);
  const strength = path.lambdas[index] / path.n_train;
  const decays = regularizer === "l2" && optimizer !== "adam";
  const kept = decays ? 1 - learning_rate * strength : null;
  const pull = decays ? 0 : strength * (regularizer === "l1" ? Math.sign(weight) : weight);
  const gradient = data_gradient + pull;
  const next = optimizer === "gradient_descent" ? (kept ?? 1) * weight - learning_rate * gradient : null;
  const has_later = index + 1 < path.epochs.length;
  const later = has_later ? { epoch: path.epochs[index + 1], weight: weightAt(path, index + 1, place) } : null;
  return { weight, data_gradient, kept, pull, gradient, next, later };
}
