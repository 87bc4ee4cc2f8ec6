// The curve that is fitted to points at this λ, before the line they were drawn from and the fit at λ = 0.

import { createFittedCurveCanvas } from "../charts/fitted_curve_canvas.js";
import { fillValue, fillWords, find } from "../dom/elements.js";
import { isRegression } from "../model/data_cost.js";
import { curveAt, distanceFromTruth, farOff, meanOf, misses, predict } from "../model/fitted_curve.js";
import { formatCost, formatLambda } from "../model/format.js";
import { isRevealed, solvedOf } from "../model/lesson_scene.js";
import { lambdaIndex } from "../state/state.js";

/** @typedef {import("../state/types.js").RegressionPath} RegressionPath */
/** @typedef {import("../model/fitted_curve.js").Dataset} Dataset */

const ROOM = 1.75; // the axis beyond the largest label

/** @param {HTMLElement} element @param {import("../model/lesson_scene.js").LessonActions} actions @returns {import("../model/lesson_scene.js").LessonView} */
export function createFittedCurve(element, actions) {
  const [alternative, title, live] = ["[data-alternative]", "h2", "[data-live]"].map((selector) => find(element, selector));
  const movers = createMovers(find(element, "[data-movers]"), actions.movePoint);
  const picture = createFittedCurveCanvas(find(element, "[data-figure]"), {
    role: "img", "aria-labelledby": "fitted-curve-title", "aria-describedby": "fitted-curve-alternative",
  }, actions.movePoint);
  return {
    update(state, previous) {
      const { path, dataset, theme } = state;
      const index = lambdaIndex(state);
      if (!path || !dataset || !isRegression(path) || !path.curve) return;
      const alone = drawsPointsAlone(state);
      const moves = Boolean(state.steps[state.step].points_move) && !alone;
      movers.show(moves ? farOff(path, dataset) : [], dataset);
      if (path === previous?.path && dataset === previous.dataset && index === lambdaIndex(previous) && theme === previous.theme && alone === drawsPointsAlone(previous)) return;
      const scene = { ...sceneAt(path, dataset, index), moves, most: ROOM * furthest(solvedOf(state, state.steps[state.step].set_up)?.dataset ?? dataset) };
      picture.show(alone ? { ...scene, fitted: null, ghost: null } : scene);
      live.hidden = alone;
      const { two, eight, off } = found(path, dataset, index);
      fillWords(title, [alone ? "Eight points on a line, two far off" : "The fitted curve"]);
      if (alone) return void (alternative.textContent = `${dataset.points.length} points: ${dataset.points.length - two.length} on the true line, ${two.length} far off it.`);
      fillValue(element, "two", two.map(formatCost).join(" and "));
      fillValue(element, "eight", formatCost(eight));
      alternative.textContent = `${dataset.points.length} points and a polynomial of degree ${path.n_weights} fitted to them at λ = ${formatLambda(path.lambdas[index])}. ` +
        `It misses the far-off points by ${two.map(formatCost).join(" and ")}, the others by ${formatCost(eight)} on average. ` +
        `From the true line it is ${formatCost(off)} off on average.`;
    },
  };
}

/** Before the answer. @param {import("../model/lesson_scene.js").LessonState} state */
function drawsPointsAlone(state) {
  return Boolean(state.steps[state.step].points_alone) && !isRevealed(state, state.step);
}

/** @param {RegressionPath} path @param {Dataset} dataset @param {number} index */
function found(path, dataset, index) {
  const far = farOff(path, dataset);
  const missed = misses(path, dataset, index);
  return { two: far.map((k) => missed[k]), eight: meanOf(missed.filter((_, k) => !far.includes(k))), off: distanceFromTruth(path, dataset, index) };
}

/** @param {RegressionPath} path @param {Dataset} dataset @param {number} index @returns {Omit<import("../charts/fitted_curve_canvas.js").Scene, "most" | "moves">} */
function sceneAt(path, dataset, index) {
  const { x, truth } = /** @type {import("../state/types.js").Curve} */ (path.curve);
  const far = farOff(path, dataset);
  return {
    x, truth, fitted: curveAt(path, index), ghost: path.lambdas[0] === 0 && index > 0 ? curveAt(path, 0) : null,
    points: dataset.points.map(([at], k) => ({ x: at, y: dataset.labels[k], fitted: predict(path, index, at), far: far.includes(k) })),
  };
}

/** Of the points as they were set up, so that the axis stays while one is dragged. @param {Dataset} dataset */
function furthest({ labels }) {
  return Math.max(...labels.map(Math.abs));
}

/** The far-off points by keyboard: a slider for each. @param {HTMLElement} element @param {(point: number, label: number) => void} movePoint */
function createMovers(element, movePoint) {
  const inputs = /** @type {HTMLInputElement[]} */ ([...element.querySelectorAll("[data-mover]")]);
  /** @type {number[]} */
  let far = [];
  inputs.forEach((input, k) => input.addEventListener("input", () => far[k] !== undefined && movePoint(far[k], Number(input.value))));
  return {
    /** @param {number[]} points @param {Dataset} dataset */
    show(points, { labels }) {
      far = points;
      element.hidden = far.length === 0;
      inputs.forEach((input, k) => {
        const label = labels[far[k]];
        if (label !== undefined && Math.abs(Number(input.value) - label) > Number(input.step) / 2) input.value = String(label);
      });
    },
  };
}
