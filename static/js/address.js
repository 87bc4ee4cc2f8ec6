// Keeps the browser's address in step: a new set-up is a new page to go back to, a new λ is not.

import { filmPart } from "./model/film.js";
import { inspectorPart } from "./model/inspector.js";
import { pinText } from "./pin_address.js";
import { toQuery } from "./url.js";

const PAUSE = 250; // milliseconds that λ rests; an address takes a browser longer to write than a picture, and hundreds in a row are refused

/** @param {() => import("./types.js").LabState} getState */
export function createAddress(getState) {
  let timer = 0;
  let known = location.search; // the query last written or followed

  /** @param {"pushState" | "replaceState"} how */
  function write(how) {
    clearTimeout(timer);
    timer = 0;
    const query = queryOf(getState());
    const search = query && `?${query}`;
    if (search === location.search) return;
    try {
      history[how](null, "", location.pathname + search);
    } catch {
      return; // too many at once for this browser: the next change writes it
    }
    known = location.search;
  }

  return {
    replaceNow: () => write("replaceState"),
    replaceSoon() {
      clearTimeout(timer);
      timer = window.setTimeout(() => write("replaceState"), PAUSE);
    },
    push: () => write("pushState"),
    /** Whether another query stands there than the one last written or followed. */
    moved() {
      if (location.search === known) return false;
      clearTimeout(timer);
      timer = 0;
      known = location.search;
      return true;
    },
  };
}

/** The set-up, where it stands, and what stands beside it. @param {import("./types.js").LabState} state */
export function queryOf({ settings, choices, lambda, weight, presented, film, inspector, pinned }) {
  const pin = pinned ? pinText(pinned.settings, settings) : undefined;
  return toQuery(settings, choices, { lambda, weight, present: presented, pin, ...filmPart(film), ...inspectorPart(inspector) });
}
