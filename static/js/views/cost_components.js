// Cost J over λ as its two parts, one upon the other, and H, which the lowest J never passes.

import { createLambdaChart } from "../charts/lambda_chart.js";
import { horizontal } from "../charts/layout.js";
import { brokenCurveOf, curveOf, pixelsOf, roundSteps, steppedCurveOf, stopOf } from "../charts/path_curves.js";
import { pinnedLabels, pinnedTraces } from "../charts/pinned_curve.js";
import { fillValue, find } from "../dom/elements.js";
import { comparedPath } from "../model/comparison.js";
import { dataCostName, dataCostOf } from "../model/data_cost.js";
import { formatCost, formatLambda } from "../model/format.js";
import { isFrozen, weightsIndex } from "../model/inspector.js";
import { heightAt, placeOnCurve } from "../model/label_places.js";
import { costAt } from "../model/penalty.js";
import { keepsLowest } from "../model/search.js";
import { lambdaIndex } from "../state/state.js";

/** @typedef {import("../state/types.js").Path} Path */
/** @typedef {import("../charts/lambda_chart.js").Frame} Frame */
/** @typedef {import("../charts/labels.js").Label} Label */

const HEADROOM = 18; // pixels for the words above H

/** @param {HTMLElement} element @param {import("../state/types.js").Actions} actions @returns {import("../state/types.js").View} */
export function createCostComponents(element, actions) {
  const alternative = find(element, "[data-alternative]");
  const chart = createLambdaChart(find(element, "[data-figure]"), actions, describe);
  return {
    update(state, previous) {
      chart.update(state, previous);
      const { path } = state;
      fillValue(element, "data_cost_name", dataCostName(path?.experiment ?? state.settings));
      const [index, under] = [weightsIndex(state), lambdaIndex(state)];
      const moved = !previous || index !== weightsIndex(previous) || under !== lambdaIndex(previous);
      if (path && path === previous?.path && (frozenIndex(state) !== frozenIndex(previous))) chart.redraw();
      if (path && (path !== previous?.path || moved)) alternative.textContent = inWords(path, index, under);
    },
  };
}

/** @param {import("../state/types.js").State} state */
function frozenIndex(state) {
  return isFrozen(state) ? weightsIndex(state) : null;
}

/** @param {Frame} frame @param {import("../state/types.js").State} state @returns {import("../charts/lambda_chart.js").Drawing} */
function describe(frame, state) {
  const { path, colors, unit, type_unit, height } = frame;
  const { total } = path.cost;
  const data_cost = dataCostOf(path);
  const most = Math.max(data_cost.most, ...total, ...(comparedPath(state)?.cost.total ?? []));
  const range = /** @type {[number, number]} */ ([0, (most * height) / (height - Math.min(HEADROOM * type_unit, height / 3))]);
  const { values, decimals } = roundSteps(0, most, height / (40 * type_unit));
  return {
    axis: { range, ticks: values.map((value) => ({ value, label: value === 0 ? "0" : value.toFixed(decimals) })), line: 0 },
    traces: [...traces(frame), ...frozenLine(frame, frozenIndex(state)), ...pinnedTraces(frame, state, totalOf)],
    shapes: [horizontal("entropy", data_cost.most, colors.ink, unit, "above")],
    dots: [
      { name: "cross_entropy", token: "cross-entropy", value: (i) => data_cost.values[i] },
      { name: "total", token: "ink", value: (i, under) => costAt(path, i, under).total },
    ],
    labels: [entropyLabel(path), penaltyLabel(frame), crossEntropyLabel(frame), totalLabel(frame), ...pinnedLabels(frame, state, totalOf, [{ maths: "J" }, " of A"], { beside: totalOf, wish: 10 })],
  };
}

/** @param {Path} path */
function totalOf({ cost }) {
  return cost.total;
}

/** @param {Frame} frame */
function traces({ path, scale, colors, unit }) {
  const { total } = path.cost;
  const { values } = dataCostOf(path);
  const line = (/** @type {string} */ color, /** @type {number} */ width) => ({ color, width: width * unit, shape: "linear", simplify: false });
  const common = { type: "scatter", mode: "lines", cliponaxis: true };
  const edge = steppedCurveOf(path, scale, values); // the two parts jump where J only bends
  const whole = curveOf(path, scale, total);
  return [
    { ...common, ...edge, name: "cross_entropy_area", fill: "tozeroy", fillcolor: colors.cross_entropy_area, line: line(colors.cross_entropy, 0) },
    { ...common, ...whole, name: "penalty_area", fill: "tonexty", fillcolor: colors.penalty_area, line: line(colors.penalty, 0) },
    { ...common, ...brokenCurveOf(path, scale, values), name: "cross_entropy", line: line(colors.cross_entropy, 1.6) },
    { ...common, ...whole, name: "total", line: line(colors.ink, 2.2) },
    { ...common, ...stopOf(path, scale, total), name: "total_at_0", mode: "markers", cliponaxis: false, marker: { color: colors.ink, size: 5 * unit } },
  ];
}

