// The address's part about training step by step. Pure; reading never fails, it says what it left out.

import { USUAL_RECIPE } from "../model/training.js";

/** @typedef {import("../model/training.js").Recipe} Recipe */
/** What the address says of a film; without any of it there is none. @typedef {{film?: boolean, epoch?: number} & Partial<Recipe>} PlaybackPart */
/** @typedef {import("../state/types.js").Choices} Choices */
/** @typedef {{value: unknown} | {problem: string}} Read */

/** How each name is read. @type {[string, (text: string, choices: Choices) => Read][]} */
export const PLAYBACK_READERS = [
  ["film", (text) => (text === "1" ? { value: true } : problem("film", "1", text))],
  ["epoch", (text, { training }) => readNumber("epoch", text, { ...training.n_epochs, minimum: 0 }, true)],
  ["learning_rate", (text, { training }) => readNumber("learning_rate", text, training.learning_rate, false)],
  ["n_epochs", (text, { training }) => readNumber("n_epochs", text, training.n_epochs, true)],
  ["optimizer", (text, { training }) => readName("optimizer", text, training.optimizer)],
];

/** @param {string} name @param {string} text @param {import("../state/types.js").Field} field @returns {Read} */
function readName(name, text, { choices }) {
  const names = (choices ?? []).map((choice) => choice.name);
  return names.includes(text) ? { value: text } : problem(name, `one of ${names.join(", ")}`, text);
}

/** @param {string} name @param {string} text @param {import("../state/types.js").Field} field @param {boolean} whole @returns {Read} */
function readNumber(name, text, { minimum, maximum }, whole) {
  const [least, most] = [minimum ?? -Infinity, maximum ?? Infinity];
  const value = text.trim() === "" ? NaN : Number(text);
  const fits = value >= least && value <= most && (!whole || Number.isInteger(value));
  return fits ? { value } : problem(name, `a ${whole ? "whole " : ""}number from ${least} to ${most}`, text);
}

/** @param {string} name @param {string} expected @param {string} text @returns {Read} */
function problem(name, expected, text) {
  const got = text.length > 40 ? `${text.slice(0, 40)}…` : text;
  const instead = name in USUAL_RECIPE ? ` ${USUAL_RECIPE[/** @type {keyof Recipe} */ (name)]} is used.` : "";
  return { problem: `${name}: expected ${expected}, got “${got}”.${instead}` };
}

/** The same as it stands in the address: what is usual is left out. @param {PlaybackPart} part @returns {string[]} */
export function playbackWords({ film, epoch, ...recipe }) {
  if (!film) return [];
  const unusual = Object.entries(USUAL_RECIPE).flatMap(([name, usual]) => {
    const value = recipe[/** @type {keyof Recipe} */ (name)] ?? usual;
    return value === usual ? [] : [`${name}=${value}`];
  });
  return ["film=1", ...(epoch ? [`epoch=${epoch}`] : []), ...unusual];
}
