// The network: an edge for every weight, each unit a thumbnail of what it says over the picture.

import { decisionGrids } from "../model/decision_grids.js";
import { unitThumbnails } from "../model/unit_thumbnails.js";
import { allWeights, inputName, isSymbol, largestSizeAt, sameWeight, weightAt } from "../model/weight_names.js";
import { createCanvas, createStill, widthOf, wordedSurface, write } from "./canvas.js";
import { drawEdge, edgeWidth } from "./network_edges.js";
import { distanceToEdge, edgeEnds, networkLayout } from "./network_layout.js";
import { createProbabilityImage } from "./probability_image.js";
import { createUnitImages } from "./unit_images.js";

/** @typedef {import("./canvas.js").Surface} Surface */
/** @typedef {import("../state/types.js").Path} Path */
/** @typedef {import("../state/types.js").ShownDataset} Dataset */
/** @typedef {import("../state/types.js").WeightPlace} WeightPlace */
/** @typedef {import("./network_layout.js").Box} Box */
/** @typedef {{path: Path, dataset: Dataset, index: number, picked: WeightPlace}} Scene */
/** @typedef {{place: WeightPlace, weight: number, ends: ReturnType<typeof edgeEnds>}} Edge */

const ALL_EDGES = 40; // weights up to which every edge is drawn
const MIN_SHARE = 0.05; // of the largest weight: what is drawn above that number
const REACH = 14; // pixels from an edge within which it is picked
const NUMBER_ROOM = 20; // pixels between two units from which each is numbered, else only the picked weight's
const THUMBNAIL = 24; // pixels of a unit's image on a side

/** @param {HTMLElement} figure @param {Record<string, string>} attributes */
export function createNetworkCanvas(figure, attributes) {
  /** @type {Scene | null} */
  let scene = null;
  let thumbnails = /** @type {ReturnType<typeof unitThumbnails> | null} */ (null);
  /** @type {Edge[]} */
  let edges = [];
  const images = { units: createUnitImages(THUMBNAIL), output: createProbabilityImage(), words: createStill() };
  const { canvas, redraw } = createCanvas(figure, attributes, (surface) => {
    if (scene && thumbnails) edges = draw(wordedSurface(surface), scene, thumbnails, images);
  });
  return {
    canvas,
    /** @param {Scene} next */
    show(next) {
      if (next.path !== scene?.path) thumbnails = unitThumbnails(next.path, next.dataset, THUMBNAIL);
      scene = next;
      redraw();
    },
    /** @param {number} x @param {number} y @returns {WeightPlace | null} */
    weightUnder(x, y) {
      const distances = edges.map(({ ends }) => distanceToEdge(ends, x, y));
      const least = Math.min(...distances);
      return least <= REACH ? edges[distances.indexOf(least)].place : null;
    },
  };
}

/** @param {Surface} surface @param {Scene} scene @param {ReturnType<typeof unitThumbnails>} thumbnails @param {{units: ReturnType<typeof createUnitImages>, output: ReturnType<typeof createProbabilityImage>, words: import("./canvas.js").Still}} images */
function draw(surface, scene, thumbnails, images) {
  const { path, dataset, index, picked } = scene;
  const { width, height, unit, colors } = surface;
  const names = Array.from({ length: path.layers[0].weights.shape[2] }, (_, k) => inputLines(inputName(k, dataset.input_names)));
  const input_width = Math.max(...names.flat().map((text) => widthOf(surface, text, nameSize(text), 400, isSymbol(text)))) + 7 * unit;
  const sizes = [names.length, ...path.layers.map(({ weights }) => weights.shape[1])];
  const { columns, unit_size } = networkLayout(sizes, { width, height, unit, input_width });
  const edges = edgesOf(path, index, columns, picked);
  for (const { weight, place, ends } of edges) drawEdge(surface, ends, weight, sameWeight(place, picked));
  const places = images.units(thumbnails(index), colors);
  const hidden = columns.slice(1, -1);
  const output = columns[columns.length - 1][0];
  hidden.forEach((column, layer) => drawUnits(surface, column, unit_size, places[layer]));
  drawOutput(surface, output, images.output(decisionGrids(path, dataset).at(index).levels, colors));
  images.words(surface, [path, dataset, picked], (aside) => {
    names.forEach((lines, k) => writeInput(aside, lines, columns[0][k].x - 7 * unit, columns[0][k].y));
    hidden.forEach((column, layer) =>
      numberUnits(aside, column, unit_size, [picked.layer === layer ? picked.to : -1, picked.layer === layer + 1 ? picked.from : -1]));
    nameOutput(aside, output);
  });
  return edges;
}

