// λ moves: by hand, shown with the next frame, or by itself from one end of the path to the other.

import { lambdaInPlayback } from "../model/training_playback.js";
import { lambdaIndex, lambdaIndexFor } from "../state/state.js";
import { createAutoplay } from "./autoplay.js";

/**
 * @template {import("../state/state.js").State} S
 * @param {Pick<ReturnType<typeof import("../state/store.js").createStore<S>>, "get" | "update">} store
 * @param {() => void} moved λ stands elsewhere
 * @returns {Pick<import("../state/types.js").Actions, "setLambdaIndex" | "autoplay">}
 */
export function createMovingLambda(store, moved) {
  const { start, stop } = createAutoplay(store.get, show, () => run(false));
  const update = (/** @type {Partial<import("../state/state.js").State>} */ change) => store.update(/** @type {Partial<S>} */ (change));
  let wanted = 0;
  let frame = 0;

  /** @param {number} index */
  function show(index) {
    const { path, provisional, playback } = store.get();
    if (!path) return;
    const within = Math.min(Math.max(index, 0), path.lambdas.length - 1);
    const reached = lambdaInPlayback(path, playback, within, within);
    const at_star = !provisional && reached === lambdaIndexFor(path, null); // a star that may move is not followed by hand
    update({ lambda: at_star ? null : path.lambdas[reached] });
    moved();
  }

  /** @param {boolean} on */
  function run(on) {
    if (store.get().autoplaying === on) return;
    update({ autoplaying: on });
    if (on) start();
    else stop();
  }

  /** λ is where the hand has put it, before something else happens: nothing comes after that and moves it once more. */
  function arrive() {
    if (!frame) return;
    cancelAnimationFrame(frame);
    frame = 0;
    show(wanted);
  }

  return {
    setLambdaIndex(index) {
      const { path, playback } = store.get();
      run(false);
      wanted = path ? lambdaInPlayback(path, playback, index, lambdaIndex(store.get())) : index;
      frame ||= requestAnimationFrame(() => {
        frame = 0;
        show(wanted);
      });
    },
    autoplay(on) {
      arrive();
      run(on);
    },
  };
}
