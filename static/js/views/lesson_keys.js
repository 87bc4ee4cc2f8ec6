// The keys of a lesson, a clicker's among them, and the sheet that lists them.

import { find } from "../dom/elements.js";
import { isRevealed } from "../model/lesson_scene.js";

/** @typedef {import("../model/lesson_scene.js").LessonState} LessonState */

/** @param {HTMLElement} element @param {import("../model/lesson_scene.js").LessonActions} actions @returns {import("../model/lesson_scene.js").LessonView} */
export function createLessonKeys(element, actions) {
  const dialog = /** @type {HTMLDialogElement} */ (element);
  const slider = /** @type {HTMLInputElement} */ (find(document, "#lambda"));
  /** @type {LessonState | null} */
  let state = null;

  for (const opener of document.querySelectorAll("[data-open-keys]")) opener.addEventListener("click", () => dialog.showModal());
  document.querySelector("[data-present]")?.addEventListener("click", () => actions.present(true));
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close(); // beside the sheet
  });

  /** In a room, a clicker has two keys only: the first press shows the answer. @param {LessonState} now */
  function onward(now) {
    if (now.presenting && !isRevealed(now, now.step)) actions.reveal();
    else actions.goTo(now.step + 1);
  }

  /** @type {Record<string, (now: LessonState) => void>} */
  const acts = {
    PageDown: onward,
    " ": onward,
    PageUp: ({ step }) => actions.goTo(step - 1),
    Enter: ({ steps, step }) => commit(steps[step].name),
    ArrowLeft: () => move(slider, -1),
    ArrowRight: () => move(slider, 1),
    r: () => actions.reveal(),
    h: ({ counting }) => actions.countHands(!counting),
    p: ({ presenting }) => actions.present(!presenting),
    b: ({ blank }) => actions.setBlank(!blank),
    t: ({ theme }) => actions.setTheme(theme === "dark" ? "light" : "dark"),
    Escape: () => actions.present(false),
    "?": () => dialog.showModal(),
  };
  for (const digit of ["1", "2", "3", "4"]) acts[digit] = (now) => choose(now.steps[now.step].name, Number(digit) - 1);

  document.addEventListener("keydown", (event) => {
    if (!state || state.sheet || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
    if (!state.blank && isForAnother(event)) return;
    if (state.blank) { // any key brings the page back, and does nothing else
      event.preventDefault();
      event.stopPropagation();
      return actions.setBlank(false);
    }
    const act = acts[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (!act) return;
    event.preventDefault();
    event.stopPropagation(); // on the slider too, a clicker turns the page
    act(state);
  }, { capture: true });

  return {
    update(next) {
      state = next;
    },
  };
}

/** Ticks an answer that is still open, and leaves the focus there, so that Enter commits it. @param {string} name @param {number} option */
function choose(name, option) {
  const radio = document.querySelector(`[data-prediction="${name}"] input[type=radio][value="${option}"]`);
  if (!(radio instanceof HTMLInputElement) || radio.disabled) return;
  radio.focus({ preventScroll: true });
  radio.click();
}

/** @param {string} name of the step */
function commit(name) {
  const button = document.querySelector(`[data-prediction="${name}"] [data-commit]`);
  if (button instanceof HTMLButtonElement && !button.hidden) button.click();
}

/** @param {HTMLInputElement} slider @param {number} by */
function move(slider, by) {
  if (slider.disabled || !slider.checkVisibility()) return;
  slider.value = String(Number(slider.value) + by);
  slider.dispatchEvent(new Event("input", { bubbles: true }));
}

/** Typing a number, walking through answers, pressing a button with Space. @param {KeyboardEvent} event */
function isForAnother({ target, key }) {
  if (!(target instanceof Element)) return false;
  if (target.closest("input[type=number], [popover]")) return key.length === 1 || key.startsWith("Arrow");
  if (target.closest("input[type=range]") && key.startsWith("Arrow")) return true;
  if (target.closest("input[type=radio]") && (key.startsWith("Arrow") || key === " ")) return true;
  if (target.closest("[data-own-keys]") && key.startsWith("Arrow")) return true;
  if (key === "Enter") return target.closest("button, a, summary, input:not([type=range])") !== null;
  return key === " " && target.closest("button, a, summary") !== null;
}
