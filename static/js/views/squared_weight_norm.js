// ‖W‖², or with L1 Σ|W|, over λ, both on logarithmic scales, under the ceiling that the cost without weights sets:
// at the lowest minimum the penalty λ‖W‖²/2m or λΣ|W|/m is at most H. A path that is only followed may go over it.

import { createLambdaChart } from "../charts/lambda_chart.js";
import { brokenCurveOf, collapseBetween, curveOf, firstPositive, pixelsOf, stopOf } from "../charts/path_curves.js";
import { pinnedLabels, pinnedTraces } from "../charts/pinned_curve.js";
import { thresholdLabels, thresholdLines, thresholdsInWords } from "../charts/threshold_marks.js";
import { warmStartLabels, warmStartTraces } from "../charts/warm_start_curves.js";
import { fillValue, find } from "../dom/elements.js";
import { formatCount, formatEffective, formatLambda, formatSquaredNorm, formatTick } from "../model/format.js";
import { weightsIndex } from "../model/inspector.js";
import { heightAt, placeOnCurve } from "../model/label_places.js";
import { ceilingAt, penaltyOf } from "../model/penalty.js";
import { keepsLowest } from "../model/search.js";
import { warmStartWords } from "../model/warm_start_paths.js";

/** @typedef {import("../state/types.js").Path} Path */
/** @typedef {import("../charts/lambda_chart.js").Frame} Frame */
/** @typedef {import("../charts/lambda_chart.js").Placed} Placed */

const FLOOR = -2; // the axis begins at 0.01 or, where a norm is smaller before the collapse, at that one's decade
const MIN_FLOOR = -6;
const FALL = [0.2, 0.4, 0.6, 0.75, 0.85, 0.92, 0.96, 0.98, 0.99, 0.996, 0.999]; // of the way to the collapse

/** @param {HTMLElement} element @param {import("../state/types.js").Actions} actions @returns {import("../state/types.js").View} */
export function createSquaredWeightNorm(element, actions) {
  const alternative = find(element, "[data-alternative]");
  const warm_start_paths = element.querySelector("[data-warm-starts]");
  const chart = createLambdaChart(find(element, "[data-figure]"), actions, (frame, now) => describe(frame, now, warm_start_paths === null));
  /** @type {import("../state/types.js").State | null} */
  let state = null;
  warm_start_paths?.addEventListener("click", () => actions.showWarmStartPaths?.(!state?.warm_start_paths));
  return {
    update(next, previous) {
      state = next;
      chart.update(state, previous);
      const { path, settings } = state;
      const index = weightsIndex(state);
      if (path && path === previous?.path && state.warm_start_paths?.up !== previous.warm_start_paths?.up) chart.redraw();
      if (warm_start_paths) showWarmStartPaths(/** @type {HTMLElement} */ (warm_start_paths), state);
      const { symbol, ceiling } = penaltyOf(path?.experiment ?? settings);
      fillValue(element, "size_symbol", symbol);
      fillValue(element, "ceiling_symbol", ceiling);
      const lowest = keepsLowest(path?.experiment ?? settings);
      fillValue(element, "beside_ceiling", lowest ? "stays under its ceiling" : "beside the lowest one's ceiling");
      fillValue(element, "beside_ceiling_short", lowest ? "≤" : "beside");
      if (path && (path !== previous?.path || index !== weightsIndex(previous) || state.warm_start_paths !== previous.warm_start_paths)) {
        fillValue(element, "effective", formatEffective(path.effective_parameters[index]));
        fillValue(element, "n_weights", formatCount(path.experiment.penalize_biases ? path.n_parameters : path.n_weights));
        alternative.textContent = inWords(path, index, state.warm_start_paths);
      }
    },
  };
}

/** Whether the button is there, pressed, and what is said of it. @param {HTMLElement} button @param {import("../state/types.js").State} state */
function showWarmStartPaths(button, { warm_start_paths, path }) {
  button.hidden = !path?.experiment.hidden_layer_sizes.length; // without hidden layer every way leads to the one minimum
  button.setAttribute("aria-pressed", String(Boolean(warm_start_paths)));
  const said = find(/** @type {HTMLElement} */ (button.parentElement), "[data-warm-start-said]");
  const words = button.hidden || !warm_start_paths ? "" : warm_start_paths.problem ?? (warm_start_paths.up ? "" : "being solved …");
  if (said.textContent !== words) said.textContent = words;
}

/** @param {Path} path */
function sizesOf(path) {
  return penaltyOf(path.experiment).size(path);
}

