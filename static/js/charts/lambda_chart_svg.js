// A chart over λ as SVG: Plotly's own drawing, and over it the cursor, the dots and the words as they stand now.

import { element, escaped } from "./svg_context.js";

/** @typedef {import("./lambda_chart.js").Placed} Placed */

/**
 * @param {import("./plotly.js").Plotly} plotly @param {HTMLElement} plot @param {HTMLElement} marks @param {Placed} placed @param {number} index
 */
export async function lambdaChartSvg(plotly, plot, marks, placed, index) {
  const { width, height, bottom, scale, path, colors, unit, type_unit } = placed;
  const drawn = await plotly.toImage(plot, { format: "svg", imageDataOnly: true, width, height: height + bottom });
  const x = scale.x(path.lambdas[index]);
  const cursor = element("path", { d: `M${x} 0V${height}`, stroke: colors.ink, "stroke-width": 1.5 * unit });
  const corner = marks.getBoundingClientRect();
  const dots = [...marks.querySelectorAll(".cursor-dot")].map((dot) => dotSvg(/** @type {HTMLElement} */ (dot), corner, colors.bg));
  const words = [...marks.querySelectorAll(".chart-label")].map((label) => wordsSvg(/** @type {HTMLElement} */ (label), corner, colors.bg));
  const below = bottom ? 0 : 22 * type_unit; // on the page its λ axis is that of the slider, or of the last chart
  const axis = below ? scale.ticks.map(({ x: at, label }) => tickSvg(label, at, height + 0.7 * below, placed)) : [];
  return { markup: [drawn.replace("<svg ", '<svg overflow="visible" '), cursor, ...dots, ...words, ...axis].join("\n"), below };
}

/** @param {string} label @param {number} x @param {number} y @param {Placed} placed */
function tickSvg(label, x, y, { colors, type_unit }) {
  return element("text", { x, y, "text-anchor": "middle", "font-family": colors.sans, "font-size": 12 * type_unit, fill: colors.ink3 }, label);
}

/** @param {HTMLElement} dot @param {DOMRect} corner @param {string} ground */
function dotSvg(dot, corner, ground) {
  if (dot.hidden) return "";
  const { left, top, width, height } = dot.getBoundingClientRect();
  const color = getComputedStyle(dot).color;
  const [x, y, half] = [left - corner.left + width / 2, top - corner.top, width / 2];
  if (dot.dataset.off === "up") return element("path", { d: `M${x} ${y}l${half} ${height}h${-width}Z`, fill: color });
  if (dot.dataset.off === "down") return element("path", { d: `M${x} ${y + height}l${half} ${-height}h${-width}Z`, fill: color });
  const hollow = dot.hasAttribute("data-hollow");
  const paint = hollow ? { fill: ground, stroke: color, "stroke-width": half / 2 } : { fill: color, stroke: ground, "stroke-width": half / 4 };
  return element("circle", { cx: x, cy: y + height / 2, r: half - (hollow ? half / 4 : 0), ...paint });
}

/** @param {HTMLElement} label @param {DOMRect} corner @param {string} ground */
function wordsSvg(label, corner, ground) {
  const { left, top, height } = label.getBoundingClientRect();
  const { color, fontSize, fontWeight, fontFamily } = getComputedStyle(label);
  const pieces = [...label.childNodes].map((node) => {
    if (!(node instanceof HTMLElement)) return escaped(node.textContent ?? "");
    const maths = getComputedStyle(node);
    return element("tspan", { "font-family": maths.fontFamily, "font-style": "italic", "font-weight": maths.fontWeight, "font-size": maths.fontSize }, escaped(node.textContent ?? ""));
  });
  /** @type {Record<string, string | number>} */
  const halo = label.hasAttribute("data-plain") ? {} : { stroke: ground, "stroke-width": 3.5, "stroke-linejoin": "round", "paint-order": "stroke" };
  const place = { x: left - corner.left, y: top - corner.top + height / 2 + 0.35 * parseFloat(fontSize) };
  return element("text", { ...place, fill: color, "font-family": fontFamily, "font-size": fontSize, "font-weight": fontWeight, "xml:space": "preserve", ...halo }, pieces.join(""));
}
