// Names of files: as the server gives them, and of what is made on the page. They tell the set-up, in letters that every system takes.

import { formatLambda } from "./format.js";

/** The name in a Content-Disposition header (RFC 6266), "" without one. @param {string | null} header */
export function nameFromHeader(header) {
  const [, charset, encoded] = header?.match(/;\s*filename\*\s*=\s*([\w-]*)'[^']*'([^;\s]*)/i) ?? [];
  if (charset?.toLowerCase() === "utf-8") return decodeURIComponent(encoded);
  const [, quoted, plain] = header?.match(/;\s*filename\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;\s]*))/i) ?? [];
  return plain ?? quoted?.replace(/\\(.)/g, "$1") ?? "";
}

/** Of a figure, at one λ. @param {import("../state/types.js").Settings} settings @param {number} lambda @param {string} figure @param {"svg" | "png"} kind */
export function figureName(settings, lambda, figure, kind) {
  return named(settings, `lambda${formatLambda(lambda)}`, figure, kind);
}

/** Of the path over λ as the page has it. @param {import("../state/types.js").Settings} settings */
export function pathName(settings) {
  return named(settings, "path", "json");
}

/** @param {import("../state/types.js").Settings} settings @param {string[]} parts the last is the ending */
function named({ dataset, data, hidden_layer_sizes, regularizer, penalize_biases, seed }, ...parts) {
  const ending = parts.pop();
  const layers = hidden_layer_sizes.join("-") || "logistic";
  const name = ["goldilambda", data ? "own" : dataset, layers, regularizer, ...(penalize_biases ? ["biases"] : []), `seed${seed}`, ...parts].join("-");
  return `${name.replace(/[^\w.-]|_/g, "-")}.${ending}`;
}
