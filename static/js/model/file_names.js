// Names of files that tell the set-up, in letters that every system takes.

import { formatLambda } from "./format.js";

/** @param {import("../state/types.js").Settings} settings @param {number | null} lambda @param {string} what */
export function fileName({ dataset, data, hidden_layer_sizes, regularizer, seed }, lambda, what) {
  const layers = hidden_layer_sizes.join("-") || "logistic";
  const at = lambda === null ? [] : [`lambda${formatLambda(lambda)}`];
  return ["goldilambda", data ? "own" : dataset, layers, regularizer, `seed${seed}`, ...at, what].join("-").replace(/[^\w.-]|_/g, "-");
}
