// On a narrow page, opens what the header and the set-up sentence hold.

import { find } from "../dom/elements.js";

/** @param {HTMLElement} element @returns {import("../state/types.js").View} */
export function createMenu(element) {
  const button = find(element, "[data-menu-button]");
  const root = document.documentElement;

  button.addEventListener("click", () => {
    const open = root.dataset.menu !== "open";
    button.setAttribute("aria-expanded", String(open));
    if (open) root.dataset.menu = "open";
    else delete root.dataset.menu;
  });
  return { update() {} };
}
