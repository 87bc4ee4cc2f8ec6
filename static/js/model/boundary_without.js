// Where the network would draw the line with one weight alone set to 0: computed in idle moments, so that λ never waits for it.

import { zeroLines } from "./marching_squares.js";
import { forward, layersAt } from "./network.js";
import { gridInputs, pictureFrame } from "./picture_frame.js";

/** @typedef {import("../state/types.js").Path} Path */
/** @typedef {import("../state/types.js").ShownDataset} Dataset */
/** @typedef {import("../state/types.js").WeightPlace} WeightPlace */

const NODES = 71; // on a side
const KEPT = 200; // lines, of a path that has not changed

/** @type {WeakMap<Path, Map<string, Float32Array[]>>} */
const lines_of = new WeakMap();
/** What is worked on next: only what was asked for last. @type {(() => void) | null} */
let wanted = null;

/**
 * The lines as far as they are known; where they are not, `ready` is called once they are, unless others were asked for since.
 * @param {Path} path @param {Dataset} dataset @param {number} index @param {WeightPlace} place @param {() => void} ready
 */
export function linesWithout(path, dataset, index, place, ready) {
  const known = lines_of.get(path) ?? new Map();
  lines_of.set(path, known);
  const name = [index, place.layer, place.to, place.from].join(".");
  const lines = known.get(name);
  if (lines) wanted = null;
  if (lines) return lines;
  if (!wanted) whenIdle();
  wanted = () => {
    if (known.size >= KEPT) known.clear();
    known.set(name, solve(path, dataset, index, place));
    ready();
  };
  return [];
}

/** @param {Path} path @param {Dataset} dataset @param {number} index @param {WeightPlace} place */
function solve(path, dataset, index, { layer, to, from }) {
  const layers = layersAt(path, index).map((one, k) => (k === layer ? { ...one, weights: Float32Array.from(one.weights) } : one));
  /** @type {Float32Array} */ (layers[layer].weights)[to * layers[layer].n_in + from] = 0;
  const inputs = gridInputs(pictureFrame(dataset), NODES, true).slice(0, layers[0].n_in);
  const { logits } = forward(layers, path.experiment.activation, inputs);
  return logits.every((logit) => logit === logits[0]) ? [] : zeroLines(logits, NODES);
}

function whenIdle() {
  const work = () => {
    const now = wanted;
    wanted = null;
    now?.();
  };
  if ("requestIdleCallback" in globalThis) requestIdleCallback(work);
  else setTimeout(work, 20);
}
