// The way up and the way down over λ, each followed from the solution before: where J has many minima they differ. Pure.

import { formatLambda } from "./format.js";
import { penaltyOf } from "./penalty.js";

/** @typedef {import("../state/types.js").Path} Path */

/** `of` is the path beside which they stand; both are null until they are solved. @typedef {{of: Path, up: Path | null, down: Path | null, problem: string | null}} WarmStartPaths */

const SAME = 0.02; // the sizes differ by less than this share: one minimum

/** The λ at which the two ways stand at different minima. @param {Path} up @param {Path} down */
function apart(up, down) {
  const [above, below] = [up, down].map((path) => penaltyOf(path.experiment).size(path));
  return up.lambdas.filter((lambda, i) => lambda > 0 && Math.abs(above[i] - below[i]) > SAME * Math.max(above[i], below[i]));
}

/** @param {Path} up @param {Path} down */
export function warmStartWords(up, down) {
  const lambdas = apart(up, down);
  if (!lambdas.length) return "Followed upwards and downwards the path is the same.";
  const [low, high] = [lambdas[0], lambdas[lambdas.length - 1]].map(formatLambda);
  const where = lambdas.length === 1 ? `at λ = ${low}` : `at ${lambdas.length} of the λ from ${low} to ${high}`;
  return `Followed upwards from small λ and downwards from large ones the weights are at different minima ${where}.`;
}
