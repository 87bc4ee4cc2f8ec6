// The pointer over points: a click on an empty place, a drag, a double click, a long press. Knows only places and reach.

import { nearestPoint } from "../model/point_edits.js";

/** @typedef {import("../state/types.js").Editing} Editing */
/**
 * `add` answers the number of the new point.
 * @typedef {{
 *   add: (editing: Editing, point: number[]) => number, select: (k: number) => void,
 *   move: (editing: Editing, k: number, point: number[]) => void, drop: (editing: Editing, k: number) => void,
 *   flip: (editing: Editing, k: number) => void
 * }} PointerActions
 */

const REACH = { mouse: 12, touch: 22 }; // pixels from a point's middle: a target of 44 for a finger
const STILL = 4; // pixels that a pressed pointer may tremble
const LONG_PRESS = 500; // milliseconds until a finger flips
const TWICE = 400; // milliseconds between the clicks of a double click

/** @param {HTMLElement} figure @param {() => Editing | null} getEditing @param {PointerActions} actions */
export function listenToPointer(figure, getEditing, actions) {
  /** What is held: the point and where it was taken. @type {{k: number, x: number, y: number, moved: boolean, timer: number} | null} */
  let held = null;
  let added_at = -Infinity;
  let last = { k: -1, time: -Infinity };

  /** @param {PointerEvent} event @param {Editing} editing */
  function placeOf({ clientX, clientY }, { frame }) {
    const { left, top, width, height } = figure.getBoundingClientRect();
    return [
      frame.left + ((clientX - left) / width) * (frame.right - frame.left),
      frame.top - ((clientY - top) / height) * (frame.top - frame.bottom),
    ];
  }

  /** @param {PointerEvent} event @param {Editing} editing */
  function pointUnder(event, editing) {
    const { width, height } = figure.getBoundingClientRect();
    const { left, right, bottom, top } = editing.frame;
    const [x, y] = placeOf(event, editing);
    const distance = (/** @type {number[]} */ point) => Math.hypot(((point[0] - x) / (right - left)) * width, ((point[1] - y) / (top - bottom)) * height);
    return nearestPoint(editing.draft, distance, event.pointerType === "touch" ? REACH.touch : REACH.mouse);
  }

  figure.addEventListener("pointerdown", (event) => {
    const editing = getEditing();
    if (!editing || event.button !== 0 || !event.isPrimary) return;
    const k = pointUnder(event, editing);
    if (k === null) {
      added_at = event.timeStamp;
      last = { k: actions.add(editing, placeOf(event, editing)), time: -Infinity };
      return;
    }
    if (event.timeStamp - added_at < TWICE) return; // a double click on an empty place adds one point
    figure.setPointerCapture(event.pointerId);
    const timer = event.pointerType === "touch" ? window.setTimeout(() => flipHeld(), LONG_PRESS) : 0;
    held = { k, x: event.clientX, y: event.clientY, moved: false, timer };
    actions.select(k);
  });

  function flipHeld() {
    const editing = getEditing();
    if (!held || held.moved || !editing) return;
    actions.flip(editing, held.k);
    held = null;
  }

  figure.addEventListener("pointermove", (event) => {
    const editing = getEditing();
    if (!held || !editing || !event.isPrimary) return;
    if (!held.moved && Math.hypot(event.clientX - held.x, event.clientY - held.y) < STILL) return;
    held.moved = true;
    clearTimeout(held.timer);
    actions.move(editing, held.k, placeOf(event, editing));
  });

  /** @param {PointerEvent} event */
  function letGo(event) {
    const editing = getEditing();
    if (!held || !editing) return;
    const { k, moved, timer } = held;
    clearTimeout(timer);
    held = null;
    if (moved) return actions.drop(editing, k);
    const twice = last.k === k && event.timeStamp - last.time < TWICE && event.pointerType !== "touch";
    last = { k, time: twice ? -Infinity : event.timeStamp };
    if (twice) actions.flip(editing, k);
  }
  figure.addEventListener("pointerup", letGo);
  figure.addEventListener("pointercancel", letGo);
}
