// The frame that all charts over λ share: size, axes, band, collapse, cursor dots, labels, dragging.
// Plotly draws once per path, size and theme; what moves with λ are elements of our own.

import { make } from "../dom/elements.js";
import { comparedPath } from "../model/comparison.js";
import { weightsIndex } from "../model/inspector.js";
import { drawingUnit, lambdaScale, plotEdges, typeUnit } from "../model/lambda_scale.js";
import { lambdaIndex } from "../state/state.js";
import { createCursorDots } from "./cursor_dots.js";
import { requestDrawing } from "./drawing_queue.js";
import { offerSvg } from "./figure_files.js";
import { createLabels } from "./labels.js";
import { lambdaChartSvg } from "./lambda_chart_svg.js";
import { followPointer } from "./lambda_drag.js";
import { layoutOf } from "./layout.js";
import { fetchPlotlyEarly } from "./plotly.js";
import { tokens } from "./tokens.js";

/** @typedef {import("../state/types.js").Path} Path */
/** @typedef {import("../state/types.js").State} State */

/**
 * Where a chart stands, in pixels from the top left corner of its figure.
 * @typedef {{
 *   path: Path, scale: import("../model/lambda_scale.js").LambdaScale, colors: Record<string, string>, unit: number, type_unit: number,
 *   left: number, right: number, bottom: number, width: number, height: number
 * }} Frame
 */

/** @typedef {{range: [number, number], ticks: {value: number, label: string}[], line: number | null}} VerticalAxis */

/**
 * What a view draws into the frame; y in the numbers of its axis.
 * @typedef {{
 *   axis: VerticalAxis, traces: object[], shapes?: object[],
 *   dots: import("./cursor_dots.js").Dot[], labels: import("./labels.js").Label[]
 * }} Drawing
 */

/** @typedef {Frame & {y: (value: number) => number}} Placed */

/** Neither menu nor hover: the pointer is ours. */
const CONFIG = { staticPlot: true, displayModeBar: false };

/**
 * @param {HTMLElement} figure @param {import("../state/types.js").Actions} actions
 * @param {(frame: Frame, state: State) => Drawing} describe
 * @param {import("./lambda_drag.js").Target<Placed>} [target] what else a click can mean
 */
export function createLambdaChart(figure, actions, describe, target) {
  const plot = make("div", { class: "plot", "aria-hidden": "true" });
  const marks = make("div", { class: "marks", "aria-hidden": "true" });
  const dots = createCursorDots(marks);
  const labels = createLabels(marks);
  figure.append(plot, marks);
  fetchPlotlyEarly();
  /** @type {State | null} */
  let state = null;
  /** @type {Placed | null} */
  let placed = null;
  /** @type {import("./plotly.js").Plotly | null} */
  let plotly = null;

  const drawable = {
    /** @param {import("./plotly.js").Plotly} loaded */
    async draw(loaded) {
      plotly = loaded;
      const frame = state?.path ? frameOf(figure, state.path) : null;
      if (!state || !frame) return; // hidden; it asks again when it gets a size
      const drawing = describe(frame, state);
      showProblem(null);
      await plotly.react(plot, drawing.traces, layoutOf(frame, drawing), CONFIG);
      nameTraces(plot);
      clipOnce(plot);
      placed = { ...frame, y: heightOn(drawing.axis, frame) };
      dots.draw(drawing.dots);
      labels.draw(drawing.labels, placed);
      move();
    },
    fail: () => showProblem("The charts could not be fetched."),
  };

  function move() {
    if (!state || !placed || state.path !== placed.path) return;
    const index = lambdaIndex(state);
    dots.move(placed, index, weightsIndex(state));
    labels.dodge(placed.scale.x(placed.path.lambdas[index]));
  }

  /** @param {string | null} sentence */
  function showProblem(sentence) {
    figure.querySelector("[data-chart-problem]")?.remove();
    if (!sentence) return;
    const again = make("button", { type: "button", class: "action" }, "Try again");
    again.addEventListener("click", () => requestDrawing(drawable));
    figure.append(make("p", { class: "chart-problem", "data-chart-problem": true, role: "status" }, `${sentence} `, again));
  }

  offerSvg(figure, () => {
    if (!plotly || !placed || !state) throw new Error("This figure is not drawn yet.");
    return lambdaChartSvg(plotly, plot, marks, placed, lambdaIndex(state));
  });
  followPointer(figure, () => placed, actions, target);
  new ResizeObserver(() => state?.path && requestDrawing(drawable)).observe(figure);

  return {
    /** Draws anew what λ does not move, when something of it changed. @param {State} next @param {State | null} previous */
    update(next, previous) {
      state = next;
      if (!next.path) return;
      if (next.path !== previous?.path || next.theme !== previous.theme || comparedPath(next) !== comparedPath(previous)) requestDrawing(drawable);
      else if (lambdaIndex(next) !== lambdaIndex(previous) || next.inspector !== previous.inspector) move();
    },
    redraw: () => requestDrawing(drawable),
    /** Changes one trace and the labels only. @param {object} change @param {number} trace @param {Drawing} drawing */
    restyle(change, trace, drawing) {
      if (!plotly || !placed) return;
      void plotly.restyle(plot, change, [trace]).then(() => clipOnce(plot));
      dots.draw(drawing.dots);
      labels.draw(drawing.labels, placed);
      move();
    },
    frame: () => placed,
  };
}

/** @typedef {ReturnType<typeof createLambdaChart>} LambdaChart */

/** @param {HTMLElement} figure @param {Path} path @returns {Frame | null} */
function frameOf(figure, path) {
  const width = figure.clientWidth;
  const bottom = Math.round(parseFloat(getComputedStyle(figure).getPropertyValue("--plot-bottom")) || 0);
  const height = figure.clientHeight - bottom;
  const { left, right } = plotEdges(figure);
  if (right - left < 40 || height < 20) return null;
  const [unit, type_unit] = [drawingUnit(), typeUnit()];
  return { path, scale: lambdaScale(path.lambdas, left, right, type_unit), colors: tokens(figure), unit, type_unit, left, right, bottom, width, height };
}

/** What Plotly has drawn is told apart by the names of the traces: symbols of the equation light it up. @param {HTMLElement} plot */
function nameTraces(plot) {
  for (const trace of /** @type {NodeListOf<SVGElement & {__data__?: {trace: {name: string}}[]}>} */ (plot.querySelectorAll(".scatterlayer > .trace"))) {
    trace.dataset.trace = trace.__data__?.[0]?.trace.name ?? "";
  }
}

/**
 * Plotly clips each stretch of a line by itself, which costs the browser as many layers at every change of the page: all of a
 * trace are clipped together.
 * @param {HTMLElement} plot
 */
function clipOnce(plot) {
  for (const lines of plot.querySelectorAll(".scatterlayer .lines")) {
    const clip = lines.firstElementChild?.getAttribute("clip-path");
    if (!clip) continue;
    lines.setAttribute("clip-path", clip);
    for (const stretch of lines.children) stretch.removeAttribute("clip-path");
  }
}

/** @param {VerticalAxis} axis @param {Frame} frame */
function heightOn({ range: [low, high] }, { height }) {
  return (/** @type {number} */ value) => height * (1 - (value - low) / (high - low));
}
