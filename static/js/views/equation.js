// The cost as a sum with its numbers in it; no column moves while λ does.

import { fillValue, find } from "../dom/elements.js";
import { dataCostName, dataCostOf } from "../model/data_cost.js";
import { formatCost, formatCount, formatLambda, formatSquaredNorm, MISSING } from "../model/format.js";
import { costAt, penaltyOf } from "../model/penalty.js";
import { shownNetwork } from "../model/shown_network.js";

/** @typedef {import("../state/types.js").Path} Path */

/** How each number is written; `under` is the λ index, which is another than of the weights while they are frozen. @type {Record<string, (path: Path, index: number, under: number) => string>} */
const NUMBERS = {
  total: (path, index, under) => formatCost(costAt(path, index, under).total),
  cross_entropy: (path, index) => formatCost(dataCostOf(path).values[index]),
  penalty: (path, index, under) => formatCost(costAt(path, index, under).penalty),
  factor: ({ experiment, lambdas, n_train }, index, under) => `${formatLambda(lambdas[under])}/${formatCount(penaltyOf(experiment).share * n_train)}`,
  size: (path, index) => formatSquaredNorm(penaltyOf(path.experiment).size(path)[index]),
};

const MIN_SIZE = 56; // per cent of the design's size

/** @param {HTMLElement} element @returns {import("../state/types.js").View} */
export function createEquation(element) {
  const terms = find(element, "[data-terms]");
  const alternative = find(element, "[data-alternative]");

  /** Smaller numbers where the widest of this path would not fit. */
  function fit() {
    // In steps: words over the numbers keep their size, so that one ratio would not be enough.
    for (let size = 100; size >= MIN_SIZE; size -= 4) {
      terms.style.setProperty("--fit", String(size / 100));
      if (terms.scrollWidth <= terms.clientWidth) return;
    }
  }
  new ResizeObserver(fit).observe(element);

  return {
    update(state, previous) {
      const { path, index, under } = shownNetwork(state);
      const before = previous && shownNetwork(previous);
      const { factor, symbol } = penaltyOf(path?.experiment ?? state.settings);
      fillValue(element, "factor_symbol", factor);
      fillValue(element, "size_symbol", symbol);
      fillValue(element, "data_cost_name", dataCostName(path?.experiment ?? state.settings));
      if (path === before?.path && index === before?.index && under === before.under) return;
      for (const [name, write] of Object.entries(NUMBERS)) {
        fillValue(element, name, path ? write(path, index, under) : MISSING);
      }
      if (!path) return;
      fillValue(element, "equals", equalsAt(path, index, under));
      alternative.textContent = inWords(path, index, under);
      if (index !== under || before?.index !== before?.under) fit(); // a frozen cost can be wider than any of the path
      if (path === before?.path) return;
      let wider = false;
      for (const cell of element.querySelectorAll("[data-widest]")) {
        const write = NUMBERS[/** @type {HTMLElement} */ (cell).dataset.widest ?? ""];
        const text = widest(path.lambdas.map((_, at) => write(path, at, at)));
        wider ||= text.length !== cell.textContent?.length; // digits have one width
        cell.textContent = text;
      }
      if (wider) fit(); // in training every λ is a path of its own, and to measure takes longer than to draw
    },
  };
}

/** Rounded numbers need not add up to the rounded sum; then they are not said to. @param {Path} path @param {number} index @param {number} under */
function equalsAt(path, index, under) {
  const [total, ...parts] = ["total", "cross_entropy", "penalty"].map((name) => Number(NUMBERS[name](path, index, under)));
  return Math.abs(total - parts[0] - parts[1]) < 1e-9 * Math.max(1, total) ? "=" : "≈";
}

/** With digits of one width, the text with most digits is the widest; points and spaces break ties. @param {string[]} texts */
function widest(texts) {
  const width = (/** @type {string} */ text) => 2 * text.replace(/\D/g, "").length + text.replace(/\d/g, "").length;
  return texts.reduce((best, text) => (width(text) > width(best) ? text : best), "0.000");
}

/** @param {Path} path @param {number} index @param {number} under */
function inWords(path, index, under) {
  const number = (/** @type {string} */ of) => NUMBERS[of](path, index, under);
  const { factor, name } = penaltyOf(path.experiment);
  return (
    `Cost J = ${number("total")} ${equalsAt(path, index, under)} ${dataCostName(path.experiment)} ${number("cross_entropy")} + penalty ${number("penalty")}; ` +
    `the penalty is ${factor} times ${name}: ${number("factor")} · ${number("size")}.`
  );
}
