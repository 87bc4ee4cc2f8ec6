// Plotly: fetched beside the first path, run once when that is on the screen. The only file that loads it.

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

/** @type {Promise<Plotly> | null} */
let loading = null;
let attempts = 0;
let fetched_early = false;

/** Fetches and compiles it, as nothing that the page waits for. */
export function fetchPlotlyEarly() {
  if (fetched_early) return;
  fetched_early = true;
  document.head.append(make("link", { rel: "modulepreload", fetchpriority: "low", href: find(document, STYLES).dataset.script }));
}

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

/** After the first paint with a path. @returns {Promise<void>} */
function whenReady() {
  const root = document.documentElement;
  return new Promise((resolve) => {
    const painted = () => setTimeout(resolve, 0);
    if (root.hasAttribute("data-ready")) return void painted();
    const watch = new MutationObserver(() => {
      if (!root.hasAttribute("data-ready")) return;
      watch.disconnect();
      painted();
    });
    watch.observe(root, { attributeFilter: ["data-ready"] });
  });
}
