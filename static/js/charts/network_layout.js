// Where inputs, units and output of a network stand in a drawing. Pure geometry in pixels.

/** @typedef {{x: number, y: number, size: number}} Box square, by its middle */
/** @typedef {{columns: Box[][], unit_size: number}} NetworkLayout columns[0] are the inputs, the last is the output */

const MAX_UNIT = 26;
const OUTPUT = 33;
const PITCH = 0.76; // of the distance between two units, at most what a thumbnail takes

/**
 * @param {number[]} sizes units of each column, inputs first
 * @param {{width: number, height: number, unit: number, input_width: number}} room
 * @returns {NetworkLayout}
 */
export function networkLayout(sizes, { width, height, unit, input_width }) {
  const most = Math.max(1, ...sizes.slice(1, -1));
  const column_room = (width - input_width - OUTPUT * unit) / Math.max(1, sizes.length - 2);
  const unit_size = Math.min(MAX_UNIT * unit, (height / most) * PITCH, column_room * 0.4);
  const left = input_width;
  const right = width - (OUTPUT / 2 + 1) * unit;
  const columns = sizes.map((count, column) => {
    const last = column === sizes.length - 1;
    const x = left + (column / (sizes.length - 1)) * (right - left);
    const size = column === 0 ? 0 : last ? OUTPUT * unit : unit_size;
    return spread(count, height, column === 0 ? 0.36 : 1, size).map((y) => ({ x, y, size }));
  });
  return { columns, unit_size };
}

/** Heights of `count` things: inputs closer together, everything else over the whole height. @param {number} count @param {number} height @param {number} share @param {number} size */
function spread(count, height, share, size) {
  if (count === 1) return [height / 2];
  const used = share < 1 ? height * Math.min(1, share + 0.09 * (count - 2)) - (count > 8 ? 14 : 0) : height - size - 2;
  return Array.from({ length: count }, (_, k) => (height - used) / 2 + (k / (count - 1)) * used);
}

/** The four numbers of a curve from the right of one box to the left of another. @param {Box} from @param {Box} to */
export function edgeEnds(from, to) {
  return { x1: from.x + from.size / 2, y1: from.y, x2: to.x - to.size / 2, y2: to.y };
}

/** How far a place is from the curve between two boxes. @param {ReturnType<typeof edgeEnds>} ends @param {number} x @param {number} y */
export function distanceToEdge({ x1, y1, x2, y2 }, x, y) {
  let least = Infinity;
  for (let k = 0; k <= 24; k += 1) {
    const t = k / 24;
    const bend = t * t * (3 - 2 * t);
    const along = x1 + (x2 - x1) * (1.5 * t * (1 - t) + t * t * t);
    least = Math.min(least, Math.hypot(along - x, y1 + (y2 - y1) * bend - y));
  }
  return least;
}
