// Fetches training step by step for the set-up that is shown, once: every λ and every epoch are in the one answer.

import { toQuery } from "../address/set_up_query.js";
import { lambdaIndex } from "../state/state.js";
import { fetchTraining, followTraining, problemOf, RequestError } from "./api.js";
import { createLatest } from "./latest.js";

const FEWER_LAMBDAS = 15; // where all would be too much work
const MAX_NUMBERS = 150 * 42 * 60; // weights of all snapshots: about 1.5 MB; wider networks are trained at fewer λ
const SNAPSHOTS = 60;

/** @typedef {import("../state/types.js").Path} Path */
/** @typedef {import("../state/types.js").Training} Training */
/** @typedef {import("../state/types.js").LabState} LabState */
/** @typedef {ReturnType<typeof import("../state/store.js").createStore<LabState>>} Store */

/** @typedef {Partial<import("../model/training_playback.js").Playback>} Part */
/** @typedef {import("./latest.js").LatestRequest<Part>} Request */

/** @param {Store} store */
export function createTrainingLoader(store) {
  const latest = createLatest((/** @type {Path} */ path, request) => askForLess(store, path, request), {
    show: change,
    fail: (error) => change({ status: "failed", problem: problemOf(error) }),
  });

  /** @param {Part} part */
  function change(part) {
    const { playback } = store.get();
    if (playback) store.update({ playback: { ...playback, ...part } });
  }

  return {
    load() {
      latest.stop();
      const { path } = store.get();
      if (!path) return;
      change({ training: null, status: "training", progress: null, problem: null, note: null, playing: false });
      latest.start(path);
    },
    /** What is played back is of a set-up that is gone: an answer that still comes is dropped. */
    drop() {
      latest.stop();
      change({ training: null, status: "waiting", progress: null, problem: null, playing: false });
    },
  };
}

/**
 * All λ where that is not too much work, else fewer, else the one that is shown.
 * @param {Store} store @param {Path} path @param {Request} request @returns {Promise<Part>}
 */
async function askForLess(store, path, request) {
  const shown = path.lambdas[lambdaIndex(store.get())];
  const most = Math.min(store.get().choices.limits.trained_lambdas, Math.max(FEWER_LAMBDAS, Math.floor(MAX_NUMBERS / (SNAPSHOTS * path.n_parameters))));
  const ways = [
    { lambdas: thinned(path, most), note: null },
    { lambdas: thinned(path, FEWER_LAMBDAS), note: null },
    { lambdas: [shown], note: "More λ would be too much work: this is the one λ that was shown." },
  ];
  for (const { lambdas, note } of ways) {
    try {
      return { training: await ask(store, lambdas, request), note, status: "ready" };
    } catch (error) {
      const too_much = error instanceof RequestError && error.problem.type.endsWith("budget") && lambdas.length > 1;
      if (!too_much) throw error;
    }
  }
  throw new Error("unreachable: the last way is of one λ");
}

/** Every so many λ, with both ends and the Goldilocks λ. @param {Path} path @param {number} most */
function thinned({ lambdas, goldilocks }, most) {
  if (lambdas.length <= most) return lambdas;
  const last = lambdas.length - 1;
  const step = Math.ceil(last / (most - 2)); // with the Goldilocks λ and the last beside them
  return lambdas.filter((_, k) => k % step === 0 || k === last || k === goldilocks?.index);
}

/** @param {Store} store @param {number[]} lambdas @param {Request} request @returns {Promise<Training>} */
function ask(store, lambdas, { signal, tell, wait }) {
  const { settings, choices, playback } = store.get();
  const query = trainingQuery(settings, choices, playback?.recipe, lambdas);
  return wait(fetchTraining(query, signal), (until) => followTraining(query, until, (progress) => until.aborted || tell({ progress })));
}

/**
 * What /train is asked: the set-up, the λ and the recipe.
 * @param {import("../state/types.js").Settings} settings @param {import("../state/types.js").Choices} choices
 * @param {import("../model/training.js").Recipe | undefined} recipe @param {number[]} lambdas
 */
export function trainingQuery(settings, choices, recipe, lambdas) {
  const set_up = toQuery({ ...settings, lambdas: /** @type {number[]} */ (choices.fields.lambdas.default) }, choices);
  const training = Object.entries({ ...recipe, snapshots: SNAPSHOTS }).map(([name, value]) => `${name}=${value}`);
  return [...(set_up ? [set_up] : []), `lambdas=${lambdas.join(",")}`, ...training].join("&");
}
