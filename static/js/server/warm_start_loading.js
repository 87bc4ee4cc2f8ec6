// Fetches the ways up and down when they are asked for, and anew for another path.

import { toQuery } from "../address/set_up_query.js";
import { fetchPlainPath, Refusal } from "./api.js";

/** @param {ReturnType<typeof import("../state/store.js").createStore<import("../state/types.js").LabState>>} store */
export function createSweepsLoader(store) {
  let latest = new AbortController();

  /** @param {boolean} on */
  function show(on) {
    latest.abort();
    const { path } = store.get();
    if (!on || !path) return store.update({ sweeps: null });
    latest = new AbortController();
    store.update({ sweeps: { of: path, up: null, down: null, problem: null } });
    void load(path, latest.signal);
  }

  /** @param {import("../state/types.js").Path} of @param {AbortSignal} signal */
  async function load(of, signal) {
    try {
      const [up, down] = await Promise.all(["up", "down"].map((direction) => fetchPlainPath(queryOf(store.get(), direction), signal)));
      if (!signal.aborted) store.update({ sweeps: { of, up, down, problem: null } });
    } catch (error) {
      if (signal.aborted) return;
      if (!(error instanceof Refusal)) reportError(error);
      const problem = error instanceof Refusal ? error.problem.detail : "The two ways could not be shown.";
      store.update({ sweeps: { of, up: null, down: null, problem } });
    }
  }

  /** They belong to one path: for another they are asked for anew, once it is the final one. @param {import("../state/types.js").LabState} state */
  function follow({ sweeps, path, stale, provisional, status }) {
    if (sweeps && path && path !== sweeps.of && !stale && !provisional && status === "ready") show(true);
  }

  return { show, follow };
}

/** From one start, without folds or fresh data sets. @param {import("../state/types.js").LabState} state @param {string} direction */
function queryOf({ settings, choices }, direction) {
  return toQuery({ ...settings, direction, restarts: 1, folds: 0, draws: 0 }, choices);
}
