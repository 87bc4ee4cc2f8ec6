// Which network the page shows: one answer for picture, drawing, bars and equation. Pure.

import { lambdaIndex } from "../state/state.js";
import { weightsIndex } from "./inspector.js";
import { trainingPath } from "./training.js";
import { placeInPlayback } from "./training_playback.js";

/** @typedef {import("../state/state.js").State} State */
/** A path and the place on it; while W is frozen `under` is where λ stands. @typedef {{path: import("../state/types.js").Path | null, index: number, under: number}} Shown */

/** The network at the minimum of λ, the one that is frozen or, step by step, the one at the epoch. @param {State} state @returns {Shown} */
export function shownNetwork(state) {
  const place = placeInPlayback(state);
  return place ? { path: trainingPath(place.training, place.l), index: place.s, under: place.s } : { path: state.path, index: weightsIndex(state), under: lambdaIndex(state) };
}

/** Whether the same network was shown before. @param {State} state @param {State | null} previous */
export function sameNetwork(state, previous) {
  if (!previous) return false;
  const [now, before] = [shownNetwork(state), shownNetwork(previous)];
  return now.path === before.path && now.index === before.index;
}

/** The epochs of training step by step; null for a path over λ. @param {import("../state/types.js").Path} path @returns {number[] | null} */
export function epochsOf(path) {
  return "epochs" in path ? /** @type {number[]} */ (path.epochs) : null;
}

/** Where the network stands: "λ = 0.1", with its epoch where it is in training. @param {import("../state/types.js").Path} path @param {number} index @param {(lambda: number) => string} write */
export function placeInWords(path, index, write) {
  const epochs = epochsOf(path);
  return `λ = ${write(path.lambdas[index])}${epochs ? `, epoch ${epochs[index]}` : ""}`;
}
