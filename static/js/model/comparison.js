// Two set-ups side by side: A, which is pinned, and B, which the page shows; at one λ. Pure.

import { lambdaIndex, lambdaIndexFor, shownLambda } from "../state/state.js";
import { formatAccuracy, formatCost, formatLambda, formatSquaredNorm, formatWeight, MISSING } from "./format.js";
import { sameSetUp } from "./settings.js";
import { countZeros, largestSizeAt } from "./weight_names.js";

/** @typedef {import("../state/types.js").Path} Path */
/** @typedef {import("../state/types.js").Settings} Settings */
/** @typedef {import("../state/types.js").ShownDataset} Dataset */
/** @typedef {import("../state/state.js").State} State */

/**
 * A set-up that is kept beside the one that is shown, and how far it is solved; `waiting`: for the shown one to be.
 * @typedef {Pick<State, "settings" | "problem" | "dataset" | "path" | "slow" | "progress"> & {status: State["status"] | "waiting", provisional: boolean}} Pinned
 */
/** @typedef {{path: Path, dataset: Dataset, index: number}} Network */

/** @param {Settings} settings @param {Partial<Pinned>} [known] what is solved of it already @returns {Pinned} */
export function newPin(settings, known = {}) {
  return { settings, status: "waiting", problem: null, dataset: null, path: null, provisional: false, slow: false, progress: null, ...known };
}

/** The same set-up with the other penalty. @param {Settings} settings @returns {Settings} */
export function withOtherPenalty(settings) {
  return { ...settings, regularizer: settings.regularizer === "l1" ? "l2" : "l1" };
}

/** Whether A stands beside B now: what else takes its place on the page covers it. @param {State} state */
export function isCompared({ pinned, playback, inspector, editing }) {
  return Boolean(pinned && !playback && !inspector && !editing);
}

/** The path of A where its curves stand beside those of B, else null: of one set-up there is one curve. @param {State} state */
export function comparedPath(state) {
  const { pinned, settings } = state;
  return pinned && isCompared(state) && !sameSetUp(pinned.settings, settings) ? pinned.path : null;
}

/** The network of A at the λ of B, or at the nearest that A has. @param {State} state @returns {Network | null} */
export function pinnedNetwork(state) {
  const { pinned } = state;
  if (!pinned?.path || !pinned.dataset) return null;
  return { path: pinned.path, dataset: pinned.dataset, index: lambdaIndexFor(pinned.path, shownLambda(state)) };
}

/** The same where its line can be laid over the picture of B: both were trained on the same points. @param {State} state @returns {Network | null} */
export function networkOverlaid(state) {
  const other = state.dataset && comparedPath(state) ? pinnedNetwork(state) : null;
  return other && state.dataset && samePoints(other.dataset, state.dataset) ? other : null;
}

/** @type {WeakMap<Dataset, WeakMap<Dataset, boolean>>} */
const known_same = new WeakMap();

/** How the points of A are beside those of B; null while one of them is not known. @param {State} state @returns {"same" | "more inputs" | "other" | null} */
export function pointsBeside({ pinned, dataset, stale }) {
  if (!pinned?.dataset || !dataset || stale) return null;
  if (pinned.dataset.input_names.length !== dataset.input_names.length) return "more inputs";
  return samePoints(pinned.dataset, dataset) ? "same" : "other";
}

/** Whether two data sets have the same points, and the networks see them alike. @param {Dataset} a @param {Dataset} b */
function samePoints(a, b) {
  const known = known_same.get(a) ?? new WeakMap();
  known_same.set(a, known);
  const text = (/** @type {Dataset} */ { points, labels, split, inputs }) => JSON.stringify([points, labels, split, inputs]);
  if (!known.has(b)) known.set(b, a === b || text(a) === text(b));
  return /** @type {boolean} */ (known.get(b));
}

/** What A is doing, for the words that are said of any state. @param {State} state @returns {State} */
export function asPinned(state) {
  const { pinned } = state;
  if (!pinned) return state;
  const status = pinned.status === "waiting" ? "loading" : pinned.status;
  return { ...state, ...pinned, status, stale: false, inspector: null, lambda: shownLambda(state) };
}

/**
 * What is compared: name, and how it is written for a network.
 * @type {{name: string, title: string, maths?: string, write: (path: Path, index: number) => string}[]}
 */
export const COMPARED = [
  { name: "total", title: "", maths: "J", write: ({ cost }, index) => formatCost(cost.total[index]) },
  { name: "cross_entropy", title: "cross-entropy", write: ({ cost }, index) => formatCost(cost.cross_entropy[index]) },
  { name: "penalty", title: "penalty", write: ({ cost }, index) => formatCost(cost.penalty[index]) },
  { name: "training", title: "training", write: ({ train }, index) => formatAccuracy(train.accuracy[index]) },
  { name: "validation", title: "validation", write: ({ validation }, index) => (validation ? formatAccuracy(validation.accuracy[index]) : MISSING) },
  { name: "zeros", title: "exactly 0", write: (path, index) => `${countZeros(path, index)} of ${path.n_weights}` },
  { name: "largest", title: "largest ", maths: "|w|", write: (path, index) => formatWeight(largestSizeAt(path, index)) },
  { name: "squared_weight_norm", title: "", maths: "‖W‖²", write: (path, index) => formatSquaredNorm(path.squared_weight_norm[index]) },
];

/** Where A stands when it lacks the λ of B, "" when it does not. @param {State} state */
export function lambdaInWords(state) {
  const other = pinnedNetwork(state);
  if (!other || !state.path) return "";
  const [lambda, wanted] = [other.path.lambdas[other.index], state.path.lambdas[lambdaIndex(state)]];
  return lambda === wanted ? "" : `A has no λ = ${formatLambda(wanted)}: it stands at the nearest, ${formatLambda(lambda)}.`;
}
