// One step of the update rule for the picked weight, with its live numbers.

import { fillWords, find, make } from "../dom/elements.js";
import { trainingPoints } from "../model/backpropagation.js";
import { formatCount, formatLambda, formatPrice, formatPull, formatSetting } from "../model/format.js";
import { trainingPath } from "../model/training.js";
import { placeInPlayback } from "../model/training_playback.js";
import { stepOf } from "../model/update_rule.js";
import { nameWords, sameWeight, weightName } from "../model/weight_names.js";

/** @typedef {import("../model/update_rule.js").Step} Step */
/** @typedef {import("../model/training.js").Recipe} Recipe */
/** Text, or a part in the colour of what it belongs to. @typedef {string | {maths: string, of?: string} | {number: string, of: string}} Part */

/** @param {HTMLElement} element @returns {import("../state/types.js").View} */
export function createUpdateRule(element) {
  const lines = find(element, "[data-lines]");
  /** @type {{dataset: import("../state/types.js").Dataset, points: ReturnType<typeof trainingPoints>} | null} */
  let known = null;
  return {
    update(state, previous) {
      const { dataset, picked, playback } = state;
      const place = placeInPlayback(state);
      if (!place || !dataset || !picked || !playback) return lines.replaceChildren();
      const before = previous && placeInPlayback(previous);
      const same = before && before.training === place.training && before.l === place.l && before.s === place.s;
      if (same && lines.hasChildNodes() && sameWeight(picked, previous.picked)) return;
      if (known?.dataset !== dataset) known = { dataset, points: trainingPoints(dataset) };
      const path = trainingPath(place.training, place.l);
      const step = stepOf(path, place.s, picked, playback.recipe, known.points);
      fillWords(find(element, "[data-value=weight]"), nameWords(weightName(picked, path, dataset.input_names)));
      const [rule, ...numbers] = inLines(step, playback.recipe, path.lambdas[0], path.n_train, path.experiment.regularizer);
      lines.replaceChildren(make("p", { class: "formula" }, ...rule.map(node)), ...numbers.map((parts) => make("p", {}, ...parts.map(node))));
    },
  };
}

/** @param {Part} part */
function node(part) {
  if (typeof part === "string") return part;
  if ("maths" in part) return make("i", { class: part.of ? `maths ${part.of}` : "maths" }, part.maths);
  return make("b", { class: part.of }, part.number);
}

/** @param {Step} step @param {Recipe} recipe @param {number} lambda @param {number} m @param {string} regularizer @returns {Part[][]} */
function inLines(step, recipe, lambda, m, regularizer) {
  if (recipe.optimizer === "gradient_descent") return step.kept === null ? subtracted(step, recipe, lambda, m) : decayed(step, recipe, lambda, m);
  return [formula(recipe.optimizer, regularizer), gradient(step, recipe, lambda, m), afterwards(step)];
}

/** Gradient descent with L2: every weight first loses a share of itself. @param {Step} step @param {Recipe} recipe @param {number} lambda @param {number} m @returns {Part[][]} */
function decayed(step, { learning_rate }, lambda, m) {
  return [
    [{ maths: "W" }, " ← ", { maths: "(1 − αλ/m)", of: "penalty" }, " ", { maths: "W" }, " − ", { maths: "α" }, " ", { maths: "∂CE/∂W", of: "cross-entropy" }],
    [...constants(learning_rate, lambda, m), ": ", { maths: "1 − αλ/m" }, " = ", { number: share(step), of: "penalty" }],
    [
      { maths: "w" }, " ← ", { number: share(step), of: "penalty" }, ` · ${bracketed(formatPrice(step.weight))} − ${formatSetting(learning_rate)} · `,
      { number: bracketed(formatPull(step.data_gradient)), of: "cross-entropy" }, ` = `, { number: formatPrice(step.next), of: "" },
    ],
  ];
}