/** From the thinnest to the thickest, the picked one on top. @param {Path} path @param {number} index @param {ReturnType<typeof networkLayout>["columns"]} columns @param {WeightPlace} picked @returns {Edge[]} */
function edgesOf(path, index, columns, picked) {
  const all = allWeights(path).map((place) => ({ place, weight: weightAt(path, index, place), chosen: sameWeight(place, picked) }));
  const least = all.length > ALL_EDGES ? MIN_SHARE * largestSizeAt(path, index) : 0;
  const cuts = path.experiment.regularizer === "l1"; // a weight at exactly 0 has no edge
  return all
    .filter(({ weight, chosen }) => chosen || (Math.abs(weight) >= least && !(cuts && weight === 0)))
    .sort((a, b) => Number(a.chosen) - Number(b.chosen) || edgeWidth(a.weight) - edgeWidth(b.weight))
    .map(({ place, weight }) => ({ place, weight, ends: edgeEnds(columns[place.layer][place.from], columns[place.layer + 1][place.to]) }));
}

/** @param {Surface} surface @param {Box[]} column @param {number} size @param {import("./unit_images.js").UnitImage[]} images */
function drawUnits({ context, unit, colors }, column, size, images) {
  context.strokeStyle = colors.unit;
  context.lineWidth = unit;
  context.lineJoin = "round";
  column.forEach(({ x, y }, k) => {
    const { canvas, left, top, side } = images[k];
    context.drawImage(canvas, left, top, side, side, x - size / 2, y - size / 2, size, size);
    if (size > 6 * unit) context.strokeRect(x - size / 2, y - size / 2, size, size);
  });
}

/** @param {Surface} surface @param {Box[]} column @param {number} size @param {number[]} picked units */
function numberUnits(surface, column, size, picked) {
  const { unit, colors } = surface;
  const roomy = column.length === 1 || column[1].y - column[0].y >= NUMBER_ROOM * unit;
  column.forEach(({ x, y }, k) => {
    if (!roomy && !picked.includes(k)) return;
    const line = roomy ? y - size / 2 + 5 * unit : y;
    write(surface, String(k + 1), x + size / 2 + 4 * unit, line, { color: picked.includes(k) ? colors.ink : colors.ink2, size: 12, halo: true });
  });
}

/** @param {Surface} surface @param {Box} box @param {HTMLCanvasElement} image */
function drawOutput(surface, { x, y, size }, image) {
  const { context, unit, colors } = surface;
  context.drawImage(image, x - size / 2, y - size / 2, size, size);
  context.strokeStyle = colors.ink;
  context.lineWidth = 1.2 * unit;
  context.strokeRect(x - size / 2, y - size / 2, size, size);
}

/** @param {Surface} surface @param {Box} box */
function nameOutput(surface, { x, y, size }) {
  const { unit, colors, width } = surface;
  const half = widthOf(surface, "output") / 2;
  write(surface, "output", Math.min(x, width - half), y + size / 2 + 11 * unit, { color: colors.ink2, align: "center", halo: true });
}

/** @param {Surface} surface @param {string[]} lines @param {number} x @param {number} y */
function writeInput(surface, lines, x, y) {
  const step = 14 * surface.unit;
  lines.forEach((text, k) => {
    const style = { color: surface.colors.ink, align: /** @type {const} */ ("right"), size: nameSize(text), maths: isSymbol(text) };
    write(surface, text, x, y + (k - (lines.length - 1) / 2) * step, style);
  });
}

/** A name of several words stands in as many lines. @param {string} name */
function inputLines(name) {
  return name.split(" ");
}

/** @param {string} text */
function nameSize(text) {
  return isSymbol(text) ? 14.5 : 12.5;
}
