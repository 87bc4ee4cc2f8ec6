// The penalty of each regularizer: what of the weights λ multiplies, by how much, and the most that it can be. Pure.

import { dataCostOf } from "./data_cost.js";

/** @typedef {import("../state/types.js").Path} Path */

/**
 * `size`: what λ multiplies, times 1/(`share`·m). J is at most H at its lowest minimum, so that `size` is at most `share`·mH/λ.
 * @typedef {{symbol: string, factor: string, ceiling: string, share: number, name: string, sum: string, size: (path: Path) => number[]}} Penalty
 */

/** @type {Record<string, Penalty>} */
const PENALTIES = {
  l2: {
    symbol: "‖W‖²", factor: "λ/2m", ceiling: "2mH / λ", share: 2,
    name: "the squared weight norm", sum: "the squared weights sum to", size: (path) => path.squared_weight_norm,
  },
  l1: {
    symbol: "Σ|W|", factor: "λ/m", ceiling: "mH / λ", share: 1,
    name: "the sum of the weights' sizes", sum: "the sizes of the weights sum to", size: (path) => path.absolute_weight_sum,
  },
};

/** @param {{regularizer: string}} experiment of a path, or the settings */
export function penaltyOf({ regularizer }) {
  return PENALTIES[regularizer] ?? PENALTIES.l2;
}

/** The most that the size of the weights can be at the lowest minimum: there J is at most H. @param {Path} path @param {number} lambda */
export function ceilingAt({ experiment, n_train, entropy }, lambda) {
  return (penaltyOf(experiment).share * n_train * entropy) / lambda;
}

/** What L1 pulls with on every weight that is not 0, and the most it can hold one at 0 against. Null with L2. @param {Path} path @param {number} index */
export function constantPull({ experiment, lambdas, n_train }, index) {
  return experiment.regularizer === "l1" ? lambdas[index] / n_train : null;
}

/**
 * J and its parts of the weights of one λ index under the λ of another: while W is frozen only the penalty knows of λ.
 * @param {Path} path @param {number} index of the weights @param {number} [under] of λ
 */
export function costAt(path, index, under = index) {
  const { penalty, total } = path.cost;
  const data_cost = dataCostOf(path).values[index];
  if (under === index) return { data_cost, penalty: penalty[index], total: total[index] };
  const { share, size } = penaltyOf(path.experiment);
  const frozen = (path.lambdas[under] / (share * path.n_train)) * size(path)[index];
  return { data_cost, penalty: frozen, total: data_cost + frozen };
}
