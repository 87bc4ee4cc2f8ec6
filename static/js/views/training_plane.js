// The (epoch × λ) plane: what held-out points cost after every epoch at every λ, and the two valleys in it.

import { colorRange, createTrainingPlaneCanvas } from "../charts/training_plane_canvas.js";
import { fillValue, fillWords, find } from "../dom/elements.js";
import { formatCost, formatCount, formatTick } from "../model/format.js";
import { minima, numberAt, planeCost } from "../model/training.js";
import { placeInPlayback } from "../model/training_playback.js";

/** @typedef {import("../state/types.js").Training} Training */
/** @typedef {import("../dom/elements.js").Words} Words */

/** @param {HTMLElement} element @param {Pick<import("../state/types.js").LabActions, "setLambdaIndex" | "setSnapshot">} actions @returns {import("../state/types.js").View} */
export function createTrainingPlane(element, actions) {
  const finding = find(element, "[data-finding]");
  /** @type {import("../state/state.js").State | null} */
  let state = null;
  const attributes = { role: "img", "aria-labelledby": "training-plane-title", "aria-describedby": "training-plane-finding" };
  const plane = createTrainingPlaneCanvas(find(element, "[data-figure]"), attributes, (l, s) => {
    const { path, playback } = state ?? {};
    if (!path || !playback?.training) return;
    actions.setLambdaIndex(path.lambdas.indexOf(playback.training.lambdas[l]));
    actions.setSnapshot(s);
  });
  return {
    update(next, previous) {
      state = next;
      const place = placeInPlayback(next);
      element.toggleAttribute("data-missing", place === null || place.training.lambdas.length === 1);
      if (!place) return void (finding.textContent = "");
      const { training } = place;
      if (training !== previous?.playback?.training) {
        const { least, most } = colorRange(training);
        fillValue(element, "least", formatCost(least));
        fillValue(element, "most", formatCost(most));
        find(element, "[data-plane-measure]").textContent = training.validation ? "Validation cost" : "Training cost";
        find(element, "[data-key]").hidden = training.validation === null;
        fillWords(finding, inWords(training, next.playback?.recipe.optimizer ?? "", next.playback?.recipe.learning_rate ?? 0));
      }
      plane.show(place);
    },
  };
}

/** @param {Training} training @param {string} optimizer @param {number} learning_rate @returns {Words} */
function inWords(training, optimizer, learning_rate) {
  const found = minima(training);
  if (!found) return ["No points are held out, so nothing says when to stop, or which ", { maths: "λ" }, " is best."];
  const { penalty, stopping } = found;
  const { lambdas, epochs, n_train, experiment: { regularizer } } = training;
  const in_the_end = `trained to the end it is ${formatCost(numberAt(training, planeCost(training), stopping.lambda, epochs.length - 1))}.`;
  if (lambdas.length === 1) {
    return ["It takes several ", { maths: "λ" }, ` to draw a plane. At this one the best epoch is ${formatCount(epochs[stopping.snapshot])}, with ${formatCost(stopping.value)}; ${in_the_end}`];
  }
  const rule = n_train / (learning_rate * epochs[stopping.snapshot]);
  const alike = optimizer === "gradient_descent" && regularizer === "l2" && lambdas[0] === 0 && epochs[stopping.snapshot] > 0
    ? [" Were the cost quadratic, that would be like ", { maths: "λ" }, " = ", { maths: "m/(α · epochs)" }, ` = ${formatTick(rule)}.`]
    : [];
  return [
    `After all ${formatCount(epochs[penalty.snapshot])} epochs the best `, { maths: "λ" }, ` is ${formatTick(lambdas[penalty.lambda])}, with ${formatCost(penalty.value)}. `,
    "At ", { maths: "λ" }, ` = ${formatTick(lambdas[stopping.lambda])} the best epoch is ${formatCount(epochs[stopping.snapshot])}, with ${formatCost(stopping.value)}; `,
    in_the_end,
    ...alike,
  ];
}
