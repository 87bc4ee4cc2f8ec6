// One place for the page's state: get, update, subscribe. Knows nothing of what is in it.

/**
 * @template {object} T
 * @param {T} initial
 */
export function createStore(initial) {
  let state = initial;
  /** @type {((state: T, previous: T) => void)[]} */
  const listeners = [];

  return {
    get: () => state,

    /** Merges the change; when every value is equal to the old one, nobody is told. @param {Partial<T>} change */
    update(change) {
      const keys = /** @type {(keyof T)[]} */ (Object.keys(change));
      if (keys.every((key) => Object.is(state[key], change[key]))) return;
      const previous = state;
      state = { ...state, ...change };
      for (const listener of listeners) listener(state, previous);
    },

    /** @param {(state: T, previous: T) => void} listener */
    subscribe(listener) {
      listeners.push(listener);
    },
  };
}
