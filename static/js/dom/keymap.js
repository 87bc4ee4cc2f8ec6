// Which action a key is, looked up in the table of a page, and the one answer to whether it is for somebody else.

import { readPreference } from "./preferences.js";

/**
 * Keys, and what they do. Of several bindings of a key the first counts whose `when` holds. A letter is a small one, with
 * Shift or Ctrl named before it (⌘ counts as Ctrl). `release`: when the key is let go. `clicker`: a key of the clicker in
 * a speaker's hand, which turns the page whatever has the focus, and can't be switched off.
 * @template S
 * @typedef {{
 *   keys: string[], act: (state: S, key: string) => void, when?: (state: S, target: EventTarget | null) => unknown,
 *   release?: () => void, clicker?: boolean
 * }} KeyBinding
 */

export const ANY_KEY = "any key"; // of a blank screen: each brings it back

/** What can have the focus, and the keys that the browser then gives it; the first that fits. @type {[string, RegExp][]} */
const KEYS_OF_FOCUSED = [
  ["#lambda", /^(Arrow|Home$|End$)/], // a page up is ten times λ, which no range knows
  ["input[type=range]", /^(Arrow|Home$|End$|Page)/],
  ["input[type=radio]", /^(Arrow| $|Enter$)/],
  ["button, a, summary, input[type=checkbox]", /^( |Enter)$/],
  ["input, textarea, select", /^(?!Escape$)/],
];
const SLIDERS = "input[type=range], [data-own-keys]";
const SCROLLS = /^(Home|End|Page.*| )$/;
const NEVER_OFF = /^(Escape$|Enter$|Ctrl\+)/;

/**
 * Listens once for the whole page. No state, no keys. What has the focus acts before the table, and has taken the key when
 * it prevents what the browser would do; only a clicker's keys come before it.
 * @template S
 * @param {KeyBinding<S>[]} bindings @param {() => S | null} getState
 */
export function listenToKeys(bindings, getState) {
  /** @type {KeyBinding<S> | null} */
  let held = null;

  /** @param {KeyboardEvent} event @param {boolean} first before what has the focus */
  function handle(event, first) {
    const state = getState();
    const { target } = event;
    if (!state || event.defaultPrevented || event.altKey || document.querySelector("dialog[open], :popover-open")) return;
    const key = nameOf(event);
    const binding = bindings.find(({ keys, when }) => isAmong(keys, key) && (!when || when(state, target)));
    if (!binding || Boolean(binding.clicker) !== first || isForAnother(binding, key, target)) return;
    event.preventDefault();
    if (first) event.stopPropagation();
    if (binding.release) held = binding;
    binding.act(state, key);
  }

  function letGo() {
    held?.release?.();
    held = null;
  }

  for (const first of [true, false]) document.addEventListener("keydown", (event) => handle(event, first), { capture: first });
  document.addEventListener("keyup", ({ key }) => held?.keys.includes(key.toLowerCase()) && letGo());
  addEventListener("blur", letGo);
}

/** @param {KeyboardEvent} event */
function nameOf({ key, ctrlKey, metaKey, shiftKey }) {
  const shift = shiftKey && /^[a-z]$/i.test(key) ? "Shift+" : ""; // other characters are what they are with it
  return (ctrlKey || metaKey ? "Ctrl+" : "") + shift + (key.length === 1 ? key.toLowerCase() : key);
}

/** @param {string[]} keys @param {string} key */
function isAmong(keys, key) {
  return keys.includes(key) || (keys.includes(ANY_KEY) && !key.startsWith("Ctrl+"));
}

/**
 * What has the focus uses it, the reader scrolls with it, or keys are switched off but on a slider. What is hidden uses
 * none: where a dialog closes and nothing had the focus before, its field keeps it until the next frame.
 * @param {Pick<KeyBinding<any>, "keys" | "clicker">} binding @param {string} key @param {EventTarget | null} target
 */
function isForAnother({ keys, clicker }, key, target) {
  if (keys.includes(ANY_KEY)) return false;
  const focused = target instanceof Element && target.checkVisibility() ? target : document.body;
  const [, used] = KEYS_OF_FOCUSED.find(([selector]) => focused.closest(selector)) ?? [];
  if (used?.test(key)) return !(clicker && key.startsWith("Page"));
  if (clicker || focused.closest(SLIDERS)) return false;
  return (readPreference("keys") === "off" && !NEVER_OFF.test(key)) || (SCROLLS.test(key) && pageScrolls());
}

/** Where the page is longer than the window, some keys are the reader's way through it. */
function pageScrolls() {
  const { scrollHeight, clientHeight } = document.documentElement;
  return scrollHeight > clientHeight + 1;
}
