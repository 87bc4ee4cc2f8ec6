// Where the network draws the line: the picture, and the same finding in words.

import { createDecisionBoundaryCanvas } from "../charts/decision_boundary_canvas.js";
import { find } from "../dom/elements.js";
import { linesWithout } from "../model/boundary_without.js";
import { boundaryInWords, noLine, pictureNotes } from "../model/boundary_words.js";
import { networkOverlaid } from "../model/comparison.js";
import { isRegression } from "../model/data_cost.js";
import { decisionGrids } from "../model/decision_grids.js";
import { datasetOf } from "../model/point_edits.js";
import { sameNetwork, shownNetwork } from "../model/shown_network.js";
import { sameWeight } from "../model/weight_names.js";

/** @param {HTMLElement} element @returns {import("../state/types.js").View} */
export function createDecisionBoundary(element) {
  const alternative = find(element, "[data-alternative]");
  const picture = createDecisionBoundaryCanvas(find(element, "[data-figure]"), {
    role: "img",
    "aria-labelledby": "decision-boundary-title",
    "aria-describedby": "decision-boundary-alternative",
  });
  let shown = 0;
  let was_covered = false;
  return {
    update(state, previous) {
      const { dataset: solved, stale, theme, editing } = state;
      const { path, index } = shownNetwork(state);
      if (path && isRegression(path)) return; // a curve has no boundary
      const covered = element.closest("[data-covered]") !== null; // a question of a lesson is open
      const inspected = state.inspector ? state.picked : null;
      const before = previous?.inspector ? previous.picked : null;
      const other = networkOverlaid(state);
      const other_before = previous && networkOverlaid(previous);
      const same_other = other?.path === other_before?.path && other?.index === other_before?.index;
      const same = solved === previous?.dataset && sameNetwork(state, previous) && editing === previous?.editing && sameWeight(inspected, before) && same_other && covered === was_covered;
      if (!solved && previous?.dataset) picture.show(null); // of a set-up that was given up
      if (!solved || (same && stale === previous?.stale && theme === previous?.theme)) return;
      const dataset = editing?.edited ? datasetOf(editing.draft, solved) : solved;
      shown += 1;
      was_covered = covered;
      const turn = shown;
      const show = () => {
        const without = path && inspected && linesWithout(path, dataset, index, inspected, () => turn === shown && show());
        const verdict = path && noLine(path, dataset, index);
        const beside = other && decisionGrids(other.path, other.dataset, true).at(other.index).drawn;
        const notes = [...(inspected ? ["thin: without this weight"] : []), ...(beside ? ["dashed: A"] : []), ...pictureNotes(dataset)];
        picture.show({ dataset, path, index, stale, notes, verdict, editing, without, beside });
        if (path) alternative.textContent = boundaryInWords(path, dataset, index, verdict, !covered);
      };
      show();
      if (other) decisionGrids(other.path, other.dataset, true).prepare(other.index, (ready) => ready === other.index && turn === shown && show(), "overlay");
      if (path) decisionGrids(path, dataset).prepare(index, (ready) => (ready === index || ready === 0) && show());
    },
  };
}