/** @param {Frame} frame @param {import("../state/types.js").State} state @param {boolean} has_corner whether no notes stand at the bottom left @returns {import("../charts/lambda_chart.js").Drawing} */
function describe(frame, state, has_corner) {
  const { path } = frame;
  const { warm_start_paths } = state;
  const axis = axisOf(frame);
  const heights = heightsOf(path, axis.range[0]);
  const { symbol } = penaltyOf(path.experiment);
  const heightsOfPinned = (/** @type {Path} */ other) => (haveOneCeiling(path, other) ? heightsOf(other, axis.range[0]) : null);
  return {
    axis,
    traces: [...traces(frame, heights, axis.range), ...warmStartTraces(frame, warm_start_paths ?? null, axis.range), ...pinnedTraces(frame, state, heightsOfPinned)],
    shapes: thresholdLines(frame),
    dots: [{ name: "squared_weight_norm", token: "ink", value: (i) => (sizesOf(path)[i] > 0 ? Math.log10(sizesOf(path)[i]) : null) }],
    labels: [normLabel(frame, heights), outOfReachLabel(frame), ...warmStartLabels(frame, warm_start_paths ?? null, axis.range), ...pinnedLabels(frame, state, heightsOfPinned, [{ maths: symbol }, " of A"], { beside: heightsOfPinned, wish: 0.001 }), ...thresholdLabels(frame, (placed) => pixelsOf(dropOf(path, placed.scale, heights), placed)), ...(has_corner ? gapsLabel(frame) : [])],
  };
}

/** Whether a curve of A can stand under the ceiling of B. @param {Path} path @param {Path} other */
function haveOneCeiling(path, other) {
  return path.experiment.regularizer === other.experiment.regularizer && path.n_train === other.n_train && path.entropy === other.entropy;
}

/** log₁₀ of each size; where it is 0, far under the axis. @param {Path} path @param {number} low */
function heightsOf(path, low) {
  return sizesOf(path).map((size) => (size > 0 ? Math.log10(size) : low - 4));
}

/** @param {Frame} frame @returns {import("../charts/lambda_chart.js").VerticalAxis} */
function axisOf({ path, height, type_unit }) {
  const logs = sizesOf(path).slice(firstPositive(path)).filter((size) => size > 0).map(Math.log10);
  const low = Math.max(MIN_FLOOR, Math.min(FLOOR, Math.floor(Math.min(...logs, 0))));
  const high = Math.max(Math.max(...logs, 0) + 0.8, low + 3);
  const every = Math.max(1, Math.ceil(((high - low) * 26 * type_unit) / height));
  const ticks = [];
  for (let power = low; power <= high; power += every) ticks.push({ value: power, label: decade(power) });
  return { range: [low, high], ticks, line: low };
}

/** @param {number} power */
function decade(power) {
  const value = Number(`1e${power}`);
  return value >= 1000 ? formatCount(value) : formatTick(value);
}

/** @param {Frame} frame @param {number[]} heights @param {[number, number]} range */
function traces({ path, scale, colors, unit }, heights, [low, high]) {
  const { ceiling, top } = reachOf(path, scale, high);
  const pattern = { shape: "/", fgcolor: colors.penalty, bgcolor: "rgba(0, 0, 0, 0)", size: 7 * unit, solidity: 0.06, fgopacity: 0.55 };
  const edge = { color: colors.penalty, width: 1.6 * unit };
  const drop = dropOf(path, scale, heights);
  return [
    { type: "scatter", mode: "lines", name: "top", ...top, line: { width: 0 } },
    { type: "scatter", mode: "lines", name: "out_of_reach", ...ceiling, fill: "tonexty", fillpattern: pattern, line: { width: 0 } },
    { type: "scatter", mode: "lines", name: "ceiling", ...ceiling, line: edge },
    { type: "scatter", mode: "lines", name: "squared_weight_norm", ...drop, line: { color: colors.ink, width: 2.2 * unit, simplify: false } },
    {
      type: "scatter", mode: "markers", name: "squared_weight_norm_at_0", ...stopOf(path, scale, heights), cliponaxis: false,
      visible: heights[0] >= low && heights[0] <= high, marker: { color: colors.ink, size: 5 * unit },
    },
  ];
}

/** Out of reach lies between the ceiling and the top. @param {Path} path @param {Frame["scale"]} scale @param {number} high */
function reachOf(path, scale, high) {
  const x = [path.lambdas[firstPositive(path)], path.lambdas[path.lambdas.length - 1]].map((lambda) => scale.log10(lambda));
  const heights = x.map((exponent) => Math.log10(ceilingAt(path, 10 ** exponent)));
  const beyond = Math.max(high, ...heights) + 1;
  return { ceiling: { x, y: heights }, top: { x, y: [beyond, beyond] } };
}

