// A line with fewer points that looks the same: what the browser draws again at every λ should be no finer than a screen. Pure.

/**
 * By Douglas and Peucker: of the points between two kept ones the farthest is kept, until none is farther than `tolerance`.
 * @param {Float32Array} line x, y, x, y, … @param {number} tolerance in its units @returns {Float32Array}
 */
export function simplified(line, tolerance) {
  const last = line.length / 2 - 1;
  if (last < 2) return line;
  const kept = new Uint8Array(last + 1);
  kept[0] = kept[last] = 1;
  const stretches = [[0, last]];
  for (let stretch = stretches.pop(); stretch; stretch = stretches.pop()) {
    const [from, to] = stretch;
    const { point, distance } = farthest(line, from, to);
    if (distance <= tolerance) continue;
    kept[point] = 1;
    stretches.push([from, point], [point, to]);
  }
  return line.filter((_, k) => kept[k >> 1]);
}

/** The point between two others that is farthest from their segment. @param {Float32Array} line @param {number} from @param {number} to */
function farthest(line, from, to) {
  const [x, y] = [line[2 * from], line[2 * from + 1]];
  const [across, down] = [line[2 * to] - x, line[2 * to + 1] - y];
  const squared_length = across * across + down * down;
  let point = from;
  let most = 0; // of squared distances
  for (let k = from + 1; k < to; k += 1) {
    const [dx, dy] = [line[2 * k] - x, line[2 * k + 1] - y];
    const along = squared_length > 0 ? Math.min(1, Math.max(0, (dx * across + dy * down) / squared_length)) : 0; // a closed line begins and ends at one point
    const squared = (dx - along * across) ** 2 + (dy - along * down) ** 2;
    if (squared > most) [point, most] = [k, squared];
  }
  return { point, distance: Math.sqrt(most) };
}
