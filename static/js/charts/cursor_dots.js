// The dots on the curves at λ: own elements, moved by transform, so that λ never waits for Plotly.

import { make } from "../dom/elements.js";

/**
 * `value` is on the chart's vertical axis, null where the curve has none; `index` is of the weights, `under` of λ.
 * @typedef {{name: string, token: string, hollow?: boolean, value: (index: number, under: number) => number | null}} Dot
 */

/** @param {HTMLElement} marks */
export function createCursorDots(marks) {
  /** @type {{dot: Dot, mark: HTMLElement}[]} */
  let list = [];
  return {
    /** @param {Dot[]} dots */
    draw(dots) {
      for (const { mark } of list) mark.remove();
      list = dots.map((dot) => {
        const mark = make("i", { class: "cursor-dot", "data-dot": dot.name, "data-hollow": dot.hollow });
        mark.style.color = `var(--${dot.token})`;
        marks.append(mark);
        return { dot, mark };
      });
    },
    /** @param {import("./lambda_chart.js").Placed} placed @param {number} under @param {number} [index] of frozen weights: off the curve */
    move({ path, scale, y, height }, under, index = under) {
      const x = scale.x(path.lambdas[under]);
      for (const { dot, mark } of list) {
        const value = dot.value(index, under);
        const top = value === null ? NaN : y(value);
        const off = top < -0.5 ? "up" : top > height + 0.5 ? "down" : "";
        mark.dataset.off = off;
        mark.hidden = Number.isNaN(top);
        mark.style.transform = `translate(${x}px, ${Math.min(Math.max(top, 0), height)}px)`;
      }
    },
  };
}
