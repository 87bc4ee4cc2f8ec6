// A lesson: makes the store, the actions and the views, and connects them. The only file of the lessons that knows everybody.

import { fromLessonQuery, labAddress, toLessonQuery } from "../address/lesson_query.js";
import { createAddress } from "../controllers/address_bar.js";
import { createSheet } from "../controllers/lesson_sheet.js";
import { createLessonTraining } from "../controllers/lesson_training.js";
import { createMovingLambda } from "../controllers/moving_lambda.js";
import { createMovingPoints } from "../controllers/moving_points.js";
import { createPredicting, without } from "../controllers/predicting.js";
import { find } from "../dom/elements.js";
import { listenToKeys } from "../dom/keymap.js";
import { followSystemTheme, writePreference } from "../dom/preferences.js";
import { STEPS } from "../lessons/steps.js";
import { figuresOf, isRevealed, isTraining, solvedOf, stepsOf } from "../model/lesson_scene.js";
import { firstStart } from "../model/search.js";
import { sameSetUp, setUpKey } from "../model/settings.js";
import { createOthersLoader } from "../server/lesson_loading.js";
import { createLoader } from "../server/loading.js";
import { weightOn } from "../state/state.js";
import { createStore } from "../state/store.js";
import { createFittedCurve } from "../views/fitted_curve.js";
import { createLessonProgress } from "../views/lesson_progress.js";
import { createLessonText } from "../views/lesson_text.js";
import { createPrediction } from "../views/prediction.js";
import { createWeightSlice } from "../views/weight_slice.js";
import { createWeightsByPower } from "../views/weights_by_power.js";
import { lessonKeys } from "./lesson_keys.js";
import { createLabViews, createViews, updateViews } from "./registry.js";

/** @typedef {import("../model/lesson_scene.js").LessonState} LessonState */
/** @typedef {import("../model/lesson_scene.js").LessonActions} LessonActions */
/** @typedef {import("../model/lesson_scene.js").LessonView} LessonView */

/** What stands behind each `data-lesson-view`. @type {Record<string, (element: HTMLElement, actions: LessonActions) => LessonView>} */
const LESSON_VIEWS = {
  fitted_curve: createFittedCurve,
  lesson_progress: createLessonProgress,
  lesson_text: createLessonText,
  prediction: createPrediction,
  weight_slice: createWeightSlice,
  weights_by_power: createWeightsByPower,
};

const root = document.documentElement;
const lesson = find(document, "[data-lesson]");
const figures = /** @type {HTMLElement[]} */ ([...lesson.querySelectorAll(".lesson-figures :is([data-view], [data-lab-view], [data-lesson-view])")]);
const lab_links = /** @type {NodeListOf<HTMLAnchorElement>} */ (lesson.querySelectorAll("[data-lab-link]"));

const store = createStore(initialState());
const playback = createLessonTraining(store);
const load = createLoader(store, firstStart);
const loadOthers = createOthersLoader(store);
const address = createAddress(store, toLessonQuery);
const moving = createMovingPoints(store, () => address.replaceSoon());

/** @type {LessonActions} */
const actions = {
  ...createMovingLambda(store, () => address.replaceSoon()),
  ...playback.actions,
  ...createPredicting(store, {
    written: address.replaceNow,
    writtenSoon: address.replaceSoon,
    showAgain() {
      const { steps, step } = store.get();
      show({ step, lambda: steps[step].lambda });
    },
  }),
  pickWeight: (place) => store.update({ weight: place, picked: place }),
  changeSettings() {}, // a lesson's set-up is its own
  restart: () => actions.goTo(0),
  retry: () => load(),
  setTab() {},
  setWeightChart() {},
  setTheme(theme) {
    writePreference("theme", theme);
    store.update({ theme });
  },
  dismissNotice: () => store.update({ notices: [] }),
  address() {
    address.replaceNow();
    return location.href;
  },
  goTo(step) {
    const { steps, step: old } = store.get();
    if (step < 0 || step >= steps.length || step === old) return;
    show({ step, lambda: steps[step].lambda });
    address.push();
  },
  movePoint: (point, label) => moving.movePoint(point, label),
  present(presenting) {
    store.update({ presenting });
    address.replaceNow();
  },
  setBlank: (blank) => store.update({ blank }),
};

