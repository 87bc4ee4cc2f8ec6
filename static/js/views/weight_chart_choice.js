// Every weight, or what the penalty makes of them all under its ceiling, where only one of the two charts has room.

import { fillValue } from "../dom/elements.js";
import { penaltyOf } from "../model/penalty.js";

/** @typedef {import("../state/types.js").WeightChart} WeightChart */

/** @param {HTMLElement} element @param {import("../state/types.js").Actions} actions @returns {import("../state/types.js").View} */
export function createWeightChartChoice(element, actions) {
  const buttons = /** @type {HTMLElement[]} */ ([...element.querySelectorAll("[data-weight-chart]")]);
  element.addEventListener("click", (event) => {
    const button = event.target instanceof Element ? event.target.closest("[data-weight-chart]") : null;
    if (!(button instanceof HTMLElement)) return;
    const chart = /** @type {WeightChart} */ (button.dataset.weightChart);
    actions.setWeightChart(chart);
    // The choice stands in both headings; focus goes on in the one now shown.
    const shown = [...document.querySelectorAll(`button[data-weight-chart="${chart}"]`)].find((twin) => /** @type {HTMLElement} */ (twin).offsetParent);
    if (shown instanceof HTMLElement) shown.focus();
  });
  return {
    update({ weight_chart, path, settings }, previous) {
      fillValue(element, "size_symbol", penaltyOf(path?.experiment ?? settings).symbol);
      if (weight_chart === previous?.weight_chart) return;
      for (const button of buttons) button.setAttribute("aria-pressed", String(button.dataset.weightChart === weight_chart));
    },
  };
}
