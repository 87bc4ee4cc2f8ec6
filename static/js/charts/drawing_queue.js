// Draws the charts that asked for it, one per frame, once Plotly is there; says on the page when none is left.

import { loadPlotly } from "./plotly.js";

/** @typedef {{draw: (plotly: import("./plotly.js").Plotly) => Promise<void>, fail: (error: unknown) => void}} Drawable */

/** @type {Set<Drawable>} */
const waiting = new Set();
let running = false;

/** @param {Drawable} chart */
export function requestDrawing(chart) {
  waiting.add(chart);
  document.documentElement.removeAttribute("data-charts");
  if (!running) void drawAll();
}

async function drawAll() {
  running = true;
  try {
    const plotly = await loadPlotly();
    while (waiting.size) {
      await nextTurn();
      const [chart] = waiting;
      waiting.delete(chart);
      await chart.draw(plotly).catch(reportError); // one broken chart does not take the others along
    }
    document.documentElement.toggleAttribute("data-charts", true);
  } catch (error) {
    for (const chart of waiting) chart.fail(error);
    waiting.clear();
  } finally {
    running = false;
  }
}

/** Lets the page paint and answer first; a page in the background draws too. @returns {Promise<void>} */
function nextTurn() {
  return new Promise((resolve) => setTimeout(resolve, 0));
}
