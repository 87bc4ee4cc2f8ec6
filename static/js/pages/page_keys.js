// The keys that every page has.

import { press } from "../dom/by_hand.js";
import { find } from "../dom/elements.js";

/** @typedef {import("../state/types.js").Actions} Actions */
/** @typedef {import("../dom/keymap.js").KeyBinding<Pick<import("../state/state.js").State, "theme">>} PageBinding */

/** @param {Pick<Actions, "setTheme">} actions @returns {PageBinding[]} */
export function pageKeys(actions) {
  return [
    { keys: ["?"], act: () => press("[data-open-keys]") },
    { keys: ["t"], act: ({ theme }) => actions.setTheme(theme === "dark" ? "light" : "dark") },
    { keys: ["Escape"], when: () => document.documentElement.dataset.menu === "open", act: closeMenu },
  ];
}

function closeMenu() {
  const button = find(document, "[data-menu-button]");
  button.click();
  button.focus();
}
