// One of several named choices, each with its description.

import { make } from "../dom/elements.js";

const OWN = "own"; // own points are not chosen here, they are sent along

/**
 * @param {string} name @param {import("../state/types.js").Field} field @param {import("./control.js").Change} change
 * @returns {{body: HTMLElement, show: (settings: import("../state/types.js").Settings) => void}}
 */
export function createChoiceList(name, field, change) {
  const choices = (field.choices ?? []).filter((choice) => choice.name !== OWN);
  const inputs = choices.map((choice) =>
    make("input", { type: "radio", name, value: choice.name }));
  const rows = choices.map(({ title, description }, i) =>
    make("label", { class: "choice" }, inputs[i],
      make("span", {}, make("b", {}, title), make("small", {}, description))));
  const body = make("fieldset", {}, make("legend", { class: "visually-hidden" }, field.title), ...rows);

  body.addEventListener("change", (event) => {
    if (event.target instanceof HTMLInputElement) change({ [name]: event.target.value });
  });
  body.addEventListener("click", (event) => {
    const by_pointer = event.detail > 0 && event.target instanceof HTMLInputElement === false;
    if (by_pointer && event.target instanceof Element && event.target.closest(".choice")?.querySelector("input")) {
      requestAnimationFrame(() => /** @type {HTMLElement | null} */ (body.closest("[popover]"))?.hidePopover());
    }
  });
  return {
    body,
    show(settings) {
      for (const input of inputs) {
        input.checked = input.value === settings[name];
        input.autofocus = input.checked;
      }
    },
  };
}
