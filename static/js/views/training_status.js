// What the page says while training is shown step by step: how far it is, that it diverges, or why there is none.

import { fillWords, find, hide } from "../dom/elements.js";
import { trainingStatusText } from "../model/training_status_text.js";

/** @param {HTMLElement} element @param {Pick<import("../state/types.js").LabActions, "retryPlayback">} actions @returns {import("../state/types.js").View} */
export function createTrainingStatus(element, actions) {
  const word = find(element, '[data-value="word"]');
  const sentence = find(element, '[data-value="sentence"]');
  const said = find(element, "[data-said]");
  const again = find(element, "[data-action]");
  const progress = /** @type {HTMLProgressElement} */ (find(element, "[data-progress]"));
  again.addEventListener("click", actions.retryPlayback);
  return {
    update(state, previous) {
      const { playback, status } = state;
      const settled = status === "ready" || status === "searching";
      hide(element, !playback || !settled || playback.status === "waiting");
      if (!playback || element.hidden) return;
      const { word: bold, sentence: words } = trainingStatusText(state);
      word.textContent = bold;
      fillWords(sentence, words);
      again.hidden = playback.status !== "failed";
      progress.hidden = playback.status !== "training";
      if (playback.progress?.of) Object.assign(progress, { max: playback.progress.of, value: playback.progress.done });
      else progress.removeAttribute("value");
      if (playback.status !== previous?.playback?.status) said.textContent = playback.status === "ready" ? "Trained step by step." : bold;
    },
  };
}
