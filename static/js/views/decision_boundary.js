// Where the network draws the line: the picture, and the same finding in words.

import { createDecisionBoundaryCanvas } from "../charts/decision_boundary_canvas.js";
import { find } from "../elements.js";
import { formatAccuracy, formatLambda, formatProbability } from "../format.js";
import { linesWithout } from "../model/boundary_without.js";
import { isRegression } from "../model/data_cost.js";
import { decisionGrids, STEPS } from "../model/decision_grids.js";
import { datasetOf } from "../model/point_edits.js";
import { outputWithoutWeights } from "../model/regime.js";
import { placeInWords, sameNetwork, shownNetwork } from "../model/shown.js";
import { sameWeight } from "../model/weight_names.js";

/** @typedef {import("../types.js").Path} Path */
/** @typedef {import("../types.js").ShownDataset} Dataset */

/** @param {HTMLElement} element @returns {import("../types.js").View} */
export function createDecisionBoundary(element) {
  const alternative = find(element, "[data-alternative]");
  const picture = createDecisionBoundaryCanvas(find(element, "[data-figure]"), {
    role: "img",
    "aria-labelledby": "decision-boundary-title",
    "aria-describedby": "decision-boundary-alternative",
  });
  let shown = 0;
  return {
    update(state, previous) {
      const { dataset: solved, stale, theme, editing } = state;
      const { path, index } = shownNetwork(state);
      if (path && isRegression(path)) return; // a curve has no boundary
      const inspected = state.inspector ? state.picked : null;
      const before = previous?.inspector ? previous.picked : null;
      const same = solved === previous?.dataset && sameNetwork(state, previous) && editing === previous?.editing && sameWeight(inspected, before);
      if (!solved || (same && stale === previous?.stale && theme === previous?.theme)) return;
      const dataset = editing?.edited ? datasetOf(editing.draft, solved) : solved;
      shown += 1;
      const turn = shown;
      const show = () => {
        const without = path && inspected && linesWithout(path, dataset, index, inspected, () => turn === shown && show());
        const verdict = path && noLine(path, dataset, index);
        picture.show({ dataset, path, index, stale, notes: [...(inspected ? ["thin: without this weight"] : []), ...notes(dataset)], verdict, editing, without });
        if (path) alternative.textContent = inWords(path, dataset, index, verdict);
      };
      show();
      if (path) decisionGrids(path, dataset).prepare(index, (ready) => (ready === index || ready === 0) && show());
    },
  };
}

/** What the picture leaves out or draws pale. @param {Dataset} dataset */
function notes({ split, input_names, inputs }) {
  const others = input_names.length - 2;
  const standardized = inputs.mean.slice(2).some((mean) => mean !== 0); // what is left out is 0 as the network sees it
  const held = standardized ? `at ${others === 1 ? "its" : "their"} mean` : "at 0";
  return [
    ...(others > 0 ? [`${others === 1 ? input_names[2] : `the other ${others} inputs`} ${held}`] : []),
    ...(split.includes("validation") ? ["pale: validation"] : []),
  ];
}

/** Why there is no boundary, or null. @param {Path} path @param {Dataset} dataset @param {number} index */
function noLine(path, dataset, index) {
  if (path.trivial[index]) return `every output is ${formatProbability(outputWithoutWeights(path, index))}: no line to draw`;
  const { lines, levels } = decisionGrids(path, dataset).at(index);
  if (lines.length) return null;
  return `every output here is ${levels[0] < STEPS ? "under" : "over"} 0.5: no line to draw`;
}

/** @param {Path} path @param {Dataset} dataset @param {number} index @param {string | null} verdict */
function inWords(path, dataset, index, verdict) {
  const [first, second] = dataset.class_names;
  const axes = `${dataset.points.length} points of two classes, ${first} as circles and ${second} as crosses`;
  const left_out = dataset.input_names.length > 2 ? `, ${notes(dataset)[0]}` : "";
  const line = verdict ? `${verdict[0].toUpperCase()}${verdict.slice(1)}.` : "The line on which the output is 0.5 parts them.";
  const held_out = path.validation ? ` and ${formatAccuracy(path.validation.accuracy[index])} of the held-out points` : "";
  return `${axes}${left_out}. At ${placeInWords(path, index, formatLambda)}: ${line} ` +
    `${formatAccuracy(path.train.accuracy[index])} of the training points${held_out} stand on the right side.`;
}
