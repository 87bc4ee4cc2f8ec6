// How the lowest J is looked for, what is shown until it is found, and how that is said. Pure.

/** @typedef {import("../state/types.js").Settings} Settings */

/** Whether J can have many minima and the path is made of the lowest ones found. @param {Pick<Settings, "hidden_layer_sizes" | "direction">} settings */
export function looksForLowest({ hidden_layer_sizes, direction }) {
  return hidden_layer_sizes.length > 0 && direction === "best";
}

/**
 * Whether every network of a path is the lowest minimum found: J is at most H, rises with λ, and what λ multiplies falls.
 * A minimum that is only followed need not be low. @param {Pick<Settings, "hidden_layer_sizes" | "direction">} settings
 */
export function keepsLowest({ hidden_layer_sizes, direction }) {
  return hidden_layer_sizes.length === 0 || direction === "best";
}

/** Whether the path of the first start is not the one that is looked for. @param {Settings} settings */
export function hasManyStarts(settings) {
  return looksForLowest(settings) && settings.restarts > 1;
}

/**
 * The quick set-up that is shown until the whole one is solved: from one start, without fresh data sets. Null where that
 * would be the whole.
 * @param {Settings} settings @returns {Settings | null}
 */
export function firstStart(settings) {
  const many = hasManyStarts(settings);
  if (!many && !settings.draws) return null;
  return { ...settings, restarts: many ? 1 : settings.restarts, draws: 0 };
}

/** What is shown until the lowest is found, if anything is: the first start's path, or the one followed from edited points. @typedef {boolean | "followed"} Provisional */

/**
 * What the path is, in a few words: the word that opens the control, and what must be added.
 * @param {Settings} settings @param {Provisional} provisional
 * @param {number} [startsMade] as the path says; in a large network they are fewer than asked
 * @returns {{label: string, added: string}}
 */
export function searchInWords({ hidden_layer_sizes, direction, restarts }, provisional, startsMade = restarts) {
  if (!hidden_layer_sizes.length) return { label: "lowest J", added: "" };
  if (direction !== "best") {
    const starts = restarts > 1 ? `, best of ${restarts} starts` : "";
    return { label: NOT_LOWEST[direction] ?? direction, added: `${starts}: nothing polished, not always the lowest J` };
  }
  if (provisional === "followed") return { label: `followed, then ${restarts} starts`, added: "" };
  return { label: restarts === 1 ? "one start" : provisional ? `first of ${restarts} starts` : `lowest J of ${startsMade} starts`, added: "" };
}

/** @type {Record<string, string>} */
const NOT_LOWEST = {
  up: "followed from small λ upwards",
  down: "followed from large λ downwards",
  independent: "each λ from fresh weights",
};
