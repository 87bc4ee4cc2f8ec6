// J and its parts over the epochs, at the λ that is shown.

import { createTrainingCurvesCanvas } from "../charts/training_curves_canvas.js";
import { fillValue, find } from "../dom/elements.js";
import { formatCost, formatCount, formatLambda } from "../model/format.js";
import { trainingPath } from "../model/training.js";
import { leastCost, placeInPlayback } from "../model/training_playback.js";

/** @typedef {import("../model/training.js").TrainingPath} TrainingPath */

/** @param {HTMLElement} element @returns {import("../state/types.js").View} */
export function createTrainingCurves(element) {
  const alternative = find(element, "[data-alternative]");
  const drawing = createTrainingCurvesCanvas(find(element, "[data-figure]"), {
    role: "img", "aria-labelledby": "training-curves-title", "aria-describedby": "training-curves-alternative",
  });
  return {
    update(state) {
      const place = placeInPlayback(state);
      element.toggleAttribute("data-missing", place === null);
      if (!place) return;
      const { training, l, s: index } = place;
      const path = trainingPath(training, l);
      const floor = leastCost(state);
      fillValue(element, "total", formatCost(path.cost.total[index]));
      fillValue(element, "cross_entropy", formatCost(path.cost.cross_entropy[index]));
      fillValue(element, "validation", formatCost(path.validation?.cross_entropy[index] ?? null));
      fillValue(element, "floor", formatCost(floor));
      find(element, "[data-held-out]").hidden = path.validation === null;
      find(element, "[data-floor]").hidden = floor === null;
      drawing.show({ path, index, epochs: training.epochs, floor, end: training.diverged_at[l] });
      alternative.textContent = inWords(path, index, floor);
    },
  };
}

/** @param {TrainingPath} path @param {number} index @param {number | null} floor */
function inWords({ lambdas, epochs, cost, validation }, index, floor) {
  const last = epochs.length - 1;
  const held_out = validation ? `, validation ${formatCost(validation.cross_entropy[index])}` : "";
  const least = floor === null ? "" : ` The least J found at this λ is ${formatCost(floor)}.`;
  return `At λ = ${formatLambda(lambdas[0])} J goes from ${formatCost(cost.total[0])} at the start to ${formatCost(cost.total[last])} after epoch ${formatCount(epochs[last])}.${least} ` +
    `After epoch ${formatCount(epochs[index])}: J ${formatCost(cost.total[index])}, cross-entropy ${formatCost(cost.cross_entropy[index])}${held_out}.`;
}
