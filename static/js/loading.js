// Fetches data set and path of the current settings; an answer that is no longer wanted is dropped.

import { fetchDataset, fetchPath, followProgress, Refusal } from "./api.js";
import { placesOn } from "./state.js";
import { toQuery } from "./url.js";

const SLOW_AFTER = 300; // milliseconds without an answer until the page says that it is waiting

const NO_SUCH_WEIGHT = "In the address, weight: expected one that this network has. The largest weight is picked.";

/** @type {import("./types.js").Problem} */
const FAULT_OF_THE_PAGE = { type: "about:page", title: "Not shown", status: 0, detail: "The answer came, but this page could not show it." };

/** @typedef {import("./state.js").State} State */
/** @typedef {ReturnType<typeof import("./store.js").createStore<State>>} Store */

/** @param {Store} store */
export function createLoader(store) {
  let latest = new AbortController();

  return async function load() {
    latest.abort();
    const request = new AbortController();
    latest = request;
    const { signal } = request;
    const { settings, choices, path: shown } = store.get();
    const query = toQuery(settings, choices);
    store.update({ status: shown ? "solving" : "loading", stale: shown !== null, problem: null, progress: null, slow: false });
    const timer = setTimeout(() => sayProgress(store, query, signal), SLOW_AFTER);
    try {
      const [path, dataset] = await Promise.all([fetchPath(query, signal), fetchDataset(query, signal)]);
      if (!signal.aborted) store.update(solved(store.get(), path, dataset));
    } catch (error) {
      if (!signal.aborted) store.update(unsolved(error));
    } finally {
      clearTimeout(timer);
      request.abort();
    }
  };
}

/** @param {Store} store @param {string} query @param {AbortSignal} signal */
function sayProgress(store, query, signal) {
  store.update({ slow: true });
  const tell = (/** @type {import("./types.js").Progress} */ progress) => {
    if (!signal.aborted) store.update({ progress });
  };
  followProgress(query, signal, tell).catch(() => {}); // without it the bar has no end, that is all
}

/**
 * @param {State} state @param {import("./types.js").Path} path @param {import("./types.js").Dataset} dataset
 * @returns {Partial<State>}
 */
function solved(state, path, dataset) {
  const places = placesOn(path, state);
  const lacks_weight = state.weight !== null && places.weight === null && !state.path;
  return {
    path,
    dataset,
    status: "ready",
    stale: false,
    slow: false,
    progress: null,
    ...places,
    notices: lacks_weight ? [...state.notices, NO_SUCH_WEIGHT] : state.notices,
  };
}

/** @param {unknown} error @returns {Partial<State>} */
function unsolved(error) {
  const waiting_is_over = { progress: null, slow: false };
  if (!(error instanceof Refusal)) {
    reportError(error);
    return { ...waiting_is_over, status: "failed", problem: FAULT_OF_THE_PAGE };
  }
  const { problem } = error;
  const ours = problem.type.startsWith("/problems/");
  return { ...waiting_is_over, status: ours && problem.status < 500 ? "refused" : "failed", problem };
}
