// Copies the page's address, and shows it as a QR code for a room.

import { find, make } from "../dom/elements.js";

/** @param {HTMLElement} element @param {import("../state/types.js").Actions} actions @returns {import("../state/types.js").View} */
export function createShare(element, actions) {
  const dialog = /** @type {HTMLDialogElement} */ (element);
  const said = find(element, "[data-share-said]");
  const link = /** @type {HTMLInputElement} */ (find(element, "[data-link]"));
  const code = /** @type {HTMLImageElement} */ (find(element, "[data-qr]"));
  const too_long = find(element, "[data-too-long]");
  let most = 0; // characters of an address that still make a readable code

  async function copy() {
    said.textContent = (await copied(link)) ? "Link copied." : "Select the link and copy it.";
  }

  function open() {
    const { href, pathname, search, hostname } = new URL(actions.address());
    const address = pathname + search;
    link.value = href;
    too_long.hidden = address.length <= most;
    code.hidden = !too_long.hidden;
    if (!code.hidden) code.src = `/qr.svg?address=${encodeURIComponent(address)}`;
    find(element, "[data-local]").hidden = code.hidden || !/^(localhost|127\..*|\[::1\])$/.test(hostname);
    dialog.showModal();
    void copy();
  }

  for (const opener of document.querySelectorAll("[data-open-share]")) opener.addEventListener("click", open);
  find(element, "[data-copy]").addEventListener("click", copy);
  link.addEventListener("focus", () => link.select());
  code.addEventListener("error", () => {
    code.hidden = true;
    said.textContent = "The QR code could not be fetched. The link is below.";
  });
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close(); // beside it
  });
  return {
    update({ choices }) {
      most = choices.limits.qr_address;
    },
  };
}

/** Over plain http there is no clipboard object; the old command still works there. @param {HTMLInputElement} link */
async function copied(link) {
  try {
    await navigator.clipboard.writeText(link.value);
    return true;
  } catch {
    const area = make("textarea", { class: "visually-hidden", "aria-hidden": "true" });
    area.value = link.value;
    const focused = document.activeElement;
    link.after(area); // inside the dialog: what is outside can't be selected
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    if (focused instanceof HTMLElement) focused.focus();
    return done;
  }
}
