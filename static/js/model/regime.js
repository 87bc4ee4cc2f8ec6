// What a network at one λ is doing, in one word and one sentence whose numbers are computed. Pure.

import { curveRegimeAt } from "./curve_regime.js";
import { isRegression } from "./data_cost.js";
import { formatAccuracy, formatCost, formatProbability, formatTick, formatWeight } from "./format.js";
import { countZeros, largestSizeAt } from "./weight_names.js";

/** @typedef {import("../state/types.js").Path} Path */
/** @typedef {import("../dom/elements.js").Words} Words */
/** @typedef {"no_minimum" | "collapsed" | "unjudged" | "flat" | "at_edge" | "just_right" | "overfits" | "underfits"} RegimeName */

/** @type {Record<RegimeName, string>} */
const WORDS = {
  no_minimum: "No minimum",
  collapsed: "Collapsed",
  unjudged: "Not judged",
  flat: "Flat",
  at_edge: "At the edge",
  just_right: "Just right",
  overfits: "Overfits",
  underfits: "Underfits",
};

/** What a good boundary follows, by data set. @type {Record<string, string>} */
const SHAPES = {
  moons: "the two moons",
  circles: "the two rings",
  xor: "the four corners",
  spirals: "the two spirals",
  blobs: "the two clouds",
  linear: "the straight border",
  penguins: "the two species",
};
const FOLLOWS = 0.8; // validation accuracy from which a boundary may be said to follow its data

/**
 * @param {Path} path @param {number} index
 * @returns {{name: RegimeName, word: string, sentence: Words}}
 */
export function regimeAt(path, index) {
  const name = regimeName(path, index);
  if (isRegression(path)) return { name, ...curveRegimeAt(path, index) };
  return { name, word: WORDS[name], sentence: [...SENTENCES[name](path, index), ...note(path, index, name)] };
}

/** @param {Path} path @param {number} index @returns {RegimeName} */
export function regimeName(path, index) {
  if (path.reason[index] === "no_minimum") return "no_minimum";
  if (path.trivial[index]) return "collapsed";
  const { goldilocks } = path;
  if (!goldilocks) return "unjudged";
  const lambda = path.lambdas[index];
  if (lambda < goldilocks.from) return "overfits";
  if (lambda > goldilocks.to) return "underfits";
  if (goldilocks.flat) return "flat";
  return goldilocks.at_edge ? "at_edge" : "just_right";
}

/**
 * The stretches of λ > 0 for the map on the slider's track, in order.
 * @param {Path} path @returns {{name: RegimeName, word: string, from: number, to: number}[]}
 */
export function regimeStretches(path) {
  const { goldilocks, lambdas } = path;
  const first = lambdas.find((lambda) => lambda > 0) ?? 0;
  const last = lambdas.at(-1) ?? 0;
  const collapse = Math.min(Math.max(path.collapse_lambda ?? Infinity, first), last);
  const stretches = [];
  if (goldilocks && (path.collapse_lambda ?? Infinity) > first) {
    const band = goldilocks.flat ? "flat" : goldilocks.at_edge ? "at_edge" : "just_right";
    const from = Math.max(goldilocks.from, first);
    const to = Math.min(goldilocks.to, collapse);
    stretches.push({ name: "overfits", from: first, to: from }, { name: band, from, to }, { name: "underfits", from: to, to: collapse });
  }
  stretches.push({ name: "collapsed", from: collapse, to: last });
  return stretches
    .filter(({ from, to, name }) => to > from || (name === "just_right" && to === from))
    .map((stretch) => {
      const name = /** @type {RegimeName} */ (stretch.name);
      return { ...stretch, name, word: WORDS[name].toLowerCase() };
    });
}

/** Probability that a network without weights gives: its last bias alone. @param {Path} path @param {number} index */
export function outputWithoutWeights(path, index) {
  const { data, shape } = path.layers[path.layers.length - 1].biases;
  return 1 / (1 + Math.exp(-data[index * shape[1]]));
}

