// The colours and typefaces of tokens.css for canvas and charts, read once per theme and kind of screen.

const NAMES = [
  "bg", "ink", "ink2", "ink3", "class-0", "class-1", "class-0-field", "class-1-field",
  "cross-entropy", "cross-entropy-area", "penalty", "penalty-area", "gold", "gold-band",
  "grid", "axis", "wash", "ghost", "bar", "unit", "sans", "maths",
];

/** @type {Map<string, Record<string, string>>} */
const by_theme = new Map();

/**
 * The tokens in the theme that is on now; `--class-0-field` is `class_0_field`.
 * @param {Element} element any element of the page
 */
export function tokens(element) {
  const { theme = "light", presenting } = document.documentElement.dataset;
  const name = `${theme} ${presenting ?? "at a desk"}`; // before a room the contrast is higher
  const known = by_theme.get(name);
  if (known) return known;
  const style = getComputedStyle(element);
  const read = Object.fromEntries(NAMES.map((name) => [name.replaceAll("-", "_"), style.getPropertyValue(`--${name}`).trim()]));
  by_theme.set(name, read);
  return read;
}
