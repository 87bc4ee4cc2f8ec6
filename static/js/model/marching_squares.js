// The lines on which a field crosses 0, as polylines. Pure.

/** Which sides of a cell a line joins: 0 top, 1 right, 2 bottom, 3 left. Index = corners that are positive. */
const CASES = /** @type {[number, number][][]} */ ([
  [], [[3, 0]], [[0, 1]], [[3, 1]], [[1, 2]], [], [[0, 2]], [[3, 2]],
  [[2, 3]], [[2, 0]], [], [[2, 1]], [[1, 3]], [[1, 0]], [[0, 3]], [],
]);
const SADDLES = /** @type {Record<number, [number, number][][]>} */ ({
  5: [[[3, 0], [1, 2]], [[3, 2], [1, 0]]], // the middle negative, positive
  10: [[[0, 1], [2, 3]], [[0, 3], [2, 1]]],
});

/**
 * Where the 0 level crosses a grid line: `share` of the way from the node (x0, y0) to (x1, y1), all from 0 to 1, y downwards.
 * @typedef {{x0: number, y0: number, x1: number, y1: number, share: number, rising: boolean}} Crossing
 */

/**
 * The 0 level of an n × n field, linear between its nodes.
 * @param {ArrayLike<number>} field row by row @param {number} n
 * @param {(crossings: Crossing[]) => void} [sharpen] may better the shares
 * @returns {Float32Array[]} polylines as x, y, x, y, …, both from 0 to 1 with y downwards; a closed one ends where it begins
 */
export function zeroLines(field, n, sharpen = () => {}) {
  const links = joins(field, n);
  const edges = [...links.keys()];
  const crossings = new Map(edges.map((edge) => [edge, crossingOf(edge, field, n)]));
  sharpen([...crossings.values()]);
  const lines = [];
  for (const [start, ends] of links) if (ends.length === 1) lines.push(follow(links, start));
  for (const start of links.keys()) lines.push(follow(links, start, true));
  return lines.map((line) => Float32Array.from(line.flatMap((edge) => place(/** @type {Crossing} */ (crossings.get(edge))))));
}

/**
 * Joins between the grid lines' crossings. An edge of the grid is named by its first node: 2 · node across, 2 · node + 1 down.
 * @param {ArrayLike<number>} field @param {number} n
 */
function joins(field, n) {
  /** @type {Map<number, number[]>} */
  const links = new Map();
  const join = (/** @type {number} */ a, /** @type {number} */ b) => {
    const known = links.get(a);
    if (known) known.push(b);
    else links.set(a, [b]);
  };
  for (let row = 0; row < n - 1; row += 1) {
    for (let column = 0; column < n - 1; column += 1) {
      const node = row * n + column;
      const corners = cornersOf(field, node, n);
      if (corners === 0 || corners === 15) continue;
      const edges = [2 * node, 2 * (node + 1) + 1, 2 * (node + n), 2 * node + 1];
      for (const [a, b] of SADDLES[corners]?.[middleSign(field, node, n)] ?? CASES[corners]) {
        join(edges[a], edges[b]);
        join(edges[b], edges[a]);
      }
    }
  }
  return links;
}

/** @param {ArrayLike<number>} field @param {number} node @param {number} n */
function cornersOf(field, node, n) {
  return (field[node] > 0 ? 1 : 0) | (field[node + 1] > 0 ? 2 : 0) | (field[node + n + 1] > 0 ? 4 : 0) | (field[node + n] > 0 ? 8 : 0);
}

/** @param {ArrayLike<number>} field @param {number} node @param {number} n */
function middleSign(field, node, n) {
  return field[node] + field[node + 1] + field[node + n] + field[node + n + 1] > 0 ? 1 : 0;
}

/** Takes one line out of the links. @param {Map<number, number[]>} links @param {number} start @param {boolean} [closed] */
function follow(links, start, closed = false) {
  const line = [start];
  let here = start;
  for (;;) {
    const next = links.get(here)?.[0];
    links.delete(here);
    if (next === undefined) break;
    const back = links.get(next);
    back?.splice(back.indexOf(here), 1);
    line.push(next);
    here = next;
    if (closed && here === start) break;
  }
  return line;
}

/** @param {number} edge @param {ArrayLike<number>} field @param {number} n @returns {Crossing} */
function crossingOf(edge, field, n) {
  const node = edge >> 1;
  const next = node + (edge & 1 ? n : 1);
  const at = (/** @type {number} */ k) => [(k % n) / (n - 1), Math.floor(k / n) / (n - 1)];
  const [[x0, y0], [x1, y1]] = [at(node), at(next)];
  return { x0, y0, x1, y1, share: field[node] / (field[node] - field[next]), rising: field[next] > field[node] };
}

/** @param {Crossing} crossing */
function place({ x0, y0, x1, y1, share }) {
  return [x0 + share * (x1 - x0), y0 + share * (y1 - y0)];
}
