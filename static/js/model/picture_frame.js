// Which stretch of the plane the picture shows. Pure; in network inputs, as the network sees the points.

/** @typedef {import("../state/types.js").ShownDataset} Dataset */

/** A stretch of the first two network inputs, square unless the reader holds it. @typedef {{left: number, bottom: number, width: number, height: number}} Frame */
/** The stretch that is held while points are edited, in the units of the points: the picture must not slip from under the hand. @typedef {{left: number, right: number, bottom: number, top: number}} HeldFrame */

const MARGIN = 0.09; // of the points' extent, on each side: room for marks, rings and class names

/**
 * The square around all points, one length on both axes. A unit of it is a standard deviation where
 * inputs are standardized, so the penalty treats both directions alike and so does the picture.
 * @param {Dataset} dataset @returns {Frame}
 */
export function pictureFrame(dataset) {
  if (dataset.frame) return heldFrame(dataset, dataset.frame);
  const [first, second] = [0, 1].map((axis) => extent(dataset.points.map((point) => networkInput(dataset, point, axis))));
  const side = Math.max(first.to - first.from, second.to - second.from, 1e-6) * (1 + 2 * MARGIN);
  return { left: (first.from + first.to - side) / 2, bottom: (second.from + second.to - side) / 2, width: side, height: side };
}

/** @param {Dataset} dataset @param {HeldFrame} frame @returns {Frame} */
function heldFrame(dataset, { left, right, bottom, top }) {
  const [lowest, highest] = [[left, bottom], [right, top]].map((corner) => corner.map((_, axis) => networkInput(dataset, corner, axis)));
  return { left: lowest[0], bottom: lowest[1], width: highest[0] - lowest[0], height: highest[1] - lowest[1] };
}

/** The same stretch as the picture shows now, with room for points far off, to be held. @param {Dataset} dataset @param {number} room share of a side @returns {HeldFrame} */
export function frameToHold({ inputs, ...dataset }, room) {
  const { left, bottom, width, height } = pictureFrame({ ...dataset, inputs, frame: undefined });
  const inUnits = (/** @type {number} */ value, /** @type {number} */ axis) => value * inputs.scale[axis] + inputs.mean[axis];
  return {
    left: inUnits(left - room * width, 0),
    right: inUnits(left + (1 + room) * width, 0),
    bottom: inUnits(bottom - room * height, 1),
    top: inUnits(bottom + (1 + room) * height, 1),
  };
}

/** @param {Dataset} dataset @param {number[]} point @param {number} axis */
function networkInput({ inputs }, point, axis) {
  if (axis >= point.length) return 0;
  return (point[axis] - inputs.mean[axis]) / inputs.scale[axis];
}

/** Where each point stands in the picture: x and y from 0 to 1, y downwards. @param {Dataset} dataset @param {Frame} frame */
export function placePoints(dataset, frame) {
  return dataset.points.map((point) => ({
    x: (networkInput(dataset, point, 0) - frame.left) / frame.width,
    y: 1 - (networkInput(dataset, point, 1) - frame.bottom) / frame.height,
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
      first[row * n + column] = frame.left + place(column) * frame.width;
      second[row * n + column] = frame.bottom + (1 - place(row)) * frame.height;
    }
  }
  return [first, second];
}

/** @param {number[]} values */
function extent(values) {
  return { from: Math.min(...values), to: Math.max(...values) };
}
