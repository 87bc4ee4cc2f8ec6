// Points, the curve that is fitted to them, what it misses each by, and two pale ones: the true curve, and the fit at λ = 0.

import { clearance, placeOnCurve } from "../model/label_places.js";
import { createCanvas, line, widthOf, wordedSurface, write } from "./canvas.js";
import { roundSteps } from "./path_curves.js";

/** @typedef {import("./canvas.js").Surface} Surface */
/** @typedef {{x: number, y: number}[]} Points */
/** @typedef {import("./labels.js").Box} Box */
/** @typedef {{width: number, height: number}} Size */

/**
 * `moves`: the far ones can be dragged. `fitted` is null where points are drawn alone; `points` with what the curve says there; `far` are those that lie off the true curve.
 * @typedef {{x: ArrayLike<number>, fitted: ArrayLike<number> | null, truth: ArrayLike<number> | null, ghost: ArrayLike<number> | null,
 * points: {x: number, y: number, fitted: number, far: boolean}[], most: number, moves: boolean}} Scene
 */
/** @typedef {{left: number, right: number, top: number, bottom: number, x: (x: number) => number, y: (y: number) => number}} Axes */

const GRIP = 24; // pixels around a point that can be dragged
const FITTED = { width: 2.5, dash: /** @type {number[]} */ ([]) };
const TRUTH = { width: 1.2, dash: [5, 4] };
const GHOST = { width: 1.1, dash: /** @type {number[]} */ ([]) };

/** @param {HTMLElement} figure @param {Record<string, string>} attributes @param {(point: number, y: number) => void} movePoint */
export function createFittedCurveCanvas(figure, attributes, movePoint) {
  /** @type {Scene | null} */
  let scene = null;
  /** @type {Axes | null} */
  let axes = null;
  const { canvas, redraw } = createCanvas(figure, attributes, (surface) => {
    if (scene) axes = draw(wordedSurface(surface), surface.unit, scene);
  });
  dragPoints(canvas, () => (scene?.moves && axes ? { scene, axes } : null), movePoint);
  return {
    /** @param {Scene} next */
    show(next) {
      scene = next;
      canvas.toggleAttribute("data-moves", scene.moves);
      redraw();
    },
  };
}

/**
 * A far-off point follows the pointer up and down.
 * @param {HTMLCanvasElement} canvas @param {() => {scene: Scene, axes: Axes} | null} getDrawn @param {(point: number, y: number) => void} movePoint
 */
function dragPoints(canvas, getDrawn, movePoint) {
  let held = -1;
  canvas.addEventListener("pointerdown", (event) => {
    const drawn = getDrawn();
    if (!drawn || event.button !== 0) return;
    const far = (/** @type {Scene["points"][number]} */ { x, y }) => Math.hypot(drawn.axes.x(x) - event.offsetX, drawn.axes.y(y) - event.offsetY);
    held = drawn.scene.points.findIndex((point) => point.far && far(point) < GRIP);
    if (held < 0) return;
    event.preventDefault();
    canvas.setPointerCapture(event.pointerId);
  });
  canvas.addEventListener("pointermove", (event) => {
    const drawn = getDrawn();
    if (held < 0 || !drawn || !canvas.hasPointerCapture(event.pointerId)) return;
    const { top, bottom } = drawn.axes;
    const y = ((top + bottom) / 2 - event.offsetY) / ((bottom - top) / 2) * drawn.scene.most;
    movePoint(held, Number(Math.min(Math.max(y, -drawn.scene.most), drawn.scene.most).toFixed(2)));
  });
}

