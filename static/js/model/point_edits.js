// What can be done to points: every edit gives new points, the old ones stay for undo. Pure.

import { decimalsFor, rounded, roundedTo } from "./own_points.js";

/** @typedef {import("./own_points.js").OwnPoints} OwnPoints */
/** @typedef {import("../state/types.js").ShownDataset} Dataset */

const MISLABELED_AT_ONCE = 5;

/** The points of a data set as own points: training points first. @param {Dataset} dataset @returns {OwnPoints} */
export function pointsOf({ points, labels, split, mislabeled }) {
  const training = points.map((_, k) => k).filter((k) => split[k] === "train");
  const held_out = points.map((_, k) => k).filter((k) => split[k] !== "train");
  const order = [...training, ...held_out];
  return rounded({ points: order.map((k) => points[k]), labels: order.map((k) => labels[k]), n_training: training.length, mislabeled: order.map((k) => mislabeled[k]) });
}

/** Own points as a data set, to be drawn before the server has answered. @param {OwnPoints} own @param {Dataset} before @param {Dataset["inputs"]} [inputs] @returns {Dataset} */
export function datasetOf({ points, labels, n_training, ...own }, before, inputs = before.inputs) {
  return {
    ...before,
    points,
    labels,
    split: points.map((_, k) => (k < n_training ? "train" : "validation")),
    mislabeled: ringsOf({ points, ...own }),
    inputs,
  };
}

/** Which points are known to be mislabeled: a point that is touched is so no more. @param {Pick<OwnPoints, "points" | "mislabeled">} own */
export function ringsOf({ points, mislabeled }) {
  return mislabeled ?? points.map(() => false);
}

/** A training point more, the last of them. @param {OwnPoints} own @param {number[]} point @param {number} label @returns {OwnPoints} */
export function withPoint(own, point, label) {
  const { points, labels, n_training } = own;
  const place = onGrid(point, points);
  const mislabeled = ringsOf(own).toSpliced(n_training, 0, false);
  return { points: points.toSpliced(n_training, 0, place), labels: labels.toSpliced(n_training, 0, label), n_training: n_training + 1, mislabeled };
}

/** @param {OwnPoints} own @param {number} k @param {number[]} point @returns {OwnPoints} */
export function withMoved(own, k, point) {
  return { ...own, points: own.points.with(k, onGrid(point, own.points)), mislabeled: ringsOf(own).with(k, false) };
}

/** @param {OwnPoints} own @param {number} k @returns {OwnPoints} */
export function withFlipped(own, k) {
  return { ...own, labels: own.labels.with(k, 1 - own.labels[k]), mislabeled: ringsOf(own).with(k, false) };
}

/** @param {OwnPoints} own @param {number} k @returns {OwnPoints} */
export function without(own, k) {
  const { points, labels, n_training } = own;
  return { points: points.toSpliced(k, 1), labels: labels.toSpliced(k, 1), n_training: n_training - (k < n_training ? 1 : 0), mislabeled: ringsOf(own).toSpliced(k, 1) };
}

/**
 * Two training points more, one of each class, each twice as far behind the other class as that one is away.
 * @param {OwnPoints} own with both classes among the training points @returns {OwnPoints}
 */
export function withTwoOutliers(own) {
  const [first, second] = [0, 1].map((label) => middleOf(trainingPoints(own).filter((k) => own.labels[k] === label).map((k) => own.points[k])));
  const beyond = (/** @type {number[]} */ from, /** @type {number[]} */ to) => to.map((value, axis) => value + 2 * (value - from[axis]));
  return withPoint(withPoint(own, beyond(first, second), 0), beyond(second, first), 1);
}

/**
 * Five training points, drawn at random, with the other label; fewer where there are few. Both classes stay.
 * @param {OwnPoints} own @param {() => number} random from 0 to 1 @returns {{own: OwnPoints, count: number}}
 */
export function withFiveMislabeled(own, random) {
  const order = trainingPoints(own).map((k) => ({ k, rank: random() })).sort((a, b) => a.rank - b.rank);
  let flipped = own;
  let count = 0;
  for (const { k } of order) {
    if (count === MISLABELED_AT_ONCE) break;
    const next = withFlipped(flipped, k);
    if (!canBeSolved(next)) continue;
    flipped = { ...next, mislabeled: ringsOf(flipped).with(k, !ringsOf(flipped)[k]) }; // one that was mislabeled is right now
    count += 1;
  }
  return { own: flipped, count };
}

/** Whether there is something to separate: training points of both classes. @param {OwnPoints} own */
export function canBeSolved({ labels, n_training }) {
  return new Set(labels.slice(0, n_training)).size === 2;
}

/** What is still missing, "" when nothing is. @param {OwnPoints} own */
export function missingClass(own) {
  if (canBeSolved(own)) return "";
  const labels = own.labels.slice(0, own.n_training);
  const missing = [0, 1].filter((label) => !labels.includes(label)).map((label) => ["circles", "crosses"][label]);
  return `Add ${missing.join(" and ")}: a network needs training points of both classes.`;
}

/** The point that is next to a place, among those nearer than `reach`, or null. @param {OwnPoints} own @param {(point: number[]) => number} distance @param {number} reach */
export function nearestPoint({ points }, distance, reach) {
  let [best, least] = [/** @type {number | null} */ (null), reach];
  points.forEach((point, k) => {
    const far = distance(point);
    if (far <= least) [best, least] = [k, far];
  });
  return best;
}

/** @param {OwnPoints} own */
function trainingPoints({ n_training }) {
  return Array.from({ length: n_training }, (_, k) => k);
}

/** On the grid of the short form, so that the address stays short. @param {number[]} point @param {number[][]} others */
function onGrid(point, others) {
  const decimals = decimalsFor([...others, point]);
  return decimals === null ? point.map((value) => Number(value.toPrecision(12))) : roundedTo(decimals, point);
}

/** @param {number[][]} points */
function middleOf(points) {
  return points[0].map((_, axis) => points.reduce((sum, point) => sum + point[axis], 0) / points.length);
}
