// One weight: the data pull and the penalty pull on it, what it costs and what it is worth.

import { createForceBalanceCanvas } from "../charts/force_balance_canvas.js";
import { fillWords, find } from "../dom/elements.js";
import { forcesOn, NO_PULL } from "../model/forces.js";
import { formatLambda, formatPrice, formatPull, formatWeight } from "../model/format.js";
import { nameWords, sameWeight, weightName } from "../model/weight_names.js";
import { lambdaIndex } from "../state/state.js";

/** @typedef {import("../model/forces.js").Forces} Forces */

/** @param {HTMLElement} element @returns {import("../state/types.js").View} */
export function createForceBalance(element) {
  const alternative = find(element, "[data-alternative]");
  const drawing = createForceBalanceCanvas(find(element, "[data-figure]"), {
    role: "img",
    "aria-labelledby": "force-balance-title",
    "aria-describedby": "force-balance-alternative",
  });
  return {
    update(state, previous) {
      const { path, dataset, picked, theme, inspector } = state;
      const index = lambdaIndex(state);
      const same = path === previous?.path && sameWeight(picked, previous?.picked ?? null) && !previous?.inspector;
      if (!path || !dataset || !picked || inspector || (same && previous && index === lambdaIndex(previous) && theme === previous.theme)) return;
      const forces = forcesOn(path, index, picked);
      const name = weightName(picked, path, dataset.input_names);
      fillWords(find(element, "[data-value=weight]"), nameWords(name));
      drawing.show(forces);
      alternative.textContent = inWords(forces, name, path.lambdas[index]);
    },
  };
}

/** @param {Forces} forces @param {string} name @param {number} lambda */
function inWords({ weight, data_pull, penalty_pull, price, value, note, hold }, name, lambda) {
  const start = `Weight ${name} at λ = ${formatLambda(lambda)} is ${formatWeight(weight)}.`;
  const pulls = `The data pull it ${direction(data_pull)} with ${formatPull(Math.abs(data_pull))}, ` +
    `the penalty ${direction(penalty_pull)} with ${formatPull(Math.abs(penalty_pull))}.`;
  const held = hold === null || note !== null ? "" : ` The penalty holds it at 0 against any data pull up to ${formatPull(hold)}.`;
  const worth = `It costs ${formatPrice(price)} in penalty; without it the cross-entropy would change by ${formatPrice(value)}.`;
  return [start, note === NO_PULL ? "No pull is left." : `${pulls}${note ? ` They do not hold each other: ${note}.` : ""}${held}`, worth].join(" ");
}

/** @param {number} pull */
function direction(pull) {
  return pull > 0 ? "up" : pull < 0 ? "down" : "nowhere";
}
