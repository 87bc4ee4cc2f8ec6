// The inspector of one weight: whether W is frozen while λ moves, and what J does then and when it is let go. Pure.

import { lambdaIndex } from "../state/state.js";
import { formatCost, formatLambda, formatSquaredNorm } from "./format.js";
import { costAt, penaltyOf } from "./penalty.js";
import { playbackFrom } from "./training_playback.js";

/** @typedef {import("../state/types.js").Path} Path */
/** @typedef {import("../dom/elements.js").Words} Words */

/**
 * `frozen` is the λ index whose W is kept; `thawed` tells the last time it was let go, and where λ stood then.
 * @typedef {{frozen: number | null, thawed: {from: number, to: number} | null}} Inspector
 */

export const VIEW = "inspect"; // its name in the address

/** @type {Inspector} */
export const NOTHING_FROZEN = { frozen: null, thawed: null };

/** What the address says of it. @typedef {{view?: string}} InspectorPart */

/** @param {InspectorPart & {present?: number | null} & import("../address/training_query.js").PlaybackPart} part @returns {Inspector | null} null where the address asks for none, or for another page */
export function inspectorFrom({ view, present, ...part }) {
  return view === VIEW && !present && !playbackFrom(part) ? NOTHING_FROZEN : null;
}

/** What of it stands in the address. @param {Inspector | null | undefined} inspector @returns {InspectorPart} */
export function inspectorPart(inspector) {
  return inspector ? { view: VIEW } : {};
}

/** The λ index whose weights are shown: that of λ, but for frozen weights. @param {import("../state/state.js").State} state */
export function weightsIndex(state) {
  return state.inspector?.frozen ?? lambdaIndex(state);
}

/** @param {import("../state/state.js").State} state */
export function isFrozen({ inspector }) {
  return (inspector?.frozen ?? null) !== null;
}

/**
 * What J did while W was frozen, and what it did when W was free again.
 * @param {Path} path @param {number} from λ index of W @param {number} to where λ stands
 */
function jumpOf(path, from, to) {
  const before = path.cost.total[from];
  const frozen = costAt(path, from, to).total;
  const free = path.cost.total[to];
  return { before, frozen, free, jump: frozen - before, won: frozen - free };
}

/** What is to be said of it, null when nothing is. @param {import("../state/state.js").State} state @returns {{word: string, sentence: Words} | null} */
export function frozenInWords(state) {
  const { inspector, path } = state;
  if (!inspector || !path) return null;
  const index = lambdaIndex(state);
  const { frozen, thawed } = inspector;
  if (frozen !== null) return { word: "Frozen.", sentence: whileFrozen(path, frozen, index) };
  return thawed?.to === index ? { word: "Free again.", sentence: onceFree(path, thawed.from, index) } : null;
}

/** @param {Path} path @param {number} from @param {number} to @returns {Words} */
function whileFrozen(path, from, to) {
  const kept = `${formatLambda(path.lambdas[from])}`;
  if (from === to) return [{ maths: "W" }, " is frozen at ", { maths: "λ" }, ` = ${kept}. Now move `, { maths: "λ" }, ": only the penalty changes."];
  const { jump } = jumpOf(path, from, to);
  return [{ maths: "W" }, " is frozen at ", { maths: "λ" }, ` = ${kept}. `, { maths: "J" }, ` ${went(jump)} by `, ...product(path, from, to), ` = ${formatCost(Math.abs(jump))}.`];
}

/** @param {Path} path @param {number} from @param {number} to @returns {Words} */
function onceFree(path, from, to) {
  const { jump, won } = jumpOf(path, from, to);
  const moved = [{ maths: "J" }, ` had ${jump < 0 ? "fallen" : "risen"} by `, ...product(path, from, to), ` = ${formatCost(Math.abs(jump))}; `];
  const minimum = won >= 0 ? `re-minimised, it won back ${formatCost(won)}` : `the minimum of this path is ${formatCost(-won)} higher: another one`;
  return [...moved, `${minimum}.`];
}

/** "Δλ/2m · ‖W‖²" with its numbers. @param {Path} path @param {number} from @param {number} to @returns {Words} */
function product(path, from, to) {
  const { share, symbol, size } = penaltyOf(path.experiment);
  const change = formatLambda(Math.abs(path.lambdas[to] - path.lambdas[from]));
  return [{ maths: `Δλ/${share === 1 ? "" : share}m · ${symbol}` }, ` = ${change}/${share * path.n_train} · ${formatSquaredNorm(size(path)[from])}`];
}

/** @param {number} jump */
function went(jump) {
  return jump < 0 ? "fell" : "rose";
}
