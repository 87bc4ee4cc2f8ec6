// Plotly's layout of a chart over λ: axes without title, legend or menu, the gold band and the collapsed stretch.

/** @typedef {import("./lambda_chart.js").Frame} Frame */
/** @typedef {import("./lambda_chart.js").Drawing} Drawing */

const CLEAR = "rgba(0, 0, 0, 0)";
const NARROWEST_BAND = 3; // pixels, for a band of a single λ

/** @param {Frame} frame @param {Drawing} drawing */
export function layoutOf(frame, { axis, shapes = [] }) {
  const { colors, unit, type_unit, width, height, left, right, bottom, scale } = frame;
  const margin = { l: Math.floor(left), r: Math.floor(width - right), t: 0, b: bottom, pad: 0 };
  const label = { family: colors.sans, size: 12 * type_unit, color: colors.ink3 };
  const common = { fixedrange: true, zeroline: false, showline: false, ticks: "", ticklabeloverflow: "allow", tickfont: label, gridcolor: colors.grid, gridwidth: unit };
  return {
    width, height: height + bottom, margin, font: label, showlegend: false, hovermode: false, dragmode: false,
    paper_bgcolor: CLEAR, plot_bgcolor: CLEAR, bargap: 0,
    xaxis: {
      ...common, range: wholePixels(frame, margin), showticklabels: bottom > 0, ticklabelstandoff: 2 * unit, tickangle: 0,
      tickvals: scale.ticks.map(({ lambda }) => scale.log10(lambda)), ticktext: scale.ticks.map(({ label: text }) => text),
    },
    yaxis: {
      ...common, range: axis.range, ticklabelstandoff: 5 * unit,
      tickvals: axis.ticks.map(({ value }) => value), ticktext: axis.ticks.map(({ label: text }) => text),
    },
    shapes: [...stretches(frame), ...baseLine(frame, axis), ...shapes],
  };
}

/**
 * The λ range between Plotly's edges, which stand on whole pixels where ours need not: so the curves keep to our scale.
 * @param {Frame} frame @param {{l: number, r: number}} margin
 */
function wholePixels({ scale, left, right, width }, { l, r }) {
  const [first, last] = scale.range;
  const at = (/** @type {number} */ x) => first + ((x - left) / (right - left)) * (last - first);
  return [at(l), at(width - r)];
}

/** @param {Frame} frame */
function stretches({ path, scale, colors, left, right }) {
  const { goldilocks, collapse_lambda } = path;
  const smallest = path.lambdas.find((lambda) => lambda > 0) ?? 1;
  const list = [];
  if (goldilocks && goldilocks.to > 0) { // at the stop λ = 0 alone there is no stretch
    const from = scale.log10(Math.max(goldilocks.from, smallest));
    const to = scale.log10(Math.max(goldilocks.to, smallest));
    const half = ((NARROWEST_BAND / 2) * (scale.range[1] - scale.range[0])) / (right - left);
    const wide = Math.max(0, half - (to - from) / 2);
    list.push(stretch(from - wide, to + wide, colors.gold_band, "band"));
  }
  if (collapse_lambda !== null) list.push(stretch(scale.log10(Math.max(collapse_lambda, smallest)), scale.range[1] + 1, colors.wash, "collapse"));
  return list;
}

/** @param {number} x0 @param {number} x1 @param {string} fillcolor @param {string} name */
function stretch(x0, x1, fillcolor, name) {
  return { name, type: "rect", xref: "x", yref: "paper", x0, x1, y0: 0, y1: 1, fillcolor, line: { width: 0 }, layer: "below" };
}

/** @param {Frame} frame @param {import("./lambda_chart.js").VerticalAxis} axis */
function baseLine({ colors, unit }, { line }) {
  if (line === null) return [];
  return [horizontal("zero", line, colors.axis, unit)];
}

/** A line across the whole chart. @param {string} name @param {number} y @param {string} color @param {number} width @param {string} [layer] */
export function horizontal(name, y, color, width, layer = "below") {
  return { name, type: "line", xref: "paper", yref: "y", x0: 0, x1: 1, y0: y, y1: y, line: { color, width }, layer };
}
