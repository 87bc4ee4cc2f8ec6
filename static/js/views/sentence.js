// The set-up as a sentence; each underlined word opens its control in a popover.

import { createControl } from "../controls/control.js";
import { find, make } from "../dom/elements.js";
import { setUpSentence } from "../model/set_up.js";

/** @typedef {import("../model/set_up.js").ControlName} ControlName */
/** @typedef {import("../state/state.js").State} State */

/** @param {HTMLElement} element @param {import("../state/types.js").Actions} actions @returns {import("../state/types.js").View} */
export function createSentence(element, actions) {
  const text = find(element, "[data-words]");
  /** @type {Map<ControlName, HTMLElement>} */
  const words = new Map();
  /** @type {{popover: HTMLElement, button: HTMLElement, control: import("../controls/control.js").Control} | null} */
  let opened = null;
  /** @type {State} */
  let state;

  /** The word's button with its comma. @param {Exclude<import("../model/set_up.js").Piece, string>} piece */
  function wordFor({ control: name, label, after = "" }) {
    const word = words.get(name) ?? make("span", { class: "kept-together" }, makeButton(name), "");
    words.set(name, word);
    const button = /** @type {HTMLElement} */ (word.firstElementChild);
    const title = (state.choices.fields[name]?.title ?? "how it is searched").toLowerCase();
    if (button.textContent !== label) button.textContent = label;
    /** @type {ChildNode} */ (word.lastChild).nodeValue = after;
    button.setAttribute("aria-label", `${label}: ${title}, change`);
    return word;
  }

  /** @param {ControlName} name */
  function makeButton(name) {
    const id = `set-${name.replaceAll("_", "-")}`;
    const button = make("button", { type: "button", class: "word", popovertarget: id, "aria-expanded": "false", "aria-haspopup": "dialog" });
    const control = createControl(name, state.choices, actions.changeSettings);
    const popover = make("div", { id, popover: "auto", role: "dialog", "aria-label": control.title }, control.body);
    popover.addEventListener("beforetoggle", (event) => {
      if (/** @type {ToggleEvent} */ (event).newState === "open") control.show(state.settings);
    });
    popover.addEventListener("toggle", (event) => {
      const open = /** @type {ToggleEvent} */ (event).newState === "open";
      button.setAttribute("aria-expanded", String(open));
      if (open) opened = { popover, button, control };
      else if (opened?.popover === popover) opened = null;
      place();
    });
    element.append(popover);
    return button;
  }

  function place() {
    if (opened) placeUnder(opened.popover, opened.button);
  }
  window.addEventListener("resize", place);
  new ResizeObserver(() => element.toggleAttribute("data-long", text.offsetHeight >= 2 * parseFloat(getComputedStyle(text).lineHeight))).observe(text);
  document.addEventListener("scroll", place, { capture: true, passive: true });

  /** What is open shows what now is, but leaves what is being typed; without its word it closes. @param {boolean} changed */
  function follow(changed) {
    if (!opened) return;
    if (!opened.button.isConnected) return opened.popover.hidePopover();
    if (changed) opened.control.show(state.settings);
    place();
  }

  return {
    update(next, previous) {
      state = next;
      const { settings, choices, dataset, path, stale } = next;
      const provisional = provisionalOf(next);
      if (previous && settings === previous.settings && path === previous.path && dataset === previous.dataset && stale === previous.stale && provisional === provisionalOf(previous)) return;
      const pieces = setUpSentence(settings, choices, stale || !dataset ? null : countSplit(dataset), provisional, stale ? undefined : path?.starts_made);
      const nodes = pieces.map((piece) => (typeof piece === "string" ? piece : wordFor(piece)));
      if (!sameNodes(text, nodes)) replaceKeepingFocus(text, nodes);
      follow(settings !== previous?.settings);
    },
  };
}

/** @param {import("../state/state.js").State} state @returns {import("../model/search.js").Provisional} */
function provisionalOf({ provisional = false, path }) {
  return provisional && path?.followed ? "followed" : provisional;
}

/** @param {import("../state/types.js").Dataset} dataset */
function countSplit({ split }) {
  const validation = split.filter((part) => part === "validation").length;
  return { train: split.length - validation, validation };
}

/** @param {HTMLElement} text @param {(string | Node)[]} nodes */
function sameNodes(text, nodes) {
  return text.childNodes.length === nodes.length && nodes.every((node, i) =>
    typeof node === "string" ? text.childNodes[i].nodeValue === node : text.childNodes[i] === node);
}

/** @param {HTMLElement} text @param {(string | Node)[]} nodes */
function replaceKeepingFocus(text, nodes) {
  const focused = document.activeElement;
  text.replaceChildren(...nodes);
  if (focused instanceof HTMLElement && text.contains(focused)) focused.focus();
}

/** @param {HTMLElement} popover @param {HTMLElement} button */
function placeUnder(popover, button) {
  const { left, bottom } = button.getBoundingClientRect();
  const room = document.documentElement.clientWidth - popover.offsetWidth - 16;
  popover.style.left = `${Math.max(16, Math.min(left - 16, room))}px`;
  popover.style.top = `${bottom + 8}px`;
}
