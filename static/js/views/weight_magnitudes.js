// Every weight now, as bars before their ghosts at the smallest λ.

import { createWeightMagnitudesCanvas } from "../charts/weight_magnitudes_canvas.js";
import { pickerAttributes, createWeightPicker } from "../charts/weight_picker.js";
import { fillWords, find, plainText } from "../dom/elements.js";
import { formatLambda, formatTick, formatWeight } from "../model/format.js";
import { epochsOf, placeInWords, sameNetwork, shownNetwork } from "../model/shown_network.js";
import { weightGroups } from "../model/weight_groups.js";
import { largestWeightAt, sameWeight, weightAt, weightName } from "../model/weight_names.js";

/** @typedef {import("../state/types.js").Path} Path */

/** @param {HTMLElement} element @param {import("../state/types.js").Actions} actions @returns {import("../state/types.js").View} */
export function createWeightMagnitudes(element, actions) {
  const alternative = find(element, "[data-alternative]");
  const ghost = find(element, "[data-ghost]");
  const attributes = pickerAttributes("Weight, as a bar", "weight-magnitudes-alternative");
  const bars = createWeightMagnitudesCanvas(find(element, "[data-figure]"), attributes);
  const picker = createWeightPicker(bars.canvas, actions.pickWeight, bars.weightUnder);
  return {
    update(state, previous) {
      const { dataset, picked, theme, inspector } = state;
      const { path, index } = shownNetwork(state);
      const same = sameNetwork(state, previous) && sameWeight(picked, previous?.picked ?? null) && !previous?.inspector;
      if (!path || !dataset || !picked || inspector || (same && theme === previous?.theme)) return;
      const ghost_index = Math.max(0, path.lambdas.findIndex((lambda) => lambda > 0)); // of a training run the start
      const groups = weightGroups(path, index, ghost_index, dataset.input_names);
      bars.show({ path, index, ghost_index, groups, picked });
      fillWords(ghost, ghostInWords(path, ghost_index));
      const name = `${weightName(picked, path, dataset.input_names)}, ${formatWeight(weightAt(path, index, picked))}`;
      picker.show(groups.flatMap(({ now }) => now), picked, name);
      alternative.textContent = inWords(path, index, ghost_index, dataset.input_names);
    },
  };
}

/** @param {Path} path @param {number} index @returns {import("../dom/elements.js").Words} */
function ghostInWords(path, index) {
  return epochsOf(path) ? ["at the start"] : ["at ", { maths: "λ" }, ` = ${formatTick(path.lambdas[index])}`];
}

/** @param {Path} path @param {number} index @param {number} ghost_index @param {string[]} input_names */
function inWords(path, index, ghost_index, input_names) {
  const place = largestWeightAt(path, index);
  const [now, then] = [index, ghost_index].map((at) => weightAt(path, at, place));
  const start = `${path.n_weights} weights at ${placeInWords(path, index, formatLambda)}.`;
  if (now === 0) return `${start} All of them are 0.`;
  const ghost = `${plainText(ghostInWords(path, ghost_index))} it is ${formatWeight(then)}`;
  return `${start} The largest in size is ${weightName(place, path, input_names)} with ${formatWeight(now)}; ${ghost}.`;
}
