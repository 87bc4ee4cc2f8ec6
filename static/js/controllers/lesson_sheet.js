// The pictures of a worksheet: what stands beside each question on screen, drawn once more by the same views, for paper.

import { figureFile } from "../charts/figure_files.js";
import { find, make } from "../dom/elements.js";
import { formatTick } from "../model/format.js";
import { isRevealed, sceneOf } from "../model/lesson_scene.js";
import { newPlayback, placeInPlayback } from "../model/training_playback.js";
import { lambdaIndex, weightOn } from "../state/state.js";

/** @typedef {import("../model/lesson_scene.js").LessonState} LessonState */
/** Makes the views inside an element and shows them a state. @typedef {(place: HTMLElement, state: LessonState) => void} Draw */

const PICTURES = ["decision_boundary", "fitted_curve", "network_drawing", "weights_by_power", "weight_slice", "weight_magnitudes"];
const CHARTS = ["cost_components", "frozen_cost", "squared_weight_norm", "validation_curve"]; // over λ; their curves are named where they run
const MAX_TITLE = 42;
const NAMES = ["view", "labView", "lessonView"]; // under which a view stands in its template

/**
 * Before the views fill the page, for their templates are copied.
 * @param {HTMLElement} lesson @param {Draw} draw
 */
export function createSheet(lesson, draw) {
  const templates = new Map(/** @type {HTMLElement[]} */ ([...lesson.querySelectorAll(":is(.pictures, .charts) > .view")])
    .map((view) => [NAMES.map((name) => view.dataset[name]).find(Boolean) ?? "", /** @type {HTMLElement} */ (view.cloneNode(true))]));
  /** The theme in which each step is drawn or being drawn. @type {Map<string, string>} */
  const drawn = new Map();

  /** @param {LessonState} state @param {number} k @param {LessonState} scene_state */
  function drawStep(state, k, scene_state) {
    const { name } = state.steps[k];
    const section = find(lesson, `[data-step="${name}"]`);
    const views = picturesOf(state, k).flatMap((wanted) => templates.get(wanted) ?? []).map(copyOf);
    const place = make("div", { class: "scene-pictures" }, ...views);
    place.toggleAttribute("data-covered", !isRevealed(state, k)); // no view tells the answer of its question
    takeAway(section.querySelector(".scene-pictures"));
    section.querySelector("h2")?.after(place);
    draw(place, scene_state);
    for (const view of views) becomePicture(view, scene_state).catch((error) => giveUp(view, name, error));
  }

  /** The figure stands as it was drawn, and becomes a picture with the next change. @param {HTMLElement} view @param {string} name @param {unknown} error */
  function giveUp(view, name, error) {
    reportError(error);
    if (!view.isConnected) return; // another has its place
    view.removeAttribute("data-drawing");
    drawn.delete(name);
  }

  return {
    /** @param {LessonState} state */
    update(state) {
      if (!state.sheet) return;
      state.steps.forEach((step, k) => {
        const scene_state = step.answer && drawn.get(step.name) !== state.theme && stateAt(state, k);
        if (!scene_state) return;
        drawStep(state, k, scene_state);
        drawn.set(step.name, state.theme);
      });
    },
  };
}

/** The state of the page as it stands at a step: before the answer, on a key after it. @param {LessonState} state @param {number} k @returns {LessonState | null} */
function stateAt(state, k) {
  const scene = sceneOf(state, k);
  const { name, answer_lambda, weight = null, recipe, epoch, beside } = state.steps[k];
  if (!scene || (beside && !scene.beside)) return null;
  const lambda = (state.sheet === "key" && answer_lambda?.(scene)) || state.steps[k].lambda;
  const { path, dataset, training } = scene;
  const playback = recipe && training ? { ...newPlayback(recipe, epoch), training, status: /** @type {const} */ ("ready") } : null;
  return {
    ...state, lambda, ...weightOn(path, weight), step: k, sheet: null, path, dataset, playback,
    status: "ready", stale: false, said: {}, shown: { [name]: state.sheet === "key" },
  };
}

