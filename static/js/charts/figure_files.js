// A figure as it is on the screen, as a file: SVG, or PNG drawn from the same SVG. Each figure says how it is drawn.

import { typeUnit } from "../model/lambda_scale.js";
import { fontFacesFor } from "./font_faces.js";
import { element, escaped } from "./svg_context.js";
import { tokens } from "./tokens.js";

/** SVG in pixels from the figure's top left corner, and how far it reaches below the figure. @typedef {{markup: string, below?: number}} Drawn */
/** `words` are its finding. @typedef {{title: string, caption: string, words: string, address: string}} About */

const SHARPNESS = 2; // pixels of a PNG for each pixel of the page
const EDGE = 12;
const TITLE = { size: 16, weight: 620 };
const CAPTION = { size: 13, weight: 400 };

/** What draws each figure once more. @type {WeakMap<Element, () => Drawn | Promise<Drawn>>} */
const drawings = new WeakMap();

/** Says how a figure is drawn as SVG. @param {Element} figure @param {() => Drawn | Promise<Drawn>} draw */
export function offerSvg(figure, draw) {
  drawings.set(figure, draw);
}

/** Whether there is something to save. @param {Element} figure */
export function canBeSaved(figure) {
  return drawings.has(figure) && figure.checkVisibility() && figure.clientWidth > 0;
}

/** A file of its own: the figure under its title, with its finding in words. @param {HTMLElement} figure @param {About} about */
async function svgOf(figure, { title, caption, words, address }) {
  const draw = drawings.get(figure);
  if (!draw) throw new Error("This figure is not drawn yet.");
  const { markup, below = 0 } = await draw();
  const colors = tokens(figure);
  const unit = typeUnit();
  const lines = [
    { text: title, ...TITLE, fill: colors.ink },
    ...(caption ? [{ text: caption, ...CAPTION, fill: colors.ink2 }] : []),
  ];
  const edge = EDGE * unit;
  const top = edge + lines.reduce((sum, { size }) => sum + 1.4 * size * unit, 0);
  const [width, height] = [figure.clientWidth + 2 * edge, figure.clientHeight + below + top + 2 * edge];
  let baseline = edge;
  const heads = lines.map(({ text, size, weight, fill }) => {
    baseline += 1.2 * size * unit;
    const room = Math.min(1, figure.clientWidth / widthOf(text, `${weight} ${size * unit}px ${colors.sans}`));
    return element("text", { x: edge, y: baseline, "font-family": colors.sans, "font-size": size * unit * room, "font-weight": weight, fill }, escaped(text));
  });
  return element("svg", { xmlns: "http://www.w3.org/2000/svg", width, height, viewBox: `0 0 ${width} ${height}` }, [
    element("title", {}, escaped(title)),
    element("desc", {}, escaped(`${words} ${address}`)),
    element("style", {}, await fontFacesFor(`${heads.join("")}${markup}`)),
    element("rect", { width, height, fill: colors.bg }),
    ...heads,
    element("g", { transform: `translate(${edge} ${top + edge})` }, markup),
  ].join("\n"));
}

/** @param {string} text @param {string} font */
function widthOf(text, font) {
  const context = /** @type {CanvasRenderingContext2D} */ (document.createElement("canvas").getContext("2d"));
  context.font = font;
  return context.measureText(text).width;
}

/**
 * @param {HTMLElement} figure @param {"svg" | "png"} kind @param {About} about
 * @returns {Promise<Blob>}
 */
export async function figureFile(figure, kind, about) {
  const svg = new Blob([await svgOf(figure, about)], { type: "image/svg+xml" });
  return kind === "svg" ? svg : pngOf(svg);
}

/** @param {Blob} svg @returns {Promise<Blob>} */
async function pngOf(svg) {
  const address = URL.createObjectURL(svg);
  try {
    const image = new Image();
    image.src = address;
    await image.decode();
    const canvas = Object.assign(document.createElement("canvas"), { width: SHARPNESS * image.naturalWidth, height: SHARPNESS * image.naturalHeight });
    const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
    context.drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise((resolve, reject) => canvas.toBlob((png) => (png ? resolve(png) : reject(new Error("This browser made no picture.")))));
  } finally {
    URL.revokeObjectURL(address);
  }
}
