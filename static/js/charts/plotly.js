// Plotly, fetched once and only when the page already works without it. The only file that loads it.

import { find, make } from "../dom/elements.js";

/**
 * What of Plotly the charts use.
 * @typedef {{
 *   react: (element: HTMLElement, traces: object[], layout: object, config: object) => Promise<unknown>,
 *   restyle: (element: HTMLElement, change: object, traces: number[]) => Promise<unknown>,
 *   toImage: (element: HTMLElement, options: object) => Promise<string>
 * }} Plotly
 */

const STYLES = "#plotly\\.js-style-global"; // its style sheet, which also says where the script is
const MAP_STYLE = "9f215cf04c5486422605d13261cb87401f4e7763b6296af81e98efbc0130da53"; // of its maps, put into the page unless there already; we draw none
const LATEST = 600; // milliseconds after which a busy page gets its charts all the same

/** @type {Promise<Plotly> | null} */
let loading = null;
let attempts = 0;

/** Plotly, when the first path is on screen; a failed attempt may be made again. @returns {Promise<Plotly>} */
export function loadPlotly() {
  loading ??= whenReady().then(fetchBundle).catch((error) => {
    loading = null;
    throw error;
  });
  return loading;
}

/** A UMD file: it is run for its side effect and leaves a global. @returns {Promise<Plotly>} */
async function fetchBundle() {
  attempts += 1;
  if (!document.getElementById(MAP_STYLE)) document.head.append(make("meta", { id: MAP_STYLE }));
  const { script } = find(document, STYLES).dataset;
  await import(attempts > 1 ? `${script}?attempt=${attempts}` : `${script}`); // a browser may remember a failed address
  const { Plotly } = /** @type {{Plotly?: Plotly}} */ (/** @type {unknown} */ (globalThis));
  if (!Plotly) throw new Error("plotly: expected a global, got none");
  return Plotly;
}

/** After the first paint with a path, in an idle moment. @returns {Promise<void>} */
function whenReady() {
  const root = document.documentElement;
  return new Promise((resolve) => {
    const idle = () => ("requestIdleCallback" in window ? requestIdleCallback(() => resolve(), { timeout: LATEST }) : setTimeout(resolve, 50));
    if (root.hasAttribute("data-ready")) return void idle();
    const watch = new MutationObserver(() => {
      if (!root.hasAttribute("data-ready")) return;
      watch.disconnect();
      idle();
    });
    watch.observe(root, { attributeFilter: ["data-ready"] });
  });
}
