// In what two set-ups differ, in words. Pure.

import { formatCount, formatSetting, formatShare } from "./format.js";
import { searchInWords } from "./search.js";
import { sameSetUp } from "./settings.js";

/** @typedef {import("../state/types.js").Settings} Settings */
/** @typedef {import("../state/types.js").Choices} Choices */

/** How each field is said of one set-up. @type {[string[], (settings: Settings, choices: Choices) => string][]} */
const PHRASES = [
  [["dataset", "data"], (settings, choices) => (settings.data ? "points of its own" : titleOf("dataset", settings, choices))],
  [["n_samples"], ({ n_samples }) => `${formatCount(n_samples)} points`],
  [["noise"], ({ noise }) => `noise ${formatSetting(noise)}`],
  [["mislabeled"], ({ mislabeled }) => `${formatShare(mislabeled)} mislabeled`],
  [["nuisance_features"], ({ nuisance_features: n }) => `${n} nuisance ${n === 1 ? "input" : "inputs"}`],
  [["validation_fraction"], ({ validation_fraction }) => `${formatShare(validation_fraction)} held out`],
  [["standardize"], ({ standardize }) => `inputs ${standardize ? "standardized" : "as they are"}`],
  [["hidden_layer_sizes"], ({ hidden_layer_sizes: sizes }) => (sizes.length ? `${sizes.join(" + ")} ${sizes.join() === "1" ? "unit" : "units"}` : "no hidden units")],
  [["activation"], (settings, choices) => titleOf("activation", settings, choices)],
  [["regularizer"], (settings, choices) => titleOf("regularizer", settings, choices)],
  [["penalize_biases"], ({ penalize_biases }) => (penalize_biases ? "biases penalised" : "biases free")],
  [["seed"], ({ seed }) => `seed ${seed}`],
  [["direction", "restarts"], (settings) => searchInWords(settings, false).label],
  [["folds"], ({ folds }) => `${folds || "no"} folds`],
  [["draws"], ({ draws }) => `${draws || "no"} fresh data sets`],
  [["lambdas"], ({ lambdas }) => `${/** @type {number[]} */ (lambdas).length} λ of its own`],
];

const OF_A_NAMED_DATA_SET = ["n_samples", "noise", "mislabeled", "validation_fraction", "standardize"]; // own points are taken as they are

/** What is said of A and of B where they differ, as lists of equal length. @param {Settings} a @param {Settings} b @param {Choices} choices */
export function differences(a, b, choices) {
  const one_is_own = Boolean(a.data) !== Boolean(b.data);
  const said = PHRASES
    .filter(([fields]) => fields.some((field) => JSON.stringify(a[field] ?? null) !== JSON.stringify(b[field] ?? null)))
    .filter(([[field]]) => !(one_is_own && OF_A_NAMED_DATA_SET.includes(field)))
    .filter(([[field]]) => field !== "direction" || Boolean(a.hidden_layer_sizes.length) === Boolean(b.hidden_layer_sizes.length))
    .map(([, phrase]) => [phrase(a, choices), phrase(b, choices)])
    .filter(([of_a, of_b]) => of_a !== of_b);
  return { a: said.map(([phrase]) => phrase), b: said.map(([, phrase]) => phrase) };
}

/**
 * What differs, and what else must be known of it.
 * @param {Settings} a @param {Settings} b @param {Choices} choices
 * @param {ReturnType<typeof import("./comparison.js").pointsBeside>} points
 */
export function differenceInWords(a, b, choices, points) {
  if (sameSetUp(a, b)) return { difference: "A is pinned: this set-up as it is now.", rest: "Later changes are B." };
  const said = differences(a, b, choices);
  const parts = [];
  if (points === "same") parts.push("All else is the same.");
  if (points === "other") parts.push("They were trained on different points.");
  if (points === "more inputs") parts.push("Their points do not have the same inputs.");
  if (a.regularizer !== b.regularizer || a.penalize_biases !== b.penalize_biases) parts.push("The penalties differ: which J is lower says nothing.");
  return { difference: said.a.length ? `A: ${said.a.join(", ")}. B: ${said.b.join(", ")}.` : "Other points of their own.", rest: parts.join(" ") };
}

/** A title inside a sentence: "Moons" becomes "moons", "ReLU" and "L1" stay. @param {string} field @param {Settings} settings @param {Choices} choices */
function titleOf(field, settings, choices) {
  const name = String(settings[field]);
  const title = choices.fields[field]?.choices?.find((choice) => choice.name === name)?.title ?? name;
  return /^[A-Z][a-z]+(\s|$)/.test(title) ? title[0].toLowerCase() + title.slice(1) : title;
}
