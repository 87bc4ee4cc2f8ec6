// J over λ twice: of the network trained anew at each λ, and of one whose weights are frozen while λ moves on.

import { createLambdaChart } from "../charts/lambda_chart.js";
import { horizontal } from "../charts/layout.js";
import { curveOf, pixelsOf, roundSteps } from "../charts/path_curves.js";
import { fillValue, find } from "../dom/elements.js";
import { formatCost, formatLambda, formatTick } from "../model/format.js";
import { placeOnCurve } from "../model/label_places.js";
import { lambdaIndex, lambdaIndexFor } from "../state/state.js";

/** @typedef {import("../state/types.js").Path} Path */
/** @typedef {import("../charts/lambda_chart.js").Frame} Frame */

const FROZEN = 0.1; // λ of the frozen weights
const MAX_COST = 2; // in units of H: a frozen cost grows without limit

/** @param {HTMLElement} element @param {import("../state/types.js").Actions} actions @returns {import("../state/types.js").View} */
export function createFrozenCost(element, actions) {
  const alternative = find(element, "[data-alternative]");
  const chart = createLambdaChart(find(element, "[data-figure]"), actions, describe);
  return {
    update(state, previous) {
      chart.update(state, previous);
      const { path } = state;
      const index = lambdaIndex(state);
      if (!path || (path === previous?.path && index === lambdaIndex(previous))) return;
      fillValue(element, "frozen_lambda", formatTick(path.lambdas[lambdaIndexFor(path, FROZEN)]));
      fillValue(element, "frozen", formatCost(frozenCosts(path)[index]));
      fillValue(element, "trained", formatCost(path.cost.total[index]));
      alternative.textContent = inWords(path, index);
    },
  };
}

/** J of the frozen weights at every λ: a straight line in λ, which touches the trained J where they were trained. @param {Path} path */
function frozenCosts(path) {
  const frozen = lambdaIndexFor(path, FROZEN);
  return path.lambdas.map((lambda) => path.cost.cross_entropy[frozen] + (lambda / (2 * path.n_train)) * path.squared_weight_norm[frozen]);
}

/** @param {Frame} frame @returns {import("../charts/lambda_chart.js").Drawing} */
function describe({ path, scale, colors, unit, height }) {
  const most = MAX_COST * path.entropy;
  const { values, decimals } = roundSteps(0, most, height / (40 * unit));
  const frozen = frozenCosts(path);
  const trained = curveOf(path, scale, path.cost.total);
  const straight = curveOf({ ...path, collapse_lambda: null }, scale, frozen);
  const entropy = [{ maths: "H" }, ` = ${formatCost(path.entropy)}`];
  const line = (/** @type {string} */ color, /** @type {number} */ width, dash = "solid") => ({ color, width: width * unit, dash, simplify: false });
  return {
    axis: { range: [0, most], ticks: values.map((value) => ({ value, label: value === 0 ? "0" : value.toFixed(decimals) })), line: 0 },
    traces: [
      { type: "scatter", mode: "lines", name: "frozen", ...straight, line: line(colors.penalty, 2.2, "6px 4px") },
      { type: "scatter", mode: "lines", name: "total", ...trained, line: line(colors.ink, 2.2) },
    ],
    shapes: [horizontal("entropy", path.entropy, colors.ink, unit, "above")],
    dots: [
      { name: "frozen", token: "penalty", hollow: true, value: (i) => frozen[i] },
      { name: "total", token: "ink", value: (i) => path.cost.total[i] },
    ],
    labels: [
      {
        name: "entropy", token: "ink2", words: [...entropy, ", all weights 0"], short: entropy,
        place: ({ left, y }, size) => ({ x: left + 2, y: y(path.entropy) - size.height - 1 }),
      },
      {
        name: "frozen", token: "penalty", words: ["frozen"], strong: true,
        place: (placed, size, taken) => placeOnCurve({
          own: pixelsOf(straight, placed), others: [pixelsOf(trained, placed)], taken, size, wish: scale.x(1),
          bounds: { left: placed.left, right: placed.right, top: 0, bottom: placed.height }, sides: ["above"],
        }),
      },
      {
        name: "total", token: "ink", words: ["trained"], strong: true,
        place: (placed, size, taken) => placeOnCurve({
          own: pixelsOf(trained, placed), others: [pixelsOf(straight, placed)], taken, size, wish: scale.x(3),
          bounds: { left: placed.left, right: placed.right, top: 0, bottom: placed.height }, sides: ["below"],
        }),
      },
    ],
  };
}

/** @param {Path} path @param {number} index */
function inWords(path, index) {
  const frozen = frozenCosts(path)[index];
  return `At λ = ${formatLambda(path.lambdas[index])} the cost J of the weights trained at λ = ${FROZEN} is ${formatCost(frozen)}; ` +
    `retrained it is ${formatCost(path.cost.total[index])}. The frozen cost is nowhere lower, and grows without limit; the other stays under H = ${formatCost(path.entropy)}.`;
}
