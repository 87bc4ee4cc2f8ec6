// One canvas that fills a figure, sharp on every screen, and words on it. Knows no figure.

import { drawingUnit, typeUnit } from "../model/lambda_scale.js";
import { offerSvg } from "./figure_files.js";
import { createSvgContext } from "./svg_context.js";
import { tokens } from "./tokens.js";

const MAX_WIDTHS = 2000;

/** Widths of words already measured. @type {Map<string, number>} */
const widths = new Map();

/** What is to be drawn before the page is painted. @type {Set<() => void>} */
const waiting = new Set();

/**
 * What a figure draws with: lengths are CSS pixels, `unit` is the root font size / 16, `type_unit` that of words.
 * `vector`: it is drawn for a file, where a picture of pixels kept aside would not do.
 * @typedef {{context: CanvasRenderingContext2D, width: number, height: number, unit: number, type_unit: number, ratio: number, vector?: boolean, colors: Record<string, string>}} Surface
 */

/**
 * Fills `figure` with a canvas and calls `draw` whenever its size has changed; `redraw` draws it in this frame.
 * @param {HTMLElement} figure @param {Record<string, string>} attributes of the canvas
 * @param {(surface: Surface) => void} draw
 */
export function createCanvas(figure, attributes, draw) {
  const canvas = document.createElement("canvas");
  for (const [name, value] of Object.entries(attributes)) canvas.setAttribute(name, value);
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  const size = { width: 0, height: 0, unit: 1, type_unit: 1, ratio: 1 };
  figure.append(canvas);

  function redraw() {
    if (!size.width || !size.height) return; // in a tab that is not shown
    context.setTransform(size.ratio, 0, 0, size.ratio, 0, 0);
    context.textRendering = "geometricPrecision"; // as on the page
    context.clearRect(0, 0, size.width, size.height);
    draw({ context, ...size, colors: tokens(figure) });
  }

  offerSvg(figure, () => {
    const recorder = createSvgContext(size.width, size.height);
    draw({ context: /** @type {CanvasRenderingContext2D} */ (/** @type {unknown} */ (recorder)), ...size, vector: true, colors: tokens(figure) });
    return { markup: recorder.markup() };
  });
  new ResizeObserver(() => {
    Object.assign(size, { width: figure.clientWidth, height: figure.clientHeight, unit: drawingUnit(), type_unit: typeUnit(), ratio: devicePixelRatio });
    canvas.width = Math.round(size.width * size.ratio);
    canvas.height = Math.round(size.height * size.ratio);
    redraw();
  }).observe(figure);
  return { canvas, redraw: () => drawSoon(redraw) };
}

/**
 * Once the page's own words are written: the browser lays the page out before a canvas writes its first word, and would
 * again for every canvas if words changed in between.
 * @param {() => void} redraw
 */
function drawSoon(redraw) {
  if (!waiting.size) queueMicrotask(drawWaiting);
  waiting.add(redraw);
}

function drawWaiting() {
  for (const redraw of waiting) {
    waiting.delete(redraw);
    try {
      redraw();
    } catch (error) {
      reportError(error); // one broken figure does not take the others along
    }
  }
}

/** The same surface for words and what keeps to their size. @param {Surface} surface @returns {Surface} */
export function wordedSurface(surface) {
  return { ...surface, unit: surface.type_unit };
}

/** @typedef {(surface: Surface, causes: unknown[], draw: (surface: Surface) => void) => void} Still */

/**
 * What stays as it is while λ moves: drawn on a canvas that is not shown, and from there until one of its `causes` changes.
 * @returns {Still}
 */
export function createStill() {
  /** @type {unknown[]} */
  let made_for = [];
  let made = /** @type {HTMLCanvasElement | null} */ (null);
  return (surface, causes, draw) => {
    if (surface.vector) return draw(surface);
    const { width, height, ratio, unit, type_unit, colors } = surface;
    const now = [...causes, width, height, ratio, unit, type_unit, colors];
    if (!made || now.some((cause, k) => cause !== made_for[k])) {
      const aside = surfaceAside(surface);
      draw(aside);
      made = aside.context.canvas;
      made_for = now;
    }
    surface.context.drawImage(made, 0, 0, made.width / ratio, made.height / ratio);
  };
}

/** The same surface on a canvas that is not shown. @param {Surface} surface @returns {Surface} */
function surfaceAside(surface) {
  const { width, height } = surface.context.canvas;
  const canvas = Object.assign(document.createElement("canvas"), { width, height });
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  context.setTransform(surface.ratio, 0, 0, surface.ratio, 0, 0);
  context.textRendering = "geometricPrecision";
  return { ...surface, context };
}

/**
 * @param {Surface} surface @param {string} text @param {number} x @param {number} y middle of its line
 * @param {{color: string, align?: CanvasTextAlign, size?: number, weight?: number, maths?: boolean, halo?: boolean}} style
 */
export function write(surface, text, x, y, { color, align = "left", size = 12.5, weight = 400, maths = false, halo = false }) {
  const { context, unit, colors } = surface;
  context.font = fontOf(surface, size, weight, maths);
  context.textAlign = align;
  context.textBaseline = "middle";
  if (halo) {
    context.strokeStyle = colors.bg;
    context.lineWidth = 3.5 * unit;
    context.lineJoin = "round";
    context.strokeText(text, x, y);
  }
  context.fillStyle = color;
  context.fillText(text, x, y);
}

/** @param {Surface} surface @param {number} size @param {number} [weight] @param {boolean} [maths] */
function fontOf({ unit, colors }, size, weight = 400, maths = false) {
  return maths ? `italic ${weight} ${1.09 * size * unit}px ${colors.maths}` : `${weight} ${size * unit}px ${colors.sans}`;
}

/** @param {Surface} surface @param {string} text @param {number} [size] @param {number} [weight] @param {boolean} [maths] */
export function widthOf(surface, text, size = 12.5, weight = 400, maths = false) {
  const font = fontOf(surface, size, weight, maths);
  const key = `${font} ${text}`;
  const known = widths.get(key);
  if (known !== undefined) return known;
  if (widths.size > MAX_WIDTHS) widths.clear();
  surface.context.font = font;
  const { width } = surface.context.measureText(text);
  widths.set(key, width);
  return width;
}

/** @param {Surface} surface @param {number} x1 @param {number} y1 @param {number} x2 @param {number} y2 @param {string} color @param {number} [width] */
export function line({ context }, x1, y1, x2, y2, color, width = 1) {
  context.beginPath();
  context.moveTo(x1, y1);
  context.lineTo(x2, y2);
  context.strokeStyle = color;
  context.lineWidth = width;
  context.stroke();
}

/**
 * A colour between two ("#RRGGBB"), as the number that an ImageData of a little-endian machine holds.
 * @param {string} from @param {string} to @param {number} share
 */
export function mixed(from, to, share) {
  const [a, b] = [parts(from), parts(to)];
  const [red, green, blue] = a.map((value, k) => Math.round(value + share * (b[k] - value)));
  return ((255 << 24) | (blue << 16) | (green << 8) | red) >>> 0;
}

/** @param {string} color */
function parts(color) {
  return [1, 3, 5].map((k) => parseInt(color.slice(k, k + 2), 16));
}
