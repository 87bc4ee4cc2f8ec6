// Which stretch of the plane the picture shows. Pure; in network inputs, as the network sees the points.

/** @typedef {import("../types.js").Dataset} Dataset */

/** A square in the first two network inputs. @typedef {{left: number, bottom: number, side: number}} Frame */

const MARGIN = 0.09; // of the points' extent, on each side: room for marks, rings and class names

/**
 * The square around all points, one length on both axes. A unit of it is a standard deviation where
 * inputs are standardized, so the penalty treats both directions alike and so does the picture.
 * @param {Dataset} dataset @returns {Frame}
 */
export function pictureFrame(dataset) {
  const [first, second] = [0, 1].map((axis) => extent(dataset.points.map((point) => networkInput(dataset, point, axis))));
  const side = Math.max(first.to - first.from, second.to - second.from, 1e-6) * (1 + 2 * MARGIN);
  return { left: (first.from + first.to - side) / 2, bottom: (second.from + second.to - side) / 2, side };
}

/** @param {Dataset} dataset @param {number[]} point @param {number} axis */
function networkInput({ inputs }, point, axis) {
  if (axis >= point.length) return 0;
  return (point[axis] - inputs.mean[axis]) / inputs.scale[axis];
}

/** Where each point stands in the picture: x and y from 0 to 1, y downwards. @param {Dataset} dataset @param {Frame} frame */
export function placePoints(dataset, frame) {
  return dataset.points.map((point) => ({
    x: (networkInput(dataset, point, 0) - frame.left) / frame.side,
    y: 1 - (networkInput(dataset, point, 1) - frame.bottom) / frame.side,
  }));
}

/**
 * The network inputs of a grid over the picture, row by row from the top. `edge` true: nodes from edge to edge,
 * else centres of n × n cells.
 * @param {Frame} frame @param {number} n nodes on a side @param {boolean} edge
 */
export function gridInputs(frame, n, edge) {
  const first = new Float64Array(n * n);
  const second = new Float64Array(n * n);
  const place = (/** @type {number} */ k) => (edge ? k / (n - 1) : (k + 0.5) / n);
  for (let row = 0; row < n; row += 1) {
    for (let column = 0; column < n; column += 1) {
      first[row * n + column] = frame.left + place(column) * frame.side;
      second[row * n + column] = frame.bottom + (1 - place(row)) * frame.side;
    }
  }
  return [first, second];
}

/** @param {number[]} values */
function extent(values) {
  return { from: Math.min(...values), to: Math.max(...values) };
}