/** @returns {LessonState} */
function initialState() {
  const choices = JSON.parse(find(document, "#choices").textContent ?? "");
  const steps = stepsOf(STEPS[lesson.dataset.lesson ?? ""], choices);
  const place = fromLessonQuery(location.search, steps);
  return {
    settings: steps[place.step].set_up, choices, notices: [], status: "loading", problem: null, dataset: null, path: null, stale: false, slow: false,
    progress: null, autoplaying: false, weight: steps[place.step].weight ?? null, picked: (steps[place.step].recipe && steps[place.step].weight) ?? null,
    theme: root.dataset.theme === "dark" ? "dark" : "light",
    reduced_motion: matchMedia("(prefers-reduced-motion: reduce)").matches, tab: "cost", weight_chart: "weight_paths",
    steps, ...place, counting: Object.keys(place.hands).length > 0, blank: false, solved: {}, trainings: {}, others_failed: false,
  };
}

/** The set-up of the step on screen. */
function setUp() {
  const { steps, step } = store.get();
  return steps[step].set_up;
}

/** Another step: at once when its set-up is solved already. @param {Partial<LessonState> & {step: number, lambda: number | null}} place */
function show(place) {
  actions.autoplay(false);
  const { steps, path, settings: old } = store.get();
  const { set_up, weight = null } = steps[place.step];
  const known = solvedOf(store.get(), set_up);
  const settings = sameSetUp(set_up, old) ? old : set_up;
  const there = known ? { ...known, ...weightOn(known.path, weight), status: /** @type {const} */ ("ready"), stale: false, provisional: false, slow: false } : { stale: path !== null };
  store.update({ moved: null, ...place, settings, weight, problem: null, ...there, ...(steps[place.step].recipe ? { picked: weight } : {}) });
  playback.open();
  if (known) load.stop();
  else load();
}

/** Back or forward: the step as its address says. */
function followAddress() {
  if (!address.moved()) return; // a jump inside the page
  const { steps, said, shown, hands } = store.get();
  const place = fromLessonQuery(location.search, steps);
  const { name } = steps[place.step];
  show({ ...place, said: { ...without(said, name), ...place.said }, shown: { ...without(shown, name), ...place.shown }, hands: { ...without(hands, name), ...place.hands } });
}

/** @param {ParentNode} place @returns {LessonView[]} */
function createAllViews(place) {
  const own = /** @type {HTMLElement[]} */ ([...place.querySelectorAll("[data-lesson-view]")])
    .map((element) => LESSON_VIEWS[element.dataset.lessonView ?? ""](element, actions));
  return [...createViews(place, actions), ...createLabViews(place, actions), ...own];
}

const sheet = createSheet(lesson, (place, state) => updateViews(createAllViews(place), state, null));
const views = [...createAllViews(document), sheet];

/** @param {LessonState} state @param {LessonState | null} previous */
function render(state, previous) {
  root.dataset.theme = state.theme;
  root.dataset.status = state.status;
  root.toggleAttribute("data-presenting", state.presenting);
  root.toggleAttribute("data-blank", state.blank);
  lesson.toggleAttribute("data-stale", state.stale || state.status === "refused" || state.status === "failed" || isTraining(state));
  lesson.toggleAttribute("data-empty", state.path === null);
  if (state.sheet) lesson.dataset.sheet = state.sheet;
  const wanted = state.status === "failed" || state.status === "refused" ? ["state_words"] : figuresOf(state);
  for (const figure of figures) figure.hidden = !wanted.includes(figure.dataset.view ?? figure.dataset.labView ?? figure.dataset.lessonView ?? "");
  lesson.toggleAttribute("data-covered", !isRevealed(state, state.step));
  lesson.dataset.figures = wanted.join(" ");
  for (const link of lab_links) {
    const address = labAddress(state, link.dataset.labLink);
    link.hidden = address === null;
    if (address !== null) link.href = address;
  }
  updateViews(views, state, previous);
  if (state.path && !previous?.path) requestAnimationFrame(() => root.toggleAttribute("data-ready", true));
}

store.subscribe(render);
store.subscribe((state, previous) => {
  const { path, dataset, status, solved } = state;
  if (status !== "ready" || state.provisional || !path || !dataset || state.stale || (path === previous.path && status === previous.status)) return;
  const known = solvedOf(state, setUp());
  const holds_moved_points = state.moved !== null && known;
  if (known?.path !== path && !holds_moved_points) store.update({ solved: { ...solved, [setUpKey(setUp())]: { path, dataset } } });
  loadOthers();
});
store.subscribe(playback.follow);
store.subscribe(moving.follow);
render(store.get(), null);
window.addEventListener("popstate", followAddress);
listenToKeys(lessonKeys(actions), () => (store.get().sheet ? null : store.get()));
find(document, "[data-skip]").addEventListener("click", address.replaceNow); // λ should not be lost on the way back
followSystemTheme((theme) => store.update({ theme }));
playback.open();
load();
