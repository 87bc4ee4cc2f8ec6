// The cost along one weight as λ moves, on an axis that stays: the cross-entropy, the parabola of the penalty, their sum.

import { createWeightSliceCanvas } from "../charts/weight_slice_canvas.js";
import { find } from "../dom/elements.js";
import { isRegression } from "../model/data_cost.js";
import { sceneOf } from "../model/lesson_scene.js";
import { sliceInWords, sliceScene } from "../model/slice_scene.js";

/** @param {HTMLElement} element @returns {import("../model/lesson_scene.js").LessonView} */
export function createWeightSlice(element) {
  const alternative = find(element, "[data-alternative]");
  const picture = createWeightSliceCanvas(find(element, "[data-figure]"), {
    role: "img", "aria-labelledby": "weight-slice-title", "aria-describedby": "weight-slice-alternative",
  });
  return {
    update(state) {
      const { weight } = state.steps[state.step];
      const scene = element.hidden || !weight ? null : sceneOf(state, state.step);
      if (!scene || !weight || isRegression(scene.path)) return;
      const { path, dataset, index, asked } = scene;
      const slice = sliceScene(path, dataset, weight, index, index, asked);
      picture.show({ ...slice, at_zero: null }); // its value is another lesson's
      alternative.textContent = sliceInWords(slice, path.lambdas[index]);
    },
  };
}
