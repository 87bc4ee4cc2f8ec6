// The address of a step of a lesson, and back: a link restores the step as it was left. And that of the Lab with the same set-up. Pure.

import { playbackPart } from "../model/training_playback.js";
import { toQuery } from "./set_up_query.js";

/** @typedef {import("../model/lesson_scene.js").LessonState} LessonState */
/** @typedef {import("../model/lesson_scene.js").Step} Step */

const MAX_POINTS = 10; // of a curve whose points move
const MAX_LABEL = 2; // from 0, as far as they are drawn

/**
 * @param {Pick<LessonState, "steps" | "step" | "said" | "shown" | "hands" | "lambda" | "moved" | "presenting" | "sheet">} state
 */
export function toLessonQuery({ steps, step, said, shown, hands, lambda, moved, presenting, sheet }) {
  if (sheet) return `sheet=${sheet}`;
  const { name, lambda: own } = steps[step];
  const parts = [];
  if (step > 0) parts.push(`step=${step + 1}`);
  if (name in said) parts.push(`said=${said[name]}`);
  else if (shown[name]) parts.push("said=none");
  if (hands[name]?.some((count) => count > 0)) parts.push(`hands=${hands[name].join(",")}`);
  if (lambda !== own) parts.push(`lambda=${lambda === null ? "best" : Number(lambda.toPrecision(4))}`);
  if (moved) parts.push(`moved=${Object.entries(moved).flat().join("_")}`);
  if (presenting) parts.push("present=1");
  return parts.join("&");
}

/**
 * Reading never fails; what does not fit is left out.
 * @param {string} search @param {Step[]} steps
 * @returns {Pick<LessonState, "step" | "said" | "shown" | "hands" | "lambda" | "moved" | "presenting" | "sheet">}
 */
export function fromLessonQuery(search, steps) {
  const query = new URLSearchParams(search);
  const step = Math.min(Math.max(whole(query.get("step")) ?? 1, 1), steps.length) - 1;
  const { name, lambda, answer, points_move } = steps[step];
  const said = answer ? query.get("said") : null;
  const given = query.get("lambda");
  const wanted = given === "best" ? null : given === null ? lambda : (amount(given) ?? lambda);
  const counts = (query.get("hands") ?? "").split(",").map(whole);
  const sheet = query.get("sheet");
  return {
    step,
    lambda: wanted,
    said: amount(said) === null ? {} : { [name]: /** @type {number} */ (amount(said)) },
    shown: said === "none" ? { [name]: true } : {},
    hands: answer && counts.every((count) => count !== null && count < 1000) ? { [name]: /** @type {number[]} */ (counts) } : {},
    moved: points_move ? readMoved(query.get("moved")) : null,
    presenting: query.get("present") === "1",
    sheet: sheet === "questions" || sheet === "key" ? sheet : null,
  };
}

/**
 * The Lab as it stands beside this step, or as the step of a name begins; null where the Lab can't show that: a curve.
 * @param {LessonState} state @param {string} [name]
 */
export function labAddress({ steps, settings, choices, lambda, playback }, name = "") {
  const other = steps.find((one) => one.name === name);
  const shown = other ? other.set_up : settings;
  if (shown.task === "regression") return null;
  const place = other ? { lambda: other.lambda, weight: null } : { lambda, weight: null, ...playbackPart(playback ?? null) };
  return `/?${toQuery(shown, choices, place)}`;
}

/** Points by number, and where they stand: `2_1.5_7_-0.4`. @param {string | null} text @returns {Record<number, number> | null} */
function readMoved(text) {
  const numbers = (text ?? "").split("_").map((part) => (part === "" ? NaN : Number(part)));
  const pairs = numbers.flatMap((number, k) => (k % 2 ? [[numbers[k - 1], number]] : []));
  const fits = pairs.length > 0 && numbers.length % 2 === 0 && pairs.every(([point, label]) => Number.isInteger(point) && point >= 0 && point < MAX_POINTS && Math.abs(label) <= MAX_LABEL);
  return fits ? Object.fromEntries(pairs) : null;
}

/** @param {string | null} text */
function amount(text) {
  const value = Number(text ?? "");
  return text !== null && text.trim() !== "" && Number.isFinite(value) && value >= 0 ? value : null;
}

/** @param {string | null} text */
function whole(text) {
  const value = amount(text);
  return value !== null && Number.isInteger(value) ? value : null;
}
