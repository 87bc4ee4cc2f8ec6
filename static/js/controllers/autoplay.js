// Autoplay: λ runs along the path, frame by frame; it can be paused and taken up again where it stands.

import { AUTOPLAY_SECONDS, autoplayCourse } from "../model/autoplay.js";
import { lambdaIndex } from "../state/state.js";

/**
 * @param {() => import("../state/state.js").State} getState
 * @param {(index: number) => void} show @param {() => void} onEnd
 */
export function createAutoplay(getState, show, onEnd) {
  let frame = 0;
  let left_at = -1; // the index at which it was paused; moved by hand, it starts anew

  function start() {
    const { path, reduced_motion } = getState();
    if (!path) return onEnd();
    const index = lambdaIndex(getState());
    const course = autoplayCourse(path);
    const begin = performance.now() - 1000 * (index === left_at ? course.secondsAt(index) : 0);
    const step = (/** @type {number} */ now) => {
      const seconds = (now - begin) / 1000;
      show(course.indexAt(Math.max(0, seconds), reduced_motion));
      if (seconds >= AUTOPLAY_SECONDS) onEnd();
      else frame = requestAnimationFrame(step);
    };
    frame = requestAnimationFrame(step);
  }

  function stop() {
    cancelAnimationFrame(frame);
    const { path } = getState();
    const index = lambdaIndex(getState());
    left_at = path && index < path.lambdas.length - 1 ? index : -1;
  }

  return { start, stop };
}
