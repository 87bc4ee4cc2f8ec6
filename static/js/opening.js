// What the Lab opens with, and what is read from the address again on the way back and forward.

import { newPin } from "./model/comparison.js";
import { filmFrom } from "./model/film.js";
import { inspectorFrom } from "./model/inspector.js";
import { countPresented } from "./model/presentation.js";
import { readPin } from "./pin_address.js";
import { fromQuery } from "./url.js";

/** @typedef {import("./types.js").Choices} Choices */

/** What the address asks for. @param {Choices} choices */
export function fromAddress(choices) {
  const { settings, page, notices } = fromQuery(location.search, choices);
  const beside = page.pin === undefined ? { pinned: null, notices: [] } : readPin(page.pin, settings, choices);
  const { pinned } = beside;
  if (page.present && page.present > countPresented({ pinned })) page.present = 1; // there is nothing beside it
  return { settings, page, pinned, notices: [...notices, ...beside.notices] };
}

/** @param {Choices} choices @param {boolean} calm whether the reader wants less motion @returns {import("./types.js").LabState} */
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
    sweeping: false,
    lambda: page.lambda,
    lambda_index: 0,
    weight: page.weight,
    picked: null,
    theme: document.documentElement.dataset.theme === "dark" ? "dark" : "light",
    reduced_motion: calm,
    tab: "cost",
    weight_chart: "weight_paths",
    presented: page.present ?? null,
    film: page.present ? null : filmFrom(page),
    inspector: inspectorFrom(page),
  };
}
