// One number: typed, or stepped with − and +. What does not fit is said in one sentence, and stays to be mended.

import { make } from "../dom/elements.js";

/** `percent`: shown as per cent of 1. `draw`: offers a random one. `several`: 0 for none, or from 2 up. @typedef {{step: number, whole?: boolean, percent?: boolean, draw?: boolean, several?: boolean, label?: string}} AmountKind */

const DIE = "M2.5 2.5h13v13h-13ZM6 6h.01M12 6h.01M9 9h.01M6 12h.01M12 12h.01";

/**
 * @param {string} name @param {import("../state/types.js").Field} field @param {AmountKind} kind @param {import("./control.js").Change} change
 * @returns {{body: HTMLElement, show: (settings: import("../state/types.js").Settings) => void}}
 */
export function createAmount(name, field, kind, change) {
  const unit = kind.percent ? 100 : 1;
  const least = round((field.minimum ?? 0) * unit);
  const most = round((field.maximum ?? Number.MAX_SAFE_INTEGER) * unit);
  const id = `amount-${name}`;
  const input = make("input", { id, type: "text", inputmode: kind.whole ? "numeric" : "decimal", autocomplete: "off", autofocus: true, "aria-describedby": `${id}-message` });
  const message = make("p", { id: `${id}-message`, class: "message", role: "alert", hidden: true });
  const less = make("button", { type: "button", "aria-label": `Less: ${field.title.toLowerCase()}` }, "−");
  const more = make("button", { type: "button", "aria-label": `More: ${field.title.toLowerCase()}` }, "+");
  const range = kind.label ?? (kind.draw ? "Any whole number" : `${least} to ${most}${kind.percent ? " %" : ""}`);
  const row = make("div", { class: "amount" }, make("label", { for: id }, range), less, input, kind.percent ? make("span", { class: "suffix" }, "%") : "", more);
  const body = make("div", {}, row, message);
  if (kind.draw) body.append(drawButton(() => set(1 + Math.floor(Math.random() * 9999))));

  /** @param {number} value in the unit shown */
  function set(value) {
    input.value = String(round(value));
    commit();
  }

  function commit() {
    const problem = wrongWith(input.value, field.title, least, most, kind);
    input.setAttribute("aria-invalid", String(problem !== ""));
    message.hidden = problem === "";
    message.textContent = problem;
    if (problem) return;
    const value = readAmount(input.value);
    showBounds(value);
    change({ [name]: round(value / unit) });
  }

  /** A button at its end keeps the focus, so it is not disabled. @param {number} value */
  function showBounds(value) {
    less.setAttribute("aria-disabled", String(value <= least));
    more.setAttribute("aria-disabled", String(value >= most));
  }

  /** @param {number} direction */
  function stepBy(direction) {
    const value = readAmount(input.value);
    const whole_steps = Math.round((Number.isNaN(value) ? least : value) / kind.step + direction);
    const within = round(Math.min(most, Math.max(least, whole_steps * kind.step)));
    const next = kind.several && within === 1 ? 1 + direction : within;
    if (next !== value) set(next);
  }

  input.addEventListener("focus", () => input.select());
  input.addEventListener("change", commit);
  input.addEventListener("keydown", (event) => {
    const direction = event.key === "ArrowUp" ? 1 : event.key === "ArrowDown" ? -1 : 0;
    if (event.key === "Enter") commit();
    if (!direction) return;
    event.preventDefault();
    stepBy(direction);
  });
  less.addEventListener("click", () => stepBy(-1));
  more.addEventListener("click", () => stepBy(1));

  return {
    body,
    show(settings) {
      const value = round(Number(settings[name]) * unit);
      if (readAmount(input.value) !== value) input.value = String(value);
      showBounds(value);
      input.setAttribute("aria-invalid", "false");
      message.hidden = true;
    },
  };
}

/**
 * The one sentence about what was typed, "" when it fits.
 * @param {string} text @param {string} title @param {number} least @param {number} most @param {AmountKind} kind
 */
export function wrongWith(text, title, least, most, kind) {
  const value = readAmount(text);
  const alone = kind.several === true && value === 1;
  if (value >= least && value <= most && !alone && !(kind.whole && !Number.isInteger(value))) return "";
  if (kind.several) return `${title}: expected 0 for none or a whole number from 2 to ${most}, got “${text.trim() || "nothing"}”.`;
  const bounds = most === Number.MAX_SAFE_INTEGER ? `from ${least} up` : `from ${least} to ${most}`;
  return `${title}: expected a ${kind.whole ? "whole " : ""}number ${bounds}, got “${text.trim() || "nothing"}”.`;
}

/** A comma is read as a decimal point. @param {string} text */
export function readAmount(text) {
  const plain = text.trim().replace(",", ".").replace("−", "-");
  return plain === "" ? NaN : Number(plain);
}

/** @param {number} value */
function round(value) {
  return Number(value.toPrecision(10));
}

/** @param {() => void} onDraw */
function drawButton(onDraw) {
  const die = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  die.setAttribute("viewBox", "0 0 18 18");
  die.setAttribute("aria-hidden", "true");
  const lines = document.createElementNS("http://www.w3.org/2000/svg", "path");
  lines.setAttribute("d", DIE);
  lines.setAttribute("stroke-linecap", "round");
  die.append(lines);
  const button = make("button", { type: "button", class: "plain" }, die, "New draw");
  button.addEventListener("click", onDraw);
  return button;
}
