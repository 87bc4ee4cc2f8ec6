// The slider of the epoch, on the axis of the chart below it; and how the networks are trained.

import { followPointer } from "../controls/rail.js";
import { fillValue, find, make } from "../dom/elements.js";
import { formatCost, formatCount } from "../model/format.js";
import { lambdaScale, plotEdges } from "../model/lambda_scale.js";
import { lastSnapshot, numberAt } from "../model/training.js";
import { placeInPlayback } from "../model/training_playback.js";

/** @typedef {import("../model/training.js").Recipe} Recipe */
/** @typedef {Pick<import("../state/types.js").LabActions, "setSnapshot" | "playEpochs" | "changeRecipe">} Actions */

const BEFORE_PLAYBACK = [0, 1]; // the epochs of the empty track

/** What can be chosen; what the address asks for beside them is added. @type {{[name in keyof Recipe]: [string | number, string][]}} */
const CHOICES = {
  optimizer: [["gradient_descent", "gradient descent"], ["adam", "Adam"], ["adamw", "AdamW"]],
  learning_rate: [0.01, 0.03, 0.1, 0.3, 1, 3].map((rate) => [rate, String(rate)]),
  n_epochs: [100, 500, 2000, 5000, 20_000].map((epochs) => [epochs, formatCount(epochs)]),
};

/** @param {HTMLElement} element @param {Actions} actions @returns {import("../state/types.js").View} */
export function createEpochSlider(element, actions) {
  const input = /** @type {HTMLInputElement} */ (find(element, "#epoch"));
  const play = /** @type {HTMLButtonElement} */ (find(element, "[data-play-epochs]"));
  const rail = find(element, "[data-epoch-rail]");
  const track = find(element, "[data-epoch-track]");
  const thumb = find(element, "[data-epoch-thumb]");
  const selects = createRecipe(element, actions);
  /** @type {import("../state/state.js").State | null} */
  let state = null;

  let scale = lambdaScale(BEFORE_PLAYBACK, 0, 1);

  function layOut() {
    const { left, right } = plotEdges(rail);
    if (right > left) scale = lambdaScale(state?.playback?.training?.epochs ?? BEFORE_PLAYBACK, left, right);
    show();
  }

  function show() {
    const place = state && placeInPlayback(state);
    input.disabled = play.disabled = !place;
    if (!place) fillValue(element, "epoch_end", "");
    if (!place) return fillValue(element, "epoch", "–");
    const { training, l, s } = place;
    const epoch = training.epochs[s];
    const last = lastSnapshot(training, l);
    const diverged = training.diverged_at[l] !== null;
    const end = diverged && s === last ? ", the last before it diverged" : "";
    const of = `${formatCount(epoch)} of ${formatCount(training.epochs[last])}${end}`;
    fillValue(element, "epoch", formatCount(epoch));
    fillValue(element, "epoch_end", end);
    input.max = String(last);
    input.value = String(s);
    track.style.setProperty("--trained", diverged ? `${scale.x(training.epochs[last]) - scale.x(0)}px` : "100%");
    input.setAttribute("aria-valuetext", `epoch ${of}, J = ${formatCost(numberAt(training, training.cost.total, l, s))}`);
    thumb.style.transform = `translateX(${scale.x(epoch)}px)`;
  }

  input.addEventListener("input", () => actions.setSnapshot(Number(input.value)));
  play.addEventListener("click", () => actions.playEpochs(!state?.playback?.playing));
  followPointer(rail, (x) => {
    input.focus({ preventScroll: true });
    if (!input.disabled) actions.setSnapshot(scale.nearestIndex(x));
  });
  new ResizeObserver(layOut).observe(rail);

  return {
    update(next, previous) {
      state = next;
      if (!next.playback) return;
      if (next.playback.recipe !== previous?.playback?.recipe) selects.show(next.playback.recipe, next.settings.regularizer);
      if (next.playback.playing !== previous?.playback?.playing) play.setAttribute("aria-pressed", String(next.playback.playing));
      if (next.playback.training !== previous?.playback?.training) layOut();
      else show();
    },
  };
}

/** @param {HTMLElement} element @param {Actions} actions */
function createRecipe(element, actions) {
  const selects = /** @type {(keyof Recipe)[]} */ (Object.keys(CHOICES)).map((name) => {
    const select = /** @type {HTMLSelectElement} */ (find(element, `[data-recipe="${name}"]`));
    select.append(...CHOICES[name].map(([value, title]) => make("option", { value }, title)));
    select.addEventListener("change", () => actions.changeRecipe({ [name]: name === "optimizer" ? select.value : Number(select.value) }));
    return { name, select };
  });
  return {
    /** @param {Recipe} recipe @param {string} regularizer AdamW is for L2 alone */
    show(recipe, regularizer) {
      for (const { name, select } of selects) {
        const value = String(recipe[name]);
        if (![...select.options].some((option) => option.value === value)) select.append(make("option", { value }, value));
        for (const option of select.options) option.disabled = option.value === "adamw" && regularizer !== "l2";
        select.value = value;
      }
    },
  };
}
