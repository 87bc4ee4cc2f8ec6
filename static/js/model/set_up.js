// The set-up as a sentence: plain words, and words that open a control. Pure.

import { formatCount, formatSetting, formatShare } from "./format.js";
import { searchInWords } from "./search.js";

/** @typedef {import("../state/types.js").Settings} Settings */
/** @typedef {import("../state/types.js").Choices} Choices */
/** A control of the sentence. @typedef {"n_samples" | "validation_fraction" | "dataset" | "noise" | "mislabeled" | "nuisance_features" | "hidden_layer_sizes" | "activation" | "regularizer" | "seed" | "search"} ControlName */
/** `after`: the comma or full stop that stays with the word. @typedef {string | {control: ControlName, label: string, after?: string}} Piece */

/**
 * @param {Settings} settings @param {Choices} choices
 * @param {{train: number, validation: number} | null} counts as the server split them; null = not known yet
 * @param {import("./search.js").Provisional} provisional whether the path shown is of the first start alone, or followed from before
 * @param {number} [startsMade] by the path shown; as many as asked where it is not known
 * @returns {Piece[]}
 */
export function setUpSentence(settings, choices, counts, provisional, startsMade) {
  const data = settings.data ? ownPoints(counts) : dataPieces(settings, choices, counts ?? expectedCounts(settings));
  return [...data, ...networkPieces(settings, choices), ...searchPieces(settings, provisional, startsMade)];
}

/** @param {Choices} choices @param {string} field @param {unknown} name */
function choiceNamed(choices, field, name) {
  return choices.fields[field]?.choices?.find((choice) => choice.name === name) ?? null;
}

/** @param {Settings} settings */
function expectedCounts({ n_samples, validation_fraction }) {
  const validation = Math.round(n_samples * validation_fraction);
  return { train: n_samples - validation, validation };
}

/** @param {{train: number, validation: number} | null} counts @returns {Piece[]} */
function ownPoints(counts) {
  if (!counts) return ["Points of your own. "];
  return [`${formatCount(counts.train)} training + ${formatCount(counts.validation)} validation points of your own. `];
}

/** @param {Settings} settings @param {Choices} choices @param {{train: number, validation: number}} counts @returns {Piece[]} */
function dataPieces(settings, choices, { train, validation }) {
  const dataset = choiceNamed(choices, "dataset", settings.dataset);
  const noise = /** @type {Piece[]} */ (dataset?.has_noise === false
    ? []
    : [" with noise ", { control: "noise", label: formatSetting(settings.noise), after: "," }]);
  return [
    { control: "n_samples", label: formatCount(train) },
    " training + ",
    { control: "validation_fraction", label: formatCount(validation) },
    " validation points of ",
    { control: "dataset", label: lowerFirst(dataset?.title ?? settings.dataset), after: noise.length ? "" : "," },
    ...noise,
    " ",
    { control: "mislabeled", label: formatShare(settings.mislabeled) },
    " mislabeled, ",
    { control: "nuisance_features", label: String(settings.nuisance_features) },
    settings.nuisance_features === 1 ? " nuisance input. " : " nuisance inputs. ",
  ];
}

/** @param {Settings} settings @param {Choices} choices @returns {Piece[]} */
function networkPieces(settings, choices) {
  const sizes = settings.hidden_layer_sizes;
  const activation = choiceNamed(choices, "activation", settings.activation)?.title ?? settings.activation;
  const penalty = choiceNamed(choices, "regularizer", settings.regularizer)?.title ?? settings.regularizer;
  /** @type {Piece[]} */
  const network = sizes.length
    ? [
        "A network of ",
        { control: "hidden_layer_sizes", label: sizes.join(" + ") },
        " ",
        { control: "activation", label: lowerFirst(activation) },
        sizes.length === 1 && sizes[0] === 1 ? " unit" : " units",
      ]
    : ["A network of ", { control: "hidden_layer_sizes", label: "no hidden" }, " units"];
  return [
    ...network,
    ", penalty ",
    { control: "regularizer", label: settings.penalize_biases ? `${penalty} with biases` : penalty, after: "," },
    " seed ",
    { control: "seed", label: String(settings.seed), after: "," },
    " ",
  ];
}

/** @param {Settings} settings @param {import("./search.js").Provisional} provisional @param {number} [startsMade] @returns {Piece[]} */
function searchPieces(settings, provisional, startsMade) {
  const { label, added } = searchInWords(settings, provisional, startsMade);
  return [{ control: "search", label }, ...(added ? [added] : [])];
}

/** A title inside a sentence: "Moons" becomes "moons", "ReLU" and "XOR" stay. @param {string} title */
function lowerFirst(title) {
  return /^[A-Z][a-z]+(\s|$)/.test(title) ? title[0].toLowerCase() + title.slice(1) : title;
}
