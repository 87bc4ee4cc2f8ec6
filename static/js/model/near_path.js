// What is asked of the server once points have been edited: the known path, followed to where the points are now. Pure.

import { readOwnPoints } from "./own_points.js";

/** @typedef {import("../state/types.js").Settings} Settings */
/** @typedef {import("../state/types.js").ShownPath} Path */
/** @typedef {import("../state/types.js").Tensor} Tensor */

/** What the known networks must have been solved for. */
const ALIKE = ["hidden_layer_sizes", "activation", "regularizer", "penalize_biases", "direction", "lambdas", "standardize", "nuisance_features"];

/**
 * The body of a POST for the path of a set-up near one that is known; null where its networks are no others' neighbours.
 * @param {Settings} settings @param {Path} known @returns {Record<string, unknown> | null}
 */
export function nearBody(settings, known) {
  const own = settings.data ? readOwnPoints(String(settings.data)) : null;
  const alike = ALIKE.every((name) => JSON.stringify(settings[name]) === JSON.stringify(known.experiment[name]));
  if (!own || !alike || !settings.hidden_layer_sizes.length || settings.direction !== "best") return null;
  if (own.points[0].length + settings.nuisance_features !== known.layers[0].weights.shape[2]) return null;
  const { data: _, ...fields } = settings;
  const given = Object.entries(fields).filter(([, value]) => value !== null && value !== undefined);
  const layers = known.layers.map(({ weights, biases }) => ({ weights: nested(weights), biases: nested(biases) }));
  return { ...Object.fromEntries(given), ...pointFields(own), draws: 0, near: { layers }, inspect: true, format: "typed" };
}

/** Training points first, then the validation points. @param {import("./own_points.js").OwnPoints} own */
function pointFields({ points, labels, n_training, mislabeled }) {
  const held_out = points.length > n_training && { validation_points: points.slice(n_training), validation_labels: labels.slice(n_training) };
  return {
    points: points.slice(0, n_training),
    labels: labels.slice(0, n_training),
    ...(held_out || {}),
    ...(mislabeled?.some(Boolean) ? { mislabeled_points: mislabeled } : {}),
  };
}

/** As nested lists. @param {Tensor} tensor @returns {unknown[]} */
function nested({ data, shape }) {
  const [first, ...rest] = shape;
  if (!rest.length) return Array.from(data);
  const size = data.length / first;
  return Array.from({ length: first }, (_, i) => nested({ data: data.subarray(i * size, (i + 1) * size), shape: rest }));
}
