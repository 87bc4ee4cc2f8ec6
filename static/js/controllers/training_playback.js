// Training step by step in the Lab: what the reader may do with it, and when it is fetched anew.

import { lastSnapshot } from "../model/training.js";
import { lambdaInPlayback, newPlayback, placeInPlayback } from "../model/training_playback.js";
import { createTrainingLoader } from "../server/training_loading.js";
import { lambdaIndex } from "../state/state.js";
import { createPlaying } from "./playing.js";

/** @typedef {import("../state/types.js").LabState} LabState */

/** @param {import("../server/training_loading.js").Store} store @param {() => void} remember that the address is to follow */
export function createTrainingPlayback(store, remember) {
  const loader = createTrainingLoader(store);
  const playing = createPlaying(whereItStands, (snapshot) => showSnapshot(snapshot), () => actions.playEpochs(false));
  let frame = 0;
  let wanted = 0;

  const actions = {
    showPlayback(/** @type {boolean} */ on) {
      actions.playEpochs(false);
      if (on === Boolean(store.get().playback)) return;
      if (!on) loader.drop();
      store.update({ playback: on ? newPlayback() : null });
      remember();
    },
    setSnapshot(/** @type {number} */ snapshot) {
      actions.playEpochs(false);
      wanted = snapshot;
      frame ||= requestAnimationFrame(() => {
        frame = 0;
        showSnapshot(wanted);
      });
    },
    playEpochs(/** @type {boolean} */ on) {
      const { playback } = store.get();
      if (!playback || playback.playing === on || !playback.training) return;
      store.update({ playback: { ...playback, playing: on } });
      if (on) playing.start();
    },
    changeRecipe(/** @type {Partial<import("../model/training.js").Recipe>} */ change) {
      const { playback } = store.get();
      if (playback) store.update({ playback: newPlayback({ ...playback.recipe, ...change }, playback.epoch) });
      remember();
    },
    retryPlayback: () => loader.load(),
  };

  function whereItStands() {
    const place = placeInPlayback(store.get());
    return { snapshot: place?.s ?? 0, last: place ? lastSnapshot(place.training, place.l) : 0, reduced_motion: store.get().reduced_motion };
  }

  /** @param {number} snapshot */
  function showSnapshot(snapshot) {
    const place = placeInPlayback(store.get());
    const { playback } = store.get();
    if (!place || !playback) return;
    const { training, l } = place;
    store.update({ playback: { ...playback, epoch: training.epochs[Math.min(Math.max(snapshot, 0), lastSnapshot(training, l))] } });
    remember();
  }

  /** Fetched for another set-up or recipe; for a path that is only solved better the training stays. @param {LabState} state @param {LabState | null} previous */
  function follow(state, previous) {
    const { playback, settings, path, stale } = state;
    if (previous?.playback?.playing && !playback?.playing) playing.stop();
    if (!playback) return;
    if (state.editing && !previous?.editing) return actions.showPlayback(false); // the points it was trained on are about to change
    if (settings !== previous?.settings && playback.status !== "waiting") return loader.drop();
    const arrived = path !== previous?.path;
    const begun = playback.recipe !== previous?.playback?.recipe;
    if (playback.status === "waiting" && path && !stale && (arrived || begun)) loader.load();
    if (playback.training && (arrived || playback.training !== previous?.playback?.training)) keepToPlayback();
  }

  /** λ stands where the training has one. */
  function keepToPlayback() {
    const { path, playback } = store.get();
    if (!path) return;
    const index = lambdaIndex(store.get());
    const kept = lambdaInPlayback(path, playback, index, index);
    if (kept !== index) store.update({ lambda: path.lambdas[kept] });
  }

  /** The playback that an address asks for; the one that is shown stays where only its epoch differs. @param {import("../model/training_playback.js").Playback | null} asked */
  function open(asked) {
    const { playback } = store.get();
    actions.playEpochs(false);
    const same = playback && asked && JSON.stringify(playback.recipe) === JSON.stringify(asked.recipe);
    if (!same) loader.drop();
    store.update({ playback: same ? { ...playback, epoch: asked.epoch } : asked });
  }

  return { actions, follow, open };
}
