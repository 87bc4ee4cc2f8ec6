// Tells a screen reader what changed without being asked for: a new path, a refusal. λ itself is the slider's to say.

import { plainText } from "../dom/elements.js";
import { searching, statusText } from "../model/status_text.js";

/** @param {HTMLElement} element @returns {import("../state/types.js").View} */
export function createAnnouncer(element) {
  return {
    update(state, previous) {
      if (!previous || (state.status === previous.status && state.slow === previous.slow)) return;
      if (state.status === "loading" || (state.status === "solving" && !state.slow)) return;
      if (state.status === "searching" && previous.status === "searching") return; // it was said that it goes on
      if (document.querySelector("[data-covered]") && !state.problem) return; // a question of a lesson is open: how the network does is its answer
      const { word, sentence } = statusText(state);
      element.textContent = state.slow ? word : `${word} ${plainText(sentence)} ${searching(state)}`.trim();
    },
  };
}
