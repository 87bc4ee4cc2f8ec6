// The cost as a sum with its numbers in it; no column moves while λ does.

import { fillValue, find } from "../elements.js";
import { formatCost, formatCount, formatLambda, formatSquaredNorm, MISSING } from "../format.js";

/** @typedef {import("../types.js").Path} Path */

/** How each number is written. @type {Record<string, (path: Path, index: number) => string>} */
const NUMBERS = {
  total: ({ cost }, index) => formatCost(cost.total[index]),
  cross_entropy: ({ cost }, index) => formatCost(cost.cross_entropy[index]),
  penalty: ({ cost }, index) => formatCost(cost.penalty[index]),
  factor: ({ lambdas, n_train }, index) => `${formatLambda(lambdas[index])}/${formatCount(2 * n_train)}`,
  squared_weight_norm: ({ squared_weight_norm }, index) => formatSquaredNorm(squared_weight_norm[index]),
};

const SMALLEST = 56; // per cent of the design's size

/** @param {HTMLElement} element @returns {import("../types.js").View} */
export function createEquation(element) {
  const terms = find(element, "[data-terms]");
  const alternative = find(element, "[data-alternative]");

  /** Smaller numbers where the widest of this path would not fit. */
  function fit() {
    // In steps: words over the numbers keep their size, so that one ratio would not be enough.
    for (let size = 100; size >= SMALLEST; size -= 4) {
      terms.style.setProperty("--fit", String(size / 100));
      if (terms.scrollWidth <= terms.clientWidth) return;
    }
  }
  new ResizeObserver(fit).observe(element);

  return {
    update({ path, lambda_index }, previous) {
      if (path === previous?.path && lambda_index === previous?.lambda_index) return;
      for (const [name, write] of Object.entries(NUMBERS)) {
        fillValue(element, name, path ? write(path, lambda_index) : MISSING);
      }
      if (!path) return;
      alternative.textContent = inWords(path, lambda_index);
      if (path === previous?.path) return;
      for (const cell of element.querySelectorAll("[data-widest]")) {
        const write = NUMBERS[/** @type {HTMLElement} */ (cell).dataset.widest ?? ""];
        cell.textContent = widest(path.lambdas.map((_, index) => write(path, index)));
      }
      fit();
    },
  };
}

/** With digits of one width, the text with most digits is the widest; points and spaces break ties. @param {string[]} texts */
function widest(texts) {
  const width = (/** @type {string} */ text) => 2 * text.replace(/\D/g, "").length + text.replace(/\d/g, "").length;
  return texts.reduce((best, text) => (width(text) > width(best) ? text : best), "0.000");
}

/** @param {Path} path @param {number} index */
function inWords(path, index) {
  const number = (/** @type {string} */ name) => NUMBERS[name](path, index);
  return (
    `Cost J = ${number("total")} = cross-entropy ${number("cross_entropy")} + penalty ${number("penalty")}; ` +
    `the penalty is λ/2m times the squared weight norm: ${number("factor")} · ${number("squared_weight_norm")}.`
  );
}
