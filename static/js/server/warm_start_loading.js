// Fetches the ways up and down when they are asked for, and anew for another path.

import { toQuery } from "../address/set_up_query.js";
import { fetchPlainPath, problemOf } from "./api.js";
import { createLatest } from "./latest.js";

/** @typedef {Omit<import("../model/warm_start_paths.js").WarmStartPaths, "of">} Ways */

const DIRECTIONS = /** @type {const} */ (["up", "down"]);

/** @param {ReturnType<typeof import("../state/store.js").createStore<import("../state/types.js").LabState>>} store */
export function createWarmStartLoader(store) {
  const latest = createLatest(askForBoth, { show: showWays, fail: (error) => showWays({ up: null, down: null, problem: problemOf(error).detail }) });

  /** @param {Ways} ways */
  function showWays(ways) {
    const { warm_start_paths } = store.get();
    if (warm_start_paths) store.update({ warm_start_paths: { ...warm_start_paths, ...ways } });
  }

  /** @param {null} _ @param {import("./latest.js").LatestRequest<Ways>} request @returns {Promise<Ways>} */
  async function askForBoth(_, { signal }) {
    const [up, down] = await Promise.all(DIRECTIONS.map((direction) => fetchPlainPath(queryOf(store.get(), direction), signal)));
    return { up, down, problem: null };
  }

  /** @param {boolean} on */
  function show(on) {
    latest.stop();
    const { path } = store.get();
    if (!on || !path) return store.update({ warm_start_paths: null });
    store.update({ warm_start_paths: { of: path, up: null, down: null, problem: null } });
    latest.start(null);
  }

  /** They belong to one path: for another they are asked for anew, once it is the final one. @param {import("../state/types.js").LabState} state */
  function follow({ warm_start_paths, path, stale, provisional, status }) {
    if (warm_start_paths && path && path !== warm_start_paths.of && !stale && !provisional && status === "ready") show(true);
  }

  return { show, follow };
}

/** From one start, without folds or fresh data sets. @param {import("../state/types.js").LabState} state @param {"up" | "down"} direction */
function queryOf({ settings, choices }, direction) {
  return toQuery({ ...settings, direction, restarts: 1, folds: 0, draws: 0 }, choices);
}
