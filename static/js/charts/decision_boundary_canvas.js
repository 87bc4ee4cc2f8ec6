// The picture: what the network says everywhere, its boundary, and the points.

import { decisionGrids } from "../model/decision_grids.js";
import { pictureFrame, placePoints } from "../model/picture_frame.js";
import { epochsOf } from "../model/shown_network.js";
import { createCanvas, createStill, line, wordedSurface } from "./canvas.js";
import { drawLabels, placeLabels } from "./decision_boundary_labels.js";
import { drawPoints } from "./point_marks.js";
import { createProbabilityImage } from "./probability_image.js";

/** @typedef {import("./canvas.js").Surface} Surface */
/** @typedef {import("../state/types.js").Path} Path */
/** @typedef {import("../state/types.js").ShownDataset} Dataset */

/** `notes` are quiet words at the bottom left, the last one lowest; `beside` is the line of another network, dashed; `pinned`: it is that other one. @typedef {{dataset: Dataset, path: Path | null, index: number, stale: boolean, notes: string[], verdict: string | null, editing?: import("../state/types.js").Editing | null, without?: Float32Array[] | null, beside?: Float32Array[] | null, pinned?: boolean}} Scene */

/** @param {HTMLElement} figure @param {Record<string, string>} attributes */
export function createDecisionBoundaryCanvas(figure, attributes) {
  /** @type {Scene | null} */
  let scene = null;
  const paint = createProbabilityImage();
  const places = createPlaces();
  const still = createStill();
  const { redraw } = createCanvas(figure, attributes, (surface) => scene && draw(surface, scene, paint, places, still));
  return {
    /** @param {Scene | null} next */
    show(next) {
      scene = next;
      redraw();
    },
  };
}

/** @param {Surface} surface @param {Scene} scene @param {ReturnType<typeof createProbabilityImage>} paint @param {ReturnType<typeof createPlaces>} places @param {import("./canvas.js").Still} still */
function draw(surface, scene, paint, places, still) {
  const { dataset, path, index, stale } = scene;
  const at_zero = path?.lambdas[0] === 0 && !epochsOf(path) && !scene.without && !scene.beside && !scene.pinned;
  const ghost = path && at_zero ? decisionGrids(path, dataset).at(0) : null;
  if (path) {
    const now = decisionGrids(path, dataset, scene.pinned).at(index);
    drawField(surface, paint(now.levels, surface.colors));
    drawLines(surface, ghost?.drawn ?? scene.without ?? [], scene.without ? 1.4 : 1.1, scene.without ? 0.8 : 0.5);
    drawLines(surface, now.drawn, stale ? 1.1 : 2.5, stale ? 0.5 : 1);
    if (scene.beside) drawDashed(surface, scene.beside);
  }
  const { points, labels } = places(surface, scene, ghost?.lines ?? []);
  const causes = [points, labels, scene.verdict, scene.notes.join(), path && index === 0];
  still(surface, causes, (aside) => {
    drawPoints(aside, dataset, points);
    drawLabels(wordedSurface(aside), scene, labels);
  });
  if (scene.editing) drawSelection(surface, scene.dataset, scene.editing);
}

/** A square around the selected point, or the crosshair. @param {Surface} surface @param {Dataset} dataset @param {import("../state/types.js").Editing} editing */
function drawSelection(surface, dataset, { draft, selected, cross }) {
  const point = selected !== null ? draft.points[selected] : cross;
  if (!point) return;
  const { context, width, height, unit, colors } = surface;
  const [place] = placePoints({ ...dataset, points: [point] }, pictureFrame(dataset));
  const [x, y, far] = [place.x * width, place.y * height, 10 * unit];
  context.strokeStyle = colors.ink;
  context.lineWidth = 1.6 * unit;
  if (selected !== null) return context.strokeRect(x - far, y - far, 2 * far, 2 * far);
  line(surface, x - far, y, x + far, y, colors.ink, 1.6 * unit);
  line(surface, x, y - far, x, y + far, colors.ink, 1.6 * unit);
}

/** Places of points and labels, kept until data, path, size or theme change. */
function createPlaces() {
  /** @type {unknown[]} */
  let found_for = [];
  let found = /** @type {{points: import("./point_marks.js").Place[], labels: import("./decision_boundary_labels.js").LabelPlaces} | null} */ (null);
  return (/** @type {Surface} */ surface, /** @type {Scene} */ scene, /** @type {Float32Array[]} */ ghost) => {
    const of_path = scene.path && epochsOf(scene.path) ? null : scene.path; // in training, there is no ghost to make room for
    const now = [scene.dataset, of_path, Boolean(scene.without), Boolean(scene.beside), surface.width, surface.height, surface.ratio, surface.unit, surface.colors];
    if (found && now.every((value, k) => value === found_for[k])) return found;
    const points = placePoints(scene.dataset, pictureFrame(scene.dataset));
    found_for = now;
    found = { points, labels: placeLabels(wordedSurface(surface), scene, points, ghost) };
    return found;
  };
}

/** @param {Surface} surface @param {HTMLCanvasElement} image */
function drawField({ context, width, height }, image) {
  context.drawImage(image, 0, 0, width, height);
}

/** @param {Surface} surface @param {Float32Array[]} lines @param {number} thickness @param {number} opacity */
function drawLines({ context, width, height, unit, colors }, lines, thickness, opacity) {
  if (!lines.length) return;
  context.beginPath();
  for (const line of lines) {
    context.moveTo(line[0] * width, line[1] * height);
    for (let k = 2; k < line.length; k += 2) context.lineTo(line[k] * width, line[k + 1] * height);
  }
  context.lineJoin = context.lineCap = "round";
  context.globalAlpha = opacity;
  context.strokeStyle = colors.ink;
  context.lineWidth = thickness * unit;
  context.stroke();
  context.globalAlpha = 1;
}

/** The line of the other network. @param {Surface} surface @param {Float32Array[]} lines */
function drawDashed(surface, lines) {
  const { context, unit } = surface;
  context.setLineDash([5 * unit, 5 * unit]);
  drawLines(surface, lines, 1.8, 1);
  context.setLineDash([]);
}
