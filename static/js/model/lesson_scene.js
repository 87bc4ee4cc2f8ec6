// What a step of a lesson speaks of: a solved path, the λ it asks about, the λ now. Pure.

import { lambdaIndexFor } from "../state.js";

/** @typedef {import("../types.js").Path} Path */
/** @typedef {import("../types.js").Dataset} Dataset */

/**
 * `index` is λ as it is now, `asked` the λ of the step, `said` the prediction; `beside` is a second path to compare with.
 * @typedef {{path: Path, dataset: Dataset, index: number, asked: number, said?: number, beside?: Solved}} Scene
 */

/**
 * One step: what is set up (the query of the Lab), at which λ (null = Goldilocks), which figures stand beside it before
 * and after the answer, and what the right answer is: the number of the option, or an amount.
 * @typedef {{
 *   name: string, set_up: string, beside?: string, lambda: number | null, figures: string[], revealed?: string[],
 *   weight?: import("../types.js").WeightPlace, answer?: (scene: Scene) => number,
 *   numbers?: Record<string, (scene: Scene, index: number) => string>
 * }} Step
 */

/** @typedef {{path: Path, dataset: Dataset}} Solved */

/**
 * The page's state and where in the lesson it is. `said` are committed predictions, `shown` what was revealed without.
 * @typedef {import("../state.js").State & {
 *   steps: Step[], step: number, said: Record<string, number>, shown: Record<string, boolean>,
 *   hands: Record<string, number[]>, counting: boolean, presenting: boolean, blank: boolean,
 *   sheet: "questions" | "key" | null, solved: Record<string, Solved>
 * }} LessonState
 */

/**
 * What a lesson's own views may ask for, beside the actions of the Lab.
 * @typedef {import("../types.js").Actions & {
 *   goTo: (step: number) => void, commit: (answer: number) => void, reveal: () => void, askAgain: () => void,
 *   countHands: (on: boolean) => void, setHands: (option: number, count: number) => void,
 *   present: (on: boolean) => void, setBlank: (on: boolean) => void
 * }} LessonActions
 */

/** @typedef {{update: (state: LessonState, previous: LessonState | null) => void}} LessonView */

/** The scene of a step: live for the one on screen; on a worksheet each at its own λ. @param {LessonState} state @param {number} k @returns {Scene | null} */
export function sceneOf(state, k) {
  const { set_up, lambda, name } = state.steps[k];
  const beside = state.solved[state.steps[k].beside ?? ""];
  if (state.sheet === null && k === state.step) {
    if (!state.path || !state.dataset || state.stale) return null;
    const { path, dataset, lambda_index } = state;
    return { path, dataset, index: lambda_index, asked: lambdaIndexFor(path, lambda), said: state.said[name], beside };
  }
  const solved = state.solved[set_up];
  if (!solved) return null;
  const asked = lambdaIndexFor(solved.path, lambda);
  return { ...solved, index: asked, asked, beside };
}

/** Whether the answer of a step may be seen. @param {LessonState} state @param {number} k */
export function isRevealed({ steps, said, shown, sheet }, k) {
  const { name, answer } = steps[k];
  if (sheet) return sheet === "key" || !answer;
  return !answer || name in said || Boolean(shown[name]);
}

/** The figures that stand beside the step on screen. @param {LessonState} state */
export function figuresOf(state) {
  const { figures, revealed } = state.steps[state.step];
  return isRevealed(state, state.step) && revealed ? revealed : figures;
}
