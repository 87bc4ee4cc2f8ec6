// From which λ on zero weights are a minimum, and from which on there is none lower: known from the data alone,
// before any network is trained there.

import { formatLambda } from "../model/format.js";
import { clearance } from "../model/label_places.js";

/** @typedef {import("./lambda_chart.js").Frame} Frame */

const BERTH = 12; // pixels between a line and its words: there the curve falls
const ONE = 1.02; // closer than this factor the two are one

/** What stands in the corner at the bottom left, and must not be written over. @param {import("./lambda_chart.js").Placed} placed @returns {import("./labels.js").Box} */
export function notesBox({ left, height, type_unit }) {
  return { left, right: left + 206 * type_unit, top: height - 40 * type_unit, bottom: height };
}

/** @param {Frame} frame @returns {{name: string, lambda: number, words: import("../dom/elements.js").Words}[]} */
function marksOf({ path, scale }) {
  const { minimum = null, least = null, least_by_search = false } = path.thresholds ?? {};
  const within = (/** @type {number | null} */ lambda) => lambda !== null && lambda > 0 && scale.log10(lambda) < scale.range[1];
  const marks = [];
  const zero = [{ maths: "W" }, " = 0 "];
  const one = minimum !== null && least !== null && least < ONE * minimum;
  if (within(minimum) && !one) marks.push({ name: "minimum", lambda: Number(minimum), words: [...zero, `stable from ${formatLambda(minimum)}`] });
  if (within(least)) marks.push({ name: "least", lambda: Number(least), words: [...zero, `lowest from ${least_by_search ? "about " : ""}${formatLambda(least)}`] });
  return marks;
}

/** @param {Frame} frame */
export function thresholdLines(frame) {
  const { scale, colors, unit } = frame;
  return marksOf(frame).map(({ name, lambda }) => ({
    name, type: "line", xref: "x", yref: "paper", x0: scale.log10(lambda), x1: scale.log10(lambda), y0: 0, y1: 1,
    line: { color: colors.ink2, width: 1.2 * unit, dash: "5px 3px" }, layer: "below",
  }));
}

/**
 * To the left of their lines, one over the other, above the notes where those are in the way; left out where they would cover the curve.
 * @param {Frame} frame @param {(placed: import("./lambda_chart.js").Placed) => import("../model/label_places.js").Curve} curve
 * @returns {import("./labels.js").Label[]}
 */
export function thresholdLabels(frame, curve) {
  return marksOf(frame).map(({ name, lambda, words }, k) => ({
    name, words, token: "ink2",
    place: (placed, size) => {
      const notes = notesBox(placed);
      const x = placed.scale.x(lambda) - size.width - BERTH * placed.unit;
      const y = (x < notes.right ? notes.top : placed.height - 2) - (k + 1) * (size.height + 1);
      const box = { left: x, right: x + size.width, top: y, bottom: y + size.height };
      return x > placed.left && y > 0 && clearance(box, [curve(placed)], []) > 0 ? { x, y } : null;
    },
  }));
}

/** @param {import("../state/types.js").Path} path */
export function thresholdsInWords({ thresholds, experiment }) {
  const { minimum = null, least = null, least_by_search = false } = thresholds ?? {};
  const about = least_by_search ? "about " : "";
  const stable_from = minimum !== null && minimum > 0 ? `${experiment.activation === "relu" ? about : ""}λ = ${formatLambda(minimum)}` : "";
  const stable = stable_from ? ` W = 0 is a minimum from ${stable_from} on.` : "";
  const lowest = least === null ? "" : ` No minimum is lower than W = 0 from ${about}λ = ${formatLambda(least)} on${about && ", as far as a search found"}.`;
  return `${stable}${lowest}`;
}
