// What is solved while a point is dragged: few λ, one start, and the λ that is looked at among them. Pure.

/** @typedef {import("../state/types.js").Settings} Settings */

const STRETCHES = 4; // between the smallest and the largest λ

/** Every so many λ of a path, both ends, the stop at 0 and the one at `index`. @param {number[]} lambdas @param {number} index */
export function coarseLambdas(lambdas, index) {
  const smallest = lambdas[0] === 0 ? 1 : 0;
  const step = Math.ceil((lambdas.length - 1 - smallest) / STRETCHES);
  return lambdas.filter((_, k) => k < smallest || k === index || k === lambdas.length - 1 || (k - smallest) % step === 0);
}

/** @param {Settings} settings @param {number[]} lambdas @returns {Settings} */
export function coarseSettings(settings, lambdas) {
  return { ...settings, lambdas, restarts: 1, folds: 0, draws: 0 };
}
