// What the page says while training is shown step by step: how far it is, that it diverges, or why there is none.

import { fillWords, find, hide } from "../dom/elements.js";
import { filmSituation } from "../model/training_status_text.js";

/** @param {HTMLElement} element @param {Pick<import("../state/types.js").LabActions, "retryFilm">} actions @returns {import("../state/types.js").View} */
export function createFilmWords(element, actions) {
  const word = find(element, '[data-value="word"]');
  const sentence = find(element, '[data-value="sentence"]');
  const said = find(element, "[data-said]");
  const again = find(element, "[data-action]");
  const progress = /** @type {HTMLProgressElement} */ (find(element, "[data-progress]"));
  again.addEventListener("click", actions.retryFilm);
  return {
    update(state, previous) {
      const { film, status } = state;
      const settled = status === "ready" || status === "searching";
      hide(element, !film || !settled || film.status === "waiting");
      if (!film || element.hidden) return;
      const { word: bold, sentence: words } = filmSituation(state);
      word.textContent = bold;
      fillWords(sentence, words);
      again.hidden = film.status !== "failed";
      progress.hidden = film.status !== "training";
      if (film.progress?.of) Object.assign(progress, { max: film.progress.of, value: film.progress.done });
      else progress.removeAttribute("value");
      if (film.status !== previous?.film?.status) said.textContent = film.status === "ready" ? "Trained step by step." : bold;
    },
  };
}
