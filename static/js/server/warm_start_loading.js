// Fetches the ways up and down when they are asked for, and anew for another path.

import { toQuery } from "../address/set_up_query.js";
import { fetchPlainPath, RequestError } from "./api.js";

const DIRECTIONS = /** @type {const} */ (["up", "down"]);

/** @param {ReturnType<typeof import("../state/store.js").createStore<import("../state/types.js").LabState>>} store */
export function createWarmStartLoader(store) {
  let latest = new AbortController();

  /** @param {boolean} on */
  function show(on) {
    latest.abort();
    const { path } = store.get();
    if (!on || !path) return store.update({ warm_start_paths: null });
    latest = new AbortController();
    store.update({ warm_start_paths: { of: path, up: null, down: null, problem: null } });
    void load(path, latest.signal);
  }

  /** @param {import("../state/types.js").Path} of @param {AbortSignal} signal */
  async function load(of, signal) {
    try {
      const [up, down] = await Promise.all(DIRECTIONS.map((direction) => fetchPlainPath(queryOf(store.get(), direction), signal)));
      if (!signal.aborted) store.update({ warm_start_paths: { of, up, down, problem: null } });
    } catch (error) {
      if (signal.aborted) return;
      if (!(error instanceof RequestError)) reportError(error);
      const problem = error instanceof RequestError ? error.problem.detail : "The two paths could not be shown.";
      store.update({ warm_start_paths: { of, up: null, down: null, problem } });
    }
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
