// The keys of the Lab: which does what, and when. The sheet that lists them is templates/_keys.html.

import { moveSlider, press } from "../dom/by_hand.js";
import { find } from "../dom/elements.js";
import { isCompared } from "../model/comparison.js";
import { countPresented, presentedAfter } from "../model/presentation.js";
import { placeInPlayback } from "../model/training_playback.js";
import { decadeAway, lambdaIndex, lambdaIndexFor } from "../state/state.js";
import { pageKeys } from "./page_keys.js";

/** @typedef {import("../state/types.js").LabState} LabState */
/** @typedef {import("../state/types.js").LabActions} LabActions */
/** @typedef {import("../dom/keymap.js").KeyBinding<LabState>} LabBinding */

const PICKERS = "#network-drawing canvas, #weight-magnitudes canvas"; // where a weight can be picked by keys
const roomy = matchMedia("(min-width: 720px)"); // below, a page that presents stays as it is

/** @param {LabActions} actions @returns {LabBinding[]} */
export function labKeys(actions) {
  return [...pageKeys(actions), ...presentingKeys(actions), ...openingKeys(actions), ...inspectorKeys(actions), ...editingKeys(actions), ...epochKeys(actions), ...lambdaKeys(actions)];
}

/** @param {LabState} state */
function isPresenting({ presented }) {
  return presented !== null && roomy.matches;
}

/** @param {LabState} state */
function isAtADesk(state) {
  return !isPresenting(state);
}

/** @param {LabActions} actions @returns {LabBinding[]} */
function presentingKeys(actions) {
  const turn = (/** @type {number} */ steps) => (/** @type {LabState} */ state) => {
    actions.presentFigure(presentedAfter(state.presented ?? 1, steps, countPresented(state)));
  };
  return [
    { keys: ["p"], when: () => roomy.matches, act: ({ presented }) => actions.presentFigure(presented === null ? 1 : null) },
    { keys: ["Escape"], when: isPresenting, act: () => actions.presentFigure(null) },
    { keys: ["PageDown", " "], when: isPresenting, act: turn(1), clicker: true },
    { keys: ["PageUp"], when: isPresenting, act: turn(-1), clicker: true },
    { keys: ["b", "."], when: isPresenting, act: () => press("[data-blank-screen]") },
    { keys: ["Shift+f"], when: isPresenting, act: () => press("[data-full-screen]") },
  ];
}

/** What opens, closes and compares. @param {LabActions} actions @returns {LabBinding[]} */
function openingKeys(actions) {
  return [
    { keys: ["q"], act: () => press("[data-open-share]") },
    { keys: ["c"], when: isAtADesk, act: () => actions.compare() },
    { keys: ["l"], act: () => actions.pinOtherPenalty() },
    { keys: ["x"], when: isCompared, act: () => actions.swapPin() },
    { keys: ["e"], when: isAtADesk, act: ({ playback }) => actions.showPlayback(!playback) },
  ];
}

/** @param {LabActions} actions @returns {LabBinding[]} */
function inspectorKeys(actions) {
  const isPicker = (/** @type {EventTarget | null} */ target) => target instanceof Element && target.closest(PICKERS) !== null;
  return [
    { keys: ["i"], when: isAtADesk, act: ({ inspector }) => actions.inspect(!inspector) },
    { keys: ["Enter"], when: ({ inspector }, target) => !inspector && isPicker(target), act: () => actions.inspect(true) },
    { keys: ["Escape"], when: ({ inspector }) => inspector, act: () => actions.inspect(false) },
    { keys: ["f"], when: ({ inspector }) => inspector?.frozen === null, act: () => actions.freeze(true), release: () => actions.freeze(false) },
  ];
}

/** What the picture itself takes while points are edited is views/point_editor.js. @param {LabActions} actions @returns {LabBinding[]} */
function editingKeys(actions) {
  const isEditing = (/** @type {LabState} */ { editing }) => editing;
  return [
    { keys: ["d"], when: isAtADesk, act: ({ editing }) => (editing ? actions.closeEditing() : actions.openEditing()) },
    { keys: ["Escape"], when: isEditing, act: () => actions.closeEditing() },
    { keys: ["Ctrl+z"], when: isEditing, act: () => actions.undoEdit() },
    { keys: ["Ctrl+y", "Ctrl+Shift+z"], when: isEditing, act: () => actions.redoEdit() },
  ];
}

/** @param {LabActions} actions @returns {LabBinding[]} */
function epochKeys(actions) {
  const step = (/** @type {number} */ by) => (/** @type {LabState} */ state) => {
    const place = placeInPlayback(state);
    if (place) actions.setSnapshot(Math.max(0, place.s + by));
  };
  return [
    { keys: [","], when: placeInPlayback, act: step(-1) },
    { keys: ["."], when: placeInPlayback, act: step(1) },
    { keys: [" "], when: ({ playback }) => playback, act: ({ playback }) => actions.playEpochs(!playback?.playing) },
  ];
}

/** Moved by keys from anywhere on the page, λ's slider has the focus. @param {LabActions} actions @returns {LabBinding[]} */
function lambdaKeys(actions) {
  const move = (/** @type {(slider: HTMLInputElement) => number} */ target) => () => {
    const slider = focusedSlider();
    moveSlider(slider, target(slider));
  };
  const decade = (/** @type {number} */ factor) => (/** @type {LabState} */ state) => {
    focusedSlider();
    if (state.path) actions.setLambdaIndex(decadeAway(state.path.lambdas, lambdaIndex(state), factor));
  };
  return [
    { keys: ["ArrowLeft"], act: move(({ value }) => Number(value) - 1) },
    { keys: ["ArrowRight"], act: move(({ value }) => Number(value) + 1) },
    { keys: ["Home"], act: move(() => 0) },
    { keys: ["End"], act: move(({ max }) => Number(max)) },
    { keys: ["PageUp"], act: decade(10) },
    { keys: ["PageDown"], act: decade(0.1) },
    { keys: ["g"], act: ({ path }) => path?.goldilocks && actions.setLambdaIndex(lambdaIndexFor(path, null)) },
    { keys: ["s", " "], act: ({ autoplaying }) => actions.autoplay(!autoplaying) },
  ];
}

function focusedSlider() {
  const slider = /** @type {HTMLInputElement} */ (find(document, "#lambda"));
  slider.focus({ preventScroll: true });
  return slider;
}
