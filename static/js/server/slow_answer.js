// Waiting for an answer of the server: when it takes long, how far it has come is asked for beside it.

const SLOW_AFTER = 300; // milliseconds without an answer until the page says that it is waiting

/**
 * @template T
 * @param {Promise<T>} answer
 * @param {(signal: AbortSignal) => Promise<void>} followProgress until its signal ends
 * @param {AbortSignal} signal
 */
export async function waitFor(answer, followProgress, signal) {
  const answered = new AbortController();
  const follow = () => followProgress(AbortSignal.any([signal, answered.signal])).catch(() => {}); // without it the bar has no end, that is all
  const timer = setTimeout(follow, SLOW_AFTER);
  try {
    return await answer;
  } finally {
    clearTimeout(timer);
    answered.abort();
  }
}
