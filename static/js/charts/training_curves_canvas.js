// J, cross-entropy and validation over the epochs at one λ, with the cursor of the epoch.

import { formatPower } from "../model/format.js";
import { lambdaScale, plotEdges } from "../model/lambda_scale.js";
import { createCanvas, line, widthOf, wordedSurface, write } from "./canvas.js";
import { roundSteps } from "./path_curves.js";

/** @typedef {import("./canvas.js").Surface} Surface */
/** @typedef {import("../model/training.js").TrainingPath} TrainingPath */
/** `epochs` are those of the axis; `floor` is J at its minimum, where that is known; `end` the epoch of divergence. @typedef {{path: TrainingPath, index: number, epochs: number[], floor: number | null, end: number | null}} Scene */
/** From values to shares of the height. @typedef {{share: (value: number) => number, ticks: {value: number, label: string}[]}} Axis */
/** @typedef {{scale: import("../model/lambda_scale.js").LambdaScale, left: number, right: number, height: number, y: (value: number) => number, ticks: Axis["ticks"]}} Frame */
/** @typedef {{values: number[], color: string, width: number, dash: number[]}} Curve */

const BOTTOM = 18; // pixels for the ticks of the epochs
const MAX_COST = 2; // in units of H, at every λ: so that the axis rests while λ moves
const MIN_COST = 1e-3; // of an axis by powers of ten
const FAR_OFF = 10; // times that: where J goes further, as in training that diverges, the axis goes by powers of ten

/** @param {HTMLElement} figure @param {Record<string, string>} attributes */
export function createTrainingCurvesCanvas(figure, attributes) {
  /** @type {Scene | null} */
  let scene = null;
  const { canvas, redraw } = createCanvas(figure, attributes, (surface) => scene && draw(surface, scene, frameOf(figure, surface, scene)));
  return {
    canvas,
    /** @param {Scene} next */
    show(next) {
      scene = next;
      redraw();
    },
  };
}

/** @param {HTMLElement} figure @param {Surface} surface @param {Scene} scene @returns {Frame} */
function frameOf(figure, surface, { epochs, path }) {
  const { left, right } = plotEdges(figure);
  const height = surface.height - BOTTOM * surface.type_unit;
  const top = 6 * surface.unit;
  const most_ticks = height / (36 * surface.type_unit);
  const highest = MAX_COST * path.entropy;
  const { share, ticks } = Math.max(...path.cost.total) > FAR_OFF * highest ? axisOfPowers(path, most_ticks) : axisFromZero(highest, most_ticks);
  const y = (/** @type {number} */ value) => height - share(value) * (height - top);
  return { scale: lambdaScale(epochs, left, right, surface.type_unit), left, right, height, y, ticks };
}

/** @param {number} highest @param {number} most_ticks @returns {Axis} */
function axisFromZero(highest, most_ticks) {
  const { values, decimals } = roundSteps(0, highest, most_ticks);
  return { share: (value) => value / highest, ticks: values.map((value) => ({ value, label: value ? value.toFixed(decimals) : "0" })) };
}

/** @param {TrainingPath} path @param {number} most_ticks @returns {Axis} */
function axisOfPowers({ cost }, most_ticks) {
  const low = Math.floor(Math.log10(Math.max(MIN_COST, Math.min(...cost.cross_entropy, ...cost.total))));
  const high = Math.ceil(Math.log10(Math.max(...cost.total)));
  const step = Math.ceil((high - low) / most_ticks);
  const exponents = Array.from({ length: Math.floor((high - low) / step) + 1 }, (_, k) => low + k * step);
  return {
    share: (value) => (Math.log10(Math.max(value, 10 ** low)) - low) / (high - low),
    ticks: exponents.map((exponent) => ({ value: 10 ** exponent, label: formatPower(exponent) })),
  };
}

