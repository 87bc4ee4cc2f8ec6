// Takes what the figures draw on a canvas and writes it down as SVG. Knows the calls that they make, and no others.

/** @typedef {{fillStyle: string, strokeStyle: string, lineWidth: number, lineCap: string, lineJoin: string, globalAlpha: number, font: string, textAlign: string, textBaseline: string, dash: number[], clip_name: string}} Style */

const ANCHORS = /** @type {Record<string, string>} */ ({ left: "start", start: "start", center: "middle", right: "end", end: "end" });
const MIDDLE = 0.35; // of the type size, from the middle of a line down to its baseline

let clips = 0; // over all drawings of the page: two in one file must not share a name

/** @param {number} width @param {number} height */
export function createSvgContext(width, height) {
  const ruler = /** @type {CanvasRenderingContext2D} */ (document.createElement("canvas").getContext("2d"));
  /** @type {string[]} */
  const parts = [];
  /** @type {string[]} */
  let path = [];
  /** @type {Style[]} */
  const kept = [];
  /** @type {Style} */
  const style = {
    fillStyle: "#000000", strokeStyle: "#000000", lineWidth: 1, lineCap: "butt", lineJoin: "miter", globalAlpha: 1,
    font: "10px sans-serif", textAlign: "left", textBaseline: "alphabetic", dash: [], clip_name: "", // not "clip": that is a call
  };

  /** @param {string} tag @param {Record<string, string | number>} attributes @param {string} [content] */
  function write(tag, attributes, content) {
    const common = { ...(style.globalAlpha < 1 ? { opacity: style.globalAlpha } : {}), ...(style.clip_name ? { "clip-path": `url(#${style.clip_name})` } : {}) };
    parts.push(element(tag, { ...attributes, ...common }, content));
  }

  const strokes = () => ({
    fill: "none", stroke: style.strokeStyle, "stroke-width": short(style.lineWidth), "stroke-linecap": style.lineCap, "stroke-linejoin": style.lineJoin,
    ...(style.dash.length ? { "stroke-dasharray": style.dash.map(short).join(" ") } : {}),
  });

  /** @param {string} text @param {number} x @param {number} y @param {Record<string, string | number>} paint */
  function writeText(text, x, y, paint) {
    const { size, ...face } = fontParts(style.font);
    const baseline = style.textBaseline === "middle" ? y + MIDDLE * size : y;
    write("text", { x: short(x), y: short(baseline), "text-anchor": ANCHORS[style.textAlign], "font-size": short(size), ...face, ...paint, "xml:space": "preserve" }, escaped(text));
  }

  const calls = {
    canvas: { width, height },
    save: () => void kept.push({ ...style }),
    restore: () => void Object.assign(style, kept.pop()),
    setTransform() {}, // lengths are those of the page
    clearRect() {},
    /** @param {string} text */
    measureText(text) {
      ruler.font = style.font;
      return ruler.measureText(text);
    },
    /** @param {number[]} dash */
    setLineDash: (dash) => void (style.dash = dash),
    beginPath: () => void (path = []),
    closePath: () => void path.push("Z"),
    moveTo: (/** @type {number} */ x, /** @type {number} */ y) => void path.push(`M${short(x)} ${short(y)}`),
    lineTo: (/** @type {number} */ x, /** @type {number} */ y) => void path.push(`${path.length ? "L" : "M"}${short(x)} ${short(y)}`),
    bezierCurveTo: (/** @type {number[]} */ ...p) => void path.push(`C${p.map(short).join(" ")}`),
    quadraticCurveTo: (/** @type {number[]} */ ...p) => void path.push(`Q${p.map(short).join(" ")}`),
    /** @param {number} x @param {number} y @param {number} w @param {number} h */
    rect: (x, y, w, h) => void path.push(`M${short(x)} ${short(y)}h${short(w)}v${short(h)}h${short(-w)}Z`),
    /** Whole circles only: the figures draw no others. @param {number} x @param {number} y @param {number} r */
    arc: (x, y, r) => void path.push(`M${short(x - r)} ${short(y)}a${short(r)} ${short(r)} 0 1 0 ${short(2 * r)} 0a${short(r)} ${short(r)} 0 1 0 ${short(-2 * r)} 0Z`),
    clip() {
      clips += 1;
      parts.push(`<clipPath id="clip${clips}">${element("path", { d: path.join("") })}</clipPath>`);
      style.clip_name = `clip${clips}`;
    },
    stroke: () => write("path", { d: path.join(""), ...strokes() }),
    fill: () => write("path", { d: path.join(""), fill: style.fillStyle }),
    /** @param {number} x @param {number} y @param {number} w @param {number} h */
    fillRect: (x, y, w, h) => write("rect", { ...box(x, y, w, h), fill: style.fillStyle }),
    /** @param {number} x @param {number} y @param {number} w @param {number} h */
    strokeRect: (x, y, w, h) => write("rect", { ...box(x, y, w, h), ...strokes() }),
    fillText: (/** @type {string} */ text, /** @type {number} */ x, /** @type {number} */ y) => writeText(text, x, y, { fill: style.fillStyle }),
    strokeText: (/** @type {string} */ text, /** @type {number} */ x, /** @type {number} */ y) => writeText(text, x, y, strokes()),
    /** A raster stays one: what it shows has no outlines. @param {HTMLCanvasElement} image @param {number[]} place */
    drawImage(image, ...place) {
      const [sx, sy, sw, sh, x, y, w, h] = place.length === 8 ? place : [0, 0, image.width, image.height, ...place];
      const cut = Object.assign(document.createElement("canvas"), { width: sw, height: sh });
      /** @type {CanvasRenderingContext2D} */ (cut.getContext("2d")).drawImage(image, sx, sy, sw, sh, 0, 0, sw, sh);
      write("image", { ...box(x, y, w, h), preserveAspectRatio: "none", href: cut.toDataURL("image/png") });
    },
    markup: () => parts.join("\n"),
  };
  return /** @type {typeof calls & Style} */ (new Proxy(calls, {
    get: (target, name) => (name in style ? style[/** @type {keyof Style} */ (name)] : target[/** @type {keyof typeof calls} */ (name)]),
    set: (_, name, value) => Reflect.set(style, name, value),
  }));
}

/** @param {string} tag @param {Record<string, string | number>} attributes @param {string} [content] markup */
export function element(tag, attributes, content = "") {
  const written = Object.entries(attributes).map(([name, value]) => ` ${name}="${escaped(String(value))}"`);
  return `<${tag}${written.join("")}>${content}</${tag}>`;
}

/** @param {string} text */
export function escaped(text) {
  return text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

/** @param {number} x @param {number} y @param {number} w @param {number} h */
function box(x, y, w, h) {
  return { x: short(Math.min(x, x + w)), y: short(Math.min(y, y + h)), width: short(Math.abs(w)), height: short(Math.abs(h)) };
}

/** @param {number} value */
function short(value) {
  return Number(value.toFixed(2));
}

/** @param {string} font as a canvas has it: `italic 400 13.6px Face, face` */
function fontParts(font) {
  const match = /^(italic )?(\d+ )?([\d.]+)px (.*)$/.exec(font);
  const [, italic, weight = "400", size = "10", family = "sans-serif"] = match ?? [];
  return { size: Number(size), "font-family": family, "font-weight": weight.trim(), ...(italic ? { "font-style": "italic" } : {}) };
}
