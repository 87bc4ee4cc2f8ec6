// Cross-entropy or accuracy over λ, on the points trained on, on those held out, and on a large fresh draw: the truth.
// With folds also their mean with its standard error; with fresh data sets a dot at the λ that each of them chose.

import { createLambdaChart } from "../charts/lambda_chart.js";
import { horizontal } from "../charts/layout.js";
import { curveOf, pixelsOf, roundSteps, stopOf } from "../charts/path_curves.js";
import { pinnedLabels, pinnedTraces } from "../charts/pinned_curve.js";
import { fillValue, fillWords, find, plainText } from "../dom/elements.js";
import { choiceInWords, stackedDraws } from "../model/chosen_lambda.js";
import { formatAccuracy, formatCost, formatLambda } from "../model/format.js";
import { weightsIndex } from "../model/inspector.js";
import { placeOnCurve } from "../model/label_places.js";

/** @typedef {import("../state/types.js").Path} Path */
/** @typedef {import("../charts/lambda_chart.js").Frame} Frame */
/** @typedef {"cross_entropy" | "accuracy"} Measure */
/** @typedef {{name: "training" | "validation" | "folds" | "test", values: number[], token: string, width: number, dash: (unit: number) => string}} Curve */

const WORDS = { cross_entropy: "Cross-entropy", accuracy: "Accuracy" };
const DOT = 5; // pixels, of the dot of a fresh data set
const MAX_SHARE_OF_HEIGHT = 0.6; // that a stack of them takes
const FORMAT = { cross_entropy: formatCost, accuracy: formatAccuracy };

/** @param {HTMLElement} element @param {import("../state/types.js").Actions} actions @returns {import("../state/types.js").View} */
export function createValidationCurve(element, actions) {
  const alternative = find(element, "[data-alternative]");
  const button = find(element, "[data-measure]");
  const choice = find(element, "[data-choice]");
  /** @type {Measure} */
  let measure = "cross_entropy";
  /** @type {import("../state/types.js").State | null} */
  let state = null;
  const chart = createLambdaChart(find(element, "[data-figure]"), actions, (frame, now) => describe(frame, now, measure));

  button.addEventListener("click", () => {
    measure = measure === "accuracy" ? "cross_entropy" : "accuracy";
    button.textContent = WORDS[measure];
    button.setAttribute("aria-label", `${WORDS[measure]}, show ${measure === "accuracy" ? "cross-entropy" : "accuracy"} instead`);
    if (!state?.path) return;
    chart.redraw();
    show(state.path, weightsIndex(state));
  });

  /** @param {Path} path @param {number} index */
  function show(path, index) {
    for (const { name, values } of curvesOf(path, measure)) fillValue(element, name, FORMAT[measure](values[index]));
    alternative.textContent = inWords(path, index, measure);
  }

  return {
    update(next, previous) {
      state = next;
      chart.update(next, previous);
      const { path } = next;
      const index = weightsIndex(next);
      if (!path) return;
      if (path !== previous?.path) showSamples(element, path);
      if (path !== previous?.path || next.provisional !== previous.provisional) showChoice(choice, next, path);
      if (path !== previous?.path || index !== weightsIndex(previous)) show(path, index);
    },
  };
}

/** Which curves there are, said in the heading. @param {HTMLElement} element @param {Path} path */
function showSamples(element, path) {
  const names = curvesOf(path, "cross_entropy").map(({ name }) => name);
  for (const sample of element.querySelectorAll("[data-curve]")) {
    sample.toggleAttribute("hidden", !names.some((name) => name === /** @type {HTMLElement} */ (sample).dataset.curve));
  }
}

/** How λ was chosen, in words; until the fresh data sets are solved, that they are. @param {HTMLElement} choice @param {import("../state/types.js").State} state @param {Path} path */
function showChoice(choice, { provisional, status, settings }, path) {
  const waiting = provisional && status === "searching" && settings.draws > 0;
  const words = waiting ? [`${settings.draws} fresh data sets are being solved …`] : choiceInWords(path);
  choice.hidden = words.length === 0;
  fillWords(choice, words);
}

/** @param {Path} path @param {Measure} measure @returns {Curve[]} */
function curvesOf({ train, validation, test, cross_validation }, measure) {
  /** @type {Curve[]} */
  const curves = [{ name: "training", values: train[measure], token: "cross_entropy", width: 2.2, dash: () => "solid" }];
  if (validation) curves.push({ name: "validation", values: validation[measure], token: "cross_entropy", width: 2.2, dash: (unit) => `${6 * unit}px,${4 * unit}px` });
  if (cross_validation && measure === "cross_entropy") curves.push({ name: "folds", values: cross_validation.mean, token: "ink", width: 1.6, dash: () => "solid" });
  if (test) curves.push({ name: "test", values: test[measure], token: "ink2", width: 1.3, dash: (unit) => `${1.3 * unit}px,${2.2 * unit}px` });
  return curves;
}

