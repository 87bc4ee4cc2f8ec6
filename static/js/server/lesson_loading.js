// What the other steps of a lesson need, fetched one after the other, so that no step waits and the sheets have their numbers.

import { toQuery } from "../address/set_up_query.js";
import { recipesOf, solvedOf, trainingKey } from "../model/lesson_scene.js";
import { setUpKey } from "../model/settings.js";
import { fetchDataset, fetchPath, fetchTraining } from "./api.js";
import { createLatest } from "./latest.js";
import { trainingQuery } from "./training_loading.js";

/** @typedef {import("../model/lesson_scene.js").LessonState} LessonState */
/** @typedef {ReturnType<typeof import("../state/store.js").createStore<LessonState>>} LessonStore */

/** @typedef {import("../state/types.js").Settings} Settings */
/** @typedef {import("./latest.js").LatestRequest<Partial<LessonState>>} Request */

/**
 * Every set-up, and training step by step where a step shows it. Asked for once; where it can't be had, again when a step asks.
 * @param {LessonStore} store
 */
export function createOthersLoader(store) {
  let asked = false;
  const latest = createLatest((/** @type {null} */ _, request) => askForOthers(store, request), { show: store.update, fail: giveUp });

  function giveUp() {
    asked = false;
    store.update({ others_failed: true });
  }

  return function load() {
    if (asked) return;
    asked = true;
    store.update({ others_failed: false });
    latest.start(null);
  };
}

/** @param {LessonStore} store @param {Request} request */
async function askForOthers(store, request) {
  const { steps } = store.get();
  for (const set_up of steps.flatMap(({ set_up, beside }) => (beside ? [set_up, beside] : [set_up]))) {
    if (!solvedOf(store.get(), set_up)) await askForPath(store, set_up, request);
  }
  for (const step of steps) {
    for (const recipe of recipesOf(step)) await askForTraining(store, step.set_up, recipe, request);
  }
  return {};
}

/** @param {LessonStore} store @param {Settings} set_up @param {Request} request */
async function askForPath(store, set_up, { signal, tell }) {
  const query = toQuery(set_up, store.get().choices);
  const [path, dataset] = await Promise.all([fetchPath(query, signal), fetchDataset(query, signal)]);
  tell({ solved: { ...store.get().solved, [setUpKey(set_up)]: { path, dataset } } });
}

/** At every λ of the path. @param {LessonStore} store @param {Settings} set_up @param {import("../model/training.js").Recipe} recipe @param {Request} request */
async function askForTraining(store, set_up, recipe, { signal, tell }) {
  const { trainings, choices } = store.get();
  const key = trainingKey(set_up, recipe);
  const solved = solvedOf(store.get(), set_up);
  if (!solved || key in trainings) return;
  const query = trainingQuery(set_up, choices, recipe, solved.path.lambdas);
  const training = await fetchTraining(query, signal);
  tell({ trainings: { ...store.get().trainings, [key]: training } });
}
