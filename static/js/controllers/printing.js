// The Lab on paper: the screen as it is, on a sheet of its shape, which a printer scales to its paper. Nothing is drawn anew.

import { find } from "../dom/elements.js";

const LONG = 300; // characters: as many as fit beside the name of the page
const SIZE = /(width|height):/;

/** @param {() => string} addressNow */
export function preparePrinting(addressNow) {
  /** What the style sheets ask of the screen's size. @type {{media: MediaList, text: string}[]} */
  let asked = [];
  window.addEventListener("beforeprint", () => {
    const printed = find(document, "[data-printed-address]");
    printed.textContent = addressNow();
    printed.toggleAttribute("data-long", printed.textContent.length > LONG);
    const rules = [...document.styleSheets].flatMap(({ cssRules }) => [...cssRules]);
    const sheet = rules.find((rule) => rule instanceof CSSPageRule);
    sheet?.style.setProperty("size", `${innerWidth}px ${innerHeight}px`);
    asked = [...document.styleSheets, ...rules.filter((rule) => rule instanceof CSSMediaRule)]
      .map(({ media }) => ({ media, text: media.mediaText }))
      .filter(({ text }) => SIZE.test(text));
    for (const { media, text } of asked) media.mediaText = matchMedia(text).matches ? "all" : "not all"; // paper would answer for itself
  });
  window.addEventListener("afterprint", () => {
    for (const { media, text } of asked) media.mediaText = text;
    asked = [];
  });
}
