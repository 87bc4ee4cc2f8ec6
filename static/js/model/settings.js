// A set-up as an object: what it is unless told otherwise, what a change brings along, and whether two are the same. Pure.

import { ownPointsText } from "./own_points.js";
import { looksForLowest } from "./search.js";

/** @typedef {import("../state/types.js").Settings} Settings */
/** @typedef {import("../state/types.js").Choices} Choices */

const TRANSPORT = ["format", "inspect", "continuous", "grid"]; // how an answer is wanted: no part of a set-up
const HELD_OUT = 0.5; // share of a data set that is held out when nothing else is said
const OWN_POINTS = { mislabeled: 0, validation_fraction: 0, standardize: false }; // own points are taken as they are
const DESCRIBES_A_DATA_SET = ["dataset", "n_samples", "noise"]; // own points take their place
const OF_THE_DATA = [...DESCRIBES_A_DATA_SET, "data", "mislabeled", "nuisance_features", "validation_fraction", "standardize"];

/** Whether a name in a query is how an answer is wanted. @param {string} name */
export function isTransport(name) {
  return TRANSPORT.includes(name);
}

/** @param {Choices} choices @returns {Settings} */
export function defaultSettings(choices) {
  return defaultsBeside({}, choices);
}

/** The set-up that has these fields, and else what goes with them. @param {Partial<Settings>} given @param {Choices} choices @returns {Settings} */
export function settingsWith(given, choices) {
  const named = Object.entries(given).filter(([name]) => !(given.data && DESCRIBES_A_DATA_SET.includes(name)));
  const own = Object.fromEntries(named);
  return measured({ ...defaultsBeside(own, choices), ...own }, choices);
}

/**
 * What a set-up has unless told otherwise, given the data it is about and how it is solved.
 * @param {{dataset?: unknown, data?: unknown, hidden_layer_sizes?: unknown, direction?: unknown}} given @param {Choices} choices @returns {Settings}
 */
export function defaultsBeside(given, choices) {
  const { dataset, data } = given;
  const { fields } = choices;
  const named = Object.entries(fields).filter(([name]) => !isTransport(name));
  const settings = /** @type {Settings} */ (Object.fromEntries(named.map(([name, field]) => [name, field.default])));
  const choice = datasetChoice(String(dataset ?? settings.dataset), choices);
  return {
    ...settings,
    noise: choice?.noise ?? Number(fields.noise?.default ?? 0),
    mislabeled: choice?.mislabeled ?? Number(fields.mislabeled?.default ?? 0),
    validation_fraction: settings.validation_fraction ?? HELD_OUT,
    restarts: looksForLowest({ ...settings, .../** @type {Partial<Settings>} */ (given) }) ? settings.restarts : 1,
    ...(data ? OWN_POINTS : {}),
  };
}

/** @param {string} dataset @param {Choices} choices */
function datasetChoice(dataset, choices) {
  return choices.fields.dataset.choices?.find(({ name }) => name === dataset);
}

/**
 * A change of settings: a new data set brings its noise, and its share of mislabeled points where that was not set by
 * hand; nobody gets more points than there are.
 * @param {Settings} old @param {Partial<Settings>} change @param {Choices} choices @returns {Settings}
 */
export function changed(old, change, choices) {
  const settings = { ...old, ...change };
  if (settings.dataset !== old.dataset) {
    const { noise, mislabeled } = defaultsBeside(settings, choices);
    const by_hand = old.mislabeled !== defaultsBeside(old, choices).mislabeled;
    Object.assign(settings, { noise, mislabeled: by_hand ? old.mislabeled : mislabeled }, change);
  }
  const { restarts } = defaultsBeside(settings, choices);
  const many_or_one = old.restarts === defaultsBeside(old, choices).restarts && change.restarts === undefined;
  return measured(many_or_one ? { ...settings, restarts } : settings, choices);
}

/** With no more points than the data set has. @param {Settings} settings @param {Choices} choices @returns {Settings} */
function measured(settings, choices) {
  const most = settings.data ? undefined : datasetChoice(settings.dataset, choices)?.max_samples;
  return { ...settings, n_samples: Math.min(settings.n_samples, most ?? Infinity) };
}

/** What a set-up says of its points. @param {Settings} settings @returns {Partial<Settings>} */
export function dataOf(settings) {
  return Object.fromEntries(OF_THE_DATA.map((name) => [name, settings[name]]));
}

/**
 * Own points in place of those of a set-up, as its network sees these: points of a data set stay standardized.
 * @param {Settings} settings @param {import("./own_points.js").OwnPoints} own @param {Choices} choices @returns {Partial<Settings>}
 */
export function asOwnPoints({ standardize }, own, choices) {
  return { ...dataOf(defaultSettings(choices)), ...OWN_POINTS, standardize, data: ownPointsText(own) };
}

/** @type {WeakMap<Settings, string>} */
const known_keys = new WeakMap();

/** What is kept of a set-up is kept under this: the same for the same set-up, whatever its fields' order. @param {Settings} settings */
export function setUpKey(settings) {
  const known = known_keys.get(settings);
  if (known !== undefined) return known;
  const names = Object.keys(settings).filter((name) => settings[name] !== null && settings[name] !== undefined).sort();
  const key = JSON.stringify(names.map((name) => [name, settings[name]]));
  known_keys.set(settings, key);
  return key;
}

/** @param {Settings} a @param {Settings} b */
export function sameSetUp(a, b) {
  return a === b || setUpKey(a) === setUpKey(b);
}
