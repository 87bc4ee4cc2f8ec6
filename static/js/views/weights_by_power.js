// The weight of each power of x, under L2 and under L1 beside each other: its size as a bar on a scale of decades, the
// weight itself as a number, and in words where it is exactly 0, which has no place on such a scale.

import { find, make } from "../dom/elements.js";
import { isRegression } from "../model/data_cost.js";
import { powerName, weightOfPower } from "../model/fitted_curve.js";
import { formatTick, formatWeightOfPower } from "../model/format.js";
import { isRevealed, sceneOf } from "../model/lesson_scene.js";
import { countZeros } from "../model/weight_names.js";
import { lambdaIndexFor } from "../state/state.js";

/** @typedef {import("../state/types.js").Path} Path */
/** @typedef {{path: Path, index: number}} Column */

const DECADES = { from: -4, to: 3 }; // of sizes; smaller ones get the least bar that can be seen
const MIN_BAR = 0.006;
const MARKS = [0.0001, 0.001, 0.01, 0.1, 1, 10, 100];
const MARKED_ALWAYS = [0.01, 10]; // where there is little room
const NEVER_MARKED = 0.001; // between two long numbers

/** @param {HTMLElement} element @returns {import("../model/lesson_scene.js").LessonView} */
export function createWeightsByPower(element) {
  const head = find(element, "[data-head]");
  const body = find(element, "[data-body]");
  const scale = find(element, "[data-scale]");
  return {
    update(state) {
      const scene = sceneOf(state, state.step);
      if (!scene || !isRegression(scene.path)) return;
      const { path, beside, index } = scene;
      const other = beside && isRegression(beside.path) && beside.path.n_weights === path.n_weights ? beside.path : null;
      const columns = [path, ...(other ? [other] : [])]
        .map((one) => ({ path: one, index: one === path ? index : lambdaIndexFor(one, path.lambdas[index]) }))
        .toSorted((a, b) => b.path.experiment.regularizer.localeCompare(a.path.experiment.regularizer));
      if (body.children.length !== path.n_weights || head.children.length !== columns.length + 1) rebuild(head, body, scale, path.n_weights, columns.length);
      const counts = columns.length > 1 || isRevealed(state, state.step); // how many are 0 is asked
      columns.forEach((column, k) => showColumn(head, body, column, k, counts));
    },
  };
}

/** @param {HTMLElement} head @param {HTMLElement} body @param {HTMLElement} scale @param {number} n_weights @param {number} n_columns */
function rebuild(head, body, scale, n_weights, n_columns) {
  const columns = Array.from({ length: n_columns });
  head.replaceChildren(make("th", { scope: "col" }, "power"), ...columns.map(() => make("th", { scope: "col" })));
  body.replaceChildren(...Array.from({ length: n_weights }, (_, k) => make("tr", {},
    make("th", { scope: "row" }, make("i", { class: "maths" }, powerName(k + 1))),
    ...columns.map(() => make("td", {}, make("i", { class: "size" }), make("b"))))));
  scale.replaceChildren(make("td"), ...columns.map(() => make("td", {}, make("span", { class: "decades" }, ...MARKS.map(mark)))));
}

/** A size where a bar of it ends. @param {number} size */
function mark(size) {
  const label = make("span", MARKED_ALWAYS.includes(size) ? {} : { class: "where-room" }, size === NEVER_MARKED ? "" : formatTick(size));
  label.style.left = `${100 * lengthOf(size)}%`;
  return label;
}

/** @param {HTMLElement} head @param {HTMLElement} body @param {Column} column @param {number} k @param {boolean} counts */
function showColumn(head, body, { path, index }, k, counts) {
  const zeros = countZeros(path, index);
  const name = path.experiment.regularizer.toUpperCase();
  write(head.children[k + 1], counts ? `${name}: ${zeros === 0 ? "none is" : `${zeros} of ${path.n_weights} are`} 0` : name);
  [...body.children].forEach((row, power) => {
    const weight = weightOfPower(path, index, power + 1);
    const size = Math.abs(weight);
    const cell = row.children[k + 1];
    const bar = /** @type {HTMLElement} */ (cell.firstElementChild);
    bar.style.transform = `scaleX(${lengthOf(size)})`;
    cell.toggleAttribute("data-zero", size === 0);
    write(/** @type {Element} */ (cell.lastElementChild), size === 0 ? "0 exactly" : formatWeightOfPower(weight));
  });
}

/** From 0 to 1. @param {number} size */
function lengthOf(size) {
  if (size === 0) return 0;
  return Math.max(MIN_BAR, (Math.log10(size) - DECADES.from) / (DECADES.to - DECADES.from));
}

/** @param {Element} element @param {string} text */
function write(element, text) {
  if (element.textContent !== text) element.textContent = text;
}
