// The address's part about training step by step. Pure; reading never fails, it says what it left out.

import { USUAL_RECIPE } from "../model/training.js";

/** @typedef {import("../model/training.js").Recipe} Recipe */
/** What the address says of a film; without any of it there is none. @typedef {{film?: boolean, epoch?: number} & Partial<Recipe>} PlaybackPart */
/** @typedef {{value: unknown} | {problem: string}} Read */

const OPTIMIZERS = ["gradient_descent", "adam", "adamw"];
const MAX_EPOCHS = 20_000;

/** How each name is read. @type {[string, (text: string) => Read][]} */
export const PLAYBACK_READERS = [
  ["film", (text) => (text === "1" ? { value: true } : problem("film", "1", text))],
  ["epoch", (text) => readNumber("epoch", text, 0, MAX_EPOCHS, true)],
  ["learning_rate", (text) => readNumber("learning_rate", text, 1e-6, 10, false)],
  ["n_epochs", (text) => readNumber("n_epochs", text, 1, MAX_EPOCHS, true)],
  ["optimizer", (text) => (OPTIMIZERS.includes(text) ? { value: text } : problem("optimizer", `one of ${OPTIMIZERS.join(", ")}`, text))],
];

/** @param {string} name @param {string} text @param {number} least @param {number} most @param {boolean} whole @returns {Read} */
function readNumber(name, text, least, most, whole) {
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