/**
 * The curve, which breaks at a jump, and falls off the chart before the collapse as ‖W‖² goes evenly to 0.
 * @param {Path} path @param {Frame["scale"]} scale @param {number[]} heights
 */
function dropOf(path, scale, heights) {
  const { x, y } = brokenCurveOf(path, scale, heights);
  const corner = collapseBetween(path);
  if (corner < 0 || path.jump[corner]) return { x, y };
  const at = x.indexOf(scale.log10(/** @type {number} */ (path.collapse_lambda)));
  const fall = FALL.map((share) => ({ x: x[at - 1] + share * (x[at] - x[at - 1]), y: heights[corner - 1] + Math.log10(1 - share) }));
  return { x: [...x.slice(0, at), ...fall.map((point) => point.x), ...x.slice(at)], y: [...y.slice(0, at), ...fall.map((point) => point.y), ...y.slice(at)] };
}

/** @param {Frame} frame @param {number[]} heights @returns {import("../charts/labels.js").Label} */
function normLabel({ path, scale }, heights) {
  return {
    name: "squared_weight_norm", words: [{ maths: penaltyOf(path.experiment).symbol }], token: "ink",
    curves: (placed) => [pixelsOf(curveOf(path, scale, heights), placed)],
    place: (placed, size, taken) => placeOnCurve({
      own: pixelsOf(curveOf(path, scale, heights), placed), others: [ceilingPixels(path, placed)], taken, size,
      bounds: { left: placed.left, right: placed.right, top: 0, bottom: placed.height }, wish: scale.x(0.003), sides: ["below"],
    }),
  };
}

/** @param {Frame} frame @returns {import("../charts/labels.js").Label} */
function outOfReachLabel({ path }) {
  return {
    name: "out_of_reach", words: [keepsLowest(path.experiment) ? "out of reach" : "out of the lowest one's reach"], token: "penalty",
    place: (placed, size) => {
      const x = placed.right - size.width - 40 * placed.unit;
      const room = heightAt(ceilingPixels(path, placed), x);
      return room > size.height + 8 ? { x, y: Math.min((room - size.height) / 2, 16 * placed.unit) } : null;
    },
  };
}

/** What a gap in the curve means, where there is one. @param {Frame} frame @returns {import("../charts/labels.js").Label[]} */
function gapsLabel({ path }) {
  if (!path.jump.some((jump, i) => jump && sizesOf(path)[i] > 0)) return [];
  return [{
    name: "gaps", words: ["gaps: jumps to another minimum"], short: ["gaps are jumps"], token: "ink2",
    place: (placed, size, taken) => {
      const [x, y] = [placed.left + 8 * placed.unit, placed.height - size.height - 8 * placed.unit];
      const in_the_way = taken.some(({ left, bottom }) => bottom > y && left < x + size.width);
      return { x, y: in_the_way ? y - 1.2 * size.height : y }; // the λ from which all are 0
    },
  }];
}

/** @param {Path} path @param {Placed} placed */
function ceilingPixels(path, placed) {
  return pixelsOf(reachOf(path, placed.scale, 0).ceiling, placed);
}

/** @param {Path} path @param {number} index @param {import("../state/types.js").State["warm_start_paths"]} warm_start_paths */
function inWords(path, index, warm_start_paths) {
  const lambda = path.lambdas[index];
  const { sum, ceiling } = penaltyOf(path.experiment);
  const now = `At λ = ${formatLambda(lambda)} ${sum} ${formatSquaredNorm(sizesOf(path)[index])}`;
  const limit = lambda > 0 ? `at the lowest minimum they cannot reach ${formatSquaredNorm(ceilingAt(path, lambda))}` : "nothing limits them there";
  const end = path.collapse_lambda === null ? "" : `; from λ = ${formatLambda(path.collapse_lambda)} it is 0`;
  const effective = path.effective_parameters[index];
  const counted = effective === null ? "" : ` Effective number of parameters: ${formatEffective(effective)} of ${path.experiment.penalize_biases ? path.n_parameters : path.n_weights}.`;
  const ways = warm_start_paths?.up && warm_start_paths.down ? ` ${warmStartWords(warm_start_paths.up, warm_start_paths.down)}` : "";
  const most = ceiling.replaceAll(" ", "");
  const course = keepsLowest(path.experiment) ? `Over λ the sum falls, and stays under its ceiling ${most}` : `These are not always the lowest minima: the sum may rise with λ, and pass ${most}`;
  return `${now}; ${limit}. ${course}${end}.${counted}${thresholdsInWords(path)}${ways}`;
}
