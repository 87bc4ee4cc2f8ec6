// Words on a chart: placed once per drawing, and out of the cursor's way by transform.

import { fillWords, make } from "../elements.js";

/**
 * `place` answers the top left corner in pixels for words of this size, null when there is no room.
 * `leftwards`: over a rising curve, where there is room only to the left.
 * @typedef {{
 *   name: string, words: import("../elements.js").Words, token: string, strong?: boolean, plain?: boolean, leftwards?: boolean,
 *   place: (placed: import("./lambda_chart.js").Placed, size: {width: number, height: number}, taken: Box[]) => {x: number, y: number} | null
 * }} Label
 */

/** @typedef {{left: number, right: number, top: number, bottom: number}} Box */

const BERTH = 7; // pixels between the cursor and words that make way

/** @param {HTMLElement} marks */
export function createLabels(marks) {
  /** @type {{element: HTMLElement, box: Box, leftwards: boolean}[]} */
  let list = [];
  let edges = { left: 0, right: 0 };
  return {
    /** @param {Label[]} labels @param {import("./lambda_chart.js").Placed} placed */
    draw(labels, placed) {
      for (const { element } of list) element.remove();
      edges = { left: placed.left, right: placed.right };
      const elements = labels.map(write);
      marks.append(...elements);
      const sizes = elements.map(({ offsetWidth, offsetHeight }) => ({ width: offsetWidth, height: offsetHeight }));
      list = [];
      labels.forEach((label, i) => {
        const place = label.place(placed, sizes[i], list.map(({ box }) => box));
        if (!place) return void elements[i].remove();
        const box = { left: place.x, right: place.x + sizes[i].width, top: place.y, bottom: place.y + sizes[i].height };
        elements[i].style.left = `${box.left}px`;
        elements[i].style.top = `${box.top}px`;
        list.push({ element: elements[i], box, leftwards: label.leftwards ?? false });
      });
    },
    /** @param {number} x of the cursor */
    dodge(x) {
      for (const { element, box, leftwards } of list) {
        const shift = wayOut(box, x, edges, leftwards);
        element.style.transform = shift ? `translateX(${shift}px)` : "";
      }
    },
  };
}

/**
 * The shorter way out from under the cursor that stays on the chart.
 * @param {Box} box @param {number} x @param {{left: number, right: number}} edges @param {boolean} leftwards
 */
function wayOut({ left, right }, x, edges, leftwards) {
  if (x < left - 2 || x > right + 2) return 0;
  const to_right = x + BERTH - left;
  const to_left = x - BERTH - right;
  const ways = leftwards || -to_left < to_right ? [to_left, to_right] : [to_right, to_left];
  return ways.find((way) => left + way >= edges.left && right + way <= edges.right) ?? 0;
}

/** @param {Label} label */
function write({ name, words, token, strong, plain }) {
  const element = make("span", { class: "chart-label", "data-label": name, "data-strong": strong, "data-plain": plain });
  element.style.color = `var(--${token})`;
  fillWords(element, words);
  return element;
}
