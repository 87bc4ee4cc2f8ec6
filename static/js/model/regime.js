// What a network at one λ is doing, in one word and one sentence whose numbers are computed. Pure.

import { curveRegimeAt } from "./curve_regime.js";
import { isRegression } from "./data_cost.js";
import { formatAccuracy, formatCost, formatProbability, formatTick, formatWeight } from "./format.js";
import { keepsLowest } from "./search.js";
import { countZeros, largestSizeAt } from "./weight_names.js";

/** @typedef {import("../state/types.js").Path} Path */
/** @typedef {import("../dom/elements.js").Words} Words */
/** @typedef {"no_minimum" | "collapsed" | "unjudged" | "flat" | "at_edge" | "just_right" | "no_better" | "overfits" | "less_sure" | "underfits"} RegimeName */

/** @type {Record<RegimeName, string>} */
const WORDS = {
  no_minimum: "No minimum",
  collapsed: "Collapsed",
  unjudged: "Not judged",
  flat: "Flat",
  at_edge: "At the edge",
  just_right: "Just right",
  no_better: "No better",
  overfits: "Overfits",
  less_sure: "Less sure",
  underfits: "Underfits",
};

/** As good as the best λ, by validation. @type {readonly RegimeName[]} */
export const AS_GOOD = ["just_right", "no_better", "flat", "at_edge"];

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
const FOLLOWS = 0.6; // of the way from the larger class's share to all: from here a boundary may be said to follow its data

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
  if (isAsGood(path, index)) return bandName(path, index);
  if (index < goldilocks.index) return "overfits";
  return losesPoints(path, index) ? "underfits" : "less_sure";
}

/** @param {Path} path @param {number} index @returns {RegimeName} */
function bandName(path, index) {
  const { flat, at_edge } = band(path);
  if (flat) return "flat";
  if (at_edge) return "at_edge";
  const accuracy = validationAccuracy(path, index);
  return accuracy !== null && accuracy <= largerClass(path) ? "no_better" : "just_right";
}

/** Whether the cost that λ is chosen by is within one standard error of the least. @param {Path} path @param {number} index */
function isAsGood(path, index) {
  const best = band(path).index;
  const { values, errors } = choosingCurve(path);
  return values[index] <= values[best] + (errors[best] ?? 0);
}

/** The cost on new points that λ is chosen by, and its standard error. @param {Path} path @returns {{values: number[], errors: (number | null)[]}} */
function choosingCurve(path) {
  const { cross_validation } = path;
  if (cross_validation) return { values: cross_validation.mean, errors: cross_validation.standard_error };
  const { validation } = /** @type {{validation: any}} */ (path);
  return { values: validation.cross_entropy ?? validation.squared_error, errors: validation.standard_error };
}

/** Whether from this λ on fewer held-out points are right than at the best; where only a cost is known, that decides. @param {Path} path @param {number} index */
function losesPoints(path, index) {
  if (isRegression(path) || !path.validation) return true;
  const { accuracy } = path.validation;
  return accuracy.slice(index).every((share) => share < accuracy[band(path).index]);
}

/**
 * The stretches of λ > 0 for the map on the slider's track, in order: neighbouring λ of one regime.
 * @param {Path} path @returns {{name: RegimeName, word: string, from: number, to: number}[]}
 */
export function regimeStretches(path) {
  const { lambdas } = path;
  /** @type {{name: RegimeName, first: number, last: number}[]} */
  const runs = [];
  lambdas.forEach((lambda, i) => {
    const name = lambda > 0 ? regimeName(path, i) : null;
    const run = runs.at(-1);
    if (name && run?.name === name) run.last = i;
    else if (name) runs.push({ name, first: i, last: i });
  });
  return runs.map(({ name, first, last }, k) => ({
    name, word: WORDS[name].toLowerCase(),
    from: k > 0 ? edgeBetween(path, runs[k - 1], runs[k]) : lambdas[first],
    to: k < runs.length - 1 ? edgeBetween(path, runs[k], runs[k + 1]) : lambdas[last],
  })).filter(({ name }) => name !== "unjudged");
}

