// How a weight looks as an edge: thickness by size, solid or hollow by sign.

/** @typedef {import("./canvas.js").Surface} Surface */

const HAIRLINE = 0.02; // under this size a weight is dotted
const HOLLOW_FROM = 2.8; // pixels of thickness from which the sign is drawn

const WIDEST = 16; // pixels, of a weight of 260: more have only networks whose training diverges

/** @param {number} weight */
export function edgeWidth(weight) {
  return Math.min(WIDEST, 2.3 * Math.asinh(Math.abs(weight) / 0.5));
}

/** @param {Surface} surface @param {{x1: number, y1: number, x2: number, y2: number}} ends @param {number} weight @param {boolean} chosen */
export function drawEdge({ context, unit, colors }, { x1, y1, x2, y2 }, weight, chosen) {
  const size = Math.abs(weight);
  const middle = (x1 + x2) / 2;
  context.beginPath();
  context.moveTo(x1, y1);
  context.bezierCurveTo(middle, y1, middle, y2, x2, y2);
  context.strokeStyle = chosen ? colors.ink : colors.ink2;
  context.lineCap = "butt";
  if (size < HAIRLINE) return dotted(context, unit, chosen);
  const width = Math.max(0.8, edgeWidth(weight));
  context.globalAlpha = chosen ? 1 : Math.min(0.92, 0.24 + 0.3 * Math.log10(1 + 9 * size));
  context.lineWidth = width * unit;
  context.stroke();
  context.globalAlpha = 1;
  if (weight > 0 || width < HOLLOW_FROM) return;
  context.strokeStyle = colors.bg;
  context.lineWidth = (width - (chosen ? 2.6 : 1.8)) * unit;
  context.stroke();
}

/** @param {CanvasRenderingContext2D} context @param {number} unit @param {boolean} chosen */
function dotted(context, unit, chosen) {
  context.globalAlpha = chosen ? 1 : 0.3;
  context.lineWidth = (chosen ? 1.6 : 1) * unit;
  context.setLineDash([1.5 * unit, 2.5 * unit]);
  context.stroke();
  context.setLineDash([]);
  context.globalAlpha = 1;
}
