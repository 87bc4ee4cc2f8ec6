// The hidden layers, from none (logistic regression) to as many as the server takes.

import { make } from "../dom/elements.js";
import { readAmount, wrongWith } from "./amount.js";

const NEW_LAYER = 8; // units

/**
 * @param {import("../state/types.js").Choices} choices @param {import("./control.js").Change} change
 * @returns {{body: HTMLElement, show: (settings: import("../state/types.js").Settings) => void}}
 */
export function createLayersEditor({ limits }, change) {
  const rows = make("div");
  const message = make("p", { id: "layers-message", class: "message", role: "alert", hidden: true });
  const none = make("p", { class: "hint" }, "No hidden layer: logistic regression.");
  const add = make("button", { type: "button", class: "plain" }, "Add a layer");
  const body = make("div", {}, rows, none, add, message);
  /** @type {string[]} as typed, good or not */
  let sizes = [];

  function commit() {
    const problems = sizes.map((text, i) => wrongWith(text, `Layer ${i + 1}`, 1, limits.units, { step: 1, whole: true }));
    const problem = problems.find((sentence) => sentence !== "") ?? "";
    message.hidden = problem === "";
    message.textContent = problem;
    inputs().forEach((input, i) => input.setAttribute("aria-invalid", String(problems[i] !== "")));
    if (!problem) change({ hidden_layer_sizes: sizes.map(readAmount) });
  }

  function inputs() {
    return [...rows.querySelectorAll("input")];
  }

  function draw() {
    rows.replaceChildren(...sizes.map((size, i) => layerRow(i, size)));
    none.hidden = sizes.length > 0;
    add.autofocus = false;
    add.disabled = add.hidden = sizes.length >= limits.layers;
  }

  /** @param {number} i @param {string} size */
  function layerRow(i, size) {
    const id = `layer-${i + 1}`;
    const input = make("input", { id, type: "text", inputmode: "numeric", autocomplete: "off", value: size, "aria-describedby": "layers-message" });
    const remove = make("button", { type: "button", "aria-label": `Remove layer ${i + 1}` }, "×");
    input.addEventListener("change", () => {
      sizes[i] = input.value.trim();
      commit();
    });
    input.addEventListener("keydown", (event) => {
      const direction = event.key === "ArrowUp" ? 1 : event.key === "ArrowDown" ? -1 : 0;
      if (event.key === "Enter") input.dispatchEvent(new Event("change"));
      if (!direction) return;
      event.preventDefault();
      input.value = String(Math.min(limits.units, Math.max(1, (readAmount(input.value) || 0) + direction)));
      input.dispatchEvent(new Event("change"));
    });
    remove.addEventListener("click", () => {
      sizes.splice(i, 1);
      draw();
      commit();
      (inputs()[Math.min(i, sizes.length - 1)] ?? add).focus();
    });
    return make("div", { class: "amount" }, make("label", { for: id }, `Layer ${i + 1}, units`), input, remove);
  }

  add.addEventListener("click", () => {
    sizes.push(String(NEW_LAYER));
    draw();
    commit();
    inputs().at(-1)?.select();
  });

  return {
    body,
    show(settings) {
      message.hidden = true;
      if (sizes.map(readAmount).join() !== settings.hidden_layer_sizes.join()) {
        sizes = settings.hidden_layer_sizes.map(String);
        draw();
      }
      for (const input of inputs()) input.setAttribute("aria-invalid", "false");
      (inputs()[0] ?? add).autofocus = true;
    },
  };
}
