// The (epoch × λ) plane of cost as a heat map: λ to the right, epochs upwards, with the valleys of both and a cursor.

import { lambdaScale, plotEdges } from "../model/lambda_scale.js";
import { bestLambdas, bestSnapshots, lastSnapshot, minima, numberAt, planeCost } from "../model/training.js";
import { createCanvas, createStill, line, widthOf, wordedSurface, write } from "./canvas.js";

/** @typedef {import("./canvas.js").Surface} Surface */
/** @typedef {import("../state/types.js").Training} Training */
/** @typedef {{x: number, y: number}} Spot */
/** `l` and `s` count λ and snapshots. @typedef {{training: Training, l: number, s: number}} Scene */
/** @typedef {import("../model/lambda_scale.js").LambdaScale} Scale */
/** @typedef {{columns: Scale, rows: Scale, left: number, right: number, height: number, bottom: number}} Frame */

const BOTTOM = 18; // pixels for the ticks of λ
const TOP = 7; // pixels over the last epoch, for marks that stand on it
const STEPS = 14; // of colour: their edges are contours
const MAX_OPACITY = 0.86; // share of the colour at the highest cost
const MAX_COST = 1.6; // in units of H: what costs more has the same colour
const LEAP = 0.2; // of a side, from one spot of a valley to the next
const SLACK = 4; // pixels before a finger counts as dragging

/**
 * @param {HTMLElement} figure @param {Record<string, string>} attributes
 * @param {(l: number, s: number) => void} [onMove] a place was pointed at
 */
export function createTrainingPlaneCanvas(figure, attributes, onMove) {
  /** @type {Scene | null} */
  let scene = null;
  let frame = /** @type {Frame | null} */ (null);
  const still = createStill();
  const { canvas, redraw } = createCanvas(figure, attributes, (surface) => {
    if (!scene) return;
    const { training } = scene;
    const now = frameOf(figure, surface, training);
    frame = now;
    still(surface, [training], (aside) => drawStill(aside, training, now));
    drawCursor(surface, scene, now);
  });
  if (onMove) followPointer(canvas, (x, y) => frame && onMove(frame.columns.nearestIndex(x), frame.rows.nearestIndex(frame.height - y)));
  return {
    canvas,
    /** @param {Scene} next */
    show(next) {
      scene = next;
      redraw();
    },
  };
}

/** What colour stands for: from the least cost to the highest that is told apart. @param {Training} training */
export function colorRange(training) {
  const finite = Array.from(planeCost(training).data).filter(Number.isFinite);
  const least = finite.reduce((a, b) => Math.min(a, b));
  const most = Math.max(Math.min(finite.reduce((a, b) => Math.max(a, b)), MAX_COST * training.entropy), least * 1.01);
  return { least, most, share: (/** @type {number} */ value) => Math.sqrt(Math.min(Math.max((value - least) / (most - least), 0), 1)) };
}

/** @param {HTMLElement} figure @param {Surface} surface @param {Training} training @returns {Frame} */
function frameOf(figure, surface, { lambdas, epochs }) {
  const { left, right } = plotEdges(figure);
  const bottom = BOTTOM * surface.type_unit;
  const height = surface.height - bottom;
  return { columns: lambdaScale(lambdas, left, right, surface.type_unit), rows: lambdaScale(epochs, 0, height - TOP * surface.unit, surface.type_unit / 2), left, right, height, bottom };
}

/** @param {Surface} surface @param {Training} training @param {Frame} frame */
function drawStill(surface, training, frame) {
  drawCells(surface, training, frame);
  if (training.validation) drawValleys(surface, training, frame);
  drawTicks(wordedSurface(surface), frame);
}

/** Half-way between neighbours, with the ends at the frame, on whole pixels of the screen: no seams. @param {number[]} places @param {number} first @param {number} last @param {number} ratio */
function edgesBetween(places, first, last, ratio) {
  const halves = places.slice(1).map((place, k) => (place + places[k]) / 2);
  return [first, ...halves, last].map((edge) => Math.round(edge * ratio) / ratio);
}

/** @param {Surface} surface @param {Training} training @param {Frame} frame */
function drawCells({ context, colors, unit, ratio }, training, { columns, rows, left, right, height }) {
  const x = edgesBetween(training.lambdas.map(columns.x), left, right, ratio);
  const y = edgesBetween(training.epochs.map((epoch) => height - rows.x(epoch)), height, 0, ratio); // downwards
  const { share } = colorRange(training);
  training.lambdas.forEach((_, l) => {
    training.epochs.forEach((_, s) => {
      const value = numberAt(training, planeCost(training), l, s);
      const known = Number.isFinite(value);
      context.globalAlpha = known ? (MAX_OPACITY * Math.min(Math.floor(share(value) * STEPS), STEPS - 1)) / (STEPS - 1) : 1;
      context.fillStyle = known ? colors.cross_entropy : colors.wash;
      context.fillRect(x[l], y[s + 1], x[l + 1] - x[l], y[s] - y[s + 1]);
    });
    const gone = lastSnapshot(training, l) + 1;
    if (gone < training.epochs.length) hatch(context, x[l], 0, x[l + 1], y[gone], 5 * unit, colors.ink3);
  });
  context.globalAlpha = 1;
}

