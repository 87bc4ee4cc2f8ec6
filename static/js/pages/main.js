// The Lab: makes the store, the actions and the views, and connects them. The only file of the Lab that knows everybody.

import { queryOf } from "../address/lab_query.js";
import { toQuery } from "../address/set_up_query.js";
import { createAddress } from "../controllers/address_bar.js";
import { createComparing } from "../controllers/comparing.js";
import { createEditing } from "../controllers/editing.js";
import { fromAddress, stateToOpenWith } from "../controllers/initial_state.js";
import { createInspecting } from "../controllers/inspecting.js";
import { createMovingLambda } from "../controllers/moving_lambda.js";
import { preparePrinting } from "../controllers/printing.js";
import { createTrainingPlayback } from "../controllers/training_playback.js";
import { find } from "../dom/elements.js";
import { listenToKeys } from "../dom/keymap.js";
import { followSystemTheme, writePreference } from "../dom/preferences.js";
import { isCompared } from "../model/comparison.js";
import { pathName } from "../model/file_names.js";
import { inspectorFrom } from "../model/inspector.js";
import { COMPARISON, PRESENTED } from "../model/presentation.js";
import { firstStart } from "../model/search.js";
import { changed, defaultSettings, sameSetUp } from "../model/settings.js";
import { playbackFrom } from "../model/training_playback.js";
import { fetchFile } from "../server/api.js";
import { createLoader, givenUp } from "../server/loading.js";
import { createWarmStartLoader } from "../server/warm_start_loading.js";
import { shownLambda, weightOn } from "../state/state.js";
import { createStore } from "../state/store.js";
import { createComparison } from "../views/comparison.js";
import { createCsvDialog } from "../views/csv_dialog.js";
import { createExport } from "../views/export.js";
import { createPointEditor } from "../views/point_editor.js";
import { createPresenting } from "../views/presenting.js";
import { createSymbols } from "../views/symbols.js";
import { createTrainingButton } from "../views/training_button.js";
import { createWeightInspector } from "../views/weight_inspector.js";
import { labKeys } from "./lab_keys.js";
import { createLabViews, createViews, updateViews } from "./registry.js";

/** @typedef {import("../state/types.js").LabState} State */
/** @typedef {import("../state/types.js").LabActions} Actions */

/** What stands behind each `data-lab-view`: views that only the Lab has. @type {Record<string, (element: HTMLElement, actions: Actions) => import("../state/types.js").LabView>} */
const LAB_VIEWS = {
  comparison: createComparison,
  csv_dialog: createCsvDialog,
  export: createExport,
  training_button: createTrainingButton,
  point_editor: createPointEditor,
  presenting: createPresenting,
  symbols: createSymbols,
  weight_inspector: createWeightInspector,
};

const root = document.documentElement;
const lab = find(document, "[data-lab]");
const calm = matchMedia("(prefers-reduced-motion: reduce)");

const choices = JSON.parse(find(document, "#choices").textContent ?? "");
const store = createStore(stateToOpenWith(choices, calm.matches));
const address = createAddress(store, queryOf);
const editing = createEditing(store, openData, () => load.stop());
const load = createLoader({ ...store, update: receive }, firstStart, editing.nearOf);
const moving_lambda = createMovingLambda(store, () => address.replaceSoon());
const playback = createTrainingPlayback(store, () => address.replaceSoon());
const warm_start_paths = createWarmStartLoader(store);
const inspecting = createInspecting(store, () => address.push());
const comparing = createComparing(store, () => address.push(), showOther);

/** What was shown last, to be there again when another set-up is given up. @type {import("../server/loading.js").Kept | null} */
let kept = null;

/** @type {Actions} */
const actions = {
  ...moving_lambda,
  ...playback.actions,
  ...inspecting.actions,
  ...comparing.actions,
  showWarmStartPaths: warm_start_paths.show,
  pickWeight(place) {
    store.update({ weight: place, picked: place });
    address.replaceSoon();
  },
  changeSettings(change) {
    const { settings: old, choices } = store.get();
    const settings = changed(old, change, choices);
    if (sameSetUp(settings, old)) return;
    open(settings);
    address.pushOnce(Object.keys(change).join());
  },
  restart() {
    open(defaultSettings(store.get().choices));
    address.push();
  },
  retry: () => load(),
  cancel() {
    load.stop();
    store.update(givenUp(store.get(), kept));
    if (store.get().playback) playback.actions.retryPlayback();
    address.replaceNow();
  },
  setTab: (tab) => store.update({ tab }),
  setWeightChart: (weight_chart) => store.update({ weight_chart }),
  setTheme(theme) {
    writePreference("theme", theme);
    store.update({ theme });
  },
  inspect(on) {
    if (on) {
      playback.actions.showPlayback(false);
      editing.close();
      store.update({ presented: null });
    }
    inspecting.actions.inspect(on);
  },
  showPlayback(on) {
    if (on === Boolean(store.get().playback)) return;
    if (on) {
      actions.presentFigure(null);
      clearRoom();
    }
    playback.actions.showPlayback(on);
    address.push();
  },
  compare() {
    if (isCompared(store.get())) return comparing.actions.unpin();
    clearRoom();
    if (!store.get().pinned) comparing.actions.pin();
    address.push(); // where only the inspector is closed
  },
  pinOtherPenalty() {
    clearRoom();
    comparing.actions.pinOtherPenalty();
    address.push();
    if (store.get().presented !== null) actions.presentFigure(COMPARISON);
  },
  presentFigure(presented) {
    if (presented !== null) {
      playback.actions.showPlayback(false);
      inspecting.actions.inspect(false);
    }
    store.update({ presented });
    address.replaceSoon();
  },
  openEditing() {
    inspecting.actions.inspect(false);
    editing.open();
  },
  closeEditing: () => editing.close(),
  editPoints: (draft, change, dragged) => editing.edit(draft, change, dragged),
  showEditing: (change) => editing.show(change),
  undoEdit: () => editing.undo(),
  redoEdit: () => editing.redo(),
  backToDataSet: () => editing.backToDataSet(),
  async fetchFile(kind) {
    const { settings, choices } = store.get();
    const { blob, name } = await fetchFile(kind, toQuery(settings, choices), shownLambda(store.get()) ?? 1);
    return { blob, name: name || pathName(settings) };
  },
  dismissNotice: () => store.update({ notices: [] }),
  address() {
    address.replaceNow();
    const query = queryOf({ ...store.get(), presented: null }); // who opens a link is not presenting
    return location.origin + location.pathname + (query && `?${query}`);
  },
};

