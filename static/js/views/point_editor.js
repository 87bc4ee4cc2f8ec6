// Editing points: the button in the picture's heading, the tools, and what the pointer and the keys do in the picture.

import { listenToPointer } from "../controls/point_pointer.js";
import { find } from "../dom/elements.js";
import { formatCount } from "../model/format.js";
import { withFiveMislabeled, withFlipped, without, withMoved, withPoint, withTwoOutliers, canBeSolved } from "../model/point_edits.js";

/** @typedef {import("../state/types.js").LabState} LabState */
/** @typedef {import("../state/types.js").Editing} Editing */

const STEP = 0.01; // of the picture's side: one press of an arrow
const FAR = 0.1; // with Shift
const ARROWS = /** @type {Record<string, number[]>} */ ({ ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] });
const THROUGH = /** @type {Record<string, number>} */ ({ "[": -1, PageUp: -1, "]": 1, PageDown: 1 });
const CLASSES = ["circle", "cross"];

/** @param {HTMLElement} element @param {import("../state/types.js").LabActions} actions @returns {import("../state/types.js").LabView} */
export function createPointEditor(element, actions) {
  const opener = find(document, "[data-edit-points]");
  const figure = find(document, "#decision-boundary [data-figure]");
  const said = find(element, "[data-said]");
  /** @type {LabState | null} */
  let state = null;
  let moved_by_key = false;

  /** @param {(editing: Editing) => void} act */
  const whenEditing = (act) => () => state?.editing && act(state.editing);
  /** @param {string} tool @param {(editing: Editing) => void} act */
  const on = (tool, act) => find(element, tool).addEventListener("click", whenEditing(act));

  opener.addEventListener("click", () => (state?.editing ? actions.closeEditing() : actions.openEditing()));
  for (const label of [0, 1]) on(`[data-label="${label}"]`, () => actions.showEditing({ label }));
  on("[data-flip]", flip);
  on("[data-remove]", remove);
  on("[data-outliers]", addOutliers);
  on("[data-mislabel]", mislabel);
  on("[data-clear]", () => actions.editPoints({ points: [], labels: [], n_training: 0 }, { selected: null, message: "" }));
  on("[data-undo]", () => actions.undoEdit());
  on("[data-redo]", () => actions.redoEdit());
  on("[data-back]", () => actions.backToDataSet());

  /** @param {Editing} editing */
  function flip({ draft, selected }) {
    if (selected === null) return actions.showEditing({ message: "Select a point first: click it, or press ]." });
    const flipped = withFlipped(draft, selected);
    actions.editPoints(flipped, { selected, message: `Point ${selected + 1} is a ${CLASSES[flipped.labels[selected]]} now.` });
  }

  /** @param {Editing} editing */
  function remove({ draft, selected }) {
    if (selected === null) return actions.showEditing({ message: "Select a point first: click it, or press ]." });
    const rest = without(draft, selected);
    const next = rest.points.length ? Math.min(selected, rest.points.length - 1) : null;
    actions.editPoints(rest, { selected: next, message: `Point ${selected + 1} is removed, ${formatCount(rest.points.length)} are left.` });
  }

  /** @param {Editing} editing */
  function addOutliers({ draft }) {
    if (!canBeSolved(draft)) return actions.showEditing({ message: "Outliers need training points of both classes." });
    const own = withTwoOutliers(draft);
    actions.editPoints(own, { selected: null, message: "Two outliers: a circle behind the crosses, a cross behind the circles." });
  }

  /** @param {Editing} editing */
  function mislabel({ draft }) {
    const { own, count } = withFiveMislabeled(draft, Math.random);
    if (!count) return actions.showEditing({ message: "There are too few training points to mislabel any." });
    actions.editPoints(own, { selected: null, message: `${count === 1 ? "One training point has" : `${count} training points, drawn at random, have`} the other label now.` });
  }

  /** @param {Editing} editing @param {number[]} point */
  function add({ draft, label }, point) {
    const own = withPoint(draft, point, label);
    const selected = own.n_training - 1;
    actions.editPoints(own, { selected, cross: null, message: `A ${CLASSES[label]} is added: ${named(own.points[selected])}.` });
    return selected;
  }

  /** @param {Editing} editing @param {number[]} direction @param {boolean} far */
  function moveByKey({ draft, selected, cross, frame }, direction, far) {
    const size = [frame.right - frame.left, frame.top - frame.bottom];
    const from = selected !== null ? draft.points[selected] : cross ?? [(frame.left + frame.right) / 2, (frame.bottom + frame.top) / 2];
    const to = clamped(from.map((value, axis) => value + direction[axis] * size[axis] * (far ? FAR : STEP)), frame);
    if (selected === null) return actions.showEditing({ cross: to, message: `Crosshair at ${named(to)}. A adds a ${CLASSES[state?.editing?.label ?? 0]} here.` });
    moved_by_key = true;
    actions.editPoints(withMoved(draft, selected, to), { message: `Point ${selected + 1} is at ${named(to)}.` }, true);
  }

  /** The point stays where the key has left it. */
  function settle() {
    if (!moved_by_key || !state?.editing) return;
    moved_by_key = false;
    actions.editPoints(state.editing.draft, {});
  }

  /** @param {Editing} editing @param {number} direction */
  function goThrough({ draft, selected }, direction) {
    const n = draft.points.length;
    if (!n) return;
    const next = selected === null ? (direction > 0 ? 0 : n - 1) : (selected + direction + n) % n;
    const part = next < draft.n_training ? "training" : "validation";
    actions.showEditing({ selected: next, cross: null, message: `Point ${next + 1} of ${n}: ${CLASSES[draft.labels[next]]}, ${part}, ${named(draft.points[next])}.` });
  }

  /** @param {KeyboardEvent} event @param {Editing} editing @returns {boolean} whether it was a key of the picture */
  function actInPicture({ key, shiftKey }, editing) {
    if (ARROWS[key]) moveByKey(editing, ARROWS[key], shiftKey);
    else if (THROUGH[key]) goThrough(editing, THROUGH[key]);
    else if (key === "Escape" && editing.selected !== null) actions.showEditing({ selected: null, message: "No point is selected." });
    else if (key === "Delete" || key === "Backspace") remove(editing);
    else if (key.toLowerCase() === "f") flip(editing);
    else if (key.toLowerCase() === "a") add(editing, editing.cross ?? [(editing.frame.left + editing.frame.right) / 2, (editing.frame.bottom + editing.frame.top) / 2]);
    else if (key === "1" || key === "2") actions.showEditing({ label: Number(key) - 1, message: `A adds a ${CLASSES[Number(key) - 1]}.` });
    else return false;
    return true;
  }

  figure.addEventListener("keydown", (event) => {
    if (!state?.editing || event.ctrlKey || event.metaKey || event.altKey || !actInPicture(event, state.editing)) return;
    event.preventDefault();
  });
  figure.addEventListener("keyup", (event) => ARROWS[event.key] && settle());
  figure.addEventListener("blur", settle);
  listenToPointer(figure, () => state?.editing ?? null, {
    add: (editing, point) => add(editing, clamped(point, editing.frame)),
    select: (k) => actions.showEditing({ selected: k, cross: null, message: `Point ${k + 1} is selected.` }),
    move: (editing, k, point) => actions.editPoints(withMoved(editing.draft, k, clamped(point, editing.frame)), { selected: k }, true),
    drop: (editing, k) => actions.editPoints(editing.draft, { selected: k, message: `Point ${k + 1} is at ${named(editing.draft.points[k])}.` }),
    flip: (editing, k) => flip({ ...editing, selected: k }),
  });

  return {
    update(next, previous) {
      state = next;
      const { editing } = next;
      if (Boolean(next.path) !== Boolean(previous?.path) || !previous) opener.setAttribute("aria-disabled", String(!next.path));
      if (previous && editing === previous.editing) return;
      element.hidden = !editing;
      document.documentElement.toggleAttribute("data-editing", Boolean(editing));
      if (Boolean(editing) !== Boolean(previous?.editing)) openOrClose(figure, opener, Boolean(editing));
      if (!editing) return;
      if (said.textContent !== editing.message) said.textContent = editing.message;
      for (const label of [0, 1]) find(element, `[data-label="${label}"]`).setAttribute("aria-pressed", String(label === editing.label));
      find(element, "[data-undo]").setAttribute("aria-disabled", String(!editing.can_undo));
      find(element, "[data-redo]").setAttribute("aria-disabled", String(!editing.can_redo));
      for (const tool of ["[data-flip]", "[data-remove]"]) find(element, tool).setAttribute("aria-disabled", String(editing.selected === null));
    },
  };
}

/** While points are edited the picture takes the keys. @param {HTMLElement} figure @param {HTMLElement} opener @param {boolean} open */
function openOrClose(figure, opener, open) {
  opener.textContent = open ? "Done" : "Edit points";
  const attributes = { tabindex: "0", role: "application", "aria-label": "Points of the picture", "aria-describedby": "point-editor-keys", "data-own-keys": "" };
  const had_focus = figure === document.activeElement || document.activeElement?.closest("#point-editor");
  for (const [name, value] of Object.entries(attributes)) {
    if (open) figure.setAttribute(name, value);
    else figure.removeAttribute(name);
  }
  if (open) figure.focus({ preventScroll: true });
  else if (had_focus) opener.focus({ preventScroll: true });
}

/** @param {number[]} point */
function named(point) {
  return `(${point.map((value) => String(Number(value.toPrecision(3))).replace("-", "−")).join(", ")})`;
}

/** @param {number[]} point @param {import("../model/picture_frame.js").HeldFrame} frame */
function clamped([x, y], { left, right, bottom, top }) {
  return [Math.min(Math.max(x, left), right), Math.min(Math.max(y, bottom), top)];
}
