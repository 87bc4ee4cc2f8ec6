// How λ was chosen, how sure that is, and how it came out on fresh data sets. Pure.

import { formatCost, formatTick } from "./format.js";

/** @typedef {import("../state/types.js").Path} Path */
/** @typedef {import("../dom/elements.js").Words} Words */

/** What the folds chose, and what the fresh data sets chose; none where there are neither. @param {Path} path @returns {Words} */
export function choiceInWords(path) {
  return [...foldsInWords(path), ...drawsInWords(path)];
}

/** @param {Path} path @returns {Words} */
function foldsInWords({ goldilocks, cross_validation, experiment }) {
  if (!goldilocks || !cross_validation) return [];
  const { index, lambda, to, one_standard_error } = goldilocks;
  const [mean, error] = [cross_validation.mean, cross_validation.standard_error].map((values) => formatCost(values[index]));
  const least = [`${experiment.folds} folds: least at `, { maths: "λ" }, ` = ${formatTick(lambda)}, ${mean} ± ${error}`];
  if (!one_standard_error || one_standard_error.lambda === lambda) return [...least, "; no larger one is within that error. "];
  const again = one_standard_error.lambda > to; // the curve comes down again, beyond the band
  return [...least, again ? "; the largest within that error is " : "; within that error up to ", { maths: "λ" }, ` = ${formatTick(one_standard_error.lambda)}. `];
}

/** @param {Path} path @returns {Words} */
function drawsInWords({ repeated_draws }) {
  if (!repeated_draws) return [];
  const { lambdas } = repeated_draws;
  const [least, most] = [Math.min(...lambdas), Math.max(...lambdas)].map(formatTick);
  const start = [`On ${lambdas.length} fresh data sets the best `, { maths: "λ" }];
  return least === most ? [...start, ` was always ${least}.`] : [...start, ` was between ${least} and ${most}.`];
}

/** One place for each fresh data set: the index of its λ, and how many others are chosen there before it. @param {Path} path */
export function stackedDraws({ repeated_draws, lambdas }) {
  const heights = lambdas.map(() => 0);
  return (repeated_draws?.index ?? []).map((index) => ({ index, height: heights[index]++ }));
}
