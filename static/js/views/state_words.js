// One bold word, one sentence, and where the page is stuck, one button that leads on; quietly, that better is looked for.

import { fillValue, fillWords, find, hide } from "../dom/elements.js";
import { searching, statusText } from "../model/status_text.js";

/** @param {HTMLElement} element @param {import("../state/types.js").Actions} actions @returns {import("../state/types.js").View} */
export function createStateWords(element, actions) {
  const sentence = find(element, '[data-value="sentence"]');
  const search = find(element, "[data-searching]");
  const button = find(element, "[data-action]");
  const stop = find(element, "[data-stop-search]");
  const bar = /** @type {HTMLProgressElement} */ (/** @type {unknown} */ (find(element, "[data-progress]")));
  /** @type {import("../model/status_text.js").Way | null} */
  let way = null;

  button.addEventListener("click", () => {
    if (way?.action === "change") actions.changeSettings(way.change);
    else if (way) actions[way.action]?.();
  });

  stop.addEventListener("click", () => actions.cancel?.());

  return {
    update(state, previous) {
      if (previous && USED.every((key) => state[key] === previous[key])) return;
      const now = statusText(state);
      fillValue(element, "word", now.word);
      fillWords(sentence, now.sentence);
      way = now.way?.action === "cancel" && !actions.cancel ? null : now.way;
      hide(button, way === null);
      button.textContent = way?.label ?? "";
      search.textContent = searching(state);
      hide(stop, !search.textContent || !actions.cancel);
      showProgress(bar, state);
    },
  };
}

/** @type {(keyof import("../state/state.js").State)[]} */
const USED = ["path", "lambda", "status", "slow", "progress", "problem", "settings", "inspector"];

/** @param {HTMLProgressElement} bar @param {import("../state/state.js").State} state */
function showProgress(bar, { slow, progress }) {
  hide(bar, !slow);
  if (!progress?.of) return bar.removeAttribute("value");
  bar.max = progress.of;
  bar.value = progress.done;
}
