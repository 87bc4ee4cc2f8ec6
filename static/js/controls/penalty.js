// Which penalty, and whether biases pay it too.

import { make } from "../dom/elements.js";
import { createChoiceList } from "./choice_list.js";

/**
 * @param {import("../state/types.js").Choices} choices @param {import("./control.js").Change} change
 * @returns {{body: HTMLElement, show: (settings: import("../state/types.js").Settings) => void}}
 */
export function createPenalty(choices, change) {
  const kinds = createChoiceList("regularizer", choices.fields.regularizer, change);
  const { title, description } = choices.fields.penalize_biases;
  const input = make("input", { type: "checkbox", name: "penalize_biases" });
  const row = make("label", { class: "choice" }, input, make("span", {}, make("b", {}, title), make("small", {}, description)));
  input.addEventListener("change", () => change({ penalize_biases: input.checked }));
  return {
    body: make("div", {}, kinds.body, row),
    show(settings) {
      kinds.show(settings);
      input.checked = settings.penalize_biases;
    },
  };
}
