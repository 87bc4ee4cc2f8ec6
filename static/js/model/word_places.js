// Where words can stand over their stretches of a line without touching. Pure.

const GAP = 10; // pixels between two words

/**
 * The middle of each word, or null where it has no room. The first word has its place, the others give way.
 * @param {{from: number, to: number, width: number}[]} stretches in order along the line
 * @param {number} first index of the word that must stand, -1 for none
 * @param {{left: number, right: number}} edges
 * @returns {(number | null)[]}
 */
export function placeWords(stretches, first, edges) {
  /** @type {(number | null)[]} */
  const places = stretches.map(() => null);
  const order = stretches.map((_, i) => i).sort((a, b) => Number(b === first) - Number(a === first) || width(b) - width(a));
  for (const i of order) places[i] = placeFor(i);
  return places;

  /** @param {number} i */
  function width(i) {
    return stretches[i].to - stretches[i].from;
  }

  /** @param {number} i */
  function placeFor(i) {
    const { from, to, width } = stretches[i];
    let low = edges.left + width / 2;
    let high = edges.right - width / 2;
    places.forEach((place, j) => {
      if (place === null) return;
      const apart = (stretches[j].width + width) / 2 + GAP;
      if (j < i) low = Math.max(low, place + apart);
      else high = Math.min(high, place - apart);
    });
    const middle = Math.min(Math.max((from + to) / 2, low), high);
    if (low > high) return null;
    const reaches = middle + width / 2 > from && middle - width / 2 < to;
    return i === first || reaches ? middle : null;
  }
}
