// Points being edited: what stands on screen, what can be undone, and when it is solved.

import { toQuery } from "../address/set_up_query.js";
import { coarseLambdas, coarseSettings } from "../model/coarse_path.js";
import { nearBody } from "../model/near_path.js";
import { ownPointsText } from "../model/own_points.js";
import { frameToHold } from "../model/picture_frame.js";
import { canBeSolved, datasetOf, missingClass, pointsOf, ringsOf } from "../model/point_edits.js";
import { asOwnPoints, dataOf, defaultSettings } from "../model/settings.js";
import { fetchPath } from "../server/api.js";
import { createLatest } from "../server/latest.js";
import { lambdaIndex, weightOn } from "../state/state.js";

/** @typedef {import("../state/types.js").LabState} LabState */
/** @typedef {import("../state/types.js").Settings} Settings */
/** @typedef {import("../model/own_points.js").OwnPoints} OwnPoints */
/** What undo leads back to. @typedef {{draft: OwnPoints, edited: boolean, data: Partial<Settings>}} Step */

const ROOM = 0.15; // of the picture, on each side, for points far off
const MANY_INPUTS = "Points of more than two inputs can't be edited. Set the nuisance inputs to 0 first.";

/**
 * @param {ReturnType<typeof import("../state/store.js").createStore<LabState>>} store
 * @param {(change: Partial<Settings>) => void} openSetUp solves with other data, whatever there was
 * @param {() => void} stopSolving gives up the path that is being solved: the server works for the drag alone
 */
