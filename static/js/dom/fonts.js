// Waits for the page's own type: what is written on a canvas does not change when a font arrives. Whoever imports it begins then.

export {};

const PATIENCE = 3000; // milliseconds after which a browser shows other type too

const faces = /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("link[data-face]"));
const here = [...faces].map(({ dataset }) => document.fonts.load(dataset.face ?? ""));
await Promise.race([Promise.allSettled(here), new Promise((resolve) => setTimeout(resolve, PATIENCE))]);
