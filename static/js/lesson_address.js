// The address of a step of a lesson, and back: a link restores the step as it was left. And that of the Lab with the same set-up. Pure.

import { filmPart } from "./model/film.js";
import { fromQuery, toQuery } from "./url.js";

/** @typedef {import("./model/lesson_scene.js").LessonState} LessonState */
/** @typedef {import("./model/lesson_scene.js").Step} Step */

/**
 * @param {Pick<LessonState, "steps" | "step" | "said" | "shown" | "hands" | "lambda" | "presenting" | "sheet">} state
 */
export function toLessonQuery({ steps, step, said, shown, hands, lambda, presenting, sheet }) {
  if (sheet) return `sheet=${sheet}`;
  const { name, lambda: own } = steps[step];
  const parts = [];
  if (step > 0) parts.push(`step=${step + 1}`);
  if (name in said) parts.push(`said=${said[name]}`);
  else if (shown[name]) parts.push("said=none");
  if (hands[name]?.some((count) => count > 0)) parts.push(`hands=${hands[name].join(",")}`);
  if (lambda !== own) parts.push(`lambda=${lambda === null ? "best" : Number(lambda.toPrecision(4))}`);
  if (presenting) parts.push("present=1");
  return parts.join("&");
}

/**
 * Reading never fails; what does not fit is left out.
 * @param {string} search @param {Step[]} steps
 * @returns {Pick<LessonState, "step" | "said" | "shown" | "hands" | "lambda" | "presenting" | "sheet">}
 */
export function fromLessonQuery(search, steps) {
  const query = new URLSearchParams(search);
  const step = Math.min(Math.max(whole(query.get("step")) ?? 1, 1), steps.length) - 1;
  const { name, lambda, answer } = steps[step];
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
    presenting: query.get("present") === "1",
    sheet: sheet === "questions" || sheet === "key" ? sheet : null,
  };
}

/**
 * The Lab as it stands beside this step, or as the step of a name begins; null where the Lab can't show that: a curve.
 * @param {LessonState} state @param {string} [name]
 */
export function labAddress({ steps, step, settings, choices, lambda, film }, name = "") {
  const other = steps.find((one) => one.name === name);
  const shown = other ? fromQuery(other.set_up, choices).settings : settings;
  if (shown.task === "regression") return null;
  const place = other ? { lambda: other.lambda, weight: null } : { lambda, weight: null, ...filmPart(film ?? null) };
  return `/?${toQuery(shown, choices, place)}`;
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
