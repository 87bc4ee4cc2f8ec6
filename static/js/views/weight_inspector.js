// Why one weight has the size it has: the pulls on it, the cost along it, what it costs and what it is worth.
// While W is frozen λ moves alone, and the pulls no longer hold each other.

import { createPullsCanvas } from "../charts/pulls_canvas.js";
import { createWeightSliceCanvas } from "../charts/weight_slice_canvas.js";
import { fillValue, fillWords, find, hide } from "../dom/elements.js";
import { forcesOn, NO_PULL } from "../model/forces.js";
import { formatCost, formatPrice, formatPull, formatWeight } from "../model/format.js";
import { frozenInWords, isFrozen, weightsIndex } from "../model/inspector.js";
import { costAt } from "../model/penalty.js";
import { closeUp, sliceInWords, sliceScene } from "../model/slice_scene.js";
import { nameWords, sameWeight, weightAfter, weightName } from "../model/weight_names.js";
import { shrinkInWords, worthInWords } from "../model/weight_worth.js";
import { lambdaIndex } from "../state/state.js";

/** @typedef {import("../state/types.js").LabState} LabState */
/** @typedef {import("../state/types.js").Path} Path */

/** @param {HTMLElement} element @param {import("../state/types.js").LabActions} actions @returns {import("../state/types.js").LabView} */
export function createWeightInspector(element, actions) {
  const title = find(element, "h2");
  const said = find(element, "[data-said]");
  const freeze = find(element, "[data-freeze]");
  const [pulls_words, slice_words] = ["pulls", "slice"].map((name) => find(element, `#inspector-${name}-alternative`));
  const pulls = createPullsCanvas(find(element, "[data-pulls]"), attributes("pulls"));
  const slice = createWeightSliceCanvas(find(element, "[data-slice]"), attributes("slice"));
  /** @type {LabState | null} */
  let state = null;

  for (const opener of document.querySelectorAll("[data-inspect]")) opener.addEventListener("click", () => actions.inspect(true));
  find(element, "[data-close]").addEventListener("click", () => actions.inspect(false));
  freeze.addEventListener("click", () => state?.inspector && actions.freeze(state.inspector.frozen === null));
  for (const button of element.querySelectorAll("[data-steps]")) {
    button.addEventListener("click", () => {
      if (state?.path && state.picked) actions.pickWeight(weightAfter(state.path, state.picked, Number(/** @type {HTMLElement} */ (button).dataset.steps)));
    });
  }

  /** To a screen reader; for all others it stands over the equation. @param {LabState} now */
  function say(now) {
    const words = frozenInWords(now);
    fillWords(said, words ? [`${words.word} `, ...words.sentence] : []);
  }

  /** @param {LabState} now @param {Path} path @param {number} index of the weights @param {number} under of λ */
  function show({ dataset, picked }, path, index, under) {
    if (!dataset || !picked) return;
    const forces = forcesOn(path, index, picked, under);
    const scene = closeUp(sliceScene(path, dataset, picked, index, under));
    pulls.show(forces);
    slice.show(scene);
    fillWords(find(element, "[data-value=weight]"), nameWords(weightName(picked, path, dataset.input_names)));
    fillValue(element, "balance", forces.note === null ? "in balance" : forces.note === NO_PULL ? "none is left" : "not in balance"); // why is said under the arrows
    fillValue(element, "others", formatCost(costAt(path, index, under).penalty - scene.at_weight.penalty));
    fillValue(element, "price", formatPrice(forces.price));
    fillValue(element, "value", formatPrice(forces.value));
    fillValue(element, "worth", worthInWords(forces));
    fillValue(element, "shrinkage", shrinkInWords(path, index, picked));
    showBars(element, forces.price, forces.value);
    pulls_words.textContent = `The data pull with ${formatPull(forces.data_pull)}, the penalty with ${formatPull(forces.penalty_pull)}; a pull over 0 is upwards. ` +
      `The weight is ${formatWeight(forces.weight)}.`;
    slice_words.textContent = sliceInWords(scene, path.lambdas[under]);
  }

  return {
    update(next, previous) {
      state = next;
      const { inspector, path, picked, theme } = next;
      hide(element, !inspector);
      if (!inspector) return;
      const [index, under] = [weightsIndex(next), lambdaIndex(next)];
      freeze.setAttribute("aria-pressed", String(inspector.frozen !== null));
      if (inspector !== previous?.inspector || !isFrozen(next)) say(next); // λ is the slider's to say
      const opened = !previous?.inspector;
      if (opened && !document.activeElement?.checkVisibility()) title.focus({ preventScroll: true });
      const same = !opened && path === previous.path && index === weightsIndex(previous) && under === lambdaIndex(previous);
      if (path && !(same && theme === previous.theme && sameWeight(picked, previous.picked))) show(next, path, index, under);
    },
  };
}

/** @param {string} name */
function attributes(name) {
  return { role: "img", "aria-labelledby": `inspector-${name}-title`, "aria-describedby": `inspector-${name}-alternative` };
}

/** The longer of the two bars fills its row. @param {HTMLElement} element @param {number} price @param {number} value */
function showBars(element, price, value) {
  const most = Math.max(price, value, 1e-12);
  for (const [name, size] of Object.entries({ price, value })) {
    find(element, `[data-bar="${name}"]`).style.transform = `scaleX(${Math.max(0, size) / most})`;
  }
}
