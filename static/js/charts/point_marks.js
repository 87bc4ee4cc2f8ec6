// Points as marks: class 0 circles, class 1 crosses, held-out ones small and pale, mislabeled ones in a ring.

/** @typedef {import("./canvas.js").Surface} Surface */
/** @typedef {{x: number, y: number}} Place */

/** @param {Surface} surface @param {import("../state/types.js").Dataset} dataset @param {Place[]} places from 0 to 1 */
export function drawPoints(surface, { labels, split, mislabeled }, places) {
  const { context, width, height, unit, colors } = surface;
  const at = (/** @type {number} */ k) => ({ x: places[k].x * width, y: places[k].y * height });
  const all = places.map((_, k) => k);
  const training = all.filter((k) => split[k] === "train");
  context.globalAlpha = 0.5;
  for (const k of all) if (split[k] !== "train") drawMark(surface, at(k), labels[k], 0.55);
  context.globalAlpha = 1;
  for (const k of training) drawMark(surface, at(k), labels[k], 1);
  context.strokeStyle = colors.ink;
  context.lineWidth = 1.2 * unit;
  for (const k of training) {
    if (!mislabeled[k]) continue;
    context.beginPath();
    context.arc(at(k).x, at(k).y, 8.2 * unit, 0, 2 * Math.PI);
    context.stroke();
  }
}

/**
 * A circle or a cross with its halo; `scale` 1 is a training point.
 * @param {Surface} surface @param {Place} place @param {number} label @param {number} scale
 */
export function drawMark({ context, unit, colors }, { x, y }, label, scale) {
  const size = unit * scale;
  const halo = scale < 1 ? 0 : 1.2 * unit;
  context.lineCap = "round";
  context.beginPath();
  if (label === 0) {
    context.arc(x, y, 4 * size, 0, 2 * Math.PI);
    if (halo) stroke(context, colors.bg, 2 * halo);
    context.fillStyle = colors.class_0;
    context.fill();
    return;
  }
  const arm = 3.7 * size;
  context.moveTo(x - arm, y - arm);
  context.lineTo(x + arm, y + arm);
  context.moveTo(x + arm, y - arm);
  context.lineTo(x - arm, y + arm);
  if (halo) stroke(context, colors.bg, 2.3 * size + 2 * halo);
  stroke(context, colors.class_1, 2.3 * size);
}

/** @param {CanvasRenderingContext2D} context @param {string} color @param {number} width */
function stroke(context, color, width) {
  context.strokeStyle = color;
  context.lineWidth = width;
  context.stroke();
}
