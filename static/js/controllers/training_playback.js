// The film's part of the Lab: what the reader may do with it, and when it is fetched anew.

import { lastSnapshot } from "../model/training.js";
import { lambdaInFilm, newFilm, placeInFilm } from "../model/training_playback.js";
import { createFilmLoader } from "../server/training_loading.js";
import { createPlaying } from "./playing.js";

/** @typedef {import("../state/types.js").LabState} LabState */

/** @param {import("../server/training_loading.js").Store} store @param {() => void} remember that the address is to follow */
export function createFilm(store, remember) {
  const loader = createFilmLoader(store);
  const playing = createPlaying(whereItStands, (snapshot) => showSnapshot(snapshot), () => actions.playEpochs(false));
  let frame = 0;
  let wanted = 0;

  const actions = {
    showFilm(/** @type {boolean} */ on) {
      actions.playEpochs(false);
      if (on === Boolean(store.get().film)) return;
      if (!on) loader.drop();
      store.update({ film: on ? newFilm() : null });
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
      const { film } = store.get();
      if (!film || film.playing === on || !film.training) return;
      store.update({ film: { ...film, playing: on } });
      if (on) playing.start();
    },
    changeRecipe(/** @type {Partial<import("../model/training.js").Recipe>} */ change) {
      const { film } = store.get();
      if (film) store.update({ film: newFilm({ ...film.recipe, ...change }, film.epoch) });
      remember();
    },
    retryFilm: () => void loader.load(),
  };

  function whereItStands() {
    const place = placeInFilm(store.get());
    return { snapshot: place?.s ?? 0, last: place ? lastSnapshot(place.training, place.l) : 0, reduced_motion: store.get().reduced_motion };
  }

  /** @param {number} snapshot */
  function showSnapshot(snapshot) {
    const place = placeInFilm(store.get());
    const { film } = store.get();
    if (!place || !film) return;
    const { training, l } = place;
    store.update({ film: { ...film, epoch: training.epochs[Math.min(Math.max(snapshot, 0), lastSnapshot(training, l))] } });
    remember();
  }

  /** Fetched for another set-up or recipe; for a path that is only solved better the film stays. @param {LabState} state @param {LabState | null} previous */
  function follow(state, previous) {
    const { film, settings, path, stale } = state;
    if (previous?.film?.playing && !film?.playing) playing.stop();
    if (!film) return;
    if (state.editing && !previous?.editing) return actions.showFilm(false); // the points it was trained on are about to change
    if (settings !== previous?.settings && film.status !== "waiting") return loader.drop();
    const arrived = path !== previous?.path;
    const begun = film.recipe !== previous?.film?.recipe;
    if (film.status === "waiting" && path && !stale && (arrived || begun)) void loader.load();
    if (film.training && (arrived || film.training !== previous?.film?.training)) keepToFilm();
  }

  /** λ stands where the film has one. */
  function keepToFilm() {
    const { path, film, lambda_index: index } = store.get();
    const kept = path ? lambdaInFilm(path, film, index, index) : index;
    if (path && kept !== index) store.update({ lambda_index: kept, lambda: path.lambdas[kept] });
  }

  /** The film that an address asks for; the one that is shown stays where only its epoch differs. @param {import("../model/training_playback.js").Film | null} asked */
  function open(asked) {
    const { film } = store.get();
    actions.playEpochs(false);
    const same = film && asked && JSON.stringify(film.recipe) === JSON.stringify(asked.recipe);
    if (!same) loader.drop();
    store.update({ film: same ? { ...film, epoch: asked.epoch } : asked });
  }

  return { actions, follow, open };
}
