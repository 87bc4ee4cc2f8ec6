// Points out of a pasted table: x1, x2 and a label in each line, or one sentence about what does not fit. Pure.

/** @typedef {import("./own_points.js").OwnPoints} OwnPoints */
/** @typedef {Pick<import("../state/types.js").Choices["limits"], "points" | "max_number">} Limits */
/** `labels` are the words of the two classes, circles first. @typedef {{own: OwnPoints, labels: string[]}} Table */

const NAMES = ["x1", "x2", "label"];
const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
const DELIMITERS = ["\t", ";", ","];

/** @param {string} text @param {Limits} limits @returns {Table | {problem: string}} */
export function readTable(text, { points: most, max_number }) {
  const lines = text.replace(/^\uFEFF/, "").split(/\r\n|\n|\r/).map((line, k) => ({ line, number: k + 1 }));
  const filled = lines.filter(({ line }) => line.trim() !== "");
  if (!filled.length) return { problem: "Nothing here yet: three columns, x1, x2 and label, one point per line." };
  const delimiter = DELIMITERS.find((sign) => filled[0].line.includes(sign));
  if (!delimiter) return { problem: `Line ${filled[0].number}: expected three columns separated by comma, semicolon or tab, found one.` };
  const rows = filled.map(({ line, number }) => ({ cells: line.split(delimiter).map(unquoted), number }));
  const header = isHeader(rows[0].cells) ? rows.shift()?.cells ?? null : null;
  if (!rows.length) return { problem: "There is no line below the header: expected one point per line." };
  if (rows.length > most) return { problem: `Line ${rows[most].number}: ${rows.length} points, at most ${most} fit.` };
  return readRows(rows, header, delimiter, max_number);
}

/** @param {{cells: string[], number: number}[]} rows @param {string[] | null} header @param {string} delimiter @param {number} largest @returns {Table | {problem: string}} */
function readRows(rows, header, delimiter, largest) {
  const names = header?.length === 3 ? header : NAMES;
  const points = [];
  /** @type {string[]} */
  const words = [];
  for (const { cells, number } of rows) {
    if (cells.length !== 3) return { problem: `Line ${number}: expected three columns, x1, x2 and label, found ${cells.length}.${commas(cells, delimiter)}` };
    const values = [0, 1].map((k) => readCell(cells[k], delimiter, largest));
    const bad = values.findIndex((value) => value === null);
    if (bad !== -1) return { problem: `Line ${number}, column ${bad + 1} (${shorten(names[bad])}): ${wrongWith(cells[bad], largest)}` };
    if (cells[2] === "") return { problem: `Line ${number}, column 3 (${shorten(names[2])}): expected a label, found nothing.` };
    points.push(/** @type {number[]} */ (values));
    words.push(cells[2]);
  }
  return labelled(rows, points, words, shorten(names[2]));
}

/** @param {{number: number}[]} rows @param {number[][]} points @param {string[]} words @param {string} name @returns {Table | {problem: string}} */
function labelled(rows, points, words, name) {
  const found = [...new Set(words)];
  if (found.length === 1) return { problem: `Every label is “${shorten(found[0])}”: expected two classes, there would be nothing to separate.` };
  if (found.length > 2) {
    const third = rows[words.indexOf(found[2])].number;
    return { problem: `Line ${third}, column 3 (${name}): “${shorten(found[2])}” is a third class after “${shorten(found[0])}” and “${shorten(found[1])}”, expected two.` };
  }
  const labels = found.every((word) => NUMBER.test(word)) ? found.toSorted((a, b) => Number(a) - Number(b)) : found;
  return { own: { points, labels: words.map((word) => labels.indexOf(word)), n_training: points.length }, labels };
}

/** Words where numbers would stand. @param {string[]} cells */
function isHeader(cells) {
  return cells.slice(0, 2).every((cell) => /^\p{L}/u.test(cell));
}

/** A comma is a decimal point where it does not part the columns. @param {string} cell @param {string} delimiter @param {number} largest */
function readCell(cell, delimiter, largest) {
  const text = (delimiter === "," ? cell : cell.replace(",", ".")).replace("−", "-");
  const value = NUMBER.test(text) ? Number(text) : NaN;
  return Math.abs(value) <= largest ? value : null;
}

/** @param {string} cell @param {number} largest */
function wrongWith(cell, largest) {
  if (cell === "") return "expected a number, found nothing.";
  const number = NUMBER.test(cell.replace(",", "."));
  return number ? `expected a number from −${largest} to ${largest}, got “${shorten(cell)}”.` : `expected a number, got “${shorten(cell)}”.`;
}

/** @param {string[]} cells @param {string} delimiter */
function commas(cells, delimiter) {
  return delimiter === "," && cells.length === 5 ? " With decimal commas, part the columns by semicolons." : "";
}

/** @param {string} cell */
function unquoted(cell) {
  const text = cell.trim();
  return /^"[^"]*"$/.test(text) ? text.slice(1, -1).trim() : text;
}

/** @param {string} text */
function shorten(text) {
  return text.length > 24 ? `${text.slice(0, 24)}…` : text;
}