/** What stands where A stands beside B, or training step by step, is closed: with what opens it is one page to go back over. */
function clearRoom() {
  playback.actions.showPlayback(false);
  store.update({ inspector: null });
  actions.closeEditing();
}

/** Another set-up, which may be solved already. @param {import("../state/types.js").Settings} settings @param {Partial<State> | null} there */
function showOther(settings, there) {
  if (!there) open(settings);
  else {
    actions.autoplay(false);
    load.stop();
    store.update({ settings, notices: [], status: "ready", problem: null, progress: null, stale: false, provisional: false, slow: false, ...there });
  }
  address.push();
}

/** Solves another set-up, whatever there was. @param {import("../state/types.js").Settings} settings */
function open(settings) {
  actions.autoplay(false);
  store.update({ settings, notices: [] });
  load();
}

/** Points of one's own, or the data set they came from. @param {Partial<import("../state/types.js").Settings>} change */
function openData(change) {
  const { settings, choices } = store.get();
  if (sameSetUp(changed(settings, change, choices), settings)) load();
  else actions.changeSettings(change);
}

/** What the server has answered; while a point is dragged it is of points that are gone. @param {Partial<State>} change */
function receive(change) {
  const wanted = editing.received(change);
  if (wanted) store.update(wanted);
}

/** Back or forward: only another set-up is solved anew. */
function followAddress() {
  if (!address.moved()) return; // a jump inside the page
  const { settings: old, choices, path, status } = store.get();
  const { settings, page, pinned, notices } = fromAddress(choices);
  actions.autoplay(false);
  store.update({ settings, notices, presented: page.present ?? null, inspector: inspectorFrom(page), lambda: page.lambda, weight: page.weight });
  playback.open(page.present ? null : playbackFrom(page));
  comparing.open(pinned);
  if (sameSetUp(settings, old) && (status === "ready" || status === "searching") && path) store.update(weightOn(path, page.weight));
  else load();
}

const views = [...createViews(document, actions), ...createLabViews(document, actions, LAB_VIEWS)];

/** @param {State} state @param {State | null} previous */
function render(state, previous) {
  root.dataset.theme = state.theme;
  root.dataset.status = state.status;
  if (state.presented === null) delete root.dataset.presenting;
  else root.dataset.presenting = PRESENTED[state.presented - 1].name;
  lab.dataset.tab = state.tab;
  lab.dataset.weightChart = state.weight_chart;
  if (state.playback) lab.dataset.training = state.playback.status;
  else delete lab.dataset.training;
  lab.toggleAttribute("data-inspecting", Boolean(state.inspector));
  lab.toggleAttribute("data-comparing", isCompared(state));
  lab.toggleAttribute("data-stale", state.stale || state.status === "refused" || state.status === "failed");
  lab.toggleAttribute("data-empty", state.path === null);
  updateViews(views, state, previous);
  if (state.path && !previous?.path) requestAnimationFrame(() => root.toggleAttribute("data-ready", true));
}

store.subscribe(render);
store.subscribe((state, previous) => {
  if (state.path !== previous.path) address.replaceSoon(); // a picked weight may be gone
});
store.subscribe(({ settings, path, provisional, status, stale, editing }, previous) => {
  const solved = path && !stale && !editing && (status === "ready" || status === "searching");
  if (solved && (path !== previous.path || status !== previous.status)) kept = { settings, path, provisional };
});
store.subscribe(playback.follow);
store.subscribe(inspecting.follow);
store.subscribe(comparing.follow);
store.subscribe(warm_start_paths.follow);
render(store.get(), null);
address.replaceNow(); // what was left out of it is said, and no longer stands there
window.addEventListener("popstate", followAddress);
listenToKeys(labKeys(actions), store.get);
preparePrinting(actions.address);
find(document, "[data-skip]").addEventListener("click", address.replaceNow); // λ should not be lost on the way back
followSystemTheme((theme) => store.update({ theme }));
calm.addEventListener("change", () => store.update({ reduced_motion: calm.matches }));
load();