/** @type {Record<RegimeName, (path: Path, index: number) => Words>} */
const SENTENCES = {
  no_minimum: (path, index) => [
    `The weights still grow: the largest was ${formatWeight(largestSizeAt(path, index))} when the steps ran out.`,
  ],
  collapsed: (path, index) => [
    `Every weight is 0, every output ${formatProbability(outputWithoutWeights(path, index))}. `,
    { maths: "J" }, " = ", { maths: "H" }, ` = ${formatCost(path.entropy)}${path.experiment.direction === "best" ? ": it can cost no more" : ""}.`,
  ],
  unjudged: (path, index) => [
    `${formatAccuracy(path.train.accuracy[index])} right on the points it trained on${mislabeledLearned(path, index)}. No points are held out, so nothing says if that is too good.`,
  ],
  flat: (path) => {
    const { from, to } = band(path);
    return ["Any ", { maths: "λ" }, ` from ${formatTick(from)} to ${formatTick(to)} is as good.`];
  },
  at_edge: (path) => {
    const best = band(path);
    return ["The best ", { maths: "λ" }, ` here is ${formatTick(best.lambda)}: ${onNewPoints(path, best.index)}.`];
  },
  just_right: (path, index) => {
    const accuracy = validationAccuracy(path, index);
    const follows = (accuracy ?? 0) >= FOLLOWS;
    const start = follows ? `It follows ${SHAPES[path.experiment.dataset] ?? "the data"}` : `${index === band(path).index ? "The best of this path" : "Within one standard error of the best"}: ${onNewPoints(path, index)}`;
    const mislabeled = mislabeledLetGo(path, index);
    if (mislabeled) return [`${start}${follows ? " and" : "; it"} ${mislabeled}.`];
    return [follows ? `${start}: ${onNewPoints(path, index)}.` : `${start}.`];
  },
  overfits: (path, index) => [
    `${formatAccuracy(path.train.accuracy[index])} right on the points it trained on${mislabeledLearned(path, index)}; ` +
      `${path.validation ? `${formatAccuracy(validationAccuracy(path, index))} on new ones` : onNewPoints(path, index)}.`,
  ],
  underfits: (path, index) => [`The weights cost too much: ${onNewPoints(path, index)}.`],
};

/**
 * What must be said when the solver did not end at an ordinary minimum, and where it did, which weights L1 made 0.
 * @param {Path} path @param {number} index @param {RegimeName} name @returns {Words}
 */
function note(path, index, name) {
  if (path.converged[index]) return zeros(path, index, name);
  if (name === "no_minimum" || name === "collapsed") return [];
  if (path.reason[index] === "kinks") return [" The steps ended among kinks of the ReLU, where ", { maths: "J" }, " has no gradient."];
  if (path.reason[index] === "rounding") {
    return [" No step lowers ", { maths: "J" }, ` any more: the gradient is ${formatTick(path.gradient_norm[index])}, not 0.`];
  }
  return [" The steps ran out just short of the minimum."];
}

/** @param {Path} path @param {number} index @param {RegimeName} name @returns {Words} */
function zeros(path, index, name) {
  const n = path.experiment.regularizer === "l1" && name !== "collapsed" ? countZeros(path, index) : 0;
  return n ? [` ${n} of the ${path.n_weights} weights ${n === 1 ? "is" : "are"} exactly 0.`] : [];
}

/** @param {Path} path @param {number} index */
function mislabeledLearned(path, index) {
  const { n_mislabeled, mislabeled_right } = path.train;
  const learned = mislabeled_right[index];
  if (!n_mislabeled || !learned) return "";
  return learned === n_mislabeled ? ", mislabeled ones too" : `, ${learned} of the ${n_mislabeled} mislabeled ones too`;
}

/** @param {Path} path @param {number} index */
function mislabeledLetGo(path, index) {
  const { n_mislabeled, mislabeled_right } = path.train;
  if (!n_mislabeled) return "";
  const points = n_mislabeled === 1 ? "mislabeled point" : "mislabeled points";
  const gone = n_mislabeled - mislabeled_right[index];
  if (gone === 0) return `keeps ${n_mislabeled === 1 ? "the" : `all ${n_mislabeled}`} ${points}`;
  if (gone === n_mislabeled) return `lets ${n_mislabeled === 1 ? "the" : `all ${n_mislabeled}`} ${points} go`;
  return `lets ${gone} of the ${n_mislabeled} ${points} go`;
}

/** @param {Path} path @param {number} index */
function validationAccuracy(path, index) {
  return path.validation ? path.validation.accuracy[index] : null;
}

/** How right it is there; where the folds alone know of new points, what it costs. @param {Path} path @param {number} index */
function onNewPoints(path, index) {
  if (path.validation || !path.cross_validation) return `${formatAccuracy(validationAccuracy(path, index))} on new points`;
  return `cross-entropy ${formatCost(path.cross_validation.mean[index])} on the folds left out`;
}

/** @param {Path} path */
function band(path) {
  return /** @type {import("../state/types.js").Goldilocks} */ (path.goldilocks);
}
