// Copies the page's address, and says so on the button itself.

import { find, make } from "../elements.js";

const SAID_FOR = 2500; // milliseconds

/** @param {HTMLElement} element @param {import("../types.js").Actions} actions @returns {import("../types.js").View} */
export function createShare(element, actions) {
  const label = find(element, "[data-label]");
  const said = find(document, "[data-share-said]");
  const name = label.textContent ?? "";
  let timer = 0;

  element.addEventListener("click", async () => {
    const copied = await copy(actions.address());
    label.textContent = copied ? "Link copied" : "Copy it from the address bar";
    clearTimeout(timer);
    said.textContent = label.textContent;
    timer = window.setTimeout(() => {
      label.textContent = name;
      said.textContent = "";
    }, SAID_FOR);
  });
  return { update() {} };
}

/** Over plain http there is no clipboard object; the old command still works there. @param {string} text */
async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const area = make("textarea", { class: "visually-hidden", "aria-hidden": "true" });
    area.value = text;
    const focused = document.activeElement;
    document.body.append(area);
    area.select();
    const copied = document.execCommand("copy");
    area.remove();
    if (focused instanceof HTMLElement) focused.focus();
    return copied;
  }
}
