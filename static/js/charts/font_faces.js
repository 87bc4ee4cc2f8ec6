// The page's own type for a file that is read without the page.

/** Fonts already read, by their address. @type {Map<string, Promise<string>>} */
const read = new Map();

/**
 * The faces that a figure's SVG writes with, their fonts inside. Programs that take no fonts from a file take the next family.
 * @param {string} markup @returns {Promise<string>}
 */
export async function fontFacesFor(markup) {
  const rules = [...document.styleSheets].flatMap(({ cssRules }) => [...cssRules]).filter((rule) => rule instanceof CSSFontFaceRule);
  const faces = rules.filter(({ style }) => isWritten(markup, style.getPropertyValue("font-family"), style.getPropertyValue("font-style")));
  return (await Promise.all(faces.map(withFont))).join("\n");
}

/** Formulas of a figure are italic, and nothing else is. @param {string} markup @param {string} family @param {string} style */
function isWritten(markup, family, style) {
  if (style === "italic") return markup.includes("font-style=\"italic\"");
  return markup.includes(family.replaceAll("\"", "")) && !family.includes("Math");
}

/** @param {CSSFontFaceRule} face @returns {Promise<string>} */
async function withFont({ cssText, parentStyleSheet }) {
  const [, relative] = /url\("([^"]+)"\)/.exec(cssText) ?? [];
  const address = new URL(relative, parentStyleSheet?.href ?? location.href).href;
  const font = read.get(address) ?? readFont(address);
  read.set(address, font);
  font.catch(() => read.delete(address)); // the next file asks again
  return cssText.replace(relative, await font);
}

/** @param {string} address @returns {Promise<string>} as a data: address */
async function readFont(address) {
  const response = await fetch(address);
  if (!response.ok) throw new Error("The fonts of this figure can't be fetched.");
  const blob = await response.blob();
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result));
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(blob);
  });
}
