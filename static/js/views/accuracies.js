// How many points the network gets right, on those it trained on and on those held out.

import { fillValue, find } from "../dom/elements.js";
import { isRegression } from "../model/data_cost.js";
import { formatAccuracy, MISSING } from "../model/format.js";
import { epochsOf, sameNetwork, shownNetwork } from "../model/shown_network.js";

/** @param {HTMLElement} element @returns {import("../state/types.js").View} */
export function createAccuracies(element) {
  const held_out = find(element, "[data-held-out]");
  const ghost = find(element, "[data-ghost]");
  const ring = find(element, "[data-ring]");
  return {
    update(state, previous) {
      ring.hidden = !state.dataset?.mislabeled.some((flipped, k) => flipped && state.dataset?.split[k] === "train"); // those that the picture rings
      if (sameNetwork(state, previous)) return;
      const { path, index } = shownNetwork(state);
      if (path && isRegression(path)) return; // nothing is right or wrong, only near or far
      fillValue(element, "train", path ? formatAccuracy(path.train.accuracy[index]) : MISSING);
      fillValue(element, "validation", path?.validation ? formatAccuracy(path.validation.accuracy[index]) : MISSING);
      held_out.hidden = path !== null && path.validation === null;
      ghost.hidden = path !== null && (path.lambdas[0] !== 0 || epochsOf(path) !== null); // then the picture has no pale line
    },
  };
}
