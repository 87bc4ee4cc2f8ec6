// The keys of a lesson: which does what, and when. The sheet that lists them is templates/_lesson_keys.html.

import { moveSlider, press } from "../dom/by_hand.js";
import { find } from "../dom/elements.js";
import { ANY_KEY } from "../dom/keymap.js";
import { isRevealed } from "../model/lesson_scene.js";
import { pageKeys } from "./page_keys.js";

/** @typedef {import("../model/lesson_scene.js").LessonState} LessonState */
/** @typedef {import("../model/lesson_scene.js").LessonActions} LessonActions */

/** @param {LessonActions} actions @returns {import("../dom/keymap.js").KeyBinding<LessonState>[]} */
export function lessonKeys(actions) {
  /** In a room, a clicker has two keys only: the first press shows the answer. @param {LessonState} now */
  function onward(now) {
    if (now.presenting && !isRevealed(now, now.step)) actions.reveal();
    else actions.goTo(now.step + 1);
  }

  return [
    { keys: [ANY_KEY], when: ({ blank }) => blank, act: () => actions.setBlank(false), clicker: true },
    ...pageKeys(actions),
    { keys: ["PageDown", " "], act: onward, clicker: true },
    { keys: ["PageUp"], act: ({ step }) => actions.goTo(step - 1), clicker: true },
    { keys: ["1", "2", "3", "4"], act: (now, digit) => choose(`${prediction(now)} input[type=radio][value="${Number(digit) - 1}"]`) },
    { keys: ["Enter"], act: (now) => press(`${prediction(now)} [data-commit]:not([hidden])`) },
    { keys: ["ArrowLeft"], act: () => moveLambda(-1) },
    { keys: ["ArrowRight"], act: () => moveLambda(1) },
    { keys: ["r"], act: () => actions.reveal() },
    { keys: ["h"], act: ({ counting }) => actions.countHands(!counting) },
    { keys: ["p"], act: ({ presenting }) => actions.present(!presenting) },
    { keys: ["b"], act: ({ blank }) => actions.setBlank(!blank) },
    { keys: ["Escape"], when: ({ presenting }) => presenting, act: () => actions.present(false) },
  ];
}

/** The question of the step. @param {LessonState} state */
function prediction({ steps, step }) {
  return `[data-prediction="${steps[step].name}"]`;
}

/** Ticks an answer that is still open, and leaves the focus there, so that Enter commits it. @param {string} selector */
function choose(selector) {
  const radio = document.querySelector(selector);
  if (!(radio instanceof HTMLInputElement) || radio.disabled) return;
  radio.focus({ preventScroll: true });
  radio.click();
}

/** @param {number} by */
function moveLambda(by) {
  const slider = /** @type {HTMLInputElement} */ (find(document, "#lambda"));
  if (slider.checkVisibility()) moveSlider(slider, Number(slider.value) + by);
}
