// Cost J over λ as its two parts, one upon the other.

import { find } from "../elements.js";
import { formatCost, formatLambda } from "../format.js";

/** @param {HTMLElement} element @param {import("../types.js").Actions} actions @returns {import("../types.js").View} */
export function createCostComponents(element, actions) {
  const alternative = find(element, "[data-alternative]");
  void actions;
  return {
    update({ path, lambda_index }, previous) {
      if (!path || (path === previous?.path && lambda_index === previous.lambda_index)) return;
      const { total, cross_entropy, penalty } = path.cost;
      alternative.textContent = `At λ = ${formatLambda(path.lambdas[lambda_index])} the cost J = ${formatCost(total[lambda_index])} is ` +
        `cross-entropy ${formatCost(cross_entropy[lambda_index])} plus penalty ${formatCost(penalty[lambda_index])}.`;
    },
  };
}
