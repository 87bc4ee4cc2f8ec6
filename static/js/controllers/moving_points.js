// Points of a curve that are dragged in a lesson: the points move at once, the path of the moved ones follows as fast as it is solved.

import { toQuery } from "../address/set_up_query.js";
import { isRegression } from "../model/data_cost.js";
import { farOff } from "../model/fitted_curve.js";
import { solvedOf } from "../model/lesson_scene.js";
import { asOwnPoints } from "../model/settings.js";
import { fetchPath } from "../server/api.js";
import { createLatest } from "../server/latest.js";

/** @typedef {import("../server/lesson_loading.js").LessonStore} LessonStore */
/** @typedef {import("../model/lesson_scene.js").Solved} Solved */
/** Points as they stand now, and what they were moved from. @typedef {{from: Solved, set_up: import("../state/types.js").Settings, dataset: import("../state/types.js").Dataset, moved: Record<number, number>}} Moved */

/** @param {LessonStore} store @param {() => void} writtenSoon */
export function createMovingPoints(store, writtenSoon) {
  /** The curve stays behind where it can't be had; the next move asks again. */
  const latest = createLatest(solve, { show: (path, { moved }) => moved === store.get().moved && store.update({ path }), in_turn: true });

  /** What the step sets up, as it was before anything was moved. */
  function original() {
    const { steps, step } = store.get();
    return solvedOf(store.get(), steps[step].set_up) ?? null;
  }

  /** @param {number} point @param {number} label */
  function movePoint(point, label) {
    const { dataset, path, moved, steps, step } = store.get();
    const from = original();
    if (!from || !dataset || !path || !isRegression(from.path)) return;
    const all = { ...moved, [point]: label };
    const far = farOff(from.path, from.dataset); // they stay the two, wherever they are put
    /** @type {import("../model/fitted_curve.js").Dataset} */
    const drawn = { ...from.dataset, far, labels: from.dataset.labels.map((own, k) => all[k] ?? own) };
    store.update({ moved: all, dataset: drawn });
    writtenSoon();
    latest.start({ from, set_up: steps[step].set_up, dataset: drawn, moved: all });
  }

  /** @param {Moved} asked @param {{signal: AbortSignal}} request */
  async function solve({ from, set_up, dataset: { points, labels } }, { signal }) {
    const { choices } = store.get();
    const moved_points = asOwnPoints(set_up, { points, labels, n_training: points.length }, choices);
    return withTruthOf(from.path, await fetchPath(toQuery({ ...set_up, ...moved_points }, choices), signal));
  }

  /** A link to moved points: they are put there once the path of the step is known. */
  function follow() {
    const { dataset, moved } = store.get();
    const from = original();
    if (!moved || !from || dataset !== from.dataset) return;
    for (const [point, label] of Object.entries(moved)) movePoint(Number(point), label);
  }

  return { movePoint, follow };
}

/** The line that the points were moved from stays the true one. @param {import("../state/types.js").Path} from @param {import("../state/types.js").Path} path */
function withTruthOf(from, path) {
  if (!isRegression(from) || !isRegression(path) || !path.curve || !from.curve) return path;
  return { ...path, curve: { ...path.curve, truth: from.curve.truth } };
}