export function createEditing(store, openSetUp, stopSolving) {
  /** @type {Step[]} */ let done = [];
  /** @type {Step[]} */ let undone = [];
  let origin = /** @type {Partial<Settings>} */ ({});
  let dragging = false;
  let known = /** @type {import("../state/types.js").ShownPath | null} */ (null); // of all λ, from before the edit
  let coarse = /** @type {{lambdas: number[], lambda: number}} */ ({ lambdas: [], lambda: 0 });
  const live = createLatest(askForCoarse, { show: showCoarse, in_turn: true }); // the full path says what is wrong

  /** @param {OwnPoints} draft @param {{signal: AbortSignal}} request */
  function askForCoarse(draft, { signal }) {
    const { settings, choices } = store.get();
    return fetchPath(toQuery(coarseSettings({ ...settings, ...asOwn(draft) }, coarse.lambdas), choices), signal);
  }

  /** @param {import("../state/types.js").Path} path @param {OwnPoints} draft */
  function showCoarse(path, draft) {
    const { dataset, editing, weight } = store.get();
    if (!dataset || !editing) return;
    store.update({
      path: { ...path, held_lambda: coarse.lambda }, ...weightOn(path, weight), stale: false, provisional: true, problem: null, slow: false,
      dataset: datasetOf(draft, dataset, path.inputs),
    });
  }

  /** @param {OwnPoints} draft */
  function asOwn(draft) {
    const { settings, choices } = store.get();
    return asOwnPoints(settings, draft, choices);
  }

  /** @returns {Step} */
  function stepNow() {
    const { editing, settings } = store.get();
    const { draft, edited } = /** @type {import("../state/types.js").Editing} */ (editing);
    return { draft, edited, data: dataOf(settings) };
  }

  /** @param {Partial<import("../state/types.js").Editing>} change */
  function show(change) {
    const { editing, dataset } = store.get();
    if (!editing || !dataset) return;
    const next = { ...editing, ...change, can_undo: done.length > 0, can_redo: undone.length > 0 };
    const drawn = datasetOf(next.draft, dataset);
    if (isWithin(next.draft, next.frame)) return store.update({ editing: next });
    const frame = frameToHold(drawn, ROOM);
    store.update({ editing: { ...next, frame }, dataset: { ...dataset, frame } });
  }

  /** @param {OwnPoints} draft @param {Partial<import("../state/types.js").Editing>} change @param {boolean} [dragged] more is to come */
  function edit(draft, change, dragged = false) {
    const { editing, path } = store.get();
    if (!editing || !path) return;
    if (!dragging) {
      keepKnown();
      done.push(stepNow());
      undone = [];
      if (dragged) stopSolving();
      const index = lambdaIndex(store.get());
      coarse = { lambdas: coarseLambdas(path.lambdas, index), lambda: path.lambdas[index] };
    }
    dragging = dragged;
    show({ draft, edited: true, ...change });
    if (dragged && canBeSolved(draft)) live.start(draft);
    if (!dragged) settle(draft);
  }

  function keepKnown() {
    const { path } = store.get();
    if (path && path.held_lambda === undefined) known = path;
  }

  /** @param {OwnPoints} draft */
  function settle(draft) {
    live.stop();
    const missing = missingClass(draft);
    if (missing) show({ message: missing });
    else openSetUp(asOwn(draft));
  }

  /** @param {Step[]} from @param {Step[]} to @param {string} message */
  function step(from, to, message) {
    const target = from.pop();
    if (!target || !store.get().editing) return;
    to.push(stepNow());
    keepKnown();
    live.stop();
    dragging = false;
    show({ draft: target.draft, edited: target.edited, selected: null, message });
    if (!target.edited) openSetUp(target.data);
    else settle(target.draft);
  }

  return {
    open() {
      const { dataset, path, editing, settings, choices, notices } = store.get();
      if (!dataset || !path || editing) return; // an edit is of the points that a path was solved for
      if (dataset.input_names.length !== 2) return store.update({ notices: notices.includes(MANY_INPUTS) ? notices : [...notices, MANY_INPUTS] });
      const frame = frameToHold(dataset, ROOM);
      origin = settings.data ? dataOf(defaultSettings(choices)) : dataOf(settings);
      [done, undone] = [[], []];
      const message = "Click adds a point, dragging moves it, a double click flips its class.";
      const editing_now = { frame, draft: pointsOf(dataset), edited: false, selected: null, cross: null, label: 0, message, can_undo: false, can_redo: false };
      store.update({ dataset: { ...dataset, frame }, editing: editing_now });
    },
    close() {
      const { dataset, editing } = store.get();
      if (!editing) return;
      if (dragging) settle(editing.draft);
      dragging = false;
      known = null;
      store.update({ editing: null, dataset: dataset && { ...dataset, frame: undefined } });
    },
    edit,
    show,

    /** What to ask for, to have the path of edited points at once; null where they are not. @param {Settings} settings */
    nearOf: (settings) => (store.get().editing && known ? nearBody(settings, known) : null),
    undo: () => step(done, undone, "Undone."),
    redo: () => step(undone, done, "Done again."),
    backToDataSet() {
      if (!store.get().editing) return;
      done.push(stepNow());
      undone = [];
      show({ edited: false, selected: null, message: "The data set is back. Undo restores your points." });
      openSetUp({ data: undefined, ...origin });
    },

    /**
     * An answer of the server, as the picture needs it while points are edited; null while one is being dragged.
     * @param {Partial<LabState>} change @returns {Partial<LabState> | null}
     */
    received(change) {
      const { editing, settings } = store.get();
      if (dragging) return null;
      if (!editing || !change.dataset) return change;
      const { frame, draft, edited } = editing;
      if (edited && settings.data && settings.data === safeText(draft)) return { ...change, dataset: { ...change.dataset, frame, mislabeled: ringsOf(draft) } };
      if (change.dataset.input_names.length !== 2) return { ...change, editing: null };
      const held = frameToHold(change.dataset, ROOM); // other data: back, forward or another data set
      return { ...change, dataset: { ...change.dataset, frame: held }, editing: { ...editing, frame: held, draft: pointsOf(change.dataset), edited: false, selected: null } };
    },
  };
}

/** @param {OwnPoints} draft */
function safeText(draft) {
  return draft.points.length ? ownPointsText(draft) : "";
}

/** @param {OwnPoints} own @param {import("../model/picture_frame.js").HeldFrame} frame */
function isWithin({ points }, { left, right, bottom, top }) {
  return points.every(([x, y]) => x >= left && x <= right && y >= bottom && y <= top);
}