/** @param {Surface} surface @param {Scene} scene @param {Frame} frame */
function draw(surface, scene, frame) {
  const { context, colors } = surface;
  const { path, index, floor } = scene;
  drawAxes(wordedSurface(surface), frame);
  context.save();
  context.beginPath();
  context.rect(0, 0, surface.width, frame.height + 1);
  context.clip();
  if (floor !== null) drawFloor(surface, floor, frame);
  const curves = curvesOf(path, colors);
  for (const curve of curves) drawCurve(surface, path, curve, frame);
  context.restore();
  const x = frame.scale.x(path.epochs[index]);
  line(surface, x, 0, x, frame.height, colors.ink, 1.5 * surface.unit);
  for (const { values, color } of curves) drawDot(surface, x, Math.max(frame.y(values[index]), 0), color, true);
  if (scene.end !== null) sayDiverged(wordedSurface(surface), path, scene.end, frame);
}

/** The upper ones last, so that J lies over its parts. @param {TrainingPath} path @param {Record<string, string>} colors @returns {Curve[]} */
function curvesOf(path, colors) {
  const held_out = path.validation ? [{ values: path.validation.cross_entropy, color: colors.cross_entropy, width: 2.2, dash: [6, 4] }] : [];
  return [
    { values: path.cost.cross_entropy, color: colors.cross_entropy, width: 2.2, dash: [] },
    ...held_out,
    { values: path.cost.total, color: colors.ink, width: 2.2, dash: [] },
  ];
}

/** @param {Surface} surface @param {Frame} frame */
function drawAxes(surface, { scale, left, right, height, y, ticks }) {
  const { unit, colors } = surface;
  const style = { color: colors.ink3, size: 12 };
  for (const { value, label } of ticks) {
    line(surface, left, y(value), right, y(value), y(value) < height ? colors.grid : colors.axis);
    write(surface, label, left - 6 * unit, Math.max(y(value), 7 * unit), { ...style, align: "right" });
  }
  for (const { x, label } of scale.ticks) {
    const half = widthOf(surface, label, 12) / 2;
    write(surface, label, Math.min(x, right + 2 - half), height + 10 * unit, { ...style, align: "center" });
  }
}

/** @param {Surface} surface @param {number} floor @param {Frame} frame */
function drawFloor(surface, floor, { left, right, y }) {
  const { context, unit, colors } = surface;
  context.setLineDash([1.5 * unit, 4 * unit]);
  line(surface, left, y(floor), right, y(floor), colors.ink2, 1.5 * unit);
  context.setLineDash([]);
}

/** From the start, a stop of its own beside the axis of powers. @param {Surface} surface @param {TrainingPath} path @param {Curve} curve @param {Frame} frame */
function drawCurve(surface, path, { values, color, width, dash }, { scale, y }) {
  const { context, unit } = surface;
  drawDot(surface, scale.x(0), y(values[0]), color, false);
  context.beginPath();
  for (let s = 0; s < values.length; s += 1) context.lineTo(scale.x(path.epochs[s]), y(values[s]));
  context.setLineDash(dash.map((length) => length * unit));
  context.lineJoin = "round";
  context.strokeStyle = color;
  context.lineWidth = width * unit;
  context.stroke();
  context.setLineDash([]);
}

/** @param {Surface} surface @param {number} x @param {number} y @param {string} color @param {boolean} ringed */
function drawDot({ context, unit, colors }, x, y, color, ringed) {
  context.beginPath();
  context.arc(x, y, (ringed ? 4.5 : 2.5) * unit, 0, 2 * Math.PI);
  context.fillStyle = color;
  context.fill();
  if (!ringed) return;
  context.lineWidth = 2 * unit;
  context.strokeStyle = colors.bg;
  context.stroke();
}

/** Beside the end of the curves: in one line or, where that would lie on them, in two. @param {Surface} surface with the size of words @param {TrainingPath} path @param {number} epoch @param {Frame} frame */
function sayDiverged(surface, path, epoch, { scale, right, height }) {
  const [what, then] = [`diverged in epoch ${epoch}`, "no network from here on"];
  const from = scale.x(path.epochs[path.epochs.length - 1]) + 10 * surface.unit;
  const whole = `${what}: ${then}`;
  const lines = from + widthOf(surface, whole) < right ? [whole] : [what, then];
  const x = Math.min(from, right - Math.max(...lines.map((text) => widthOf(surface, text))));
  lines.forEach((text, k) => write(surface, text, x, 0.3 * height + 17 * k * surface.unit, { color: surface.colors.ink, halo: true }));
}
