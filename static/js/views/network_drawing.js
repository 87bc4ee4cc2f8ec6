// The network as a drawing in which a weight can be picked.

import { createNetworkCanvas } from "../charts/network_canvas.js";
import { createWeightPicker, pickerAttributes } from "../charts/weight_picker.js";
import { find } from "../dom/elements.js";
import { formatLambda, formatWeight } from "../model/format.js";
import { placeInWords, sameNetwork, shownNetwork } from "../model/shown_network.js";
import { allWeights, countZeros, sameWeight, weightAt, weightName } from "../model/weight_names.js";

/** @typedef {import("../state/types.js").Path} Path */

const GONE = 0.02; // a weight of less than this size is drawn as a dotted hairline

/** @param {HTMLElement} element @param {import("../state/types.js").Actions} actions @returns {import("../state/types.js").View} */
export function createNetworkDrawing(element, actions) {
  const alternative = find(element, "[data-alternative]");
  const attributes = pickerAttributes("Weight, as an edge of the network", "network-drawing-alternative");
  const drawing = createNetworkCanvas(find(element, "[data-figure]"), attributes);
  const picker = createWeightPicker(drawing.canvas, actions.pickWeight, drawing.weightUnder);
  return {
    update(state, previous) {
      const { dataset, picked, theme } = state;
      const { path, index } = shownNetwork(state);
      const same = sameNetwork(state, previous) && sameWeight(picked, previous?.picked ?? null);
      if (!path || !dataset || !picked || (same && theme === previous?.theme)) return;
      drawing.show({ path, dataset, index, picked });
      const name = `${weightName(picked, path, dataset.input_names)}, ${formatWeight(weightAt(path, index, picked))}`;
      picker.show(allWeights(path), picked, name);
      alternative.textContent = inWords(path, index);
    },
  };
}

/** @param {Path} path @param {number} index */
function inWords(path, index) {
  const sizes = path.layers.slice(0, -1).map(({ weights }) => weights.shape[1]);
  const inputs = path.layers[0].weights.shape[2];
  const shape = sizes.length ? `hidden layers of ${sizes.join(", ")} units` : "no hidden layer";
  const exact = path.experiment.regularizer === "l1";
  const here = exact ? countZeros(path, index) : allWeights(path).filter((place) => Math.abs(weightAt(path, index, place)) < GONE).length;
  const gone = `${here === path.n_weights ? "All" : here} of them ${here === 1 ? "is" : "are"} gone, that is ${exact ? "exactly 0" : `under ${GONE} in size`}`;
  return `A network of ${inputs} inputs, ${shape} and one output: ${path.n_weights} weights. ` +
    `At ${placeInWords(path, index, formatLambda)}: ${here === 0 ? "All of them are at work" : gone}.`;
}
