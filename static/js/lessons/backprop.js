// Lesson 5: what gradient descent does with the penalty. The share that decay leaves, the film, stopping early, too large a step, AdamW.

import { formatCost, formatCount, formatShare, formatSquaredNorm, formatTick, MISSING } from "../model/format.js";
import { at } from "../model/lesson_numbers.js";
import { bestSnapshots, lastSnapshot, minima, numberAt, planeCost, trainedLambda, USUAL_RECIPE } from "../model/training.js";
import { STEP_BY_STEP } from "./set_ups.js";

/** @typedef {import("../state/types.js").Training} Training */
/** @typedef {import("../model/lesson_scene.js").Scene} Scene */
/** @typedef {(scene: Scene, index: number) => string} Write */

const WEIGHT = { layer: 0, to: 0, from: 0 };
const ADAM = { optimizer: "adam", learning_rate: 0.01, n_epochs: 2000 };
const ADAMW = { ...ADAM, optimizer: "adamw" };
const EPOCHS_OF_DECAY = 10;
const TOO_LARGE = 1000;

/** 1 − αλ/m. @param {Scene} scene @param {number} index @param {number} [rate] */
function kept({ path }, index, rate = USUAL_RECIPE.learning_rate) {
  return 1 - (rate * path.lambdas[index]) / path.n_train;
}

/** To as many digits as tell it from 1. @param {number} factor */
function formatFactor(factor) {
  return String(Number(factor.toPrecision(6))).replace("-", "−");
}

/** A number that training led to; missing where it diverged. @param {(training: Training, l: number) => string} write @returns {Write} */
function trained(write) {
  return ({ path, training }, i) => (training ? write(training, trainedLambda(training, path.lambdas[i])) : MISSING);
}

/** @param {Training} training @param {number} l @param {number} s */
function validationAt(training, l, s) {
  return numberAt(training, planeCost(training), l, s);
}

/** The validation cost at its least over the epochs, and at the last. @param {Training} training @param {number} l */
function validationOver(training, l) {
  return { best: validationAt(training, l, bestSnapshots(training)[l]), end: validationAt(training, l, training.epochs.length - 1) };
}

/** @param {Training} training @param {number} l */
function normAtEnd(training, l) {
  return numberAt(training, training.squared_weight_norm, l, training.epochs.length - 1);
}

/** What the second recipe led to, at the λ of an index. @param {(training: Training, l: number) => string} write @returns {Write} */
function beside(write) {
  return ({ path, training_beside: other }, i) => (other ? write(other, trainedLambda(other, path.lambdas[i])) : MISSING);
}

/** @type {Record<string, Write>} */
const NUMBERS = {
  step_size: () => formatTick(USUAL_RECIPE.learning_rate),
  kept: (scene, i) => formatFactor(kept(scene, i)),
  lost: (scene, i) => formatShare(1 - kept(scene, i)),
  ratio: (scene, i) => formatFactor(1 - kept(scene, i)),
  kept_after: (scene, i) => formatShare(Number((kept(scene, i) ** EPOCHS_OF_DECAY).toPrecision(3))),
  lost_plainly: (scene, i) => formatShare(EPOCHS_OF_DECAY * (1 - kept(scene, i))),
  most_step_size: ({ path }, i) => formatTick((2 * path.n_train) / path.lambdas[i]),
  most_lambda: ({ path }) => formatTick((2 * path.n_train) / USUAL_RECIPE.learning_rate),
  n_epochs: trained(({ epochs }) => formatCount(epochs[epochs.length - 1])),
  best_epoch: trained((training, l) => formatCount(training.epochs[bestSnapshots(training)[l]])),
  best_validation: trained((training, l) => formatCost(validationOver(training, l).best)),
  last_validation: trained((training, l) => (training.diverged_at[l] === null ? formatCost(validationOver(training, l).end) : MISSING)),
  first_cost: trained((training, l) => formatCost(numberAt(training, training.cost.total, l, 0))),
  highest_cost: trained((training, l) => formatCost(numberAt(training, training.cost.total, l, lastSnapshot(training, l)))),
  highest_epoch: trained((training, l) => formatCount(training.epochs[lastSnapshot(training, l)])),
  diverged_at: trained(({ diverged_at }, l) => formatCount(diverged_at[l] ?? NaN)),
  last_cost: trained((training, l) => formatCost(numberAt(training, training.cost.total, l, training.epochs.length - 1))),
  norm: trained((training, l) => formatSquaredNorm(normAtEnd(training, l))),
  last_cost_adamw: beside((training, l) => formatCost(numberAt(training, training.cost.total, l, training.epochs.length - 1))),
  norm_adamw: beside((training, l) => formatSquaredNorm(normAtEnd(training, l))),
  adam_step_size: () => formatTick(ADAM.learning_rate),
  adam_kept: (scene, i) => formatFactor(kept(scene, i, ADAM.learning_rate)),
  plane_lambda: trained((training) => formatTick(training.lambdas[minima(training)?.penalty.lambda ?? 0])),
  plane_penalty: trained((training) => formatCost(minima(training)?.penalty.value ?? null)),
  plane_epoch: trained((training) => formatCount(training.epochs[minima(training)?.stopping.snapshot ?? 0])),
  plane_stopping: trained((training) => formatCost(minima(training)?.stopping.value ?? null)),
  plane_neither: trained((training) => formatCost(validationOver(training, 0).end)),
};

