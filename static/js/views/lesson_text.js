// The text of a step, its numbers kept in step with the figures; on a worksheet all steps, one under the other.

import { find } from "../dom/elements.js";
import { MISSING } from "../model/format.js";
import { writeNumber } from "../model/lesson_numbers.js";
import { isRevealed, sceneOf, untrainedScene } from "../model/lesson_scene.js";

const ON_ITS_WAY = "…";

/** @typedef {import("../model/lesson_scene.js").LessonState} LessonState */

/** @param {HTMLElement} element @returns {import("../model/lesson_scene.js").LessonView} */
export function createLessonText(element) {
  return {
    update(state, previous) {
      state.steps.forEach((step, k) => {
        const section = find(element, `[data-step="${step.name}"]`);
        const shown = state.sheet !== null || k === state.step;
        section.hidden = !shown;
        if (!shown) return;
        for (const answer of section.querySelectorAll("[data-reveal]")) {
          /** @type {HTMLElement} */ (answer).hidden = !isRevealed(state, k);
        }
        for (const row of section.querySelectorAll("[data-if-said]")) {
          /** @type {HTMLElement} */ (row).hidden = state.sheet !== null || !(step.name in state.said);
        }
        fillNumbers(section, state, k);
      });
      if (!previous && state.sheet === "key") openAll(element);
    },
  };
}

/** On the key every misunderstanding is answered at once. @param {HTMLElement} element */
function openAll(element) {
  for (const details of element.querySelectorAll("details")) {
    details.removeAttribute("name"); // with it, one closes the other
    details.open = true;
  }
}

/** What is not known yet is on its way: no dash, which reads as a minus; where asking has failed, a dash and no more waiting. @param {HTMLElement} section @param {LessonState} state @param {number} k */
function fillNumbers(section, state, k) {
  const { beside } = state.steps[k];
  const scene = sceneOf(state, k) ?? untrainedScene(state, k);
  const lacks = sceneOf(state, k) === null || (beside !== undefined && !scene?.beside);
  const more_comes = lacks && !isGivenUp(state);
  for (const number of /** @type {NodeListOf<HTMLElement>} */ (section.querySelectorAll("[data-number]"))) {
    const known = scene ? writeNumber(number.dataset.number ?? "", state.steps[k], scene) : MISSING;
    const text = more_comes && known === MISSING ? ON_ITS_WAY : known;
    number.toggleAttribute("data-waiting", text === ON_ITS_WAY);
    if (number.textContent !== text) number.textContent = text;
  }
}

/** Whether what is lacking has been asked for in vain, and is not being asked for again. @param {LessonState} state */
function isGivenUp({ sheet, status, problem, playback, others_failed }) {
  if (sheet) return problem !== null || others_failed; // a sheet's networks are all trained with those of the other steps
  const asking = status !== "ready" || playback?.status === "waiting" || playback?.status === "training";
  return problem !== null || playback?.status === "failed" || (others_failed && !asking);
}
