// What a room is shown beside the picture, one figure at a time, in this order.

/** A view by its name, and what it is called. @typedef {{name: string, title: string}} PresentedFigure */

/** @type {PresentedFigure[]} */
export const PRESENTED = [
  { name: "cost_components", title: "Cost" },
  { name: "validation_curve", title: "Training and validation" },
  { name: "squared_weight_norm", title: "The weights under their ceiling" },
  { name: "weight_paths", title: "Every weight over λ" },
  { name: "weight_magnitudes", title: "Every weight now" },
  { name: "network_drawing", title: "The network" },
];

/** The figure counted from 1 so many steps on; at both ends it stays. @param {number} presented @param {number} steps */
export function presentedAfter(presented, steps) {
  return Math.min(Math.max(presented + steps, 1), PRESENTED.length);
}
