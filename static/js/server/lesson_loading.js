// What the other steps of a lesson need, fetched one after the other, so that no step waits and the sheets have their numbers.

import { fromQuery, toQuery } from "../address/set_up_query.js";
import { recipesOf, trainingKey } from "../model/lesson_scene.js";
import { fetchDataset, fetchPath, fetchTraining } from "./api.js";
import { trainingQuery } from "./training_loading.js";

/** @typedef {import("../model/lesson_scene.js").LessonState} LessonState */
/** @typedef {ReturnType<typeof import("../state/store.js").createStore<LessonState>>} LessonStore */

/** Every set-up, and training step by step where a step shows it. @param {LessonStore} store */
export async function loadOthers(store) {
  const { steps } = store.get();
  for (const set_up of new Set(steps.flatMap(({ set_up, beside }) => (beside ? [set_up, beside] : [set_up])))) {
    if (!(set_up in store.get().solved)) await loadPath(store, set_up);
  }
  for (const step of steps) {
    for (const recipe of recipesOf(step)) await loadTraining(store, step.set_up, recipe);
  }
}

/** @param {LessonStore} store @param {string} set_up */
async function loadPath(store, set_up) {
  const { choices } = store.get();
  const query = toQuery(fromQuery(set_up, choices).settings, choices);
  const { signal } = new AbortController();
  const [path, dataset] = await Promise.all([fetchPath(query, signal), fetchDataset(query, signal)]);
  store.update({ solved: { ...store.get().solved, [set_up]: { path, dataset } } });
}

/** At every λ of the path. @param {LessonStore} store @param {string} set_up @param {import("../model/training.js").Recipe} recipe */
async function loadTraining(store, set_up, recipe) {
  const { solved, trainings, choices } = store.get();
  const key = trainingKey(set_up, recipe);
  if (key in trainings) return;
  const { settings } = fromQuery(set_up, choices);
  const query = trainingQuery(settings, choices, recipe, solved[set_up].path.lambdas);
  const training = await fetchTraining(query, new AbortController().signal);
  store.update({ trainings: { ...store.get().trainings, [key]: training } });
}