/** Where there is no network left. @param {CanvasRenderingContext2D} context @param {number} left @param {number} top @param {number} right @param {number} bottom @param {number} gap @param {string} color */
function hatch(context, left, top, right, bottom, gap, color) {
  context.save();
  context.globalAlpha = 0.7;
  context.beginPath();
  context.rect(left, top, right - left, bottom - top);
  context.clip();
  context.beginPath();
  const first = Math.floor((left + top) / gap) * gap; // the same lines run through neighbours
  for (let at = first; at < right + bottom; at += gap) {
    context.moveTo(at - top, top);
    context.lineTo(at - bottom, bottom);
  }
  context.strokeStyle = color;
  context.lineWidth = 1;
  context.stroke();
  context.restore();
}

/** The best epoch of each λ in ink, the best λ of each epoch in the penalty's colour; their minima as dots. @param {Surface} surface @param {Training} training @param {Frame} frame */
function drawValleys(surface, training, { columns, rows, height }) {
  const { colors } = surface;
  const spot = (/** @type {number} */ l, /** @type {number} */ s) => ({ x: columns.x(training.lambdas[l]), y: height - rows.x(training.epochs[s]) });
  drawValley(surface, bestLambdas(training).map((l, s) => spot(l, s)), colors.penalty);
  drawValley(surface, bestSnapshots(training).map((s, l) => spot(l, s)), colors.ink);
  const found = minima(training);
  if (!found) return;
  drawDot(surface, spot(found.penalty.lambda, found.penalty.snapshot), colors.penalty);
  drawDot(surface, spot(found.stopping.lambda, found.stopping.snapshot), colors.ink);
}

/**
 * Joined where neighbours are near each other: in a flat stretch the best jumps about.
 * @param {Surface} surface @param {Spot[]} spots the first is at a stop, λ = 0 or epoch 0: never joined @param {string} color
 */
function drawValley({ context, unit, colors, width, height }, spots, color) {
  const isLeap = (/** @type {Spot} */ a, /** @type {Spot} */ b) => Math.abs(a.x - b.x) > LEAP * width || Math.abs(a.y - b.y) > LEAP * height;
  const trace = () => {
    context.beginPath();
    spots.forEach((spot, k) => {
      if (k < 2 || isLeap(spot, spots[k - 1])) context.moveTo(spot.x, spot.y);
      context.lineTo(spot.x, spot.y);
    });
    context.stroke();
  };
  context.lineJoin = context.lineCap = "round";
  context.strokeStyle = colors.bg;
  context.lineWidth = 4.5 * unit;
  trace();
  context.strokeStyle = color;
  context.lineWidth = 2.2 * unit;
  trace();
}

/** @param {Surface} surface @param {Spot} spot @param {string} color */
function drawDot({ context, unit, colors }, { x, y }, color) {
  context.beginPath();
  context.arc(x, y, 5 * unit, 0, 2 * Math.PI);
  context.fillStyle = color;
  context.fill();
  context.lineWidth = 2 * unit;
  context.strokeStyle = colors.bg;
  context.stroke();
}

/** @param {Surface} surface with the size of words @param {Frame} frame */
function drawTicks(surface, { columns, rows, left, right, height, bottom }) {
  const { unit, colors } = surface;
  const style = { color: colors.ink3, size: 12 };
  let free = Infinity;
  for (const { x: up, label } of rows.ticks) {
    const y = Math.min(Math.max(height - up, 7 * unit), height - 5 * unit);
    if (free - y < 12 * unit) continue;
    free = y;
    write(surface, label, left - 6 * unit, y, { ...style, align: "right" });
  }
  for (const { x, label } of columns.ticks) {
    const half = widthOf(surface, label, 12) / 2;
    write(surface, label, Math.min(x, right + 2 - half), height + bottom - 7 * unit, { ...style, align: "center" });
  }
}

/** Both cursors, and a ring where they meet. @param {Surface} surface @param {Scene} scene @param {Frame} frame */
function drawCursor(surface, { training, l, s }, { columns, rows, left, right, height }) {
  const { context, unit, colors } = surface;
  const x = columns.x(training.lambdas[l]);
  const y = height - rows.x(training.epochs[s]);
  line(surface, x, 0, x, height, colors.ink, 1.5 * unit);
  line(surface, left, y, right, y, colors.ink, 1.5 * unit);
  context.beginPath();
  context.arc(x, y, 4.5 * unit, 0, 2 * Math.PI);
  context.fillStyle = colors.bg;
  context.fill();
  context.lineWidth = 2 * unit;
  context.strokeStyle = colors.ink;
  context.stroke();
}

/** A mouse drags at once; a finger may scroll the page instead. @param {HTMLCanvasElement} canvas @param {(x: number, y: number) => void} go */
function followPointer(canvas, go) {
  /** @type {{x: number, y: number, held: boolean} | null} */
  let drag = null;
  canvas.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    drag = { x: event.offsetX, y: event.offsetY, held: event.pointerType === "touch" };
    canvas.setPointerCapture(event.pointerId);
    if (!drag.held) go(event.offsetX, event.offsetY);
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!drag || (drag.held && Math.hypot(event.offsetX - drag.x, event.offsetY - drag.y) < SLACK)) return;
    drag.held = false;
    go(event.offsetX, event.offsetY);
  });
  canvas.addEventListener("pointerup", (event) => {
    if (drag?.held) go(event.offsetX, event.offsetY);
    drag = null;
  });
  canvas.addEventListener("pointercancel", () => (drag = null));
}
