// Every view by the name that stands in `data-view`: what the Lab and the lessons are built from.

import "../dom/fonts.js";
import { createAccuracies } from "../views/accuracies.js";
import { createAnnouncer } from "../views/announcer.js";
import { createCostComponents } from "../views/cost_components.js";
import { createDecisionBoundary } from "../views/decision_boundary.js";
import { createEpochSlider } from "../views/epoch_slider.js";
import { createEquation } from "../views/equation.js";
import { createForceBalance } from "../views/force_balance.js";
import { createFrozenCost } from "../views/frozen_cost.js";
import { createKeys } from "../views/keys.js";
import { createLambdaSlider } from "../views/lambda_slider.js";
import { createMenu } from "../views/menu.js";
import { createNetworkDrawing } from "../views/network_drawing.js";
import { createNotice } from "../views/notice.js";
import { createSentence } from "../views/sentence.js";
import { createShare } from "../views/share.js";
import { createSquaredWeightNorm } from "../views/squared_weight_norm.js";
import { createStateWords } from "../views/state_words.js";
import { createTabs } from "../views/tabs.js";
import { createTheme } from "../views/theme.js";
import { createTrainingCurves } from "../views/training_curves.js";
import { createTrainingPlane } from "../views/training_plane.js";
import { createTrainingStatus } from "../views/training_status.js";
import { createUpdateRule } from "../views/update_rule.js";
import { createValidationCurve } from "../views/validation_curve.js";
import { createWeightChartChoice } from "../views/weight_chart_choice.js";
import { createWeightMagnitudes } from "../views/weight_magnitudes.js";
import { createWeightPaths } from "../views/weight_paths.js";

/** @typedef {import("../state/types.js").Actions} Actions */
/** @typedef {import("../state/types.js").View} View */

/** What stands behind each `data-view`. @type {Record<string, (element: HTMLElement, actions: Actions) => View>} */
const VIEWS = {
  accuracies: createAccuracies,
  announcer: createAnnouncer,
  cost_components: createCostComponents,
  decision_boundary: createDecisionBoundary,
  equation: createEquation,
  force_balance: createForceBalance,
  frozen_cost: createFrozenCost,
  keys: createKeys,
  lambda_slider: createLambdaSlider,
  menu: createMenu,
  network_drawing: createNetworkDrawing,
  notice: createNotice,
  sentence: createSentence,
  share: createShare,
  squared_weight_norm: createSquaredWeightNorm,
  state_words: createStateWords,
  tabs: createTabs,
  theme: createTheme,
  validation_curve: createValidationCurve,
  weight_chart_choice: createWeightChartChoice,
  weight_magnitudes: createWeightMagnitudes,
  weight_paths: createWeightPaths,
};

/** Training step by step: in the Lab and in lessons. @type {Record<string, (element: HTMLElement, actions: Actions & import("../state/types.js").PlaybackActions) => View>} */
const PLAYBACK_VIEWS = {
  training_status: createTrainingStatus,
  epoch_slider: createEpochSlider,
  training_curves: createTrainingCurves,
  training_plane: createTrainingPlane,
  update_rule: createUpdateRule,
};

/**
 * The views that stand behind `data-lab-view`: of training step by step, and those that only the page itself has.
 * @template {Actions & import("../state/types.js").PlaybackActions} A @template {View | import("../state/types.js").LabView} [V=View]
 * @param {ParentNode} root @param {A} actions @param {Record<string, (element: HTMLElement, actions: A) => V>} [own] of the page
 * @returns {(View | V)[]}
 */
export function createLabViews(root, actions, own = {}) {
  const views = { ...PLAYBACK_VIEWS, ...own };
  const elements = /** @type {NodeListOf<HTMLElement>} */ (root.querySelectorAll("[data-lab-view]"));
  return [...elements].map((element) => views[element.dataset.labView ?? ""](element, actions));
}

/** The views of a page, each in its element. @param {ParentNode} root @param {Actions} actions @returns {View[]} */
export function createViews(root, actions) {
  const elements = /** @type {NodeListOf<HTMLElement>} */ (root.querySelectorAll("[data-view]"));
  return [...elements].map((element) => VIEWS[element.dataset.view ?? ""](element, actions));
}

/**
 * Every view gets the state; one broken figure does not take the others along.
 * @template S
 * @param {{update: (state: S, previous: S | null) => void}[]} views @param {S} state @param {S | null} previous
 */
export function updateViews(views, state, previous) {
  for (const view of views) {
    try {
      view.update(state, previous);
    } catch (error) {
      reportError(error);
    }
  }
}
