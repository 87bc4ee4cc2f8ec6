// A question to answer before the figures do: chosen, committed, compared; with the hands of a room beside it.

import { find } from "../dom/elements.js";
import { formatTick } from "../model/format.js";
import { askedScene, isRevealed, sceneOf } from "../model/lesson_scene.js";

/** @typedef {import("../model/lesson_scene.js").LessonState} LessonState */

/** @param {HTMLElement} element @param {import("../model/lesson_scene.js").LessonActions} actions @returns {import("../model/lesson_scene.js").LessonView} */
export function createPrediction(element, actions) {
  const name = element.dataset.prediction ?? "";
  const options = /** @type {HTMLElement[]} */ ([...element.querySelectorAll("[data-option]")]);
  const radios = /** @type {HTMLInputElement[]} */ ([...element.querySelectorAll("input[type=radio]")]);
  const hands = /** @type {HTMLInputElement[]} */ ([...element.querySelectorAll("[data-hands]")]);
  const commit = /** @type {HTMLButtonElement} */ (find(element, "[data-commit]"));
  const verdict = find(element, "[data-verdict]");

  const picks = radios.length === 0; // the λ on the slider is the answer
  let lambda = 0;

  element.addEventListener("submit", (event) => {
    event.preventDefault();
    const chosen = picks ? lambda : radios.findIndex((radio) => radio.checked);
    if (chosen >= 0) actions.commit(chosen);
  });
  const nothingChosen = () => !picks && !radios.some((radio) => radio.checked);
  element.addEventListener("change", () => (commit.disabled = nothingChosen()));
  find(element, "[data-reveal-now]").addEventListener("click", actions.reveal);
  find(element, "[data-ask-again]").addEventListener("click", actions.askAgain);
  const count = find(element, "[data-count-hands]");
  count.addEventListener("click", () => actions.countHands(count.getAttribute("aria-pressed") !== "true"));
  hands.forEach((input, k) => input.addEventListener("input", () => actions.setHands(k, Number(input.value) || 0)));

  /** @param {LessonState} state @param {number} k */
  function showAnswer(state, k) {
    const revealed = isRevealed(state, k);
    const scene = sceneOf(state, k);
    const right = revealed && scene ? state.steps[k].answer?.(/** @type {import("../model/lesson_scene.js").Scene} */ (askedScene(state, k))) : undefined;
    const said = state.sheet ? undefined : state.said[name];
    lambda = scene ? scene.path.lambdas[scene.index] : 0;
    if (picks) find(element, ".picked").hidden = revealed; // λ moves on, what was chosen stays
    if (!picks) options.forEach((option, i) => {
      option.toggleAttribute("data-right", i === right);
      option.toggleAttribute("data-said", i === said);
      radios[i].disabled = revealed || state.sheet !== null;
      if (said !== undefined) radios[i].checked = i === said;
    });
    const text = right === undefined || Number.isNaN(right) ? "" : (picks ? pickInWords : inWords)(right, said);
    if (verdict.textContent !== text) verdict.textContent = text;
    commit.hidden = find(element, "[data-reveal-now]").hidden = revealed;
    find(element, "[data-ask-again]").hidden = !revealed;
    if (!revealed) commit.disabled = nothingChosen() || !scene;
  }

  return {
    update(state, previous) {
      const k = state.steps.findIndex((step) => step.name === name);
      if (state.sheet === null && k !== state.step) return;
      if (previous && previous.said !== state.said && !(name in state.said)) for (const radio of radios) radio.checked = false;
      showAnswer(state, k);
      count.setAttribute("aria-pressed", String(state.counting));
      element.toggleAttribute("data-counting", state.counting);
      showHands(element, hands, state.hands[name] ?? []);
    },
  };
}

/** @param {number} right @param {number | undefined} said both counted from 0 */
function inWords(right, said) {
  if (said === undefined) return `It is ${right + 1}.`;
  return said === right ? `You said ${said + 1}, and ${right + 1} it is.` : `You said ${said + 1}. It is ${right + 1}.`;
}

/** @param {number} right @param {number | undefined} said both a λ */
function pickInWords(right, said) {
  const best = `the held-out points say ${formatTick(right)}.`;
  return said === undefined ? `T${best.slice(1)}` : `You said ${formatTick(said)}, ${best}`;
}

/** The tally: each answer's share of all hands, as a bar. @param {HTMLElement} element @param {HTMLInputElement[]} inputs @param {number[]} counts */
function showHands(element, inputs, counts) {
  const most = Math.max(1, ...counts);
  inputs.forEach((input, k) => {
    const value = counts[k] ? String(counts[k]) : "";
    if (Number(input.value) !== Number(value)) input.value = value;
    find(element, `[data-share="${k}"]`).style.width = `${(100 * (counts[k] ?? 0)) / most}%`;
  });
}
