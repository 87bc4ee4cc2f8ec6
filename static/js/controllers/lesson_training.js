// Training step by step in a lesson: each step has its own recipe, and keeps the training that another step has fetched.

import { trainingKey } from "../model/lesson_scene.js";
import { newPlayback } from "../model/training_playback.js";
import { createTrainingPlayback } from "./training_playback.js";

/** @typedef {import("../model/lesson_scene.js").LessonState} LessonState */

/** @param {import("../server/lesson_loading.js").LessonStore} store */
export function createLessonTraining(store) {
  const playback = createTrainingPlayback(/** @type {import("../server/training_loading.js").Store} */ (/** @type {unknown} */ (store)), () => {}); // the epoch is not in the address
  const actions = { ...playback.actions, showPlayback() {}, changeRecipe() {} }; // a lesson's recipe is its own

  /** The playback of the step that is shown, or none. */
  function open() {
    const { steps, step, trainings } = store.get();
    const { set_up, recipe, epoch = 0 } = steps[step];
    if (!recipe) return playback.open(null);
    const training = trainings[trainingKey(set_up, recipe)];
    playback.open(training ? { ...newPlayback(recipe, epoch), training, status: "ready" } : newPlayback(recipe, epoch));
  }

  /** @param {LessonState} state @param {LessonState} previous */
  function follow(state, previous) {
    playback.follow(/** @type {any} */ (state), /** @type {any} */ (previous));
    const { playback: shown, steps, step } = store.get();
    const { set_up, recipe } = steps[step];
    if (!shown?.training || !recipe || JSON.stringify(shown.recipe) !== JSON.stringify(recipe)) return;
    const { trainings } = store.get();
    const key = trainingKey(set_up, recipe);
    if (!(key in trainings)) store.update({ trainings: { ...trainings, [key]: shown.training } });
  }

  return { actions, open, follow };
}