/** @type {import("../model/lesson_scene.js").Outline[]} */
export const steps = [
  {
    name: "decay", set_up: STEP_BY_STEP, recipe: USUAL_RECIPE, lambda: 10, weight: WEIGHT, numbers: NUMBERS,
    figures: ["equation", "network_drawing"], revealed: ["update_rule", "training_curves", "epoch_slider"],
    answer: (scene) => {
      const left = kept(scene, at(scene.path, 10)) ** EPOCHS_OF_DECAY;
      return left < 0.01 ? 0 : left < 0.5 ? 1 : 2;
    },
  },
  {
    name: "film", set_up: STEP_BY_STEP, recipe: USUAL_RECIPE, lambda: 0, weight: WEIGHT, numbers: NUMBERS,
    figures: ["equation", "decision_boundary"], revealed: ["training_curves", "epoch_slider", "lambda_slider"],
    answer: ({ training }) => {
      if (!training) return NaN;
      const { best, end } = validationOver(training, 0);
      return end <= best ? 0 : end > 1.05 * best ? 1 : 2;
    },
  },
  {
    name: "stop", set_up: STEP_BY_STEP, recipe: USUAL_RECIPE, lambda: 0, weight: WEIGHT, epoch: 0, numbers: NUMBERS,
    figures: ["equation", "decision_boundary"], revealed: ["training_plane", "epoch_slider", "lambda_slider"],
    answer: ({ training }) => {
      const found = training && minima(training);
      if (!found) return NaN;
      const { value: stopping } = found.stopping;
      const { best, end } = { best: found.penalty.value, end: validationOver(training, 0).end };
      return stopping >= end ? 0 : stopping - best < end - stopping ? 1 : 2;
    },
  },
  {
    name: "diverge", set_up: STEP_BY_STEP, recipe: USUAL_RECIPE, lambda: TOO_LARGE, weight: WEIGHT, numbers: NUMBERS,
    figures: ["equation", "network_drawing"], revealed: ["training_curves", "epoch_slider", "lambda_slider"],
    answer: ({ path, training }) => {
      if (!training) return NaN;
      const l = trainedLambda(training, path.lambdas[at(path, TOO_LARGE)]);
      if (training.diverged_at[l] !== null) return 2;
      return normAtEnd(training, l) < 1e-6 ? 0 : 1;
    },
  },
  {
    name: "adamw", set_up: STEP_BY_STEP, recipe: ADAM, recipe_beside: ADAMW, lambda: 1, weight: WEIGHT, epoch: ADAM.n_epochs, numbers: NUMBERS,
    figures: ["equation", "network_drawing"], revealed: ["training_curves", "epoch_slider", "lambda_slider"],
    answer: ({ path, training, training_beside }) => {
      if (!training || !training_beside) return NaN;
      const [adam, adamw] = [training, training_beside].map((one) => normAtEnd(one, trainedLambda(one, path.lambdas[at(path, 1)])));
      return adamw < 0.9 * adam ? 2 : adam < 0.9 * adamw ? 1 : 0;
    },
  },
  {
    name: "answer", set_up: STEP_BY_STEP, recipe: USUAL_RECIPE, lambda: null, weight: WEIGHT, epoch: USUAL_RECIPE.n_epochs, numbers: NUMBERS,
    figures: ["training_plane", "epoch_slider", "lambda_slider"],
  },
];
