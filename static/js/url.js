// The page's address: settings to a query string and back. Pure; reading never fails, it says what it left out.

/** @typedef {import("./types.js").Settings} Settings */
/** @typedef {import("./types.js").Choices} Choices */
/** @typedef {import("./types.js").WeightPlace} WeightPlace */
/** What only the page knows. @typedef {{lambda: number | null, weight: WeightPlace | null}} PagePart */

const TRANSPORT = ["format", "inspect", "grid"]; // how an answer is wanted: no part of a set-up
const HELD_OUT = 0.5; // share of a data set that is held out when nothing else is said

/** @param {Choices} choices @returns {Settings} */
export function defaultSettings(choices) {
  const fields = Object.entries(choices.fields).filter(([name]) => !TRANSPORT.includes(name));
  const settings = /** @type {Settings} */ (Object.fromEntries(fields.map(([name, field]) => [name, field.default])));
  return { ...settings, ...ownValues(settings.dataset, choices), validation_fraction: settings.validation_fraction ?? HELD_OUT };
}

/** What a data set has unless told otherwise. @param {string} dataset @param {Choices} choices */
function ownValues(dataset, choices) {
  const { fields } = choices;
  const choice = datasetChoice(dataset, choices);
  return {
    noise: choice?.noise ?? Number(fields.noise?.default ?? 0),
    mislabeled: choice?.mislabeled ?? Number(fields.mislabeled?.default ?? 0),
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
    const { noise, mislabeled } = ownValues(settings.dataset, choices);
    const by_hand = old.mislabeled !== ownValues(old.dataset, choices).mislabeled;
    Object.assign(settings, { noise, mislabeled: by_hand ? old.mislabeled : mislabeled }, change);
  }
  return measured(settings, choices);
}

/** With no more points than the data set has. @param {Settings} settings @param {Choices} choices @returns {Settings} */
function measured(settings, choices) {
  const most = settings.data ? undefined : datasetChoice(settings.dataset, choices)?.max_samples;
  return { ...settings, n_samples: Math.min(settings.n_samples, most ?? Infinity) };
}

/**
 * Only what differs from the defaults, "" when nothing does.
 * @param {Settings} settings @param {Choices} choices @param {PagePart} [page]
 */
export function toQuery(settings, choices, page) {
  const defaults = { ...defaultSettings(choices), ...ownValues(settings.dataset, choices) };
  const parts = Object.keys(settings)
    .filter((name) => settings[name] !== null && settings[name] !== undefined)
    .filter((name) => JSON.stringify(settings[name]) !== JSON.stringify(/** @type {Settings} */ (defaults)[name]))
    .map((name) => `${name}=${encode(settings[name])}`);
  if (page && page.lambda !== null) parts.push(`lambda=${Number(page.lambda.toPrecision(4))}`);
  if (page?.weight) parts.push(`weight=${page.weight.layer + 1}.${page.weight.to + 1}.${page.weight.from + 1}`);
  return parts.join("&");
}

/**
 * @param {string} search @param {Choices} choices
 * @returns {{settings: Settings, page: PagePart, notices: string[]}}
 */
export function fromQuery(search, choices) {
  /** @type {PagePart} */
  const page = { lambda: null, weight: null };
  /** @type {Record<string, unknown>} */
  const given = {};
  /** @type {string[]} */
  const notices = [];
  for (const [name, text] of new URLSearchParams(search)) {
    const read = name === "lambda" ? readLambda(text) : name === "weight" ? readWeight(text) : readField(name, text, choices);
    if (read === null) continue;
    if ("problem" in read) notices.push(`In the address, ${read.problem}`);
    else if (name === "lambda" || name === "weight") Object.assign(page, { [name]: read.value });
    else given[name] = read.value;
  }
  const defaults = defaultSettings(choices);
  const own = ownValues(String(given.dataset ?? defaults.dataset), choices);
  const settings = /** @type {Settings} */ ({ ...defaults, ...own, ...given });
  return { settings: measured(settings, choices), page, notices };
}

/** @param {unknown} value */
function encode(value) {
  return encodeURIComponent(Array.isArray(value) ? value.join(",") : String(value)).replaceAll("%2C", ",");
}

