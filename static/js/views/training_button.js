// Opens and closes training step by step, and the keys that move it.

import { find } from "../dom/elements.js";
import { readPreference } from "../dom/preferences.js";
import { placeInPlayback } from "../model/training_playback.js";

/** @typedef {import("../state/types.js").LabState} LabState */

/** @param {HTMLElement} element the button @param {import("../state/types.js").LabActions} actions @returns {import("../state/types.js").LabView} */
export function createTrainingButton(element, actions) {
  const sliders = [find(document, "#lambda"), find(document, "#epoch")];
  /** @type {LabState | null} */
  let state = null;

  element.addEventListener("click", () => actions.showPlayback(!state?.playback));

  /** @type {Record<string, (state: LabState) => boolean | void>} false where the key is not the film's now */
  const keys = {
    e: ({ playback }) => actions.showPlayback(!playback),
    ",": (now) => stepBy(now, -1),
    ".": (now) => stepBy(now, 1),
    " ": ({ playback }) => (playback ? actions.playEpochs(!playback.playing) : false),
  };

  /** @param {LabState} now @param {number} step */
  function stepBy(now, step) {
    const place = placeInPlayback(now);
    if (!place) return false;
    actions.setSnapshot(Math.max(0, place.s + step));
    return true;
  }

  document.addEventListener("keydown", (event) => {
    const key = event.key.length === 1 ? event.key.toLowerCase() : "";
    const act = keys[key];
    if (!act || !state || state.presented !== null || event.ctrlKey || event.metaKey || event.altKey || isForAnother(event, sliders)) return;
    if (act(state) === false) return;
    event.preventDefault();
    event.stopPropagation();
  }, { capture: true });

  return {
    update(next) {
      state = next;
      element.setAttribute("aria-pressed", String(Boolean(next.playback)));
    },
  };
}

/** Typing, an open dialog or popover, a button that Space presses; and keys switched off but for the sliders. @param {KeyboardEvent} event @param {HTMLElement[]} sliders */
function isForAnother({ target, key }, sliders) {
  if (document.querySelector("dialog[open], :popover-open")) return true;
  if (!(target instanceof HTMLElement) || sliders.includes(target)) return false;
  if (readPreference("keys") === "off" || target.closest("input, textarea, select")) return true;
  return key === " " && target.closest("button, a, summary") !== null;
}
