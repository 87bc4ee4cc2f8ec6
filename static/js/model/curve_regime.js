// What a fitted curve is doing at one λ, in one word and one sentence whose numbers are computed. Pure.

import { formatCost } from "./format.js";
import { countZeros } from "./weight_names.js";

/** @typedef {import("../state/types.js").RegressionPath} RegressionPath */

/** @param {RegressionPath} path @param {number} index @returns {{word: string, sentence: import("../dom/elements.js").Words}} */
export function curveRegimeAt(path, index) {
  if (path.trivial[index]) return { word: "Level", sentence: [`Every weight is 0: the curve is level, at ${formatCost(path.layers[0].biases.data[index])}.`] };
  const zeros = countZeros(path, index);
  const exactly = zeros ? ` ${zeros} of the ${path.n_weights} weights ${zeros === 1 ? "is" : "are"} exactly 0.` : "";
  return { word: "Fitted", sentence: [`Half the mean squared error is ${formatCost(path.cost.squared_error[index])} on the points it is fitted to.${exactly}`] };
}
