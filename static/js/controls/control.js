// Which control belongs to which word of the set-up sentence.

import { make } from "../dom/elements.js";
import { createAmount } from "./amount.js";
import { createChoiceList } from "./choice_list.js";
import { createLayersEditor } from "./layers_editor.js";
import { createPenalty } from "./penalty.js";
import { createSearch } from "./search.js";

/** @typedef {import("../state/types.js").Settings} Settings */
/** @typedef {import("../state/types.js").Field} Field */
/** @typedef {(change: Partial<Settings>) => void} Change */
/** What a popover shows. @typedef {{title: string, body: HTMLElement, show: (settings: Settings) => void}} Control */

/** Steps and units of the numbers. @type {Record<string, import("./amount.js").AmountKind>} */
const AMOUNTS = {
  n_samples: { step: 50, whole: true },
  validation_fraction: { step: 10, percent: true },
  noise: { step: 0.05 },
  mislabeled: { step: 2, percent: true },
  nuisance_features: { step: 1, whole: true },
  seed: { step: 1, whole: true, draw: true },
};

/**
 * @param {import("../model/set_up.js").ControlName} name @param {import("../state/types.js").Choices} choices @param {Change} change
 * @returns {Control}
 */
export function createControl(name, choices, change) {
  if (name === "search") return createSearch(choices, change);
  const field = choices.fields[name];
  const inner =
    name in AMOUNTS ? createAmount(name, field, AMOUNTS[name], change)
    : name === "hidden_layer_sizes" ? createLayersEditor(choices, change)
    : name === "regularizer" ? createPenalty(choices, change)
    : createChoiceList(name, field, change);
  const hint = make("p", { class: "hint" }, field.description);
  return { ...inner, title: field.title, body: make("div", {}, make("h2", {}, field.title), hint, inner.body) };
}
