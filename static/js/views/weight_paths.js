// Every weight over λ, on the scale of the bars; the picked one in ink.

import { createLambdaChart } from "../charts/lambda_chart.js";
import { nearestWeight, weightCurves, weightStops } from "../charts/weight_path_curves.js";
import { find } from "../dom/elements.js";
import { formatLambda, formatWeight } from "../model/format.js";
import { weightsIndex } from "../model/inspector.js";
import { placeOnCurve } from "../model/label_places.js";
import { allWeights, inputName, largestWeightAt, nameWords, sameWeight, weightAt, weightName } from "../model/weight_names.js";
import { weightScale } from "../model/weight_scale.js";

/** @typedef {import("../state/types.js").Path} Path */
/** @typedef {import("../state/types.js").State} State */
/** @typedef {import("../state/types.js").WeightPlace} WeightPlace */
/** @typedef {import("../charts/lambda_chart.js").Frame} Frame */
/** @typedef {import("../charts/lambda_chart.js").Placed} Placed */

const REACH = 5; // pixels from a path within which a click picks it
const PICKED = 2; // number of the trace
const CROWD = 100; // weights that words make way for
const MANY = 100; // weights from which their paths are paler
const FEW = 4; // weights of which each is named

/** @param {HTMLElement} element @param {import("../state/types.js").Actions} actions @returns {import("../state/types.js").View} */
export function createWeightPaths(element, actions) {
  const alternative = find(element, "[data-alternative]");
  const chart = createLambdaChart(find(element, "[data-figure]"), actions, describe, { at: weightUnder });

  /** @param {Placed} placed @param {number} x @param {number} y */
  function weightUnder(placed, x, y) {
    if (x < placed.left || x > placed.right) return null;
    const place = nearestWeight(placed, weightScale(placed.path), allWeights(placed.path), { x, y }, REACH * placed.unit);
    return place && (() => actions.pickWeight(place));
  }

  return {
    update(state, previous) {
      chart.update(state, previous);
      const { path, picked } = state;
      if (!path) return;
      const index = weightsIndex(state);
      const same_path = path === previous?.path;
      const same_weight = sameWeight(picked, previous?.picked ?? null);
      if (same_path && !same_weight) showPicked(state);
      if (!same_path || !same_weight || index !== weightsIndex(previous)) alternative.textContent = inWords(state, path);
    },
  };

  /** @param {State} state */
  function showPicked(state) {
    const frame = chart.frame();
    if (!frame || frame.path !== state.path) return;
    const { x, y } = weightCurves(frame.path, frame.scale, weightScale(frame.path), state.picked ? [state.picked] : []);
    chart.restyle({ x: [x], y: [y] }, PICKED, describe(frame, state));
  }
}

/** @param {Frame} frame @param {State} state @returns {import("../charts/lambda_chart.js").Drawing} */
function describe(frame, state) {
  const { path, scale, colors, unit } = frame;
  const weight_scale = weightScale(path);
  const places = allWeights(path);
  const picked = state.picked ? [state.picked] : [];
  const lines = { type: "scatter", mode: "lines", connectgaps: false };
  const { symbol, size, ...stops } = weightStops(frame, weight_scale, places);
  const pale = { color: colors.ink, symbol, size, opacity: 0.6, line: { width: 0 } };
  return {
    axis: { range: [-1, 1], ticks: weight_scale.ticks.map(({ value, label }) => ({ value: weight_scale.y(value), label })), line: 0 },
    traces: [
      { ...lines, ...weightCurves(path, scale, weight_scale, places), name: "weights", opacity: places.length > MANY ? 0.3 : 0.42, line: { color: colors.ink, width: unit } },
      { type: "scatter", mode: "markers", ...stops, name: "weights_at_0", cliponaxis: false, marker: pale },
      { ...lines, ...weightCurves(path, scale, weight_scale, picked), name: "picked", line: { color: colors.ink, width: 2.4 * unit, simplify: false } },
    ],
    dots: picked.map((place) => ({ name: "picked", token: "ink", value: (i) => weight_scale.y(weightAt(path, i, place)) })),
    labels: [...picked.map((place) => pickedLabel(frame, place, weightName(place, path, state.dataset?.input_names ?? []))), ...otherLabels(frame, state, places)],
  };
}

/** Where there are few and no hidden layer, by its input. @param {Frame} frame @param {State} state @param {WeightPlace[]} places @returns {import("../charts/labels.js").Label[]} */
function otherLabels({ path, scale }, { picked, dataset }, places) {
  if (places.length > FEW || path.layers.length > 1) return [];
  return places.filter((place) => !sameWeight(place, picked)).map((place) => ({
    name: `input_${place.from + 1}`, words: nameWords(inputName(place.from, dataset?.input_names ?? [])), token: "ink2",
    curves: (placed) => places.map((other) => weightPixels(placed, other)),
    place: (placed, size, taken) => placeOnCurve({
      own: weightPixels(placed, place), others: places.filter((other) => other !== place).map((other) => weightPixels(placed, other)), taken, size,
      wish: scale.x(0.001), bounds: { left: placed.left, right: placed.right, top: 0, bottom: placed.height },
    }),
  }));
}

/** On its own path; the pale ones may run behind it. @param {Frame} frame @param {WeightPlace} place @param {string} name @returns {import("../charts/labels.js").Label} */
function pickedLabel({ path, scale }, place, name) {
  return {
    name: "picked", words: nameWords(name), token: "ink",
    curves: (placed) => [weightPixels(placed, place)],
    place: (placed, size, taken) => placeOnCurve({
      own: weightPixels(placed, place), others: [], crowd: crowdAt(placed), taken, size, wish: scale.x(path.collapse_lambda ?? 10) - size.width,
      bounds: { left: placed.left, right: placed.right, top: 0, bottom: placed.height },
    }),
  };
}

/** All weights as points that words had better not cover. @param {Placed} placed */
function crowdAt(placed) {
  return allWeights(placed.path).slice(0, CROWD).flatMap((place) => weightPixels(placed, place));
}

/** @param {Placed} placed @param {WeightPlace} place */
function weightPixels({ path, scale, y }, place) {
  const weight_scale = weightScale(path);
  return path.lambdas.map((lambda, i) => ({ x: scale.x(lambda), y: y(weight_scale.y(weightAt(path, i, place))) })).filter((_, i) => path.lambdas[i] > 0);
}

/** @param {State} state @param {Path} path */
function inWords(state, path) {
  const { picked, dataset } = state;
  const index = weightsIndex(state);
  const at = `At λ = ${formatLambda(path.lambdas[index])}`;
  const largest = weightAt(path, index, largestWeightAt(path, index));
  const all = largest === 0 ? `${at} every one of the ${path.n_weights} weights is 0.` : `${at} the largest of the ${path.n_weights} weights is ${formatWeight(largest)}.`;
  if (!picked) return all;
  const values = path.lambdas.flatMap((lambda, i) => (lambda > 0 ? [weightAt(path, i, picked)] : []));
  const course = `From the smallest λ > 0 to the largest it goes from ${formatWeight(values[0])} to ${formatWeight(values[values.length - 1])}`;
  return `${all} The picked weight, ${weightName(picked, path, dataset?.input_names ?? [])}, is ${formatWeight(weightAt(path, index, picked))}. ${course}.`;
}
