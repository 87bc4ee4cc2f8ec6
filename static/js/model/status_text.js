// What the page says in its one bold word: the network's regime, or why there is none to show. Pure.

import { lambdaIndex } from "../state/state.js";
import { formatCount, formatSeconds, formatTick } from "./format.js";
import { frozenInWords } from "./inspector.js";
import { regimeAt } from "./regime.js";
import { hasManyStarts } from "./search.js";

/** @typedef {import("../dom/elements.js").Words} Words */
/** A way on, as a button. @typedef {{label: string, action: "retry" | "restart" | "cancel"} | {label: string, action: "change", change: Partial<import("../state/types.js").Settings>}} Way */

/** @type {Way} */ const TRY_AGAIN = { label: "Try again", action: "retry" };
/** @type {Way} */ const START_AGAIN = { label: "Start again", action: "restart" };
/** @type {Way} */ const CANCEL = { label: "Cancel", action: "cancel" };

/**
 * @param {import("../state/state.js").State} state
 * @returns {{word: string, sentence: Words, way: Way | null}}
 */
export function statusText(state) {
  const { status, path } = state;
  if (status === "failed") return failed(state);
  if (status === "refused") return refused(state);
  if (status === "ready" || status === "searching" || !state.slow) {
    if (!path) return training(["Looking for the minimum at every ", { maths: "λ" }, "."]);
    const frozen = frozenInWords(state);
    if (frozen) return { ...frozen, way: null };
    const { word, sentence } = regimeAt(path, lambdaIndex(state));
    const { words, way } = state.provisional && state.problem ? firstAlone(state) : { words: [], way: null };
    return { word: `${word}.`, sentence: [...sentence, ...words], way };
  }
  return { ...training(solving(state)), way: CANCEL };
}

/** What is said while the path of the first start is shown and the lowest is looked for. @param {import("../state/state.js").State} state */
export function searching({ status, settings, path }) {
  if (status !== "searching" || !hasManyStarts(settings)) return "";
  return `${path?.followed ? "Followed from the points before" : `First of ${settings.restarts} starts`}, still searching …`;
}

/** Why the path of the first start, or without fresh data sets, is all there is. @param {import("../state/state.js").State} state @returns {{words: Words, way: Way | null}} */
function firstAlone(state) {
  const { settings, problem, path } = state;
  const { sentence, way } = problem && kindOf(problem) === "budget" ? overBudget(problem) : { sentence: [problem?.detail ?? ""], way: TRY_AGAIN };
  const lacking = hasManyStarts(settings)
    ? `It is ${path?.followed ? "followed from the points before" : `the first of ${settings.restarts} starts`}; lower minima could not be looked for`
    : `The ${settings.draws} fresh data sets could not be solved`;
  return { words: [` ${lacking}: `, ...lowerFirst(sentence)], way };
}

/** Behind a colon. @param {Words} words @returns {Words} */
function lowerFirst([first, ...rest]) {
  return typeof first === "string" ? [first.charAt(0).toLowerCase() + first.slice(1), ...rest] : [first, ...rest];
}

/** @param {Words} sentence */
function training(sentence) {
  return { word: "Training.", sentence, way: null };
}

/** @param {import("../state/state.js").State} state @returns {Words} */
function solving({ progress, path }) {
  const before = path ? " The pale numbers are the set-up before." : "";
  if (!progress || !progress.of) return ["Looking for the minimum at every ", { maths: "λ" }, `.${before}`];
  return [`${progress.done} of ${progress.of} networks, now `, { maths: "λ" }, ` = ${formatTick(progress.lambda)}.${before}`];
}

/** The server or the way to it failed: the same may work the next time. @param {import("../state/state.js").State} state */
function failed({ path, problem }) {
  const kind = kindOf(problem);
  const kept = path ? " What you see is the set-up before; its λ still moves." : "";
  return { word: FAILURES[kind] ?? "Something broke.", sentence: [`${problem?.detail ?? ""}${kept}`], way: TRY_AGAIN };
}

/** @type {Record<string, string>} */
const FAILURES = { unreachable: "No answer.", cancelled: "Cancelled.", busy: "Busy.", "time-limit": "Too long." };

/** The set-up itself is not possible. @param {import("../state/state.js").State} state @returns {{word: string, sentence: Words, way: Way | null}} */
function refused({ problem }) {
  const kind = kindOf(problem);
  const detail = problem?.errors?.[0]?.message ?? problem?.detail ?? "";
  if (kind === "budget") return overBudget(/** @type {import("../state/types.js").Problem} */ (problem));
  return { word: "Not possible.", sentence: [detail], way: START_AGAIN };
}

/** @param {import("../state/types.js").Problem | null} problem */
function kindOf(problem) {
  return problem?.type.split(/[/:]/).at(-1) ?? "";
}

/** @param {import("../state/types.js").Problem} problem */
function overBudget({ estimate, limit, nearest, detail }) {
  const sentence = estimate && limit
    ? `This needs about ${formatSeconds(estimate)} of computing; ${formatSeconds(limit)} are allowed.`
    : detail;
  const way = nearest ? /** @type {Way} */ ({ label: nearestLabel(nearest), action: "change", change: nearest }) : null;
  return { word: "Too much work.", sentence: [sentence], way };
}

/** The change in a few words: "Use 16, 16 units". @param {Partial<import("../state/types.js").Settings>} nearest */
function nearestLabel(nearest) {
  const parts = Object.entries(nearest).map(([field, value]) => {
    if (field === "hidden_layer_sizes") return `${/** @type {number[]} */ (value).join(", ") || "no"} units`;
    if (field === "n_samples") return `${formatCount(Number(value))} points`;
    if (field === "lambdas") return `${/** @type {number[]} */ (value).length} λ`;
    if (field === "restarts") return value === 1 ? "1 start" : `${value} starts`;
    return `${field.replaceAll("_", " ")} ${value}`;
  });
  return `Use ${parts.join(" and ")}`;
}
