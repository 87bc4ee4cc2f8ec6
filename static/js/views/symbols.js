// The symbols of the equation and the figures light each other up: under the pointer, or with the focus.

import { find } from "../dom/elements.js";

/** @param {HTMLElement} element all of the Lab @returns {import("../state/types.js").LabView} */
export function createSymbols(element) {
  const equation = find(element, "#equation");

  /** What is pointed at: of the equation all else in the figures pales, of a figure its term in the equation is underlined. @param {EventTarget | null} target */
  function light(target) {
    const holder = target instanceof Element ? target.closest("[data-symbol]") : null;
    const symbol = holder instanceof HTMLElement ? holder.dataset.symbol ?? "" : "";
    const in_equation = Boolean(holder && equation.contains(holder));
    set("lit", in_equation ? symbol : "");
    set("named", in_equation ? "" : symbol);
  }

  /** @param {"lit" | "named"} name @param {string} symbol */
  function set(name, symbol) {
    if ((element.dataset[name] ?? "") === symbol) return;
    if (symbol) element.dataset[name] = symbol;
    else delete element.dataset[name];
  }

  element.addEventListener("pointerover", (event) => !event.buttons && light(event.target)); // a drag is about λ
  element.addEventListener("pointerleave", () => light(document.activeElement));
  element.addEventListener("focusin", ({ target }) => light(target));
  element.addEventListener("focusout", ({ relatedTarget }) => light(relatedTarget));
  return { update() {} };
}