/** @param {Frame} frame @param {import("../state/types.js").State} state @param {Measure} measure @returns {import("../charts/lambda_chart.js").Drawing} */
function describe(frame, state, measure) {
  const { path, colors, unit } = frame;
  const curves = curvesOf(path, measure);
  const bayes = measure === "accuracy" ? path.test?.bayes_accuracy ?? null : null;
  const axis = measure === "accuracy" ? accuracyAxis(frame, curves) : crossEntropyAxis(frame, curves);
  const solid = curves.filter(({ name }) => name !== "test");
  const heldOut = (/** @type {Path} */ other) => other.validation && other.validation[measure];
  return {
    axis,
    traces: [...foldsBand(frame, measure), ...[...curves].reverse().flatMap((curve) => traces(frame, curve, axis.range)), ...drawsDots(frame, axis.range), ...pinnedTraces(frame, state, heldOut)],
    shapes: bayes === null ? [] : [horizontal("bayes", bayes, colors.ink3, unit)],
    dots: solid.map(({ name, values, token }) => ({ name, token: token.replace("_", "-"), hollow: name === "validation", value: (/** @type {number} */ i) => values[i] })).reverse(),
    labels: [...solid.map((curve) => label(frame, curve, curves, bayes)), ...pinnedLabels(frame, state, heldOut, ["validation of A"], { beside: heldOut, wish: 1 }), ...(bayes === null ? [] : [bayesLabel(frame, bayes, curves)])],
  };
}

/** @param {Frame} frame @param {Curve} curve @param {[number, number]} range */
function traces({ path, scale, colors, unit }, { name, values, token, width, dash }, [low, high]) {
  const line = { color: colors[token], width: width * unit, dash: dash(unit), simplify: false };
  const hollow = { symbol: "circle-open", size: 5 * unit, line: { width: 1.6 * unit } };
  const marker = { color: colors[token], ...(name === "training" ? { size: 5 * unit } : hollow) };
  const curve = { type: "scatter", mode: "lines", name, line, ...curveOf(path, scale, values) };
  if (name === "test" || values[0] < low || values[0] > high) return [curve];
  return [curve, { type: "scatter", mode: "markers", name: `${name}_at_0`, cliponaxis: false, marker, ...stopOf(path, scale, values) }];
}

/** One standard error around the mean of the folds. @param {Frame} frame @param {Measure} measure */
function foldsBand({ path, scale, colors }, measure) {
  if (!path.cross_validation || measure === "accuracy") return [];
  const { mean, standard_error } = path.cross_validation;
  const edge = (/** @type {number} */ sign) => curveOf(path, scale, mean.map((value, i) => value + sign * standard_error[i]));
  const line = { type: "scatter", mode: "lines", line: { width: 0 } };
  return [{ ...line, ...edge(-1), name: "folds_low" }, { ...line, ...edge(1), name: "folds_band", fill: "tonexty", fillcolor: `${colors.ink}26` }];
}

/** A dot at the λ that each fresh data set chose, one on the other at the foot. @param {Frame} frame @param {[number, number]} range */
function drawsDots({ path, scale, colors, unit, height }, [low, high]) {
  const places = stackedDraws(path);
  if (!places.length) return [];
  const highest = Math.max(...places.map((place) => place.height)) + 1;
  const step = Math.min(DOT * unit, (height * MAX_SHARE_OF_HEIGHT) / highest);
  const y = places.map((place) => low + (((place.height + 0.7) * step) / height) * (high - low));
  const marker = { color: colors.gold, size: DOT * unit, line: { color: colors.ink, width: unit } };
  return [{ type: "scatter", mode: "markers", name: "draws", x: places.map(({ index }) => scale.log10(path.lambdas[index])), y, cliponaxis: false, marker }];
}

/** From 0 to half as much again as without weights: there the minimum can be seen; what is higher shows an arrow. @param {Frame} frame @param {Curve[]} curves */
function crossEntropyAxis({ path, height, type_unit }, curves) {
  const without_weights = Math.max(path.entropy, ...curves.map(({ values }) => values[values.length - 1]));
  const lowest = Math.max(...curves.map(({ values }) => Math.min(...values)));
  const high = Math.max(1.45 * Math.min(without_weights, 2 * path.entropy), 1.2 * lowest);
  return verticalAxis(0, high, height / (45 * type_unit), (value, decimals) => (value === 0 ? "0" : value.toFixed(Math.max(1, decimals))), 0);
}

