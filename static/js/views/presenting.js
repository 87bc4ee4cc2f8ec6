// Presenting: one large figure at a time, its keys (a clicker's among them), and the screen that can be blanked.

import { find, hide, make } from "../dom/elements.js";
import { readPreference } from "../dom/preferences.js";
import { countPresented, PRESENTED, presentedAfter } from "../model/presentation.js";

/** @typedef {import("../state/types.js").LabState} LabState */

const TURNS = /** @type {Record<string, number>} */ ({ PageDown: 1, " ": 1, PageUp: -1 });

/** @param {HTMLElement} element @param {import("../state/types.js").LabActions} actions @returns {import("../state/types.js").LabView} */
export function createPresenting(element, actions) {
  const button = find(document, "[data-present]");
  const slider = find(document, "#lambda");
  const blank = /** @type {HTMLDialogElement} */ (find(document, "[data-blank]"));
  const said = find(element, "[data-presented]");
  const roomy = matchMedia("(min-width: 720px)"); // below, the page stays as it is
  /** @type {LabState | null} */
  let state = null;

  const dots = PRESENTED.map(({ title }, k) => {
    const dot = make("button", { type: "button", "aria-label": title });
    dot.addEventListener("click", () => actions.presentFigure(k + 1));
    return dot;
  });
  find(element, "[data-dots]").append(...dots);
  button.addEventListener("click", () => actions.presentFigure(1));
  find(element, "[data-leave]").addEventListener("click", () => actions.presentFigure(null));
  find(element, "[data-blank-screen]").addEventListener("click", () => blank.showModal());
  find(element, "[data-full-screen]").addEventListener("click", () => toggleFullScreen(element));
  blank.addEventListener("click", () => blank.close());
  blank.addEventListener("keydown", (event) => {
    event.preventDefault(); // any key brings the page back, and does nothing else
    event.stopPropagation();
    blank.close();
  });

  /** @type {Record<string, (presented: number) => void>} */
  const letters = {
    b: () => blank.showModal(),
    ".": () => blank.showModal(),
    p: () => actions.presentFigure(null),
    s: () => state && actions.autoplay(!state.autoplaying),
  };

  /** @param {KeyboardEvent} event @param {number} presented @returns {boolean} whether the key was one of presenting */
  function act(event, presented) {
    if (event.key === "Escape") {
      actions.presentFigure(null);
      return true;
    }
    if (TURNS[event.key] && !pressesWhatHasFocus(event)) {
      actions.presentFigure(presentedAfter(presented, TURNS[event.key], countPresented(state ?? {})));
      return true;
    }
    if (!lettersWork(event, slider)) return false;
    if (event.shiftKey && event.key.toLowerCase() === "f") {
      toggleFullScreen(element);
      return true;
    }
    const letter = letters[event.key.toLowerCase()];
    letter?.(presented);
    return letter !== undefined;
  }

  document.addEventListener("keydown", (event) => {
    if (!state || !roomy.matches || event.ctrlKey || event.metaKey || event.altKey || isForAnother(event, slider)) return;
    const { presented } = state;
    const handled = presented !== null ? act(event, presented) : event.key.toLowerCase() === "p" && lettersWork(event, slider);
    if (!handled) return;
    if (presented === null) actions.presentFigure(1);
    event.preventDefault();
    event.stopPropagation(); // on the slider too, a clicker turns the page
  }, { capture: true });

  return {
    update(next, previous) {
      state = next;
      const { presented } = next;
      const count = countPresented(next);
      dots.forEach((dot, k) => hide(dot, k >= count));
      if (presented === (previous?.presented ?? null)) return;
      element.hidden = presented === null;
      dots.forEach((dot, k) => (k + 1 === presented ? dot.setAttribute("aria-current", "true") : dot.removeAttribute("aria-current")));
      said.textContent = presented === null ? "" : `${PRESENTED[presented - 1].title}, figure ${presented} of ${count}`;
      if (presented === null) return leave(button, blank);
      if (previous && previous.presented === null) slider.focus({ preventScroll: true });
    },
  };
}

/** @param {HTMLElement} button @param {HTMLDialogElement} blank */
function leave(button, blank) {
  blank.close();
  if (document.fullscreenElement) void document.exitFullscreen();
  button.focus();
}

/** Where a browser has no full screen, or refuses it, the button says so. @param {HTMLElement} element */
async function toggleFullScreen(element) {
  const said = find(element, "[data-full-screen-said]");
  said.textContent = "";
  try {
    await (document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen());
  } catch {
    said.textContent = "This browser allows no full screen here.";
  }
}

/** Typing, a dialog or an open popover. @param {KeyboardEvent} event @param {HTMLElement} slider */
function isForAnother({ target }, slider) {
  if (document.querySelector("dialog[open], :popover-open")) return true;
  return target instanceof Element && target !== slider && target.closest("input, textarea, select") !== null;
}

/** Space presses a button. @param {KeyboardEvent} event */
function pressesWhatHasFocus({ key, target }) {
  return key === " " && target instanceof Element && target.closest("button, a, summary") !== null;
}

/** Keys that are characters can be switched off, but for the slider. @param {KeyboardEvent} event @param {HTMLElement} slider */
function lettersWork({ target }, slider) {
  return target === slider || readPreference("keys") !== "off";
}
