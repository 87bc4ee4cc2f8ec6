// Back, next, and where in the lesson one is.

import { find, make } from "../dom/elements.js";

/** @param {HTMLElement} element @param {import("../model/lesson_scene.js").LessonActions} actions @returns {import("../model/lesson_scene.js").LessonView} */
export function createLessonProgress(element, actions) {
  const back = /** @type {HTMLButtonElement} */ (find(element, "[data-back]"));
  const next = /** @type {HTMLButtonElement} */ (find(element, "[data-next]"));
  const dots = find(element, "[data-dots]");
  const count = find(element, "[data-count]");
  let step = 0;

  back.addEventListener("click", () => actions.goTo(step - 1));
  next.addEventListener("click", () => actions.goTo(step + 1));
  find(document, "[data-present]").addEventListener("click", () => actions.present(true));

  /** @param {import("../model/lesson_scene.js").Step[]} steps */
  function makeDots(steps) {
    dots.replaceChildren(...steps.map(({ name }, k) => {
      const dot = make("button", { type: "button", "aria-label": `Step ${k + 1}: ${titleOf(name)}` });
      dot.addEventListener("click", () => actions.goTo(k));
      return make("li", {}, dot);
    }));
  }

  return {
    update(state, previous) {
      if (state.step === previous?.step && state.steps === previous.steps) return;
      step = state.step;
      const { steps } = state;
      if (dots.childElementCount !== steps.length) makeDots(steps);
      [...dots.children].forEach((item, k) => {
        const dot = /** @type {HTMLElement} */ (item.firstElementChild);
        item.toggleAttribute("data-passed", k < step);
        if (k === step) dot.setAttribute("aria-current", "step");
        else dot.removeAttribute("aria-current");
      });
      count.textContent = `${step + 1} of ${steps.length}`;
      back.disabled = step === 0;
      next.disabled = step === steps.length - 1;
    },
  };
}

/** @param {string} name of a step */
function titleOf(name) {
  return find(document, `#step-${name}`).textContent ?? "";
}
