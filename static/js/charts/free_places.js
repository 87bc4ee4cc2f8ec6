// Where words in a picture hide the least. Pure geometry in pixels.

/** @typedef {{x: number, y: number}} Place */
/** @typedef {{left: number, top: number, right: number, bottom: number}} Box */

const BERTH = 5; // pixels around words in which a mark is in the way

/**
 * Of the boxes that stand inside and on nothing taken, the first with the least weight of marks in it; null if there is none.
 * @param {Box[]} boxes @param {(Place & {weight: number})[]} marks @param {Box[]} taken @param {Box} inside
 */
export function roomiest(boxes, marks, taken, inside) {
  let best = null;
  let least = Infinity;
  for (const box of boxes) {
    if (!within(box, inside) || taken.some((other) => overlap(box, other))) continue;
    const crowd = marks.reduce((sum, mark) => sum + (stands(mark, box) ? mark.weight : 0), 0);
    if (crowd < least) [best, least] = [box, crowd];
  }
  return best;
}

/** @param {Box} a @param {Box} b */
function within(a, b) {
  return a.left >= b.left && a.right <= b.right && a.top >= b.top && a.bottom <= b.bottom;
}

/** @param {Box} a @param {Box} b */
function overlap(a, b) {
  return a.left < b.right && a.right > b.left && a.top < b.bottom && a.bottom > b.top;
}

/** @param {Place} place @param {Box} box */
function stands({ x, y }, { left, top, right, bottom }) {
  return x > left - BERTH && x < right + BERTH && y > top - BERTH / 2 && y < bottom + BERTH / 2;
}
