// The pinned set-up's part of the Lab: it is kept, solved beside the one that is shown, swapped with it and dropped.

import { newPin, withOtherPenalty } from "../model/comparison.js";
import { firstStart } from "../model/search.js";
import { changed, sameSetUp } from "../model/settings.js";
import { createLoader } from "../server/loading.js";
import { shownLambda, weightOn } from "../state/state.js";

/** @typedef {import("../state/types.js").LabState} LabState */
/** @typedef {import("../state/types.js").Settings} Settings */
/** @typedef {import("../model/comparison.js").Pinned} Pinned */

const SOLVED = /** @type {(keyof Pinned)[]} */ (["status", "problem", "dataset", "path", "provisional", "slow", "progress"]);

/**
 * @param {ReturnType<typeof import("../state/store.js").createStore<LabState>>} store
 * @param {() => void} push a new page
 * @param {(settings: Settings, there: Partial<LabState> | null) => void} show another set-up, which may be solved already
 */
export function createComparing(store, push, show) {
  /** The store as the loader sees it: the set-up in it is the pinned one. */
  const of_pin = {
    ...store,
    get: () => /** @type {import("../state/state.js").State} */ ({ ...store.get(), ...store.get().pinned, weight: null, notices: [] }),
    update(/** @type {Partial<import("../state/state.js").State>} */ change) {
      const { pinned } = store.get();
      const part = Object.fromEntries(Object.entries(change).filter(([name]) => SOLVED.includes(/** @type {keyof Pinned} */ (name))));
      if (pinned) store.update({ pinned: { ...pinned, ...part } });
    },
  };
  const load = createLoader(of_pin, firstStart);

  /** @param {Pinned | null} pinned */
  function keep(pinned) {
    load.stop();
    store.update({ pinned });
  }

  /** The set-up that is shown, with its path where that is solved. @returns {Pinned} */
  function shown() {
    const { settings, status, stale, provisional = false, path, dataset } = store.get();
    const solved = status === "ready" && !stale && !provisional;
    return newPin(settings, solved ? { status, path, dataset } : {});
  }

  const actions = {
    pin() {
      keep(shown());
      push();
    },
    pinOtherPenalty() {
      const { settings, pinned } = store.get();
      const other = withOtherPenalty(settings);
      if (pinned && sameSetUp(pinned.settings, other)) return;
      keep(newPin(other));
      push();
    },
    unpin() {
      keep(null);
      push();
    },
    swapPin() {
      const { pinned, weight } = store.get();
      if (!pinned) return;
      const lambda = shownLambda(store.get()); // λ stays where it stands
      const next = shown();
      const solved = pinned.status === "ready" && pinned.path && !pinned.provisional;
      keep(next);
      show(pinned.settings, solved && pinned.path ? { path: pinned.path, dataset: pinned.dataset, lambda, ...weightOn(pinned.path, weight) } : null);
    },
    retryPin: () => load(),
    changePin(/** @type {Partial<Settings>} */ change) {
      const { pinned, choices } = store.get();
      if (!pinned) return;
      keep(newPin(changed(pinned.settings, change, choices)));
      push();
    },
  };

  /** It is solved when the set-up that is shown is; where both are one, there is nothing to solve. @param {LabState} state */
  function follow({ pinned, settings, status }) {
    if (pinned?.status !== "waiting" || !["ready", "refused", "failed"].includes(status)) return;
    const there = sameSetUp(pinned.settings, settings) ? shown() : null;
    if (there?.path) store.update({ pinned: { ...there, settings: pinned.settings } });
    else load();
  }

  /** The pinned set-up that an address asks for; what is solved of it stays. @param {Settings | null} asked */
  function open(asked) {
    const { pinned } = store.get();
    if (asked && pinned && sameSetUp(asked, pinned.settings)) return;
    keep(asked && newPin(asked));
  }

  return { actions, follow, open };
}
