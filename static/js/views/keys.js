// Keys that work on the whole page, and the sheet that lists them.

import { find } from "../dom/elements.js";
import { readPreference, writePreference } from "../dom/preferences.js";
import { lambdaIndexFor } from "../state/state.js";

/** @param {HTMLElement} element @param {import("../state/types.js").Actions} actions @returns {import("../state/types.js").View} */
export function createKeys(element, actions) {
  const dialog = /** @type {HTMLDialogElement} */ (element);
  const everywhere = /** @type {HTMLInputElement} */ (find(element, "[data-keys-everywhere]"));
  const input = /** @type {HTMLInputElement} */ (find(document, "#lambda"));
  /** @type {import("../state/state.js").State | null} */
  let state = null;

  everywhere.checked = readPreference("keys") !== "off";
  everywhere.addEventListener("change", () => writePreference("keys", everywhere.checked ? "on" : "off"));
  for (const opener of document.querySelectorAll("[data-open-keys]")) opener.addEventListener("click", () => dialog.showModal());
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close(); // beside the sheet
  });

  /** @type {Record<string, (state: import("../state/state.js").State) => void>} */
  const letters = {
    "?": () => dialog.showModal(),
    t: ({ theme }) => actions.setTheme(theme === "dark" ? "light" : "dark"),
    g: ({ path }) => path?.goldilocks && actions.setLambdaIndex(lambdaIndexFor(path, null)),
    q: () => /** @type {HTMLElement | null} */ (document.querySelector("[data-open-share]"))?.click(),
    s: ({ autoplaying }) => actions.autoplay(!autoplaying),
    " ": ({ autoplaying }) => actions.autoplay(!autoplaying),
  };

  document.addEventListener("keydown", (event) => {
    if (!state || event.ctrlKey || event.metaKey || event.altKey || dialog.open || isForAnother(event, input)) return;
    const on_slider = event.target === input;
    if (!on_slider && (!everywhere.checked || scrollsWith(event))) return;
    const act = letters[event.key.length === 1 ? event.key.toLowerCase() : ""];
    if (act) {
      event.preventDefault();
      act(state);
    } else if (!on_slider && MOVES.includes(event.key)) {
      event.preventDefault();
      input.focus({ preventScroll: true });
      if (!input.disabled) move(event.key, input);
    }
  });

  return {
    update(next) {
      state = next;
    },
  };
}

const MOVES = ["ArrowLeft", "ArrowRight", "Home", "End", "PageUp", "PageDown"];

/** As if the key had been pressed on the slider. @param {string} key @param {HTMLInputElement} input */
function move(key, input) {
  if (key.startsWith("Page")) return void input.dispatchEvent(new KeyboardEvent("keydown", { key, cancelable: true }));
  const targets = { ArrowLeft: Number(input.value) - 1, ArrowRight: Number(input.value) + 1, Home: 0, End: Number(input.max) };
  input.value = String(targets[/** @type {keyof typeof targets} */ (key)]);
  input.dispatchEvent(new Event("input", { bubbles: true }));
}

const SCROLLS = ["Home", "End", "PageUp", "PageDown", " "];

/** Where the page is longer than the window, some keys are the reader's way through it. @param {KeyboardEvent} event */
function scrollsWith({ key, target }) {
  const { scrollHeight, clientHeight } = document.documentElement;
  const on_canvas = target instanceof Element && target.closest("[data-own-keys]") !== null;
  return SCROLLS.includes(key) && scrollHeight > clientHeight + 1 && !on_canvas;
}

/** Typing, an open popover, or what takes this key for itself. @param {KeyboardEvent} event @param {HTMLElement} slider */
function isForAnother(event, slider) {
  const { target } = event;
  if (!(target instanceof Element) || target === slider) return false;
  if (target.closest("input, textarea, select, [popover]")) return true;
  if (target.closest("[data-own-keys]") && event.key.length > 1) return true;
  return event.key === " " && target.closest("button, a, summary") !== null;
}
