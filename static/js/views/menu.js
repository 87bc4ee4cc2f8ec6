// On a narrow page, opens what the header and the set-up sentence hold.

import { find } from "../dom/elements.js";

/** @param {HTMLElement} element @returns {import("../state/types.js").View} */
export function createMenu(element) {
  const button = find(element, "[data-menu-button]");
  const root = document.documentElement;

  /** @param {boolean} open */
  function show(open) {
    button.setAttribute("aria-expanded", String(open));
    if (open) root.dataset.menu = "open";
    else delete root.dataset.menu;
  }
  button.addEventListener("click", () => show(root.dataset.menu !== "open"));
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || root.dataset.menu !== "open" || document.querySelector(":popover-open, dialog[open]")) return;
    show(false);
    button.focus();
  });
  return { update() {} };
}
