// ‖W‖², or with L1 Σ|W|, on the way up and on the way down over λ, beside the path: hysteresis where they differ.

import { placeOnCurve } from "../model/label_places.js";
import { penaltyOf } from "../model/penalty.js";
import { curveOf, pixelsOf } from "./path_curves.js";
import { notesBox } from "./threshold_marks.js";

/** @typedef {import("./lambda_chart.js").Frame} Frame */
/** @typedef {import("../model/warm_start_paths.js").Sweeps} Sweeps */

const WAYS = /** @type {const} */ (["up", "down"]);
const WORDS = { up: "up →", down: "← down" };
const DASHES = { up: "4px 3px", down: "1px 3px" };

/** log₁₀ of the sizes; where they are 0, under the axis. @param {Frame} frame @param {Sweeps} sweeps @param {"up" | "down"} way @param {number} low */
function curveOfWay({ scale }, sweeps, way, low) {
  const path = sweeps[way];
  if (!path) return { x: [], y: [] };
  const heights = penaltyOf(path.experiment).size(path).map((size) => (size > 0 ? Math.log10(size) : low - 4));
  return curveOf({ ...path, collapse_lambda: null }, scale, heights);
}

/** @param {Frame} frame @param {Sweeps | null} sweeps @param {[number, number]} range */
export function sweepTraces(frame, sweeps, [low]) {
  if (!sweeps || sweeps.of !== frame.path) return [];
  const { colors, unit } = frame;
  return WAYS.map((way) => ({
    type: "scatter", mode: "lines", name: way, ...curveOfWay(frame, sweeps, way, low),
    line: { color: colors.ink2, width: 1.6 * unit, dash: DASHES[way], simplify: false },
  }));
}

/** @param {Frame} frame @param {Sweeps | null} sweeps @param {[number, number]} range @returns {import("./labels.js").Label[]} */
export function sweepLabels(frame, sweeps, [low]) {
  if (!sweeps?.up || sweeps.of !== frame.path) return [];
  return WAYS.map((way) => ({
    name: way, words: [WORDS[way]], token: "ink2",
    place: (placed, size, taken) => placeOnCurve({
      own: pixelsOf(curveOfWay(frame, sweeps, way, low), placed), others: [], taken: [...taken, notesBox(placed)], size,
      bounds: { left: placed.left, right: placed.right, top: 0, bottom: placed.height }, wish: placed.scale.x(way === "up" ? 30 : 3),
    }),
  }));
}
