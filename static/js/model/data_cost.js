// The data's part of the cost: the cross-entropy of two classes, or what a fitted curve misses its points by. Pure.

/** @typedef {import("../state/types.js").Path} Path */
/** @typedef {import("../state/types.js").RegressionPath} RegressionPath */

/** `values` at every λ; `most` is what all weights 0 cost, at any λ where biases are penalised; `symbol` its name. @typedef {{name: string, values: number[], most: number, symbol: string | null}} DataCost */

/** Whether a curve is fitted, and no classes told apart. @param {Path} path @returns {path is RegressionPath} */
export function isRegression(path) {
  return path.experiment.task === "regression";
}

/** @param {{task: string}} experiment of a path, or the settings */
export function dataCostName({ task }) {
  return task === "regression" ? "squared error" : "cross-entropy";
}

/** @param {Path} path @returns {DataCost} */
export function dataCostOf(path) {
  const name = dataCostName(path.experiment);
  const most = path.experiment.penalize_biases && path.ceiling ? Math.max(...path.ceiling) : null;
  if (isRegression(path)) return { name, values: path.cost.squared_error, most: most ?? path.variance / 2, symbol: null };
  return { name, values: path.cost.cross_entropy, most: most ?? path.entropy, symbol: most === null ? "H" : null };
}
