// What the picture of a network shows, in words: what it leaves out, why it has no line, and its finding. Pure.

import { decisionGrids, STEPS } from "./decision_grids.js";
import { formatAccuracy, formatLambda, formatProbability } from "./format.js";
import { outputWithoutWeights } from "./regime.js";
import { placeInWords } from "./shown_network.js";

/** @typedef {import("../state/types.js").Path} Path */
/** @typedef {import("../state/types.js").ShownDataset} Dataset */

/** What the picture leaves out or draws pale. @param {Dataset} dataset */
export function pictureNotes({ split, input_names, inputs }) {
  const others = input_names.length - 2;
  const standardized = inputs.mean.slice(2).some((mean) => mean !== 0); // what is left out is 0 as the network sees it
  const held = standardized ? `at ${others === 1 ? "its" : "their"} mean` : "at 0";
  return [
    ...(others > 0 ? [`${others === 1 ? input_names[2] : `the other ${others} inputs`} ${held}`] : []),
    ...(split.includes("validation") ? ["pale: validation"] : []),
  ];
}

/** Why there is no boundary, or null. @param {Path} path @param {Dataset} dataset @param {number} index @param {boolean} [beside] whether it stands beside another picture */
export function noLine(path, dataset, index, beside = false) {
  if (path.trivial[index]) return `every output is ${formatProbability(outputWithoutWeights(path, index))}: no line to draw`;
  const { lines, levels } = decisionGrids(path, dataset, beside).at(index);
  if (lines.length) return null;
  return `every output here is ${levels[0] < STEPS ? "under" : "over"} 0.5: no line to draw`;
}

/**
 * @param {Path} path @param {Dataset} dataset @param {number} index @param {string | null} verdict
 * @param {boolean} [tells] how it does on held-out points
 */
export function boundaryInWords(path, dataset, index, verdict, tells = true) {
  const [first, second] = dataset.class_names;
  const axes = `${dataset.points.length} points of two classes, ${first} as circles and ${second} as crosses`;
  const left_out = dataset.input_names.length > 2 ? `, ${pictureNotes(dataset)[0]}` : "";
  const line = verdict ? `${verdict[0].toUpperCase()}${verdict.slice(1)}.` : "The line on which the output is 0.5 separates them.";
  const held_out = path.validation && tells ? ` and ${formatAccuracy(path.validation.accuracy[index])} of the held-out points` : "";
  return `${axes}${left_out}. At ${placeInWords(path, index, formatLambda)}: ${line} ` +
    `${formatAccuracy(path.train.accuracy[index])} of the training points${held_out} stand on the right side.`;
}
