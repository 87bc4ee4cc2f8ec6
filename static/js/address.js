// Keeps the browser's address in step: a new set-up is a new page to go back to, a new λ is not.

import { toQuery } from "./url.js";

const PAUSE = 250; // milliseconds; browsers refuse hundreds of replacements in a row

/** @param {() => import("./state.js").State} getState */
export function createAddress(getState) {
  let timer = 0;

  function current() {
    const { settings, choices, lambda, picked, picked_by_hand } = getState();
    const query = toQuery(settings, choices, { lambda, weight: picked_by_hand ? picked : null });
    return location.pathname + (query && `?${query}`);
  }

  function replaceNow() {
    clearTimeout(timer);
    timer = 0;
    if (current() !== location.pathname + location.search) history.replaceState(null, "", current());
  }

  return {
    replaceNow,
    replaceSoon() {
      timer ||= window.setTimeout(replaceNow, PAUSE);
    },
    push() {
      clearTimeout(timer);
      timer = 0;
      history.pushState(null, "", current());
    },
  };
}
