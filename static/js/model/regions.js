// Into how many regions a network cuts its picture: connected stretches in which one class is the answer. Pure.

import { forward, layersAt } from "./network.js";
import { gridInputs, pictureFrame } from "./picture_frame.js";

/** @typedef {import("../state/types.js").Path} Path */
/** @typedef {import("../state/types.js").Dataset} Dataset */

const NODES = 81; // on a side: an island around a single point is many of them wide

/** @type {WeakMap<Path, Map<number, [number, number]>>} */
const known = new WeakMap();

/** The number of regions of class 0 and of class 1 at one λ. @param {Path} path @param {Dataset} dataset @param {number} index @returns {[number, number]} */
export function regionsOf(path, dataset, index) {
  const counts = known.get(path) ?? new Map();
  known.set(path, counts);
  const counted = counts.get(index) ?? count(path, dataset, index);
  counts.set(index, counted);
  return counted;
}

/** @param {Path} path @param {Dataset} dataset @param {number} index @returns {[number, number]} */
function count(path, dataset, index) {
  const inputs = gridInputs(pictureFrame(dataset), NODES, true).slice(0, path.layers[0].weights.shape[2]);
  const { logits } = forward(layersAt(path, index), path.experiment.activation, inputs);
  const classes = Uint8Array.from(logits, (logit) => Number(logit > 0));
  const seen = new Uint8Array(classes.length);
  /** @type {[number, number]} */
  const regions = [0, 0];
  classes.forEach((label, start) => {
    if (seen[start]) return;
    regions[label] += 1;
    flood(classes, seen, start);
  });
  return regions;
}

/** Marks all that hangs together with one node. @param {Uint8Array} classes @param {Uint8Array} seen @param {number} start */
function flood(classes, seen, start) {
  const open = [start];
  seen[start] = 1;
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    const column = node % NODES;
    const around = [node - NODES, node + NODES, ...(column > 0 ? [node - 1] : []), ...(column < NODES - 1 ? [node + 1] : [])];
    for (const next of around) {
      if (next < 0 || next >= classes.length || seen[next] || classes[next] !== classes[start]) continue;
      seen[next] = 1;
      open.push(next);
    }
  }
}
