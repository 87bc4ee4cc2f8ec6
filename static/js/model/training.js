// Training step by step: what the answer of /train says at a λ and an epoch, and where its valleys are. Pure.

/** @typedef {import("../state/types.js").Training} Training */
/** @typedef {import("../state/types.js").Tensor} Tensor */
/** @typedef {import("../state/types.js").Path} Path */

/** How networks are trained. @typedef {{learning_rate: number, n_epochs: number, optimizer: string}} Recipe */

/** One λ as a path of its own, over which not λ moves but the epoch. @typedef {Path & {epochs: number[]}} TrainingPath */

/** A place in the (epoch × λ) plane, and the cost there. @typedef {{lambda: number, snapshot: number, value: number}} Minimum */

/** Long enough for small λ to overfit, so that the plane has both its valleys. @type {Recipe} */
export const USUAL_RECIPE = { learning_rate: 1, n_epochs: 5000, optimizer: "gradient_descent" };

/** The number of the λ that is nearest, in the answer. @param {Training} training @param {number} lambda */
export function trainedLambda({ lambdas }, lambda) {
  const distance = (/** @type {number} */ other) =>
    other === lambda ? 0 : other > 0 && lambda > 0 ? Math.abs(Math.log(other / lambda)) : Number.MAX_VALUE;
  return lambdas.reduce((best, other, k) => (distance(other) < distance(lambdas[best]) ? k : best), 0);
}

/** The last snapshot that there is at a λ: the one before it diverged, where it did. @param {Training} training @param {number} l */
export function lastSnapshot({ epochs, diverged_at }, l) {
  const end = diverged_at[l];
  return epochs.filter((epoch) => end === null || epoch < end).length - 1;
}

/** The snapshot nearest to an epoch, among those that there are at a λ. @param {Training} training @param {number} l @param {number} epoch */
export function snapshotAt(training, l, epoch) {
  const { epochs } = training;
  const last = lastSnapshot(training, l);
  let best = 0;
  for (let s = 1; s <= last; s += 1) {
    if (Math.abs(epochs[s] - epoch) < Math.abs(epochs[best] - epoch)) best = s;
  }
  return best;
}

/** A number at λ and snapshot; NaN where training had diverged. @param {Training} training @param {Tensor} field [L][S] @param {number} l @param {number} s */
export function numberAt({ epochs }, field, l, s) {
  return field.data[l * epochs.length + s];
}

/** What the plane shows: the cost of held-out points, or of the training points where none are held out. @param {Training} training */
export function planeCost(training) {
  return (training.validation ?? training.train).cross_entropy;
}

/** For each λ the snapshot of least cost: where to stop. @param {Training} training */
export function bestSnapshots(training) {
  return training.lambdas.map((_, l) => least(training.epochs.length, (s) => numberAt(training, planeCost(training), l, s)));
}

/** For each snapshot the λ of least cost, among those that still are. @param {Training} training */
export function bestLambdas(training) {
  return training.epochs.map((_, s) => least(training.lambdas.length, (l) => numberAt(training, planeCost(training), l, s)));
}

/** The place of the least of some numbers, NaN aside. @param {number} count @param {(k: number) => number} at */
function least(count, at) {
  let best = 0;
  for (let k = 1; k < count; k += 1) if (!(at(best) <= at(k)) && !Number.isNaN(at(k))) best = k;
  return best;
}

/**
 * The two minima: of L2 at the last epoch, and of early stopping at the smallest λ; null where nothing is held out.
 * @param {Training} training @returns {{penalty: Minimum, stopping: Minimum} | null}
 */
export function minima(training) {
  if (!training.validation) return null;
  const last = training.epochs.length - 1;
  const at = (/** @type {number} */ lambda, /** @type {number} */ snapshot) => ({ lambda, snapshot, value: numberAt(training, planeCost(training), lambda, snapshot) });
  return { penalty: at(bestLambdas(training)[last], last), stopping: at(0, bestSnapshots(training)[0]) };
}

/** @type {WeakMap<Training, TrainingPath[]>} */
const paths_of = new WeakMap();

/** Training at one λ in the form of a path: index k is the k-th snapshot. @param {Training} training @param {number} l @returns {TrainingPath} */
export function trainingPath(training, l) {
  const paths = paths_of.get(training) ?? [];
  paths_of.set(training, paths);
  return (paths[l] ??= makePath(training, l));
}

/** @param {Training} training @param {number} l @returns {TrainingPath} */
function makePath(training, l) {
  const n = lastSnapshot(training, l) + 1;
  const every = (/** @type {unknown} */ value) => Array(n).fill(value);
  const numbers = (/** @type {Tensor} */ field) => Array.from({ length: n }, (_, s) => numberAt(training, field, l, s));
  const scores = (/** @type {import("../state/types.js").TrainingScores} */ { cross_entropy, accuracy }) => ({ cross_entropy: numbers(cross_entropy), accuracy: numbers(accuracy) });
  const { cost, train, validation, experiment, n_train, n_parameters, n_weights, entropy, inputs } = training;
  return /** @type {TrainingPath} */ (/** @type {unknown} */ ({
    experiment, n_train, n_parameters, n_weights, entropy, inputs,
    lambdas: every(training.lambdas[l]),
    epochs: training.epochs.slice(0, n),
    cost: { cross_entropy: numbers(cost.cross_entropy), penalty: numbers(cost.penalty), total: numbers(cost.total) },
    train: scores(train),
    validation: validation && scores(validation),
    test: null,
    squared_weight_norm: numbers(training.squared_weight_norm),
    absolute_weight_sum: absoluteSums(training, l, n),
    layers: training.layers.map(({ weights, biases }) => ({ weights: partOf(weights, l, n), biases: partOf(biases, l, n) })),
    trivial: every(false), converged: every(false), jump: every(false), reason: every(null),
    collapse_lambda: null, goldilocks: null,
  }));
}

/** The first `n` snapshots of one λ, without copying. @param {Tensor} tensor [L][S]… @param {number} l @param {number} n @returns {Tensor} */
function partOf({ data, shape: [, n_snapshots, ...rest] }, l, n) {
  const size = rest.reduce((product, length) => product * length, 1);
  return { data: data.subarray(l * n_snapshots * size, (l * n_snapshots + n) * size), shape: [n, ...rest] };
}

/** Σ|W| at the first `n` snapshots of one λ. @param {Training} training @param {number} l @param {number} n */
function absoluteSums({ layers, epochs, experiment }, l, n) {
  const penalized = layers.flatMap(({ weights, biases }) => (experiment.penalize_biases ? [weights, biases] : [weights]));
  return Array.from({ length: n }, (_, s) => penalized.reduce((sum, { data, shape: [, , ...rest] }) => {
    const size = rest.reduce((product, length) => product * length, 1);
    const start = (l * epochs.length + s) * size;
    return sum + data.subarray(start, start + size).reduce((part, weight) => part + Math.abs(weight), 0);
  }, 0));
}
