// Own points as text that fits the address, and back. Pure. The server reads the same two forms:
// app/experiments/address/own_points.py.

/**
 * Training points first, then the validation points. `labels` are 0 or 1, those of a curve any numbers. `mislabeled`: those of a data set, and those that
 * were mislabeled here; they keep their rings.
 * @typedef {{points: number[][], labels: number[], n_training: number, mislabeled?: boolean[]}} OwnPoints
 */

const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const HALF = 2 ** 17; // form 2 holds whole numbers from -HALF to HALF - 1
const MAX_DECIMALS = 9;
const MIN_STEPS = 2000; // across the points in each direction; where form 2 is coarser than that, form 1 is written
const RINGS = "r"; // begins the last part of form 1, where points are mislabeled
const COORDINATE = /^-?(\d{1,20}\.?\d{0,20}|\.\d{1,20})(e-?\d{1,3})?$/;

/**
 * How many decimals the coordinates can have in the short form, or null where it would be too coarse for these points.
 * @param {number[][]} points
 */
export function decimalsFor(points) {
  const largest = Math.max(...points.flat().map(Math.abs));
  let decimals = MAX_DECIMALS;
  while (decimals >= 0 && Math.round(largest * 10 ** decimals) >= HALF) decimals -= 1;
  const extents = points[0].map((_, axis) => extent(points.map((point) => point[axis])));
  const least = Math.min(...extents.filter((size) => size > 0));
  return decimals >= 0 && (least === Infinity || least * 10 ** decimals >= MIN_STEPS) ? decimals : null;
}

/** The same points with coordinates that the short form can hold. @param {OwnPoints} own @returns {OwnPoints} */
export function rounded(own) {
  const decimals = decimalsFor(own.points);
  return decimals === null ? own : { ...own, points: own.points.map((point) => roundedTo(decimals, point)) };
}

/** @param {number} decimals @param {number[]} point */
export function roundedTo(decimals, point) {
  return point.map((value) => Math.round(value * 10 ** decimals) / 10 ** decimals + 0); // + 0: no −0
}

/** Nothing is lost: what the short form can't hold exactly is written in the long one. @param {OwnPoints} own */
export function ownPointsText(own) {
  const decimals = own.labels.every((label) => label === 0 || label === 1) ? exactDecimals(own.points) : null;
  return decimals === null ? longText(own) : shortText(own, decimals);
}

/** @param {number[][]} points */
function exactDecimals(points) {
  const values = points.flat();
  for (let decimals = 0; decimals <= MAX_DECIMALS; decimals += 1) {
    const unit = 10 ** decimals;
    const whole = values.map((value) => Math.round(value * unit));
    if (whole.some((k) => k < -HALF || k >= HALF)) return null;
    if (values.every((value, i) => whole[i] / unit === value)) return decimals;
  }
  return null;
}

/** @param {OwnPoints} own @param {number} decimals */
function shortText({ points, labels, n_training, mislabeled }, decimals) {
  const coordinates = points.flat().map((value) => {
    const k = Math.round(value * 10 ** decimals) + HALF;
    return DIGITS[k >> 12] + DIGITS[(k >> 6) & 63] + DIGITS[k & 63];
  });
  return [2, points[0].length, n_training, decimals, coordinates.join(""), bitsText(labels), ...ringsText(mislabeled)].join(".");
}

/** No part of the text where there is no ring. @param {boolean[]} [mislabeled] @returns {string[]} */
function ringsText(mislabeled) {
  return mislabeled?.some(Boolean) ? [bitsText(mislabeled.map(Number))] : [];
}

/** Four to a hexadecimal digit, the first the highest, zeros at the end. @param {number[]} bits */
function bitsText(bits) {
  return Array.from({ length: Math.ceil(bits.length / 4) }, (_, i) =>
    [0, 1, 2, 3].reduce((digit, place) => 2 * digit + (bits[4 * i + place] ?? 0), 0).toString(16)).join("");
}

/** @param {string} digits @param {number} n */
function readBits(digits, n) {
  return Array.from({ length: n }, (_, k) => (parseInt(digits[k >> 2], 16) >> (3 - (k & 3))) & 1);
}

/** @param {OwnPoints} own */
function longText({ points, labels, n_training, mislabeled }) {
  const rows = points.flatMap((point, k) => [...point, labels[k]]);
  const rings = ringsText(mislabeled).map((bits) => `${RINGS}${bits}`);
  return [1, points[0].length, n_training, ...rows.map(exactText), ...rings].join("_");
}

/** With few enough decimals to be read, however small. @param {number} value */
function exactText(value) {
  return value !== 0 && Math.abs(value) < 1e-3 ? value.toExponential() : String(value);
}

/** What a text stands for, or null where it is no such text. @param {string} text @returns {OwnPoints | null} */
export function readOwnPoints(text) {
  return text.startsWith("2.") ? readShort(text) : readLong(text);
}

/** @param {string} text @returns {OwnPoints | null} */
function readShort(text) {
  const match = /^2\.([1-9]\d?)\.(\d{1,4})\.(\d)\.([\w-]*)\.([0-9a-f]*)(?:\.([0-9a-f]+))?$/.exec(text);
  if (!match) return null;
  const [n_inputs, n_training, decimals] = match.slice(1, 4).map(Number);
  const [coordinates, digits, rings = digits] = match.slice(4);
  const n = coordinates.length / (3 * n_inputs);
  if (!Number.isInteger(n) || n < Math.max(n_training, 1) || [digits, rings].some(({ length }) => length !== Math.ceil(n / 4))) return null;
  const values = Array.from({ length: n * n_inputs }, (_, i) => {
    const [a, b, c] = [0, 1, 2].map((k) => DIGITS.indexOf(coordinates[3 * i + k]));
    return (((a << 12) | (b << 6) | c) - HALF) / 10 ** decimals;
  });
  const own = { points: rowsOf(values, n_inputs), labels: readBits(digits, n), n_training };
  return match[6] === undefined ? own : { ...own, mislabeled: readBits(rings, n).map(Boolean) };
}

/** @param {string} text @returns {OwnPoints | null} */
function readLong(text) {
  const [version, inputs, training, ...parts] = text.split("_");
  const digits = parts.at(-1)?.startsWith(RINGS) ? parts[parts.length - 1].slice(RINGS.length) : null;
  const cells = digits === null ? parts : parts.slice(0, -1);
  const [n_inputs, n_training] = [Number(inputs), Number(training)];
  const counts = version === "1" && /^[1-9]\d?$/.test(inputs ?? "") && /^\d{1,4}$/.test(training ?? "");
  if (!counts || !cells.length || cells.length % (n_inputs + 1) || !cells.every((cell) => COORDINATE.test(cell))) return null;
  const rows = rowsOf(cells.map(Number), n_inputs + 1);
  if (rows.length < n_training) return null;
  const own = { points: rows.map((row) => row.slice(0, -1)), labels: rows.map((row) => row[n_inputs]), n_training };
  if (digits === null) return own;
  return /^[0-9a-f]+$/.test(digits) && digits.length === Math.ceil(rows.length / 4) ? { ...own, mislabeled: readBits(digits, rows.length).map(Boolean) } : null;
}

/** @param {number[]} values @param {number} width */
function rowsOf(values, width) {
  return Array.from({ length: values.length / width }, (_, k) => values.slice(k * width, (k + 1) * width));
}

/** @param {number[]} values */
function extent(values) {
  return Math.max(...values) - Math.min(...values);
}