/** Where one regime ends and the next begins: at the collapse, or at the last λ as good as the best. @param {Path} path @param {{name: RegimeName, last: number}} below @param {{name: RegimeName, first: number}} above */
function edgeBetween({ lambdas, collapse_lambda }, below, above) {
  const [low, high] = [lambdas[below.last], lambdas[above.first]];
  if (above.name === "collapsed") return Math.min(Math.max(collapse_lambda ?? high, low), high);
  return AS_GOOD.includes(below.name) ? low : high;
}

/** Probability that a network without weights gives: its last bias alone. @param {Path} path @param {number} index */
export function outputWithoutWeights(path, index) {
  const { data, shape } = path.layers[path.layers.length - 1].biases;
  return 1 / (1 + Math.exp(-data[index * shape[1]]));
}

/** What J is there: H, but for biases that pay too. @param {Path} path @param {number} index @returns {Words} */
function withoutWeights(path, index) {
  if (path.experiment.penalize_biases) return [` = ${formatCost(path.cost.total[index])}`];
  return [" = ", { maths: "H" }, ` = ${formatCost(/** @type {number} */ (path.entropy))}`];
}

/** @type {Record<RegimeName, (path: Path, index: number) => Words>} */
const SENTENCES = {
  no_minimum: (path, index) => [
    `The weights still grow: the largest was ${formatWeight(largestSizeAt(path, index))} when the steps ran out.`,
  ],
  collapsed: (path, index) => [
    `Every weight is 0, every output ${formatProbability(outputWithoutWeights(path, index))}. `,
    { maths: "J" }, ...withoutWeights(path, index), `${keepsLowest(path.experiment) ? ": it can cost no more" : ""}.`,
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
    const follows = (validationAccuracy(path, index) ?? 0) >= largerClass(path) + FOLLOWS * (1 - largerClass(path));
    const start = follows ? `It follows ${SHAPES[path.experiment.dataset] ?? "the data"}` : `${ofTheBest(path, index)}: ${onNewPoints(path, index)}`;
    const mislabeled = mislabeledLetGo(path, index);
    if (mislabeled) return [`${start}${follows ? " and" : "; it"} ${mislabeled}.`];
    return [follows ? `${start}: ${onNewPoints(path, index)}.` : `${start}.`];
  },
  no_better: (path, index) => [
    `${ofTheBest(path, index)}, yet ${onNewPoints(path, index)}: to say the larger class for all of them gets ${formatAccuracy(largerClass(path))}.`,
  ],
  overfits: (path, index) => {
    const start = `${formatAccuracy(path.train.accuracy[index])} right on the points it trained on${mislabeledLearned(path, index)}`;
    if (!path.validation) return [`${start}; ${onNewPoints(path, index)}.`];
    const { index: best } = band(path);
    const costly = path.validation.accuracy[index] >= path.validation.accuracy[best] ? `, with ${crossEntropies(path, index)}` : "";
    return [`${start}; ${formatAccuracy(path.validation.accuracy[index])} on new ones${costly}.`];
  },
  less_sure: (path, index) => [
    `${onNewPoints(path, index)}, no fewer than at the best `, { maths: "λ" }, `, but with ${crossEntropies(path, index)}.`,
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
  if (path.reason[index] === "kinks_and_zeros") {
    return [" The steps ended among kinks of the ReLU, with weights that L1 holds at 0: there ", { maths: "J" }, " has no gradient."];
  }
  if (path.reason[index] === "saddle") return [" This is no minimum: ", { maths: "J" }, " falls to a side of it."];
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

/** @param {Path} path @param {number} index */
function ofTheBest(path, index) {
  return index === band(path).index ? "The best of this path" : "Within one standard error of the best";
}

/** What new points cost here and at the best λ. @param {Path} path @param {number} index */
function crossEntropies(path, index) {
  const { values } = choosingCurve(path);
  return `cross-entropy ${formatCost(values[index])} in place of ${formatCost(values[band(path).index])}`;
}

/** What is right on new points without looking at them. @param {Path} path */
function largerClass({ validation }) {
  return validation?.larger_class ?? 0.5;
}

/** @param {Path} path */
function band(path) {
  return /** @type {import("../state/types.js").Goldilocks} */ (path.goldilocks);
}
