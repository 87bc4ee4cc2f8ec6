// The penalty of each regularizer: what of the weights λ multiplies, by how much, and the most that it can be. Pure.

import { dataCostOf } from "./data_cost.js";

/** @typedef {import("../state/types.js").Path} Path */

/**
 * `size`: what λ multiplies, times 1/(`share`·m). The lowest J is at most that without weights: H, or J₀ where biases are
 * penalised too. So `size` is at most `share`·mH/λ there.
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

/** What differs where biases are penalised too. @type {Record<string, Partial<Penalty>>} */
const WITH_BIASES = {
  l2: {
    symbol: "‖W, b‖²", ceiling: "2mJ₀ / λ",
    name: "the squared norm of weights and biases", sum: "the squared weights and biases sum to",
  },
  l1: {
    symbol: "Σ|W, b|", ceiling: "mJ₀ / λ",
    name: "the sum of the sizes of weights and biases", sum: "the sizes of weights and biases sum to",
  },
};

/** @param {{regularizer: string, penalize_biases?: boolean}} experiment of a path, or the settings @returns {Penalty} */
export function penaltyOf({ regularizer, penalize_biases = false }) {
  const penalty = PENALTIES[regularizer] ?? PENALTIES.l2;
  return penalize_biases ? { ...penalty, ...WITH_BIASES[regularizer] } : penalty;
}

/** The most that the size of the weights can be at the lowest minimum: there J is at most what no weights cost. @param {Path} path @param {number} lambda */
export function ceilingAt(path, lambda) {
  return (penaltyOf(path.experiment).share * path.n_train * costWithoutWeights(path, lambda)) / lambda;
}

/** H; where biases are penalised, what rises with λ, at the next λ that is known: never too low. @param {Path} path @param {number} lambda */
function costWithoutWeights({ experiment, entropy, ceiling, lambdas }, lambda) {
  if (!experiment.penalize_biases || !ceiling) return /** @type {number} */ (entropy);
  const next = lambdas.findIndex((known) => known >= lambda * (1 - 1e-9));
  return ceiling[next === -1 ? ceiling.length - 1 : next];
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
