// Fetches training step by step for the set-up that is shown, once: every λ and every epoch are in the one answer.

import { toQuery } from "../address/set_up_query.js";
import { fetchTraining, followTraining, RequestError } from "./api.js";
import { waitFor } from "./slow_answer.js";

const FEWER_LAMBDAS = 15; // where all would be too much work
const MAX_NUMBERS = 150 * 42 * 60; // weights of all snapshots: about 1.5 MB; wider networks are trained at fewer λ
const SNAPSHOTS = 60;

/** @typedef {import("../state/types.js").Path} Path */
/** @typedef {import("../state/types.js").Training} Training */
/** @typedef {import("../state/types.js").LabState} LabState */
/** @typedef {ReturnType<typeof import("../state/store.js").createStore<LabState>>} Store */

/** @type {import("../state/types.js").Problem} */
const FAULT_OF_THE_PAGE = { type: "about:page", title: "Not shown", status: 0, detail: "The answer came, but this page could not show it." };

/** @param {Store} store */
export function createTrainingLoader(store) {
  let latest = new AbortController();

  /** What the film is of is gone: an answer that still comes is dropped. */
  function drop() {
    latest.abort();
    change(store, { training: null, status: "waiting", progress: null, problem: null, playing: false });
  }

  async function load() {
    latest.abort();
    const request = new AbortController();
    latest = request;
    const { path } = store.get();
    if (!path) return;
    change(store, { training: null, status: "training", progress: null, problem: null, note: null, playing: false });
    try {
      const { training, note } = await askForLess(store, path, request.signal);
      if (!request.signal.aborted) change(store, { training, note, status: "ready" });
    } catch (error) {
      if (!request.signal.aborted) change(store, { status: "failed", problem: problemOf(error) });
    } finally {
      request.abort();
    }
  }

  return { load, drop };
}

/** @param {Store} store @param {Partial<import("../model/training_playback.js").Playback>} part */
function change(store, part) {
  const { playback } = store.get();
  if (playback) store.update({ playback: { ...playback, ...part } });
}

/** All λ where that is not too much work, else fewer, else the one that is shown. @param {Store} store @param {Path} path @param {AbortSignal} signal */
async function askForLess(store, path, signal) {
  const { lambda_index } = store.get();
  const most = Math.min(store.get().choices.limits.trained_lambdas, Math.max(FEWER_LAMBDAS, Math.floor(MAX_NUMBERS / (SNAPSHOTS * path.n_parameters))));
  const ways = [
    { lambdas: thinned(path, most), note: null },
    { lambdas: thinned(path, FEWER_LAMBDAS), note: null },
    { lambdas: [path.lambdas[lambda_index]], note: "More λ would be too much work: this is the one λ that was shown." },
  ];
  for (const { lambdas, note } of ways) {
    try {
      return { training: await ask(store, lambdas, signal), note };
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

/** @param {Store} store @param {number[]} lambdas @param {AbortSignal} signal @returns {Promise<Training>} */
function ask(store, lambdas, signal) {
  const { settings, choices, playback } = store.get();
  const query = trainingQuery(settings, choices, playback?.recipe, lambdas);
  return waitFor(fetchTraining(query, signal), (until) => sayProgress(store, query, until), signal);
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

/** @param {Store} store @param {string} query @param {AbortSignal} signal */
function sayProgress(store, query, signal) {
  return followTraining(query, signal, (progress) => {
    if (!signal.aborted) change(store, { progress });
  });
}

/** @param {unknown} error */
function problemOf(error) {
  if (error instanceof RequestError) return error.problem;
  reportError(error);
  return FAULT_OF_THE_PAGE;
}
