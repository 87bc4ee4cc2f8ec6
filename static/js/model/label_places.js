// Where a curve's name has room: on the curve, off every other one. Pure geometry in pixels.

/** A curve from left to right; a gap has y = NaN. @typedef {{x: number, y: number}[]} Curve */

/** @typedef {import("../charts/labels.js").Box} Box */

const STEP = 6; // pixels between the places that are tried
const NEAR = 3; // pixels between a curve and its name
const ROOMY = 14; // more room than this is no better

/**
 * The best top left corner for words of this size beside `own`, or null when they fit nowhere.
 * `wish` is the x at which the middle is best; `crowd` are points better not covered; `sides` are tried alike.
 * @param {{
 *   own: Curve, others: Curve[], crowd?: Curve, taken: Box[], size: {width: number, height: number}, bounds: Box,
 *   wish: number, sides?: ("above" | "below")[]
 * }} given
 */
export function placeOnCurve({ own, others, crowd = [], taken, size, bounds, wish, sides = ["above", "below"] }) {
  let best = null;
  let best_score = -Infinity;
  for (let x = bounds.left; x + size.width <= bounds.right; x += STEP) {
    const span = extent(own, x, x + size.width);
    if (!span || span.high < bounds.top || span.low > bounds.bottom) continue;
    for (const side of sides) {
      const y = side === "above" ? span.high - NEAR - size.height : span.low + NEAR;
      const box = { left: x, right: x + size.width, top: y, bottom: y + size.height };
      if (y < bounds.top || box.bottom > bounds.bottom) continue;
      const room = clearance(box, others, taken);
      if (room < 2) continue;
      const score = 2 * Math.min(room, ROOMY) - 0.4 * (span.low - span.high) - 0.2 * Math.abs(x + size.width / 2 - wish) - 4 * covered(box, crowd);
      if (score > best_score) [best, best_score] = [{ x, y }, score];
    }
  }
  return best;
}

/** The highest and lowest point of a curve between two x. @param {Curve} curve @param {number} from @param {number} to */
function extent(curve, from, to) {
  let high = Infinity;
  let low = -Infinity;
  const see = (/** @type {number} */ y) => {
    high = Math.min(high, Number.isNaN(y) ? high : y);
    low = Math.max(low, Number.isNaN(y) ? low : y);
  };
  see(heightAt(curve, from));
  see(heightAt(curve, to));
  for (const { x, y } of curve) if (x > from && x < to) see(y);
  return low >= high ? { high, low } : null;
}

/** Pixels between a box and the nearest curve or other box; negative when one runs through it. @param {Box} box @param {Curve[]} curves @param {Box[]} taken */
export function clearance(box, curves, taken) {
  const gaps = curves.map((curve) => {
    const span = extent(curve, box.left, box.right);
    return span ? Math.max(span.high - box.bottom, box.top - span.low) : Infinity;
  });
  const others = taken.map(({ left, right, top, bottom }) =>
    Math.max(left - box.right, box.left - right, top - box.bottom, box.top - bottom));
  return Math.min(Infinity, ...gaps, ...others);
}

/** How many points a box covers. @param {Box} box @param {Curve} points */
function covered({ left, right, top, bottom }, points) {
  return points.filter(({ x, y }) => x >= left && x <= right && y >= top && y <= bottom).length;
}

/** @param {Curve} curve @param {number} at */
export function heightAt(curve, at) {
  for (let i = 1; i < curve.length; i += 1) {
    const [a, b] = [curve[i - 1], curve[i]];
    if (a.x <= at && at <= b.x) return b.x === a.x ? b.y : a.y + ((at - a.x) / (b.x - a.x)) * (b.y - a.y);
  }
  return NaN;
}
