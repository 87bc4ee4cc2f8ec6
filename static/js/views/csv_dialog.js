// A table pasted or dropped: what it says is shown before it is used; until then the data on screen stays.

import { find, make } from "../dom/elements.js";
import { readTable } from "../model/csv_points.js";
import { formatCount } from "../model/format.js";
import { decimalsFor, ownPointsText, rounded } from "../model/own_points.js";

/** @typedef {import("../state/types.js").LabState} LabState */
/** @typedef {import("../model/csv_points.js").Table} Table */

const PREVIEWED = 5; // rows
const MAX_BYTES = 1e6; // of a file: far more than the points that fit

/** @param {HTMLElement} element @param {import("../state/types.js").LabActions} actions @returns {import("../state/types.js").LabView} */
export function createCsvDialog(element, actions) {
  const dialog = /** @type {HTMLDialogElement} */ (element);
  const text = /** @type {HTMLTextAreaElement} */ (find(element, "textarea"));
  const file = /** @type {HTMLInputElement} */ (find(element, "[data-file]"));
  const use = find(element, "[data-use]");
  let limits = { points: 0, max_number: 0, address: 0 };
  /** @type {Table | null} */
  let table = null;

  /** @param {boolean} asked whether an empty field is worth a word */
  function read(asked) {
    const found = readTable(text.value, limits);
    const problem = "problem" in found ? found.problem : tooLong(found, limits.address);
    table = problem ? null : /** @type {Table} */ (found);
    find(element, "[data-problem]").textContent = text.value.trim() || asked ? problem : "";
    text.setAttribute("aria-invalid", String(problem !== "" && text.value.trim() !== ""));
    use.setAttribute("aria-disabled", String(table === null));
    find(element, "[data-preview]").hidden = table === null;
    if (table) showPreview(element, table);
  }

  /** @param {File | undefined} chosen */
  async function readFile(chosen) {
    if (!chosen) return;
    if (chosen.size > MAX_BYTES) {
      find(element, "[data-problem]").textContent = `The file has ${formatCount(Math.round(chosen.size / 1e6))} MB: at most 1 MB is read.`;
      return;
    }
    text.value = await chosen.text();
    read(true);
  }

  text.addEventListener("input", () => read(true));
  file.addEventListener("change", () => void readFile(file.files?.[0]));
  dialog.addEventListener("dragover", (event) => event.preventDefault());
  dialog.addEventListener("drop", (event) => {
    const dropped = event.dataTransfer?.files[0];
    if (!dropped) return; // text is dropped as the browser does it
    event.preventDefault();
    void readFile(dropped);
  });
  find(element, "[data-cancel]").addEventListener("click", () => dialog.close());
  use.addEventListener("click", () => {
    read(true);
    if (!table) return;
    actions.editPoints(inAddress(table.own), { selected: null, message: `${formatCount(table.own.points.length)} points from the table, all for training.` });
    dialog.close();
  });
  for (const opener of document.querySelectorAll("[data-paste]")) {
    opener.addEventListener("click", () => {
      read(false);
      dialog.showModal();
    });
  }
  return {
    update({ choices }) {
      limits = choices.limits;
    },
  };
}

/** Exactly, or rounded where that would make the address longer than it need be. @param {import("../model/own_points.js").OwnPoints} own */
function inAddress(own) {
  return ownPointsText(own).startsWith("2.") ? own : rounded(own);
}

/** @param {Table} table @param {number} most characters of the points in an address */
function tooLong({ own }, most) {
  const { length } = ownPointsText(inAddress(own));
  return length > most ? `The coordinates have so many digits that the address would have ${formatCount(length)} characters; ${formatCount(most)} fit. Round them, or use fewer points.` : "";
}

/** @param {HTMLElement} element @param {Table} table */
function showPreview(element, { own, labels }) {
  const kept = inAddress(own);
  const counts = labels.map((word, label) => `${formatCount(own.labels.filter((other) => other === label).length)} “${word}” as ${["circles", "crosses"][label]}`);
  const change = kept === own ? "" : ` Coordinates are rounded to ${decimalsFor(own.points)} decimals.`;
  const { length } = ownPointsText(kept);
  const long = length > 2000 ? ` The link will have about ${formatCount(length)} characters; some programs cut such links.` : "";
  find(element, "[data-counts]").textContent = `${formatCount(own.points.length)} points: ${counts.join(", ")}.${change}${long}`;
  const rows = kept.points.slice(0, PREVIEWED).map((point, k) =>
    make("tr", {}, ...point.map((value) => make("td", {}, String(value))), make("td", {}, labels[kept.labels[k]])));
  const more = own.points.length - rows.length;
  if (more > 0) rows.push(make("tr", {}, make("td", { colspan: 3 }, `and ${formatCount(more)} more`)));
  find(element, "tbody").replaceChildren(...rows);
}
