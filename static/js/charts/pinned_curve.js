// The curve of the pinned set-up in a chart over λ: thin, dashed, on the axis of the one that is shown.

import { comparedPath } from "../model/comparison.js";
import { placeOnCurve } from "../model/label_places.js";
import { curveOf, pixelsOf } from "./path_curves.js";

/** @typedef {import("../state/types.js").Path} Path */
/** @typedef {import("../state/types.js").State} State */
/** @typedef {import("./lambda_chart.js").Frame} Frame */
/** What the axis tells, of another path; null where that has no such values. @typedef {(path: Path) => number[] | null} Values */

/** @param {Frame} frame @param {State} state @param {Values} valuesOf */
function curveOfPinned({ scale }, state, valuesOf) {
  const path = comparedPath(state);
  const values = path && valuesOf(path);
  return path && values ? curveOf(path, scale, values) : null;
}

/** @param {Frame} frame @param {State} state @param {Values} valuesOf */
export function pinnedTraces(frame, state, valuesOf) {
  const curve = curveOfPinned(frame, state, valuesOf);
  const { colors, unit } = frame;
  const line = { color: colors.ink, width: 1.3 * unit, dash: `${5 * unit}px,${3 * unit}px`, simplify: false };
  return curve ? [{ type: "scatter", mode: "lines", name: "pinned", ...curve, line }] : [];
}

/**
 * @param {Frame} frame @param {State} state @param {Values} valuesOf @param {import("../dom/elements.js").Words} words
 * @param {{beside: Values, wish: number}} place the curve of B not to be covered, and the λ to stand at
 * @returns {import("./labels.js").Label[]}
 */
export function pinnedLabels(frame, state, valuesOf, words, { beside, wish }) {
  const curve = curveOfPinned(frame, state, valuesOf);
  if (!curve) return [];
  return [{
    name: "pinned", words, token: "ink", curves: (placed) => [pixelsOf(curve, placed)],
    place: (placed, size, taken) => placeOnCurve({
      own: pixelsOf(curve, placed), others: [pixelsOf(curveOf(frame.path, placed.scale, beside(frame.path) ?? []), placed)], taken, size, wish: placed.scale.x(wish),
      bounds: { left: placed.left, right: placed.right, top: 0, bottom: placed.height },
    }),
  }];
}
