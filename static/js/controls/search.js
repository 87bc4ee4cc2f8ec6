// How the lowest J and the best λ are looked for: starts, direction, folds, fresh data sets.

import { make } from "../dom/elements.js";
import { createAmount } from "./amount.js";
import { createChoiceList } from "./choice_list.js";

const TITLE = "How it is searched";

/** @param {import("../state/types.js").Choices} choices @param {import("./control.js").Change} change @returns {import("./control.js").Control} */
export function createSearch({ fields }, change) {
  const amount = (/** @type {string} */ name, /** @type {import("./amount.js").AmountKind} */ kind) =>
    createAmount(name, fields[name], { whole: true, ...kind }, change);
  const restarts = amount("restarts", { step: 10, label: "Starts" });
  const direction = createChoiceList("direction", fields.direction, change);
  const folds = amount("folds", { step: 1, several: true, label: "Folds, to choose λ by; 0: none" });
  const draws = amount("draws", { step: 5, several: true, label: "Fresh data sets, to choose λ again; 0: none" });
  const lowest = make("div", {}, make("p", { class: "hint" }, "From many starts the lowest J found is kept."), restarts.body, direction.body);
  const none = make("p", { class: "hint" }, "Without hidden layers J has no other minimum than the lowest.");
  const body = make("div", {}, make("h2", {}, TITLE), none, lowest, folds.body, draws.body);
  return {
    title: TITLE,
    body,
    show(settings) {
      const has_hidden = settings.hidden_layer_sizes.length > 0;
      lowest.hidden = !has_hidden;
      none.hidden = has_hidden;
      for (const part of [restarts, direction, folds, draws]) part.show(settings);
    },
  };
}
