// One way to have the latest answer: once something else is asked for, the request before is aborted, and what still comes
// of it is dropped.

import { problemOf } from "./api.js";
import { waitFor } from "./slow_answer.js";

/**
 * What asking may use: the signal that ends it, `tell` for a part of the answer that is known already, and `wait` for an
 * answer that may take long: `meanwhile` then says how far it has come, until its signal ends.
 * @template A
 * @typedef {{
 *   signal: AbortSignal, tell: (part: A) => void,
 *   wait: <T>(answer: Promise<T>, meanwhile: (until: AbortSignal) => Promise<void>) => Promise<T>
 * }} LatestRequest
 */

/**
 * `show` gets each answer, and each part of it, of the latest request only; `fail` why there is none, by default to report a
 * fault of the page. `in_turn`: the request that runs is not aborted by the next one, which waits for it; of several that
 * wait the last.
 * @template Q, A
 * @param {(asked: Q, request: LatestRequest<A>) => Promise<A>} ask
 * @param {{show: (answer: A, asked: Q) => void, fail?: (error: unknown) => void, in_turn?: boolean}} then
 */
export function createLatest(ask, { show, fail = problemOf, in_turn = false }) {
  let running = /** @type {AbortController | null} */ (null);
  let waiting = /** @type {{asked: Q} | null} */ (null);

  /** @param {Q} asked */
  async function run(asked) {
    const request = new AbortController();
    const { signal } = request;
    const tell = (/** @type {A} */ answer) => void (signal.aborted || show(answer, asked));
    running = request;
    try {
      tell(await ask(asked, { signal, tell, wait: (answer, meanwhile) => waitFor(answer, meanwhile, signal) }));
    } catch (error) {
      if (!signal.aborted) fail(error);
    } finally {
      request.abort(); // also what was asked beside it
      if (running === request) takeUpNext();
    }
  }

  function takeUpNext() {
    const next = waiting;
    running = waiting = null;
    if (next) void run(next.asked);
  }

  function stop() {
    running?.abort();
    running = waiting = null;
  }

  return {
    /** @param {Q} asked */
    start(asked) {
      if (in_turn && running) return void (waiting = { asked });
      stop();
      void run(asked);
    },
    stop,
  };
}