/** One for a question; on a key those of the answer, and one chart over λ. @param {LessonState} state @param {number} k */
function picturesOf({ steps, sheet }, k) {
  const { figures, revealed = [] } = steps[k];
  const before = PICTURES.filter((name) => figures.includes(name));
  const after = [...PICTURES.filter((name) => revealed.includes(name)), ...CHARTS.filter((name) => revealed.includes(name)).slice(0, 1)];
  return sheet === "key" && after.length ? after : before.slice(0, 1);
}

/** Pictures of a theme that is no longer shown, and the files they were made from. @param {Element | null} place */
function takeAway(place) {
  for (const image of place?.querySelectorAll("img") ?? []) URL.revokeObjectURL(image.src);
  place?.remove();
}

/** @param {HTMLElement} template */
function copyOf(template) {
  const copy = /** @type {HTMLElement} */ (template.cloneNode(true));
  for (const element of [copy, ...copy.querySelectorAll("[id]")]) element.removeAttribute("id");
  copy.hidden = false;
  copy.inert = true; // nothing on paper can be moved
  copy.dataset.drawing = "";
  copy.removeAttribute("aria-labelledby");
  return copy;
}

/**
 * A view that is drawn becomes the picture that it would be saved as; a table stays what it is. A decision boundary is that
 * of the rough grid: the grids of a path tell whoever waits only that one has been refined, not that it is fine already,
 * and rest as soon as another step asks for those of its own path, so that waiting might never end.
 * @param {HTMLElement} view @param {LessonState} state
 */
async function becomePicture(view, state) {
  const figure = /** @type {HTMLElement | null} */ (view.querySelector("[data-figure]"));
  if (!figure) {
    view.inert = false;
    return view.removeAttribute("data-drawing");
  }
  await sized(figure);
  await plotted(figure);
  const playback = placeInPlayback(state);
  const lambda = `λ = ${formatTick((state.path?.lambdas ?? [])[lambdaIndex(state)])}`;
  const words = find(view, "[data-alternative]").textContent ?? "";
  const about = { title: titleOf(view), caption: playback ? `${lambda}, epoch ${playback.training.epochs[playback.s]}` : lambda, words, address: location.pathname };
  const file = await figureFile(figure, "svg", about);
  if (!view.isConnected) return; // drawn in a theme that is no longer shown
  const address = URL.createObjectURL(file);
  view.replaceWith(make("img", { src: address, alt: words, class: "scene-picture" }));
}

/** A canvas knows its size only when the page has been laid out. @param {HTMLElement} figure @returns {Promise<void>} */
function sized(figure) {
  return new Promise((resolve) => {
    const watch = new ResizeObserver(() => {
      if (!figure.clientWidth) return;
      watch.disconnect();
      resolve();
    });
    watch.observe(figure);
  });
}

/** A chart over λ is drawn when Plotly is there. @param {HTMLElement} figure @returns {Promise<void>} */
function plotted(figure) {
  const marks = figure.querySelector(".marks");
  return new Promise((resolve, reject) => {
    const look = () => {
      if (figure.querySelector("[data-chart-problem]")) reject(new Error("The charts could not be fetched."));
      else if (!marks || marks.childElementCount) resolve();
      else return;
      watch.disconnect();
    };
    const watch = new MutationObserver(look);
    watch.observe(figure, { childList: true, subtree: true });
    look();
  });
}

/** With what is said beside it, where both fit over a small picture. @param {HTMLElement} view */
function titleOf(view) {
  const title = /** @type {HTMLElement} */ (find(view, "h2").cloneNode(true));
  for (const for_the_screen of title.querySelectorAll(".tight, [data-leads-on]")) for_the_screen.remove();
  const asides = title.querySelectorAll(".quiet");
  const fits = (title.textContent ?? "").length < MAX_TITLE;
  for (const aside of asides) {
    if (fits) aside.before(", ");
    else aside.remove();
  }
  return (title.textContent ?? "").replace(/\s+/g, " ").replace(" ,", ",").trim();
}