/** Gradient descent with L1: every weight loses the same length. @param {Step} step @param {Recipe} recipe @param {number} lambda @param {number} m @returns {Part[][]} */
function subtracted(step, { learning_rate }, lambda, m) {
  return [
    [{ maths: "W" }, " ← ", { maths: "W" }, " − ", { maths: "α" }, " (", { maths: "∂CE/∂W", of: "cross-entropy" }, " + ", { maths: "λ/m · sign W", of: "penalty" }, ")"],
    [...constants(learning_rate, lambda, m), ": ", { maths: "λ/m" }, " = ", { number: formatPull(lambda / m), of: "penalty" }],
    [
      { maths: "w" }, ` ← ${formatPrice(step.weight)} − ${formatSetting(learning_rate)} · (`, { number: formatPull(step.data_gradient), of: "cross-entropy" }, " + ",
      { number: bracketed(formatPull(step.pull)), of: "penalty" }, ") = ", { number: formatPrice(step.next), of: "" },
    ],
  ];
}

/** @param {string} optimizer @param {string} regularizer @returns {Part[]} */
function formula(optimizer, regularizer) {
  const step = /** @type {Part[]} */ ([" − ", { maths: "α m̂/(√v̂ + ε)" }]);
  if (optimizer === "adamw") return [{ maths: "W" }, " ← ", { maths: "(1 − αλ/m)", of: "penalty" }, " ", { maths: "W" }, ...step, ", ", { maths: "g = " }, { maths: "∂CE/∂W", of: "cross-entropy" }];
  const pull = regularizer === "l1" ? "λ/m · sign W" : "λ/m · W";
  return [{ maths: "W" }, " ← ", { maths: "W" }, ...step, ", ", { maths: "g = " }, { maths: "∂CE/∂W", of: "cross-entropy" }, " + ", { maths: pull, of: "penalty" }];
}

/** @param {Step} step @param {Recipe} recipe @param {number} lambda @param {number} m @returns {Part[]} */
function gradient(step, { learning_rate, optimizer }, lambda, m) {
  const data = { number: bracketed(formatPull(step.data_gradient)), of: "cross-entropy" };
  if (optimizer === "adamw") return [...constants(learning_rate, lambda, m), ": ", { maths: "1 − αλ/m" }, " = ", { number: share(step), of: "penalty" }, ", ", { maths: "g" }, " = ", data];
  return [...constants(learning_rate, lambda, m), `: `, { maths: "g" }, " = ", data, " + ", { number: bracketed(formatPull(step.pull)), of: "penalty" }, ` = ${formatPull(step.gradient)}`];
}

/** @param {Step} step @returns {Part[]} */
function afterwards({ weight, later }) {
  const then = later ? ` It is ${formatPrice(weight)}, and ${formatPrice(later.weight)} at epoch ${formatCount(later.epoch)}.` : ` It is ${formatPrice(weight)}.`;
  return [{ maths: "m̂" }, " and ", { maths: "v̂" }, " are running means of ", { maths: "g" }, " and ", { maths: "g²" }, `.${then}`];
}

/** @param {number} learning_rate @param {number} lambda @param {number} m @returns {Part[]} */
function constants(learning_rate, lambda, m) {
  return [{ maths: "α" }, ` = ${formatSetting(learning_rate)}, `, { maths: "λ" }, ` = ${formatLambda(lambda)}, `, { maths: "m" }, ` = ${formatCount(m)}`];
}

/** What decay leaves of a weight, to as many digits as it takes to differ from 1. @param {Step} step */
function share({ kept }) {
  const lost = 1 - (kept ?? 1);
  if (Math.abs(lost) < 1e-12) return "1";
  const digits = Math.min(Math.max(4, 1 - Math.floor(Math.log10(Math.abs(lost)))), 10);
  return bracketed((kept ?? 1).toFixed(digits).replace("-", "−"));
}

/** @param {string} number a negative one stands in brackets after a sign */
function bracketed(number) {
  return number.startsWith("−") ? `(${number})` : number;
}
