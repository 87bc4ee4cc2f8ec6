// λ's an even factor apart, as the server has them. Pure.

const DIGITS = 3; // significant ones of each λ, so that they can be read and typed
const MAX_TO_A_DECADE = 100; // with more, neighbours would be the same in so few digits

/** The λ's of a grid of at most so many; null where there is none with these ends. @param {number} first @param {number} last @param {number} to_a_decade @param {number} [most] */
export function lambdaGrid(first, last, to_a_decade, most = Infinity) {
  if (!(first > 0 && first < last && Number.isFinite(last / first) && Number.isInteger(to_a_decade) && to_a_decade >= 1 && to_a_decade <= MAX_TO_A_DECADE)) return null;
  const steps = Math.round(to_a_decade * Math.log10(last / first));
  if (steps >= most) return null;
  const lambdas = Array.from({ length: steps + 1 }, (_, k) => Number((10 ** (Math.log10(first) + k / to_a_decade)).toPrecision(DIGITS)));
  return lambdas[0] === first && lambdas[steps] === last ? lambdas : null;
}