/** Answers where it drew. @param {Surface} surface @param {number} mark unit of points and lines @param {Scene} scene @returns {Axes} */
function draw(surface, mark, scene) {
  const { context, colors } = surface;
  const axes = axesOf(surface, scene);
  const curve = (/** @type {ArrayLike<number>} */ values) => Array.from(values, (value, k) => ({ x: axes.x(scene.x[k]), y: axes.y(value) }));
  const [fitted, truth, ghost] = [scene.fitted, scene.truth, scene.ghost].map((values) => values && curve(values));
  drawAxes(surface, scene, axes);
  context.save();
  context.beginPath();
  context.rect(axes.left, axes.top, axes.right - axes.left, axes.bottom - axes.top);
  context.clip();
  if (truth) drawCurve(surface, truth, colors.ink3, TRUTH.width * mark, TRUTH.dash.map((length) => length * mark));
  if (ghost) drawCurve(surface, ghost, colors.ink3, GHOST.width * mark);
  if (fitted) for (const point of scene.points) line(surface, axes.x(point.x), axes.y(point.y), axes.x(point.x), axes.y(point.fitted), colors.cross_entropy, 2 * mark);
  if (fitted) drawCurve(surface, fitted, colors.ink, FITTED.width * mark);
  context.restore();
  for (const point of scene.points) drawPoint(surface, mark, axes.x(point.x), axes.y(point.y), point.far);
  writeNames(surface, mark, scene, axes, { fitted, truth, ghost });
  return axes;
}

/** @param {Surface} surface @param {Scene} scene @returns {Axes} */
function axesOf({ width, height, unit }, { x, most }) {
  const [left, right, top, bottom] = [30 * unit, width - 4 * unit, 4 * unit, height - 18 * unit];
  const [first, last] = [x[0], x[x.length - 1]];
  return {
    left, right, top, bottom,
    x: (at) => left + ((at - first) / (last - first)) * (right - left),
    y: (value) => (top + bottom) / 2 - (value / most) * ((bottom - top) / 2),
  };
}

/** @param {Surface} surface @param {Scene} scene @param {Axes} axes */
function drawAxes(surface, { x, most }, { left, right, top, bottom, ...axes }) {
  const { unit, colors } = surface;
  const quiet = { color: colors.ink3, size: 12 };
  const heights = roundSteps(-most, most, (bottom - top) / (36 * unit));
  for (const value of heights.values) {
    line(surface, left, axes.y(value), right, axes.y(value), value === 0 ? colors.axis : colors.grid, unit);
    write(surface, signed(value, heights.decimals), left - 6 * unit, axes.y(value), { ...quiet, align: "right" });
  }
  const places = roundSteps(x[0], x[x.length - 1], (right - left) / (90 * unit));
  for (const value of places.values) {
    line(surface, axes.x(value), bottom, axes.x(value), bottom + 4 * unit, colors.axis, unit);
    write(surface, signed(value, places.decimals), axes.x(value), bottom + 11 * unit, { ...quiet, align: "center" });
  }
}

/** @param {number} value @param {number} decimals */
function signed(value, decimals) {
  return value === 0 ? "0" : (value < 0 ? "\u2212" : "") + Math.abs(value).toFixed(decimals);
}

/** @param {Surface} surface @param {Points} points @param {string} color @param {number} width @param {number[]} [dash] */
function drawCurve({ context }, points, color, width, dash = []) {
  context.beginPath();
  points.forEach(({ x, y }, k) => (k ? context.lineTo(x, y) : context.moveTo(x, y)));
  context.strokeStyle = color;
  context.lineWidth = width;
  context.lineJoin = "round";
  context.setLineDash(dash);
  context.stroke();
  context.setLineDash([]);
}

/** A dot; a ring around one that lies off the true curve. @param {Surface} surface @param {number} mark @param {number} x @param {number} y @param {boolean} far */
function drawPoint({ context, colors }, mark, x, y, far) {
  const ring = (/** @type {number} */ radius, /** @type {string} */ color, /** @type {number} */ width) => {
    context.beginPath();
    context.arc(x, y, radius * mark, 0, 2 * Math.PI);
    context.strokeStyle = color;
    context.lineWidth = width * mark;
    context.stroke();
  };
  ring(4.5, colors.bg, 2.4);
  context.beginPath();
  context.arc(x, y, 4.5 * mark, 0, 2 * Math.PI);
  context.fillStyle = colors.class_0;
  context.fill();
  if (far) ring(8.5, colors.ink, 1.3);
}

