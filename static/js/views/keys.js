// The sheet that lists the keys of the page, and whether they work everywhere on it.

import { find } from "../dom/elements.js";
import { readPreference, writePreference } from "../dom/preferences.js";

/** @param {HTMLElement} element @returns {import("../state/types.js").View} */
export function createKeys(element) {
  const dialog = /** @type {HTMLDialogElement} */ (element);
  const everywhere = /** @type {HTMLInputElement} */ (find(element, "[data-keys-everywhere]"));

  everywhere.checked = readPreference("keys") !== "off";
  everywhere.addEventListener("change", () => writePreference("keys", everywhere.checked ? "on" : "off"));
  for (const opener of document.querySelectorAll("[data-open-keys]")) opener.addEventListener("click", () => dialog.showModal());
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close(); // beside the sheet
  });
  return { update() {} };
}