/** @typedef {{value: unknown} | {problem: string}} Read */

/** @param {string} text @returns {Read} */
function readLambda(text) {
  const value = readNumber(text);
  return value !== null && value >= 0 ? { value } : { problem: `lambda: expected a number from 0 up, got “${shorten(text)}”. The best λ is shown.` };
}

/** @param {string} text @returns {Read} */
function readWeight(text) {
  const match = /^([1-9]\d?)\.([1-9]\d?)\.([1-9]\d?)$/.exec(text);
  if (!match) return { problem: `weight: expected layer.to.from such as 1.7.1, got “${shorten(text)}”. The largest weight is picked.` };
  const [layer, to, from] = match.slice(1).map((part) => Number(part) - 1);
  return { value: { layer, to, from } };
}

/** @param {string} name @param {string} text @param {Choices} choices @returns {Read | null} */
function readField(name, text, choices) {
  const field = choices.fields[name];
  if (TRANSPORT.includes(name)) return null;
  const known = field && (field.default !== null || field.choices || field.maximum !== null);
  if (!known) return name === "data" ? { value: text } : { problem: `“${shorten(name)}” is not a setting. It is left out.` };
  const expected = expectation(name, field, choices);
  const value = expected.read(text);
  if (value !== null) return { value };
  const instead = Array.isArray(field.default) ? field.default.join(",") : field.default;
  const fallback = instead === null ? "" : ` ${instead} is used.`;
  return { problem: `${name}: expected ${expected.what}, got “${shorten(text)}”.${fallback}` };
}

/**
 * @param {string} name @param {import("./types.js").Field} field @param {Choices} choices
 * @returns {{what: string, read: (text: string) => unknown}} `read` answers null for what does not fit
 */
function expectation(name, field, choices) {
  const { minimum, maximum } = field;
  if (field.choices) {
    const names = field.choices.filter(({ name, offered }) => offered && name !== "own").map((choice) => choice.name);
    return { what: `one of ${names.join(", ")}`, read: (text) => (names.includes(text) ? text : null) };
  }
  if (name === "hidden_layer_sizes") {
    const { layers, units } = choices.limits;
    return { what: `at most ${layers} layers of 1 to ${units} units, such as 8,8`, read: (text) => readSizes(text, layers, units) };
  }
  if (name === "lambdas") return { what: "ascending numbers from 0 up", read: readLambdas };
  if (typeof field.default === "boolean" || name === "standardize") return { what: "true or false", read: readBoolean };
  const whole = Number.isInteger(field.default);
  const what = `a ${whole ? "whole " : ""}number from ${minimum ?? "0"} to ${maximum ?? "any"}`;
  return { what, read: (text) => readWithin(text, whole, minimum ?? -Infinity, maximum ?? Infinity) };
}

/** @param {string} text @param {boolean} whole @param {number} minimum @param {number} maximum */
function readWithin(text, whole, minimum, maximum) {
  const value = readNumber(text);
  if (value === null || value < minimum || value > maximum || (whole && !Number.isInteger(value))) return null;
  return value;
}

/** @param {string} text */
function readNumber(text) {
  const value = Number(text);
  return text.trim() !== "" && Number.isFinite(value) ? value : null;
}

/** @param {string} text */
function readBoolean(text) {
  if (["true", "1"].includes(text)) return true;
  return ["false", "0"].includes(text) ? false : null;
}

/** @param {string} text @param {number} layers @param {number} units */
function readSizes(text, layers, units) {
  if (text.trim() === "") return [];
  const sizes = text.split(",").map(Number);
  const fits = sizes.length <= layers && sizes.every((size) => Number.isInteger(size) && size >= 1 && size <= units);
  return fits ? sizes : null;
}

/** @param {string} text */
function readLambdas(text) {
  const lambdas = text.split(",").map(readNumber);
  const ascending = lambdas.every((lambda, i) => lambda !== null && lambda >= 0 && (i === 0 || lambda > Number(lambdas[i - 1])));
  return ascending ? lambdas : null;
}

/** @param {string} text */
function shorten(text) {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}
