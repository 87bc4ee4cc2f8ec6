// The page's address: settings to a query string and back. Pure; reading never fails, it says what it left out.

import { VIEW } from "../model/inspector.js";
import { readOwnPoints } from "../model/own_points.js";
import { PRESENTED } from "../model/presentation.js";
import { defaultsBeside, isTransport, settingsWith } from "../model/settings.js";
import { lambdasText, readLambdaPart } from "./lambda_grids.js";
import { PLAYBACK_READERS, playbackWords } from "./training_query.js";

/** @typedef {import("../state/types.js").Settings} Settings */
/** @typedef {import("../state/types.js").Choices} Choices */
/** @typedef {import("../state/types.js").WeightPlace} WeightPlace */
/** What only the page knows. @typedef {{lambda: number | null, weight: WeightPlace | null, present?: number | null, view?: string, pin?: string} & import("./training_query.js").PlaybackPart} PagePart */

const NO_REGRESSION = "In the address, task=regression: this page shows classification. Regression is in the API, see /docs.";
const NO_POINTS = "data: these points can't be read; the link may have been cut off. A data set is shown instead.";

/**
 * Only what differs from the defaults, "" when nothing does.
 * @param {Settings} settings @param {Choices} choices @param {PagePart} [page]
 */
export function toQuery(settings, choices, page) {
  const defaults = defaultsBeside(settings, choices);
  const parts = Object.keys(settings)
    .filter((name) => settings[name] !== null && settings[name] !== undefined)
    .filter((name) => JSON.stringify(settings[name]) !== JSON.stringify(defaults[name]))
    .map((name) => `${name}=${name === "lambdas" ? lambdasText(/** @type {number[]} */ (settings[name])) : encode(settings[name])}`);
  if (page && page.lambda !== null) parts.push(`lambda=${Number(page.lambda.toPrecision(4))}`);
  if (page?.weight) parts.push(`weight=${page.weight.layer + 1}.${page.weight.to + 1}.${page.weight.from + 1}`);
  if (page?.present) parts.push(`present=${page.present}`);
  if (page?.view) parts.push(`view=${page.view}`);
  if (page?.pin) parts.push(`pin=${encode(page.pin)}`);
  if (page) parts.push(...playbackWords(page));
  return parts.join("&");
}

/**
 * @param {string} search @param {Choices} choices
 * @returns {{settings: Settings, page: PagePart, notices: string[]}}
 */
export function fromQuery(search, choices) {
  /** @type {PagePart} */
  const page = { lambda: null, weight: null, present: null };
  /** @type {Record<string, unknown>} */
  const given = {};
  /** What could not be used, and the field that keeps its default instead. @type {{problem: string, field?: string}[]} */
  const problems = [];
  for (const [name, text] of new URLSearchParams(search)) {
    const read = PAGE_READERS.get(name)?.(text, choices) ?? readField(name, text, choices);
    if (read === null) continue;
    if ("problem" in read) problems.push(read);
    else if (PAGE_READERS.has(name)) Object.assign(page, { [name]: read.value });
    else given[name] = read.value;
  }
  const settings = settingsWith(given, choices);
  const knows_regression = choices.fields.task.choices?.some(({ name }) => name === "regression");
  const asks_for_regression = !knows_regression && new URLSearchParams(search).get("task") === "regression";
  const notices = asks_for_regression ? [NO_REGRESSION] : problems.map(({ problem, field }) => `In the address, ${problem}${field ? instead(field, settings[field]) : ""}`);
  return { settings, page, notices };
}

/** What is used in place of what did not fit. @param {string} field @param {unknown} value */
function instead(field, value) {
  if (field === "lambdas") return ` The usual ${/** @type {number[]} */ (value).length} λ are used.`;
  if (value === null || value === undefined) return "";
  return ` ${Array.isArray(value) ? value.join(",") || "None" : value} is used.`;
}

/** @param {unknown} value */
function encode(value) {
  return encodeURIComponent(Array.isArray(value) ? value.join(",") : String(value)).replaceAll("%2C", ",");
}

/** @typedef {{value: unknown} | {problem: string, field?: string}} Read */

/** @param {string} text @returns {Read} */
function readLambda(text) {
  const value = readNumber(text);
  return value !== null && value >= 0 ? { value } : { problem: `lambda: expected a number from 0 up, got “${shorten(text)}”. The best λ is shown.` };
}

/** @param {string} text @returns {Read} */
function readWeight(text) {
  const match = /^([1-9]\d?)\.([1-9]\d?)\.([1-9]\d?)$/.exec(text);
  if (!match) return { problem: `weight: expected layer.to.from such as 1.7.1, got “${shorten(text)}”. The largest weight is picked.` };
  const [layer, to, from] = match.slice(1).map((part) => Number(part) - 1);
  return { value: { layer, to, from } };
}

