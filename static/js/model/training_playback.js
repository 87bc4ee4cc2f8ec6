// Playback: what the page knows of training step by step, beside the path. Pure.

import { lambdaIndex } from "../state/state.js";
import { snapshotAt, trainedLambda, USUAL_RECIPE } from "./training.js";

/**
 * `epoch` is the one asked for; which snapshot stands for it depends on λ. `note` says what is left out.
 * @typedef {{
 *   recipe: import("./training.js").Recipe,
 *   status: "waiting" | "training" | "ready" | "failed",
 *   training: import("../state/types.js").Training | null,
 *   epoch: number, playing: boolean,
 *   progress: import("../state/types.js").Progress | null,
 *   problem: import("../state/types.js").Problem | null,
 *   note: string | null
 * }} Playback
 */

/** @param {import("../address/training_query.js").PlaybackPart} part @returns {Playback | null} null where the address asks for none */
export function playbackFrom({ film, epoch, learning_rate, n_epochs, optimizer }) {
  const asked = film || epoch !== undefined || learning_rate !== undefined || n_epochs !== undefined || optimizer !== undefined;
  return asked ? newPlayback({ learning_rate, n_epochs, optimizer }, epoch ?? 0) : null;
}

/** @param {Partial<import("./training.js").Recipe>} [recipe] @param {number} [epoch] @returns {Playback} */
export function newPlayback(recipe = {}, epoch = 0) {
  const given = Object.fromEntries(Object.entries(recipe).filter(([, value]) => value !== undefined));
  return { recipe: { ...USUAL_RECIPE, ...given }, status: "waiting", training: null, epoch, playing: false, progress: null, problem: null, note: null };
}

/** What of it stands in the address. @param {Playback | null | undefined} playback @returns {import("../address/training_query.js").PlaybackPart} */
export function playbackPart(playback) {
  return playback ? { film: true, epoch: playback.epoch, ...playback.recipe } : {};
}

/**
 * Where it stands: number of its λ and of its snapshot; null while there is none.
 * @param {import("../state/state.js").State} state
 * @returns {{training: import("../state/types.js").Training, l: number, s: number} | null}
 */
export function placeInPlayback(state) {
  const { playback, path } = state;
  if (!playback?.training || !path) return null;
  const l = trainedLambda(playback.training, path.lambdas[lambdaIndex(state)]);
  return { training: playback.training, l, s: snapshotAt(playback.training, l, playback.epoch) };
}

/**
 * The λ of the path that the training has, nearest to the one asked for; from `from` on, in the direction that was taken.
 * @param {import("../state/types.js").Path} path @param {Playback | null | undefined} playback @param {number} wanted @param {number} from
 */
export function lambdaInPlayback(path, playback, wanted, from) {
  const training = playback?.training;
  if (!training) return wanted;
  const places = path.lambdas.map((_, k) => k).filter((k) => training.lambdas.includes(path.lambdas[k]));
  const onwards = places.filter((k) => (wanted > from ? k >= wanted : wanted < from ? k <= wanted : true));
  const distance = (/** @type {number} */ k) => Math.abs(k - wanted);
  return (onwards.length ? onwards : places).reduce((best, k) => (distance(k) < distance(best) ? k : best), onwards[0] ?? places[0] ?? wanted);
}

/** The least J found at the λ of the playback, from the path; null where that is not known, or not a minimum. @param {import("../state/state.js").State} state */
export function leastCost(state) {
  const { path, provisional, stale } = state;
  const index = lambdaIndex(state);
  const place = placeInPlayback(state);
  if (!path || !place || provisional || stale || !path.converged[index]) return null;
  return place.training.lambdas[place.l] === path.lambdas[index] ? path.cost.total[index] : null;
}
