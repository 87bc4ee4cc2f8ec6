// What a room is shown beside the picture, one figure at a time, in this order.

/** A view by its name, and what it is called. @typedef {{name: string, title: string}} PresentedFigure */

/** @type {PresentedFigure[]} */
export const PRESENTED = [
  { name: "cost_components", title: "Cost" },
  { name: "validation_curve", title: "Training and validation" },
  { name: "squared_weight_norm", title: "The weights and their ceiling" },
  { name: "weight_paths", title: "Every weight over λ" },
  { name: "weight_magnitudes", title: "Every weight now" },
  { name: "network_drawing", title: "The network" },
  { name: "comparison", title: "A beside B" },
];

export const COMPARISON = PRESENTED.length; // its number; there is nothing to show of it unless a set-up is pinned

/** How many figures there are. @param {{pinned?: unknown}} state */
export function countPresented({ pinned }) {
  return pinned ? COMPARISON : COMPARISON - 1;
}

/** The figure counted from 1 so many steps on; at both ends it stays. @param {number} presented @param {number} steps @param {number} count of figures */
export function presentedAfter(presented, steps, count) {
  return Math.min(Math.max(presented + steps, 1), count);
}
