// The words in the picture: class names in corners, "mislabeled" at a ring or, where none has room, among the notes at the
// bottom, "λ = 0" at its line.

import { decisionGrids } from "../model/decision_grids.js";
import { epochsOf } from "../model/shown_network.js";
import { widthOf, write } from "./canvas.js";
import { roomiest } from "./free_places.js";
import { drawMark } from "./point_marks.js";

/** @typedef {import("./canvas.js").Surface} Surface */
/** @typedef {import("./free_places.js").Place} Place */
/** @typedef {import("./free_places.js").Box} Box */
/** @typedef {import("./decision_boundary_canvas.js").Scene} Scene */
/** Where words stand that do not move with λ. @typedef {{second: number, lift: number, ring: Box | null, ringed: boolean, ghost: Box | null}} LabelPlaces */

const NAME = { size: 13, weight: 620 };
const NOTE_LINE = 17; // pixels from one note to the next
const CLEARED = 7; // pixels: where a line runs under words it is interrupted, as on a map
const ON_A_LINE = 2; // points are better covered than the line that is looked at most

/**
 * Found once per picture. A label keeps its place at every λ.
 * @param {Surface} surface @param {Scene} scene @param {Place[]} points from 0 to 1 @param {Float32Array[]} ghost the line at λ = 0 @returns {LabelPlaces}
 */
export function placeLabels(surface, scene, points, ghost) {
  const { dataset, notes } = scene;
  const { width, height, unit } = surface;
  const names = dataset.class_names.map((name) => widthOf(surface, name, NAME.size, NAME.weight));
  const second = width - 10 * unit - names[1];
  const verdict = widthOf(surface, "every output here is under 0.5: no line to draw");
  const lift = verdict + 40 * unit > second ? 32 * unit : 14 * unit;
  const taken = [
    { left: 0, top: 0, right: 28 * unit + names[0], bottom: 28 * unit },
    { left: second - 20 * unit, top: height - 26 * unit, right: width, bottom: height },
    { left: 0, top: height - lift - (notes.length + 0.5) * NOTE_LINE * unit, right: verdict + 12 * unit, bottom: height },
  ];
  const marks = points.map(({ x, y }, k) => ({ x: x * width, y: y * height, weight: dataset.split[k] === "train" ? 1 : 0.3 }));
  const rings = marks.filter((_, k) => dataset.mislabeled[k] && dataset.split[k] === "train");
  marks.push(...placesAlong(bestLines(scene), width, height).map((place) => ({ ...place, weight: ON_A_LINE })));
  const inside = { left: 4 * unit, top: 4 * unit, right: width - 4 * unit, bottom: height - 4 * unit };
  const ring = roomiest(rings.flatMap((place) => around(place, 11 * unit, widthOf(surface, "mislabeled"), unit)), marks, taken, inside);
  if (ring) taken.push(ring);
  const stops = placesAlong(ghost, width, height);
  return { second, lift, ring, ringed: rings.length > 0, ghost: roomiest(stops.flatMap((place) => around(place, 5 * unit, 34 * unit, unit)), marks, taken, inside) };
}

/** @param {Surface} surface @param {Scene} scene @param {LabelPlaces} places */
export function drawLabels(surface, scene, places) {
  const { colors } = surface;
  const { path, index, dataset } = scene;
  drawClassNames(surface, dataset.class_names, places.second);
  drawNotes(surface, scene, places);
  if (places.ring) writeClear(surface, "mislabeled", places.ring.left, middle(places.ring), { color: colors.ink });
  if (!places.ghost || !path || index === 0) return;
  const y = middle(places.ghost);
  writeClear(surface, " = 0", places.ghost.left + widthOf(surface, "λ", 12.5, 400, true), y, { color: colors.ink2 });
  writeClear(surface, "λ", places.ghost.left, y, { color: colors.ink2, maths: true });
}

/** Words on ground of their own. @param {Surface} surface @param {string} text @param {number} x @param {number} y @param {{color: string, maths?: boolean}} style */
function writeClear(surface, text, x, y, style) {
  const { context, unit, colors } = surface;
  write(surface, text, x, y, style); // sets the font
  context.strokeStyle = colors.bg;
  context.lineWidth = CLEARED * unit;
  context.lineJoin = "round";
  context.globalAlpha = 0.85;
  context.strokeText(text, x, y);
  context.globalAlpha = 1;
  write(surface, text, x, y, style);
}

/** @param {Surface} surface @param {string[]} names @param {number} second where the second one begins */
function drawClassNames(surface, names, second) {
  const { height, unit, colors } = surface;
  const style = { ...NAME, color: colors.ink, halo: true };
  drawMark(surface, { x: 14 * unit, y: 15 * unit }, 0, 1.2);
  write(surface, names[0], 23 * unit, 15 * unit, style);
  drawMark(surface, { x: second - 9 * unit, y: height - 14 * unit }, 1, 1);
  write(surface, names[1], second, height - 14 * unit, style);
}

/** @param {Surface} surface @param {Scene} scene @param {LabelPlaces} places */
function drawNotes(surface, { notes, verdict }, { lift, ring, ringed }) {
  const { height, unit, colors } = surface;
  const lines = [...(ringed && !ring ? ["ring: mislabeled"] : []), ...notes, ...(verdict ? [verdict] : [])];
  const bottom = height - (verdict ? lift : 14 * unit);
  lines.forEach((text, k) => {
    const y = bottom - (lines.length - 1 - k) * NOTE_LINE * unit;
    writeClear(surface, text, 8 * unit, y, { color: text === verdict ? colors.ink : colors.ink2 });
  });
}

/** The boundary of the Goldilocks λ, with which the page opens. @param {Scene} scene */
function bestLines({ path, dataset, pinned }) {
  if (!path?.goldilocks || epochsOf(path)) return [];
  return decisionGrids(path, dataset, pinned).at(path.goldilocks.index).lines;
}

/** Every fourth place of some lines. @param {Float32Array[]} lines @param {number} width @param {number} height @returns {Place[]} */
function placesAlong(lines, width, height) {
  return lines.flatMap((line) =>
    Array.from({ length: Math.ceil(line.length / 8) }, (_, k) => ({ x: line[8 * k] * width, y: line[8 * k + 1] * height })));
}

/** Boxes on the right, on the left, below and above a place. @param {Place} place @param {number} gap @param {number} width @param {number} unit @returns {Box[]} */
function around({ x, y }, gap, width, unit) {
  const half = 8 * unit;
  const box = (/** @type {number} */ left, /** @type {number} */ line) => ({ left, top: line - half, right: left + width, bottom: line + half });
  return [box(x + gap, y), box(x - gap - width, y), box(x - width / 2, y + gap + half), box(x - width / 2, y - gap - half)];
}

/** @param {Box} box */
function middle({ top, bottom }) {
  return (top + bottom) / 2;
}
