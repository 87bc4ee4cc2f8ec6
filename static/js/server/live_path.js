// While a point is dragged: a coarse path, one request at a time, always of the newest points.

import { fetchPath } from "./api.js";

/** @typedef {import("../state/types.js").Path} Path */

/**
 * @template T
 * @param {(wanted: T) => string} queryOf @param {(wanted: T, path: Path) => void} show
 */
export function createLivePath(queryOf, show) {
  let wanted = /** @type {T | null} */ (null);
  let running = /** @type {AbortController | null} */ (null);

  async function run() {
    const request = new AbortController();
    running = request;
    while (wanted !== null && !request.signal.aborted) {
      const now = wanted;
      wanted = null;
      const path = await fetchPath(queryOf(now), request.signal).catch(() => null); // the full path says what is wrong
      if (path && !request.signal.aborted) show(now, path);
    }
    if (running === request) running = null;
  }

  return {
    /** @param {T} next */
    solve(next) {
      wanted = next;
      if (!running) void run();
    },
    stop() {
      wanted = null;
      running?.abort();
      running = null;
    },
  };
}
