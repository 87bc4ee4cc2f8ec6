// The one λ scale of the page: slider, cursor and charts all place λ with it. Knows no state.

import { formatTick } from "./format.js";

const ZERO_GAP = 0.75; // decades between the stop at 0 and the smallest λ > 0
const LABEL_ROOM = 52; // pixels that the label of one decade needs, at a root font size of 16 px

/**
 * λ to pixels between `left` and `right`, linear in log₁₀ λ, with λ = 0 a stop at the left end.
 * `log10` gives the x that the charts plot (for λ = 0 the fake one). `unit` is that of words: the ticks have labels.
 * @param {number[]} lambdas @param {number} left @param {number} right @param {number} [unit]
 */
export function lambdaScale(lambdas, left, right, unit = 1) {
  const positive = lambdas.filter((lambda) => lambda > 0);
  const smallest = Math.log10(positive[0] ?? 1);
  const largest = Math.log10(positive.at(-1) ?? 1);
  const has_zero = lambdas[0] === 0;
  const first = has_zero ? smallest - ZERO_GAP : smallest;
  const last = largest > first ? largest : first + 1;
  const log10 = (/** @type {number} */ lambda) => (lambda > 0 ? Math.log10(lambda) : smallest - ZERO_GAP);
  const place = (/** @type {number} */ exponent) => left + ((exponent - first) / (last - first)) * (right - left);
  const x = (/** @type {number} */ lambda) => place(log10(lambda));
  const places = lambdas.map(x);
  return {
    x,
    log10,
    /** The solved λ nearest to pixel `x`. @param {number} pixel */
    nearestIndex: (pixel) => nearest(places, pixel),
    range: /** @type {[number, number]} */ ([first, last]),
    break_x: has_zero ? (x(0) + place(smallest)) / 2 : null,
    ticks: ticks(has_zero, smallest, last, place, unit),
  };
}

/** @typedef {ReturnType<typeof lambdaScale>} LambdaScale */

/**
 * The plot area inside an element of the λ column, in pixels from its left edge. layout.css says where.
 * @param {Element} element
 */
export function plotEdges(element) {
  const style = getComputedStyle(element);
  const left = parseFloat(style.getPropertyValue("--plot-left"));
  const right = parseFloat(style.getPropertyValue("--plot-right"));
  return { left, right: element.getBoundingClientRect().width - right };
}

/** Root font size as a multiple of 16 px: what every drawn length is multiplied by. */
export function drawingUnit() {
  return scaled("--mark-scale");
}

/** What drawn words, and the room that they need, are multiplied by: before a room they grow more than lines do. */
export function typeUnit() {
  return scaled("--type-scale");
}

/** @param {string} factor a custom property of tokens.css */
function scaled(factor) {
  const style = getComputedStyle(document.documentElement);
  return (parseFloat(style.fontSize) / 16) * (parseFloat(style.getPropertyValue(factor)) || 1);
}

/**
 * 0 and whole decades, thinned until their labels have room.
 * @param {boolean} has_zero @param {number} smallest @param {number} last
 * @param {(exponent: number) => number} place @param {number} unit
 */
function ticks(has_zero, smallest, last, place, unit) {
  const pixels_per_decade = (place(last) - place(smallest)) / Math.max(last - smallest, 1e-9);
  const every = Math.max(1, Math.ceil((LABEL_ROOM * unit) / pixels_per_decade));
  const list = has_zero ? [{ lambda: 0, x: place(smallest - ZERO_GAP), label: "0" }] : [];
  const top = Math.floor(last + 1e-9);
  for (let exponent = Math.ceil(smallest - 1e-9); exponent <= top; exponent += 1) {
    if ((top - exponent) % every !== 0) continue;
    const lambda = Number(`1e${exponent}`);
    list.push({ lambda, x: place(exponent), label: formatTick(lambda) });
  }
  return list;
}

/** @param {number[]} places ascending @param {number} pixel */
function nearest(places, pixel) {
  let low = 0;
  let high = places.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (places[middle] <= pixel) low = middle;
    else high = middle;
  }
  return pixel - places[low] <= places[high] - pixel ? low : high;
}
