// The course of autoplay: which λ stands under the thumb after so many seconds. Pure.

export const AUTOPLAY_SECONDS = 12;
const STEP_SECONDS = 1.2; // with reduced motion the thumb rests this long at each stop

/**
 * Even in log₁₀ λ from the smallest λ > 0 to the largest, at half the speed inside the gold band.
 * @param {import("../state/types.js").Path} path
 */
export function autoplayCourse(path) {
  const first = path.lambdas.findIndex((lambda) => lambda > 0);
  const exponents = path.lambdas.map((lambda) => Math.log10(lambda));
  const within = (/** @type {number} */ lambda) => Math.min(Math.max(Math.log10(lambda), exponents[first]), exponents[exponents.length - 1]);
  const from = path.goldilocks ? within(path.goldilocks.from) : exponents[first];
  const to = path.goldilocks ? within(path.goldilocks.to) : exponents[first];
  // Distance along the way, every decade of the band counted twice.
  const distance = (/** @type {number} */ exponent) => exponent - exponents[first] + Math.min(Math.max(exponent - from, 0), to - from);
  const distances = exponents.map(distance);
  const whole = distances[distances.length - 1];

  return {
    /** @param {number} seconds @param {boolean} in_steps */
    indexAt(seconds, in_steps) {
      const time = in_steps ? Math.floor(seconds / STEP_SECONDS + 1e-9) * STEP_SECONDS : seconds;
      const reached = Math.min(time / AUTOPLAY_SECONDS, 1) * whole + 1e-9;
      let index = first;
      while (index + 1 < distances.length && distances[index + 1] <= reached) index += 1;
      return index;
    },
    /** When it passes a λ. @param {number} index */
    secondsAt: (index) => (index < first ? 0 : (distances[index] / whole) * AUTOPLAY_SECONDS),
  };
}