/** @param {Frame} frame @param {Curve[]} curves */
function accuracyAxis({ path, height, type_unit }, curves) {
  const least = Math.min(...curves.flatMap(({ values }) => values), path.test?.bayes_accuracy ?? 1);
  const low = Math.max(0, Math.floor(least * 10 - 0.2) / 10);
  return verticalAxis(low, 1.03, height / (45 * type_unit), (value) => formatAccuracy(value), null);
}

/**
 * @param {number} low @param {number} high @param {number} count @param {(value: number, decimals: number) => string} format @param {number | null} line
 * @returns {import("../charts/lambda_chart.js").VerticalAxis}
 */
function verticalAxis(low, high, count, format, line) {
  const { values, decimals } = roundSteps(low, high, count);
  return { range: [low, high], ticks: values.map((value) => ({ value, label: format(value, decimals) })), line };
}

/** @param {Frame} frame @param {Curve} curve @param {Curve[]} curves @param {number | null} bayes @returns {import("../charts/labels.js").Label} */
function label({ path, scale }, { name, values, token }, curves, bayes) {
  const pixels = (/** @type {import("../charts/lambda_chart.js").Placed} */ placed, /** @type {number[]} */ list) => pixelsOf(curveOf(path, scale, list), placed);
  return {
    name, words: [name === "folds" ? `${path.experiment.folds} folds` : name], token: token.replace("_", "-"),
    curves: (placed) => curves.map((curve) => pixels(placed, curve.values)),
    place: (placed, size, taken) => {
      const others = curves.filter((other) => other.name !== name).map((other) => pixels(placed, other.values));
      if (bayes !== null) others.push(pixels(placed, path.lambdas.map(() => bayes)));
      const { left, right, height: bottom } = placed;
      return placeOnCurve({ own: pixels(placed, values), others, taken, size, bounds: { left, right, top: 2, bottom }, wish: scale.x(0.003) });
    },
  };
}

/** What no line can surpass on average, for the classes overlap; on the points at hand, by luck, it can. @param {Frame} frame @param {number} bayes @param {Curve[]} curves @returns {import("../charts/labels.js").Label} */
function bayesLabel({ path, scale }, bayes, curves) {
  return {
    name: "bayes", words: [`at best ${formatAccuracy(bayes)} on average`], token: "ink3",
    place: (placed, size, taken) => {
      const pixels = (/** @type {number[]} */ list) => pixelsOf(curveOf(path, scale, list), placed);
      const { left, right, height: bottom } = placed;
      return placeOnCurve({
        own: pixels(path.lambdas.map(() => bayes)), others: curves.map(({ values }) => pixels(values)), taken, size,
        bounds: { left, right, top: 0, bottom }, wish: right,
      });
    },
  };
}

/** @param {Path} path @param {number} index @param {Measure} measure */
function inWords(path, index, measure) {
  const now = curvesOf(path, measure).map(({ name, values }) => `${FORMAT[measure](values[index])} ${AT[name]}`);
  const ended = path.reason[index] === "no_minimum" ? " J has no minimum there: so it was where the steps ended." : "";
  const start = `${WORDS[measure]} at λ = ${formatLambda(path.lambdas[index])}: ${now.join(", ")}.${ended}`;
  const { goldilocks, validation } = path;
  const choice = plainText(choiceInWords(path));
  if (!goldilocks) return `${start} No points are held out, so nothing shows which λ is best.`;
  if (!validation || goldilocks.rule === "cross_validation") return `${start} ${choice}${sureness(goldilocks)}`;
  const at_best = FORMAT[measure](validation[measure][goldilocks.index]);
  const best = `On the held-out points the cross-entropy is least at λ = ${formatLambda(goldilocks.lambda)}`;
  return `${start} ${best}${measure === "accuracy" ? `; ${at_best} of them are right there` : `: ${at_best}`}. ${choice}${sureness(goldilocks)}`.trim();
}

/** When not to trust the choice. @param {import("../state/types.js").Goldilocks} goldilocks */
function sureness({ flat, at_edge }) {
  return `${flat ? " The curve is flat: λ hardly matters here." : ""}${at_edge ? " The best λ is at the edge of those solved." : ""}`;
}

const AT = { training: "on the points trained on", validation: "on the held-out points", folds: "on the folds left out", test: "on fresh points" };