/** J of frozen weights: it touches the curve where they were trained and lies over it elsewhere. @param {Frame} frame @param {number | null} frozen */
function frozenLine({ path, scale, colors, unit }, frozen) {
  if (frozen === null) return [];
  const values = path.lambdas.map((_, under) => costAt(path, frozen, under).total);
  const line = { color: colors.ink, width: 1.6 * unit, dash: `${5 * unit}px ${4 * unit}px`, simplify: false };
  return [{ type: "scatter", mode: "lines", name: "frozen", ...curveOf({ ...path, collapse_lambda: null }, scale, values), line }];
}

/** @param {Path} path @returns {Label} */
function entropyLabel(path) {
  const { most, symbol } = dataCostOf(path);
  const short = symbol ? [{ maths: symbol }, ` = ${formatCost(most)}`] : [formatCost(most)];
  return {
    name: "entropy", token: "ink2", words: [...short, path.experiment.penalize_biases ? " at most, all weights 0" : ", all weights 0"], short,
    place: ({ left, y }, size) => ({ x: left + 2, y: y(most) - size.height - 1 }),
  };
}

/** Over the area, where it is thick. @param {Frame} frame @returns {Label} */
function penaltyLabel({ path, scale }) {
  const { total, penalty } = path.cost;
  return {
    name: "penalty", words: ["penalty"], token: "penalty", strong: true, curves: (placed) => [pixelsOf(curveOf(path, scale, total), placed)],
    place: (placed, size, taken) => placeOnCurve({
      own: pixelsOf(curveOf(path, scale, total), placed), others: [level(dataCostOf(path).most, placed)], taken, size,
      bounds: { left: placed.left, right: placed.right - 4, top: 0, bottom: placed.height },
      wish: scale.x(path.lambdas[penalty.indexOf(Math.max(...penalty))]) - size.width, sides: ["above"],
    }),
  };
}

/** In its area, at the right where it is high. @param {Frame} frame @returns {Label} */
function crossEntropyLabel({ path, scale }) {
  return {
    name: "cross_entropy", words: [dataCostName(path.experiment)], token: "cross-entropy", strong: true, plain: true,
    place: (placed, size) => {
      const x = placed.right - size.width - 6;
      const edge = pixelsOf(steppedCurveOf(path, scale, dataCostOf(path).values), placed);
      const top = Math.max(heightAt(edge, x), heightAt(edge, placed.right - 6));
      const room = placed.height - top;
      return room > size.height + 6 ? { x, y: top + (room - size.height) / 2 } : null;
    },
  };
}

/** On the curve, where it begins to rise. @param {Frame} frame @returns {Label} */
function totalLabel({ path, scale }) {
  const { total } = path.cost;
  const rising = Math.max(0, total.findIndex((value, i) => path.lambdas[i] > 0 && value > 0.25 * dataCostOf(path).most));
  return {
    name: "total", words: [{ maths: "J" }], token: "ink", curves: (placed) => [pixelsOf(curveOf(path, scale, total), placed)],
    place: (placed, size, taken) => placeOnCurve({
      own: pixelsOf(curveOf(path, scale, total), placed), others: [level(dataCostOf(path).most, placed)], taken, size,
      bounds: { left: placed.left, right: placed.right, top: 0, bottom: placed.height }, wish: scale.x(path.lambdas[rising]), sides: ["above"],
    }),
  };
}

/** @param {number} value @param {import("../charts/lambda_chart.js").Placed} placed */
function level(value, { left, right, y }) {
  return [{ x: left, y: y(value) }, { x: right, y: y(value) }];
}

/** @param {Path} path @param {number} index of the weights @param {number} under of λ */
function inWords(path, index, under) {
  const { total } = path.cost;
  const cost = costAt(path, index, under);
  const [j, fit, price] = [cost.total, cost.data_cost, cost.penalty].map(formatCost);
  const { name, most, symbol } = dataCostOf(path);
  const frozen = index === under ? "" : ` and W frozen at λ = ${formatLambda(path.lambdas[index])}`;
  const parts = `At λ = ${formatLambda(path.lambdas[under])}${frozen} the cost J = ${j} is ${name} ${fit} plus penalty ${price}.`;
  const without = `${symbol ? `${symbol} = ` : ""}${formatCost(most)}, the cost when all weights are 0`;
  if (!keepsLowest(path.experiment)) return `${parts} These are not always the lowest minima: the cost may fall with λ, and pass ${without}.`;
  const rise = `Over λ the cost rises from ${formatCost(total[0])} to at most ${without}`;
  if (path.collapse_lambda === null) return `${parts} ${rise}.`;
  const reached = path.experiment.penalize_biases ? "; they are from" : ", which is reached at"; // then their cost rises on
  return `${parts} ${rise}${reached} λ = ${formatLambda(path.collapse_lambda)}.`;
}
