// What is said of training step by step, in a bold word and a sentence. Pure.

import { formatCost, formatCount, formatTick } from "./format.js";
import { lastSnapshot, numberAt } from "./training.js";
import { leastCost, placeInPlayback } from "./training_playback.js";

/** @typedef {import("../dom/elements.js").Words} Words */
/** @typedef {import("../state/state.js").State} State */

/** @param {State} state @returns {{word: string, sentence: Words}} */
export function trainingStatusText(state) {
  const { playback } = state;
  const place = placeInPlayback(state);
  if (playback?.status === "failed") return { word: "Not trained.", sentence: [playback.problem?.errors?.[0]?.message ?? playback.problem?.detail ?? ""] };
  if (!playback || !place) return { word: "Training.", sentence: trainingNow(playback?.progress ?? null) };
  const { training, l, s } = place;
  const note = playback.note ? ` ${playback.note}` : "";
  const end = training.diverged_at[l];
  if (training.reason[l] !== null) {
    return { word: end === null ? "Diverging." : "Diverged.", sentence: [`${training.reason[l]}${note}`] };
  }
  const at = (/** @type {number} */ snapshot) => formatCost(numberAt(training, training.cost.total, l, snapshot));
  if (s === 0) return { word: "The start.", sentence: ["The same random weights for every ", { maths: "λ" }, `; J is ${at(0)}.${note}`] };
  const last = s === lastSnapshot(training, l) ? "The last epoch." : `Epoch ${formatCount(training.epochs[s])}.`;
  const least = leastCost(state);
  const floor = least === null ? "" : `; the least found at this λ is ${formatCost(least)}`;
  return { word: last, sentence: [{ maths: "J" }, ` went from ${at(0)} to ${at(s)}${floor}.${note}`] };
}

/** @param {import("../state/types.js").Progress | null} progress @returns {Words} */
function trainingNow(progress) {
  if (!progress?.of) return ["Every ", { maths: "λ" }, " from the same start, epoch by epoch."];
  return [`Epoch ${formatCount(progress.done)} of ${formatCount(progress.of)}, up to `, { maths: "λ" }, ` = ${formatTick(progress.lambda)}.`];
}
