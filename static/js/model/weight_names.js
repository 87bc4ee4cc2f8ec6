// The weights of a network in a row, and what each is called on the page. Pure.

/** @typedef {import("../state/types.js").Path} Path */
/** @typedef {import("../state/types.js").WeightPlace} WeightPlace */

/**
 * "x₁ → unit 7"; with several hidden layers also which layer the weight leads to.
 * @param {WeightPlace} place @param {Path} path @param {string[]} input_names
 */
export function weightName({ layer, to, from }, path, input_names) {
  const last = path.layers.length - 1;
  const source = layer === 0 ? inputName(from, input_names) : `unit ${from + 1}`;
  if (layer === last) return `${source} → output`;
  return `${source} → unit ${to + 1}${last > 1 ? ` of layer ${layer + 1}` : ""}`;
}

/** @param {number} index @param {string[]} input_names */
export function inputName(index, input_names) {
  return input_names[index] ?? `input ${index + 1}`;
}

/** "x₁" is maths, "bill length" is not. @param {string} name */
export function isSymbol(name) {
  return /^x[₀-₉]+$/.test(name);
}

/** The name of a weight or an input, its symbol as maths. @param {string} name @returns {import("../dom/elements.js").Words} */
export function nameWords(name) {
  const [first] = name.split(" ");
  return isSymbol(first) ? [{ maths: first }, name.slice(first.length)] : [name];
}

/** @type {WeakMap<Path, WeightPlace[]>} */
const places_of = new WeakMap();

/** Every weight, layer by layer, row by row. @param {Path} path @returns {WeightPlace[]} */
export function allWeights(path) {
  const places = places_of.get(path) ?? path.layers.flatMap(({ weights: { shape } }, layer) =>
    Array.from({ length: shape[1] * shape[2] }, (_, k) => ({ layer, to: Math.floor(k / shape[2]), from: k % shape[2] })));
  places_of.set(path, places);
  return places;
}

/** A field of a weight (its value, a pull, …) at one λ. @param {Path} path @param {number} index @param {WeightPlace} place @param {"weights" | "data_gradient" | "penalty_gradient" | "price" | "knock_out" | "shrinkage" | "predicted_shrinkage"} [field] */
export function weightAt(path, index, { layer, to, from }, field = "weights") {
  const { data, shape } = path.layers[layer][field];
  return data[(index * shape[1] + to) * shape[2] + from];
}

/** The weight that is largest in size at one λ. @param {Path} path @param {number} index @returns {WeightPlace} */
export function largestWeightAt(path, index) {
  const size = (/** @type {WeightPlace} */ place) => Math.abs(weightAt(path, index, place));
  return allWeights(path).reduce((best, other) => (size(other) > size(best) ? other : best));
}

/** The size of the largest weight at one λ. @param {Path} path @param {number} index */
export function largestSizeAt(path, index) {
  return Math.abs(weightAt(path, index, largestWeightAt(path, index)));
}

/** The weight so many places on, round in a circle. @param {Path} path @param {WeightPlace} place @param {number} steps */
export function weightAfter(path, place, steps) {
  const all = allWeights(path);
  return all[(all.findIndex((other) => sameWeight(other, place)) + steps + all.length) % all.length];
}

/** How many weights are exactly 0 at one λ. @param {Path} path @param {number} index */
export function countZeros(path, index) {
  return allWeights(path).filter((place) => weightAt(path, index, place) === 0).length;
}

/** @param {WeightPlace | null} a @param {WeightPlace | null} b */
export function sameWeight(a, b) {
  return a === b || Boolean(a && b && a.layer === b.layer && a.to === b.to && a.from === b.from);
}
