// ‖W‖², or with L1 Σ|W|, on the way up and on the way down over λ, beside the path: hysteresis where they differ.

import { placeOnCurve } from "../model/label_places.js";
import { penaltyOf } from "../model/penalty.js";
import { curveOf, pixelsOf } from "./path_curves.js";
import { notesBox } from "./threshold_marks.js";

/** @typedef {import("./lambda_chart.js").Frame} Frame */
/** @typedef {import("../model/warm_start_paths.js").WarmStartPaths} WarmStartPaths */

const WAYS = /** @type {const} */ (["up", "down"]);
const WORDS = { up: "up →", down: "← down" };
const DASHES = { up: "4px 3px", down: "1px 3px" };

/** log₁₀ of the sizes; where they are 0, under the axis. @param {Frame} frame @param {WarmStartPaths} warm_start_paths @param {"up" | "down"} way @param {number} low */
function curveOfWay({ scale }, warm_start_paths, way, low) {
  const path = warm_start_paths[way];
  if (!path) return { x: [], y: [] };
  const heights = penaltyOf(path.experiment).size(path).map((size) => (size > 0 ? Math.log10(size) : low - 4));
  return curveOf({ ...path, collapse_lambda: null }, scale, heights);
}

/** @param {Frame} frame @param {WarmStartPaths | null} warm_start_paths @param {[number, number]} range */
export function warmStartTraces(frame, warm_start_paths, [low]) {
  if (!warm_start_paths || warm_start_paths.of !== frame.path) return [];
  const { colors, unit } = frame;
  return WAYS.map((way) => ({
    type: "scatter", mode: "lines", name: way, ...curveOfWay(frame, warm_start_paths, way, low),
    line: { color: colors.ink2, width: 1.6 * unit, dash: DASHES[way], simplify: false },
  }));
}

/** @param {Frame} frame @param {WarmStartPaths | null} warm_start_paths @param {[number, number]} range @returns {import("./labels.js").Label[]} */
export function warmStartLabels(frame, warm_start_paths, [low]) {
  if (!warm_start_paths?.up || warm_start_paths.of !== frame.path) return [];
  return WAYS.map((way) => ({
    name: way, words: [WORDS[way]], token: "ink2",
    place: (placed, size, taken) => placeOnCurve({
      own: pixelsOf(curveOfWay(frame, warm_start_paths, way, low), placed), others: [], taken: [...taken, notesBox(placed)], size,
      bounds: { left: placed.left, right: placed.right, top: 0, bottom: placed.height }, wish: placed.scale.x(way === "up" ? 30 : 3),
    }),
  }));
}
