// In which order and groups the bars of the weights stand. Pure.

import { allWeights, inputName, weightAt } from "./weight_names.js";

/** @typedef {import("../state/types.js").Path} Path */
/** @typedef {import("../state/types.js").WeightPlace} WeightPlace */

/** `then` are the weights whose ghosts stand behind those of `now`, one for one. @typedef {{label: string, now: WeightPlace[], then: WeightPlace[]}} WeightGroup */

export const MAX_SINGLE_BARS = 40;

/** Groups of bars at one λ. Few weights stand by unit and never move, many are sorted in each layer. @param {Path} path @param {number} index @param {number} ghost_index @param {string[]} input_names @returns {WeightGroup[]} */
export function weightGroups(path, index, ghost_index, input_names) {
  if (path.n_weights > MAX_SINGLE_BARS) return sortedLayers(path, index, ghost_index);
  const groups = path.layers.length === 1 ? byInput(path, input_names) : path.layers.length === 2 ? byHiddenUnit(path) : byReceiver(path);
  return groups.map(({ label, places }) => ({ label, now: places, then: places }));
}

/** @param {Path} path @param {string[]} input_names */
function byInput(path, input_names) {
  return allWeights(path).map((place) => ({ label: inputName(place.from, input_names), places: [place] }));
}

/** What leads to a unit and what leads from it. @param {Path} path */
function byHiddenUnit(path) {
  const all = allWeights(path);
  return Array.from({ length: path.layers[0].weights.shape[1] }, (_, unit) => ({
    label: String(unit + 1),
    places: all.filter(({ layer, to, from }) => (layer === 0 ? to : from) === unit),
  }));
}

/** @param {Path} path */
function byReceiver(path) {
  const all = allWeights(path);
  const last = path.layers.length - 1;
  return path.layers.flatMap(({ weights }, layer) =>
    Array.from({ length: weights.shape[1] }, (_, unit) => ({
      label: layer === last ? "out" : String(unit + 1),
      places: all.filter((place) => place.layer === layer && place.to === unit),
    })));
}

/** @param {Path} path @param {number} index @param {number} ghost_index */
function sortedLayers(path, index, ghost_index) {
  const all = allWeights(path);
  const last = path.layers.length - 1;
  return path.layers.map((_, layer) => {
    const places = all.filter((place) => place.layer === layer);
    return { label: layer === last ? "output" : `layer ${layer + 1}`, now: sorted(path, index, places), then: sorted(path, ghost_index, places) };
  });
}

/** From the most positive to the most negative. @param {Path} path @param {number} index @param {WeightPlace[]} places */
function sorted(path, index, places) {
  const values = new Map(places.map((place) => [place, weightAt(path, index, place)]));
  return places.toSorted((a, b) => (values.get(b) ?? 0) - (values.get(a) ?? 0));
}
