// Words on a chart: placed once per drawing, and out of the cursor's way by transform.

import { fillWords, make } from "../dom/elements.js";
import { clearance } from "../model/label_places.js";

/**
 * `place` answers the top left corner in pixels for words of this size, null when there is no room.
 * `short` stands where the chart has no room for the words beside the cursor, wherever that is.
 * `curves` are what the words must not cover when they make way for the cursor.
 * @typedef {{
 *   name: string, words: import("../dom/elements.js").Words, short?: import("../dom/elements.js").Words, token: string, strong?: boolean, plain?: boolean,
 *   curves?: (placed: import("./lambda_chart.js").Placed) => import("../model/label_places.js").Curve[],
 *   place: (placed: import("./lambda_chart.js").Placed, size: {width: number, height: number}, taken: Box[]) => {x: number, y: number} | null
 * }} Label
 */

/** @typedef {{left: number, right: number, top: number, bottom: number}} Box */

const BERTH = 7; // pixels between the cursor and words that make way

/** @param {HTMLElement} marks */
export function createLabels(marks) {
  /** @type {{element: HTMLElement, box: Box, curves: import("../model/label_places.js").Curve[]}[]} */
  let list = [];
  let edges = { left: 0, right: 0 };
  return {
    /** @param {Label[]} labels @param {import("./lambda_chart.js").Placed} placed */
    draw(labels, placed) {
      for (const { element } of list) element.remove();
      edges = { left: placed.left, right: placed.right };
      const elements = labels.map(write);
      marks.append(...elements);
      const widest = (placed.right - placed.left) / 2 - BERTH;
      labels.forEach(({ short }, i) => short && elements[i].offsetWidth > widest && fillWords(elements[i], short));
      const sizes = elements.map(({ offsetWidth, offsetHeight }) => ({ width: offsetWidth, height: offsetHeight }));
      list = [];
      labels.forEach((label, i) => {
        const place = label.place(placed, sizes[i], list.map(({ box }) => box));
        if (!place) return void elements[i].remove();
        const box = { left: place.x, right: place.x + sizes[i].width, top: place.y, bottom: place.y + sizes[i].height };
        elements[i].style.left = `${box.left}px`;
        elements[i].style.top = `${box.top}px`;
        list.push({ element: elements[i], box, curves: label.curves?.(placed) ?? [] });
      });
    },
    /** @param {number} x of the cursor */
    dodge(x) {
      for (const { element, box, curves } of list) {
        const shift = wayOut(box, x, edges, curves);
        element.style.transform = shift ? `translateX(${shift}px)` : "";
      }
    },
  };
}

/**
 * The shorter way out from under the cursor that covers no curve; where both do, the one that covers less.
 * @param {Box} box @param {number} x @param {{left: number, right: number}} edges @param {import("../model/label_places.js").Curve[]} curves
 */
function wayOut(box, x, edges, curves) {
  if (x < box.left - 4 || x > box.right + 4) return 0;
  const ways = [x - BERTH - box.right, x + BERTH - box.left]
    .map((shift) => ({ shift, moved: { ...box, left: box.left + shift, right: box.right + shift } }))
    .filter(({ moved }) => moved.left >= edges.left && moved.right <= edges.right)
    .map(({ shift, moved }) => ({ shift, room: Math.min(1, clearance(moved, curves, [])) }))
    .sort((a, b) => b.room - a.room || Math.abs(a.shift) - Math.abs(b.shift));
  return ways[0]?.shift ?? 0;
}

/** @param {Label} label */
function write({ name, words, token, strong, plain }) {
  const element = make("span", { class: "chart-label", "data-label": name, "data-strong": strong, "data-plain": plain });
  element.style.color = `var(--${token})`;
  fillWords(element, words);
  return element;
}
