// Fetches data set and path of the current settings; an answer that is no longer wanted is dropped. Where the lowest J
// is looked for from many starts, or λ chosen on fresh data sets, the path of the first start is shown until all is there,
// or of points that were edited, the path followed from before.

import { toQuery } from "../address/set_up_query.js";
import { weightOn } from "../state/state.js";
import { fetchDataset, fetchNearPath, fetchPath, followProgress, problemOf, RequestError } from "./api.js";
import { createLatest } from "./latest.js";

const AT_ONCE = 80; // milliseconds within which the whole answer comes when it is known already: nothing else is shown

const NO_SUCH_WEIGHT = "In the address, weight: expected one that this network has. The largest weight is picked.";

/** @type {import("../state/types.js").Problem} */
const CANCELLED = { type: "about:cancelled", title: "Cancelled", status: 0, detail: "You cancelled it." };

/** @typedef {import("../state/state.js").State} State */
/** @typedef {import("../state/types.js").Settings} Settings */
/** @typedef {import("../state/types.js").Path} Path */
/** @typedef {import("../state/types.js").ShownPath} ShownPath */
/** @typedef {import("../state/types.js").Dataset} Dataset */
/** @typedef {ReturnType<typeof import("../state/store.js").createStore<State>>} Store */
/** @typedef {import("./latest.js").LatestRequest<Partial<State>>} Request */

/**
 * @param {Store} store @param {(settings: Settings) => Settings | null} [firstOf] a quicker set-up to show until the whole is solved
 * @param {(settings: Settings) => Record<string, unknown> | null} [nearOf] in its place, what to ask for a path followed from one that is known
 */
export function createLoader(store, firstOf = () => null, nearOf = () => null) {
  const latest = createLatest(askForAll, { show: store.update, fail: (error) => store.update(unsolved(error)) });

  /** @param {Settings} settings @param {Request} request */
  async function askForAll(settings, request) {
    const first = firstOf(settings);
    const drawn = fetchDataset(toQuery(settings, store.get().choices), request.signal);
    const near = first && nearOf(settings);
    const followed = near ? await askForNear(near, request.signal) : null;
    const [path, dataset] = await Promise.all([followed ?? askForPath(store, first ?? settings, request, drawn), drawn]);
    if (!first) return solved(store.get(), path, dataset);
    return showFirstAndLowest(store, path, dataset, askForPath(store, settings, request), request);
  }

  function load() {
    latest.stop();
    const { settings, path: shown } = store.get();
    const points = shown ? {} : { dataset: null }; // of a set-up that was given up before its path came
    store.update({ status: shown ? "solving" : "loading", stale: shown !== null, provisional: false, problem: null, progress: null, slow: false, ...points });
    latest.start(settings);
  }

  /** Gives up what is being asked for. */
  load.stop = latest.stop;
  return load;
}

/** Null where there is none: another is asked for then. @param {Record<string, unknown>} body @param {AbortSignal} signal @returns {Promise<ShownPath | null>} */
function askForNear(body, signal) {
  return fetchNearPath(body, signal).then((path) => ({ ...path, followed: true }), () => null);
}

/**
 * The path of a set-up; when it takes long, the page says how far it is and, where there is nothing else yet, shows the points.
 * @param {Store} store @param {Settings} settings @param {Request} request @param {Promise<Dataset>} [drawn]
 */
function askForPath(store, settings, { signal, tell, wait }, drawn) {
  const query = toQuery(settings, store.get().choices);
  return wait(fetchPath(query, signal), (until) => {
    drawn?.then((dataset) => store.get().path || tell({ dataset }), () => {}); // that they cannot be drawn is said where they are waited for
    tell({ slow: true });
    return followProgress(query, until, (progress) => until.aborted || tell({ progress }));
  });
}

/**
 * The path of the first start stays when the lowest cannot be had.
 * @param {Store} store @param {ShownPath} first @param {Dataset} dataset @param {Promise<Path>} asked @param {Request} request
 * @returns {Promise<Partial<State>>}
 */
async function showFirstAndLowest(store, first, dataset, asked, { tell }) {
  const withFirst = (/** @type {Partial<State>} */ how) => {
    const there = store.get().path === first ? {} : solved(store.get(), first, dataset);
    return { ...there, provisional: true, ...how };
  };
  const timer = setTimeout(() => tell(withFirst({ status: "searching" })), first.followed ? 0 : AT_ONCE);
  try {
    const lowest = await asked;
    return solved(store.get(), lowest, dataset);
  } catch (error) {
    if (error instanceof RequestError && error.problem.type === "/problems/invalid") throw error; // no such set-up can be solved
    return withFirst({ ...unsolved(error), status: "ready" });
  } finally {
    clearTimeout(timer);
  }
}

/**
 * @param {State} state @param {ShownPath} path @param {Dataset} dataset
 * @returns {Partial<State>}
 */
function solved(state, path, dataset) {
  const places = weightOn(path, state.weight);
  const lacks_weight = state.weight !== null && places.weight === null && !state.path;
  return {
    path,
    dataset,
    status: "ready",
    stale: false,
    provisional: false,
    slow: false,
    progress: null,
    ...places,
    notices: lacks_weight ? [...state.notices, NO_SUCH_WEIGHT] : state.notices,
  };
}

/** A set-up and its path, as they were shown. @typedef {Pick<State, "settings" | "path" | "provisional">} Kept */

/**
 * What is shown once solving is given up: the path of the first start where more was looked for, else what was there before.
 * @param {State} state @param {Kept | null} kept @returns {Partial<State>}
 */
export function givenUp({ status, path }, kept) {
  const over = { slow: false, progress: null };
  if (status === "searching") return { ...over, status: "ready", provisional: true, problem: CANCELLED };
  if (kept && kept.path === path) return { ...over, ...kept, status: "ready", stale: false, problem: null };
  return { ...over, status: "failed", problem: CANCELLED };
}

/** @param {unknown} error @returns {Partial<State>} */
function unsolved(error) {
  const problem = problemOf(error);
  const ours = problem.type.startsWith("/problems/");
  return { progress: null, slow: false, status: ours && problem.status < 500 ? "refused" : "failed", problem };
}
