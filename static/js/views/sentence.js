// The set-up as a sentence; each underlined word opens its control in a popover.

import { createControl } from "../controls/control.js";
import { find, make } from "../elements.js";
import { setUpSentence } from "../model/set_up.js";

/** @typedef {import("../model/set_up.js").ControlName} ControlName */
/** @typedef {import("../state.js").State} State */

/** @param {HTMLElement} element @param {import("../types.js").Actions} actions @returns {import("../types.js").View} */
export function createSentence(element, actions) {
  const text = find(element, "[data-words]");
  /** @type {Map<ControlName, HTMLButtonElement>} */
  const buttons = new Map();
  /** @type {State} */
  let state;

  /** @param {ControlName} name */
  function buttonFor(name) {
    const made = buttons.get(name) ?? makeButton(name);
    buttons.set(name, made);
    return made;
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
      if (open) placeUnder(popover, button);
    });
    element.append(popover);
    return button;
  }

  return {
    update(next, previous) {
      state = next;
      const { settings, choices, dataset, stale } = next;
      if (previous && settings === previous.settings && dataset === previous.dataset && stale === previous.stale) return;
      const pieces = setUpSentence(settings, choices, stale || !dataset ? null : countSplit(dataset));
      const nodes = pieces.map((piece) => (typeof piece === "string" ? unbroken(piece) : buttonFor(piece.control)));
      for (const piece of pieces) if (typeof piece !== "string") label(buttonFor(piece.control), piece.label, piece.control, choices);
      if (!sameNodes(text, nodes)) replaceKeepingFocus(text, nodes);
    },
  };
}

/** @param {HTMLButtonElement} button @param {string} words @param {ControlName} name @param {import("../types.js").Choices} choices */
function label(button, words, name, choices) {
  if (button.textContent !== words) button.textContent = words;
  button.setAttribute("aria-label", `${words}: ${(choices.fields[name]?.title ?? name).toLowerCase()}, change`);
}

/** @param {import("../types.js").Dataset} dataset */
function countSplit({ split }) {
  const validation = split.filter((part) => part === "validation").length;
  return { train: split.length - validation, validation };
}

/** A comma or full stop stays with the word before it. @param {string} text */
function unbroken(text) {
  return /^[,.]/.test(text) ? `\u2060${text}` : text;
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
