// What the page knows at one moment. Pure: no DOM, no network.

/**
 * `status` says what is going on with `settings`; `path` and `dataset` may be of an older set-up, then `stale` is true.
 * `provisional`: the path is of the first start alone, without fresh data sets, or followed from that of edited points; `searching`: the rest is being solved.
 * Where that could not be had, `problem` says why, and the status is `ready` again.
 * `lambda` is the λ asked for (null = Goldilocks λ); where it falls on the path is `lambdaIndex`.
 * `weight` is the weight asked for (null = the largest); `picked` is the one of this path, null only without a path.
 * @typedef {{
 *   settings: import("./types.js").Settings,
 *   choices: import("./types.js").Choices,
 *   status: "loading" | "solving" | "searching" | "ready" | "refused" | "failed",
 *   problem: import("./types.js").Problem | null,
 *   dataset: import("./types.js").ShownDataset | null,
 *   path: import("./types.js").ShownPath | null,
 *   stale: boolean,
 *   provisional?: boolean,
 *   lambda: number | null,
 *   weight: import("./types.js").WeightPlace | null,
 *   picked: import("./types.js").WeightPlace | null,
 *   progress: import("./types.js").Progress | null,
 *   slow: boolean,
 *   autoplaying: boolean,
 *   theme: "light" | "dark",
 *   reduced_motion: boolean,
 *   tab: import("./types.js").Tab,
 *   weight_chart: import("./types.js").WeightChart,
 *   playback?: import("../model/training_playback.js").Playback | null,
 *   warm_start_paths?: import("../model/warm_start_paths.js").WarmStartPaths | null,
 *   inspector?: import("../model/inspector.js").Inspector | null,
 *   pinned?: import("../model/comparison.js").Pinned | null,
 *   notices: string[],
 *   editing?: import("./types.js").Editing | null
 * }} State
 */

/** Where λ stands on the path that is shown; 0 while there is none. @param {Pick<State, "path" | "lambda">} state */
export function lambdaIndex({ path, lambda }) {
  return path ? lambdaIndexFor(path, lambda ?? path.held_lambda ?? null) : 0;
}

/** The λ that is shown: a solved one, or while there is no path the one asked for. @param {Pick<State, "path" | "lambda">} state */
export function shownLambda(state) {
  return state.path ? state.path.lambdas[lambdaIndex(state)] : state.lambda;
}

/**
 * The λ index that stands for the wanted λ: the nearest solved one, by default the Goldilocks one.
 * @param {import("./types.js").Path} path @param {number | null} lambda
 */
export function lambdaIndexFor(path, lambda) {
  const wanted = lambda ?? path.goldilocks?.lambda ?? 1;
  return nearestLambdaIndex(path.lambdas, wanted);
}

/** @param {number[]} lambdas @param {number} wanted */
export function nearestLambdaIndex(lambdas, wanted) {
  const exact = lambdas.indexOf(wanted);
  if (exact >= 0) return exact; // nearly always, and asked for many times a frame
  const distances = lambdas.map((lambda) => (lambda > 0 && wanted > 0 ? Math.abs(Math.log(lambda / wanted)) : Infinity));
  const least = Math.min(...distances);
  return Number.isFinite(least) ? distances.indexOf(least) : 0;
}

/**
 * The λ ten times (`factor` 10) or a tenth (0.1) of this one; the smallest λ and the stop at 0 are one leap apart.
 * @param {number[]} lambdas @param {number} index @param {number} factor
 */
export function decadeAway(lambdas, index, factor) {
  const smallest = lambdas.findIndex((lambda) => lambda > 0);
  if (lambdas[index] === 0) return factor > 1 ? smallest : index;
  if (lambdas[index] * factor >= lambdas[smallest]) return nearestLambdaIndex(lambdas, lambdas[index] * factor);
  return index === smallest ? 0 : smallest;
}

/**
 * What the wanted weight is on this path: one that it lacks is wanted no more, and the largest picked.
 * @param {import("./types.js").Path} path @param {State["weight"]} wanted @returns {Pick<State, "weight" | "picked">}
 */
export function weightOn(path, wanted) {
  const weight = hasWeight(path, wanted) ? wanted : null;
  return { weight, picked: weight ?? largestWeight(path) };
}

/**
 * The weight the page picks by itself: the largest of the first layer at the Goldilocks λ.
 * @param {import("./types.js").Path} path @returns {import("./types.js").WeightPlace}
 */
function largestWeight(path) {
  const { data, shape } = path.layers[0].weights;
  const [, n_out, n_in] = shape;
  const start = lambdaIndexFor(path, null) * n_out * n_in;
  let best = 0;
  for (let k = 1; k < n_out * n_in; k += 1) {
    if (Math.abs(data[start + k]) > Math.abs(data[start + best])) best = k;
  }
  return { layer: 0, to: Math.floor(best / n_in), from: best % n_in };
}

/**
 * Whether this path has such a weight.
 * @param {import("./types.js").Path} path @param {import("./types.js").WeightPlace | null} place
 */
function hasWeight(path, place) {
  const shape = place ? path.layers[place.layer]?.weights.shape : undefined;
  return Boolean(place && shape && place.to < shape[1] && place.from < shape[2]);
}
