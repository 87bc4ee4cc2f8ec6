// Plays training from epoch to epoch, frame by frame, from where it stands; at its end it starts anew.

const SECONDS = 8; // from the first snapshot to the last
const RESTING = 0.8; // seconds at each of fewer snapshots, where the reader wants less motion
const STOPS = 10;

/**
 * @param {() => {snapshot: number, last: number, reduced_motion: boolean}} where
 * @param {(snapshot: number) => void} show @param {() => void} onEnd
 */
export function createPlaying(where, show, onEnd) {
  let frame = 0;

  function start() {
    const { snapshot, last, reduced_motion } = where();
    const from = snapshot >= last ? 0 : snapshot;
    const step = reduced_motion ? Math.max(1, Math.round(last / STOPS)) : 1;
    const each = reduced_motion ? RESTING : (SECONDS / Math.max(1, last)) * step;
    const begin = performance.now();
    const draw = (/** @type {number} */ now) => {
      const wanted = from + step * Math.floor(Math.max(0, now - begin) / 1000 / each);
      show(Math.min(wanted, last));
      if (wanted >= last) onEnd();
      else frame = requestAnimationFrame(draw);
    };
    frame = requestAnimationFrame(draw);
  }

  return { start, stop: () => cancelAnimationFrame(frame) };
}
