// What the Lab opens with, and what is read from the address again on the way back and forward.

import { readPin } from "../address/pin_query.js";
import { fromQuery } from "../address/set_up_query.js";
import { newPin } from "../model/comparison.js";
import { formatTick } from "../model/format.js";
import { inspectorFrom } from "../model/inspector.js";
import { countPresented } from "../model/presentation.js";
import { playbackFrom } from "../model/training_playback.js";
import { nearestLambdaIndex } from "../state/state.js";

/** @typedef {import("../state/types.js").Choices} Choices */

const FAR = 0.25; // of ln λ: more than half a step of the usual λ's

/** What the address asks for. @param {Choices} choices */
export function fromAddress(choices) {
  const { settings, page, notices } = fromQuery(location.search, choices);
  const beside = page.pin === undefined ? { pinned: null, notices: [] } : readPin(page.pin, settings, choices);
  const { pinned } = beside;
  if (page.present && page.present > countPresented({ pinned })) page.present = 1; // there is nothing beside it
  const far = farFrom(/** @type {number[]} */ (settings.lambdas), page.lambda);
  return { settings, page, pinned, notices: [...notices, ...beside.notices, ...far] };
}

/** What is said where another λ is shown than was asked for. @param {number[]} lambdas @param {number | null} wanted */
function farFrom(lambdas, wanted) {
  if (wanted === null) return [];
  const nearest = lambdas[nearestLambdaIndex(lambdas, wanted)];
  if (nearest === wanted || Math.abs(Math.log(nearest / wanted)) <= FAR) return [];
  return [`λ = ${formatTick(wanted)} is not on this path. The nearest that is, ${formatTick(nearest)}, is shown.`];
}

/** @param {Choices} choices @param {boolean} calm whether the reader wants less motion @returns {import("../state/types.js").LabState} */
export function stateToOpenWith(choices, calm) {
  const { settings, page, pinned, notices } = fromAddress(choices);
  return {
    settings,
    choices,
    notices,
    pinned: pinned && newPin(pinned),
    status: "loading",
    problem: null,
    dataset: null,
    path: null,
    stale: false,
    slow: false,
    progress: null,
    autoplaying: false,
    lambda: page.lambda,
    weight: page.weight,
    picked: null,
    theme: document.documentElement.dataset.theme === "dark" ? "dark" : "light",
    reduced_motion: calm,
    tab: "cost",
    weight_chart: "weight_paths",
    presented: page.present ?? null,
    playback: page.present ? null : playbackFrom(page),
    inspector: inspectorFrom(page),
  };
}
