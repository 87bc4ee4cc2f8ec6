// What a step of a lesson speaks of: a solved path, the λ it asks about, the λ now. Pure.

import { lambdaIndex, lambdaIndexFor } from "../state/state.js";
import { setUpKey, settingsWith } from "./settings.js";

/** @typedef {import("../state/types.js").Path} Path */
/** @typedef {import("../state/types.js").Settings} Settings */
/** @typedef {import("./training.js").Recipe} Recipe */
/** @typedef {import("../state/types.js").Dataset} Dataset */

/**
 * `index` is λ as it is now, `asked` the λ of the step, `said` the prediction; `beside` is a second path to compare with,
 * `training` what the recipe of the step led to, `training_beside` what a second one did.
 * @typedef {{path: Path, dataset: Dataset, index: number, asked: number, said?: number, beside?: Solved,
 * training?: import("../state/types.js").Training, training_beside?: import("../state/types.js").Training}} Scene
 */

/**
 * One step: what is set up, at which λ (null = Goldilocks), which figures stand beside it before
 * and after the answer, and what the right answer is: the number of the option, or an amount. With a `recipe` the
 * networks are also trained step by step and shown at `epoch`. `answer_lambda`: where a key's picture stands, if elsewhere. `points_alone`: before the answer no curve is drawn; `points_move`:
 * afterwards its far-off points can be dragged.
 * @typedef {{
 *   name: string, set_up: Settings, beside?: Settings, lambda: number | null, figures: string[], revealed?: string[],
 *   answer_lambda?: (scene: Scene) => number, recipe?: Recipe, recipe_beside?: Recipe, epoch?: number, points_alone?: boolean, points_move?: boolean,
 *   weight?: import("../state/types.js").WeightPlace, answer?: (scene: Scene) => number,
 *   numbers?: Record<string, (scene: Scene, index: number) => string>
 * }} Step
 */

/** A step as a lesson gives it: of a set-up only what is other than the Lab's defaults. @typedef {Omit<Step, "set_up" | "beside"> & {set_up: Partial<Settings>, beside?: Partial<Settings>}} Outline */

/** @typedef {{path: Path, dataset: Dataset}} Solved */

/**
 * The page's state and where in the lesson it is. `said` are committed predictions, `shown` what was revealed without;
 * `solved` and `trainings` are kept under the keys of their set-ups; `moved` are points of this step that stand elsewhere, by number; `others_failed`: what the other steps need could not be had.
 * @typedef {import("../state/state.js").State & {
 *   steps: Step[], step: number, said: Record<string, number>, shown: Record<string, boolean>,
 *   hands: Record<string, number[]>, counting: boolean, presenting: boolean, blank: boolean,
 *   sheet: "questions" | "key" | null, moved: Record<number, number> | null, solved: Record<string, Solved>,
 *   trainings: Record<string, import("../state/types.js").Training>, others_failed: boolean
 * }} LessonState
 */

/**
 * What a lesson's own views may ask for, beside the actions of the Lab.
 * @typedef {import("../state/types.js").Actions & import("../state/types.js").PlaybackActions & {
 *   goTo: (step: number) => void, commit: (answer: number) => void, reveal: () => void, askAgain: () => void,
 *   countHands: (on: boolean) => void, setHands: (option: number, count: number) => void,
 *   present: (on: boolean) => void, movePoint: (point: number, label: number) => void, setBlank: (on: boolean) => void
 * }} LessonActions
 */

/** @typedef {{update: (state: LessonState, previous: LessonState | null) => void}} LessonView */

/** The scene of a step: live for the one on screen; on a worksheet each at its own λ. @param {LessonState} state @param {number} k @returns {Scene | null} */
export function sceneOf(state, k) {
  const { recipe, recipe_beside } = state.steps[k];
  const scene = untrainedScene(state, k);
  const lacks_training = (recipe && !scene?.training) || (recipe_beside && !scene?.training_beside);
  return lacks_training ? null : scene;
}

/** The same as soon as its path is solved, whether its networks have been trained step by step or not. @param {LessonState} state @param {number} k @returns {Scene | null} */
export function untrainedScene(state, k) {
  const { set_up, lambda, name, beside: second } = state.steps[k];
  const beside = second && solvedOf(state, second);
  const [training, training_beside] = recipesOf(state.steps[k]).map((recipe) => state.trainings[trainingKey(set_up, recipe)]);
  if (state.sheet === null && k === state.step) {
    if (!state.path || !state.dataset || state.stale) return null;
    const { path, dataset } = state;
    return { path, dataset, index: lambdaIndex(state), asked: lambdaIndexFor(path, lambda), said: state.said[name], beside, training, training_beside };
  }
  const solved = solvedOf(state, set_up);
  if (!solved) return null;
  const asked = lambdaIndexFor(solved.path, lambda);
  return { ...solved, index: asked, asked, beside, training, training_beside };
}

/** What a step asks about: its scene as it was set up, whatever has been moved in it since. @param {LessonState} state @param {number} k @returns {Scene | null} */
export function askedScene(state, k) {
  const { set_up, lambda } = state.steps[k];
  const scene = sceneOf(state, k);
  const solved = solvedOf(state, set_up);
  if (!state.moved || !scene || !solved) return scene;
  const asked = lambdaIndexFor(solved.path, lambda);
  return { ...scene, ...solved, index: asked, asked };
}

/** How a step trains its networks. @param {Step} step @returns {Recipe[]} */
export function recipesOf({ recipe, recipe_beside }) {
  return [recipe, recipe_beside].filter((one) => one !== undefined);
}

/** The steps of a lesson with their whole set-ups. @param {Outline[]} outlines @param {import("../state/types.js").Choices} choices @returns {Step[]} */
export function stepsOf(outlines, choices) {
  return outlines.map(({ set_up, beside, ...outline }) => ({
    ...outline, set_up: settingsWith(set_up, choices), ...(beside ? { beside: settingsWith(beside, choices) } : {}),
  }));
}

/** What is solved of a set-up already. @param {Pick<LessonState, "solved">} state @param {Settings} set_up @returns {Solved | undefined} */
export function solvedOf({ solved }, set_up) {
  return solved[setUpKey(set_up)];
}

/** What training of a set-up is kept under. @param {Settings} set_up @param {Recipe} recipe */
export function trainingKey(set_up, { optimizer, learning_rate, n_epochs }) {
  return [setUpKey(set_up), optimizer, learning_rate, n_epochs].join(" ");
}

/** Whether the step on screen still waits for its networks to be trained. @param {LessonState} state */
export function isTraining(state) {
  return Boolean(state.steps[state.step].recipe) && state.playback?.status !== "failed" && sceneOf(state, state.step) === null;
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