/** @param {string} text @returns {Read} */
function readPresent(text) {
  const value = readWithin(text, true, 1, PRESENTED.length);
  return value !== null ? { value } : { problem: `present: expected a figure from 1 to ${PRESENTED.length}, got “${shorten(text)}”. The Lab is shown.` };
}

/** @param {string} text @returns {Read} */
function readView(text) {
  return text === VIEW ? { value: text } : { problem: `view: expected ${VIEW}, got “${shorten(text)}”. The Lab is shown.` };
}

/** How the page's own part is read. @type {Map<string, (text: string, choices: Choices) => Read>} */
const PAGE_READERS = new Map([["lambda", readLambda], ["weight", readWeight], ["present", readPresent], ["view", readView], ["pin", (value) => ({ value })], ...PLAYBACK_READERS]);

/** @param {string} name @param {string} text @param {Choices} choices @returns {Read | null} */
function readField(name, text, choices) {
  const field = Object.hasOwn(choices.fields, name) ? choices.fields[name] : null;
  if (isTransport(name)) return null;
  const known = field && (field.default !== null || field.choices || field.maximum !== null);
  if (name === "data") return readOwnPoints(text) ? { value: text } : { problem: NO_POINTS };
  if (!known) return { problem: `“${shorten(name)}” is not a setting. It is left out.` };
  const expected = expectation(name, field, choices);
  const value = expected.read(text);
  if (value !== null) return { value };
  return { problem: `${name}: expected ${expected.what}, got “${shorten(text)}”.`, field: name };
}

/**
 * @param {string} name @param {import("../state/types.js").Field} field @param {Choices} choices
 * @returns {{what: string, read: (text: string) => unknown}} `read` answers null for what does not fit
 */
function expectation(name, field, choices) {
  const { minimum, maximum } = field;
  if (field.choices) {
    const names = field.choices.filter(({ name }) => name !== "own").map((choice) => choice.name);
    return { what: `one of ${names.join(", ")}`, read: (text) => (names.includes(text) ? text : null) };
  }
  if (name === "hidden_layer_sizes") {
    const { layers, units } = choices.limits;
    return { what: `at most ${layers} layers of 1 to ${units} units, such as 8,8`, read: (text) => readSizes(text, layers, units) };
  }
  if (name === "lambdas") {
    const { lambdas: most, min_lambda, max_lambda } = choices.limits;
    const what = `at most ${most} ascending numbers, each 0 or from ${min_lambda} to ${max_lambda}, such as 0.1,1 or 0.1..10..6`;
    return { what, read: (text) => readLambdas(text, choices.limits) };
  }
  if (typeof field.default === "boolean" || name === "standardize") return { what: "true or false", read: readBoolean };
  const whole = Number.isInteger(field.default);
  const what = `a ${whole ? "whole " : ""}number from ${minimum ?? "0"} to ${maximum ?? "any"}`;
  return { what, read: (text) => readWithin(text, whole, minimum ?? -Infinity, maximum ?? Infinity) };
}

/** @param {string} text @param {boolean} whole @param {number} minimum @param {number} maximum */
function readWithin(text, whole, minimum, maximum) {
  const value = readNumber(text);
  if (value === null || value < minimum || value > maximum || (whole && !Number.isInteger(value))) return null;
  return value;
}

/** @param {string} text */
function readNumber(text) {
  const value = Number(text);
  return text.trim() !== "" && Number.isFinite(value) ? value : null;
}

/** @param {string} text */
function readBoolean(text) {
  if (["true", "1"].includes(text)) return true;
  return ["false", "0"].includes(text) ? false : null;
}

/** @param {string} text @param {number} layers @param {number} units */
function readSizes(text, layers, units) {
  if (text.trim() === "") return [];
  const sizes = text.split(",").map(Number);
  const fits = sizes.length <= layers && sizes.every((size) => Number.isInteger(size) && size >= 1 && size <= units);
  return fits ? sizes : null;
}

/** @param {string} text @param {Choices["limits"]} limits */
function readLambdas(text, { lambdas: most, min_lambda, max_lambda }) {
  const lambdas = text.split(",").flatMap((part) => readLambdaPart(part, most));
  const fits = (/** @type {number} */ lambda) => lambda === 0 || (lambda >= min_lambda && lambda <= max_lambda);
  const ascending = lambdas.every((lambda, i) => i === 0 || lambda > lambdas[i - 1]);
  return lambdas.length <= most && lambdas.every(fits) && ascending ? lambdas : null;
}

/** @param {string} text */
function shorten(text) {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}