/** Each on its curve, or with a piece of its line where there is most room. @param {Surface} surface @param {number} mark @param {Scene} scene @param {Axes} axes @param {{fitted: Points | null, truth: Points | null, ghost: Points | null}} curves */
function writeNames(surface, mark, { points }, axes, { fitted, truth, ghost }) {
  const { unit, colors } = surface;
  const { left, right, top, bottom } = axes;
  const reach = 11 * unit;
  const taken = points.map(({ x, y }) => ({ left: axes.x(x) - reach, right: axes.x(x) + reach, top: axes.y(y) - reach, bottom: axes.y(y) + reach }));
  const seen = (/** @type {Points | null} */ curve) => (curve ?? []).filter(({ y }) => y > top - 40 * unit && y < bottom + 40 * unit);
  const names = [
    { text: "fitted", own: fitted, others: [truth, ghost], color: colors.ink, weight: 640, wish: 0.34, line: FITTED },
    { text: "true line", own: truth, others: [fitted, ghost], color: colors.ink2, weight: 400, wish: 0.62, line: TRUTH },
    { text: "fitted at λ = 0", own: ghost, others: [fitted, truth], color: colors.ink2, weight: 400, wish: 0.2, line: GHOST },
  ];
  const homeless = [];
  const take = (/** @type {{x: number, y: number}} */ { x, y }, /** @type {Size} */ size) =>
    void taken.push({ left: x, right: x + size.width, top: y, bottom: y + size.height });
  for (const name of names) {
    const { text, own, others, color, weight, wish } = name;
    const size = { width: widthOf(surface, text, 12.5, weight) + 4 * unit, height: 15 * unit };
    const place = own && placeOnCurve({
      own: seen(own), others: others.map(seen), taken, size, bounds: { left, right, top, bottom }, wish: left + wish * (right - left),
    });
    if (own && !place) homeless.push({ ...name, size });
    if (!place) continue;
    take(place, size);
    write(surface, text, place.x + 2 * unit, place.y + size.height / 2, { color, weight, halo: true });
  }
  for (const name of homeless) take(...writeBeside(surface, mark, name, (size) => roomiest(axes, size, [fitted, truth, ghost].map(seen), taken)));
}

/** A name behind a piece of its line; answers where. @param {Surface} surface @param {number} mark @param {{text: string, color: string, weight: number, size: Size, line: typeof TRUTH}} name @param {(size: Size) => {x: number, y: number}} find @returns {[{x: number, y: number}, Size]} */
function writeBeside(surface, mark, { text, color, weight, size: { width, height }, line }, find) {
  const sample = 28 * surface.unit;
  const size = { width: width + sample, height };
  const place = find(size);
  const y = place.y + height / 2;
  drawCurve(surface, [{ x: place.x, y }, { x: place.x + 0.85 * sample, y }], color, line.width * mark, line.dash.map((length) => length * mark));
  write(surface, text, place.x + sample, y, { color, weight, halo: true });
  return [place, size];
}

/** Where a box is furthest from all curves and words. @param {Axes} axes @param {Size} size @param {Points[]} curves @param {Box[]} taken */
function roomiest({ left, right, top, bottom }, { width, height }, curves, taken) {
  let best = { x: left, y: top, room: -Infinity };
  for (let y = top; y + height <= bottom; y += height / 2) {
    for (let x = left; x + width <= right; x += height / 2) {
      const room = clearance({ left: x, right: x + width, top: y, bottom: y + height }, curves, taken);
      if (room > best.room) best = { x, y, room };
    }
  }
  return best;
}
