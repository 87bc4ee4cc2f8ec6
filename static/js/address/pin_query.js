// The pinned set-up in the address: what it has other than the set-up that is shown. Pure; reading never fails.

import { lambdasText } from "./lambda_grids.js";
import { fromQuery } from "./set_up_query.js";

/** @typedef {import("../state/types.js").Settings} Settings */

const VERSION = "1";
const BETWEEN = "~"; // stands in no setting, and needs no escape in an address

/** "1~regularizer~l1": the version, then name and value of every field in which A differs from B. @param {Settings} pinned @param {Settings} settings */
export function pinText(pinned, settings) {
  const text = (/** @type {unknown} */ value) => JSON.stringify(value ?? null);
  const names = Object.keys({ ...settings, ...pinned }).filter((name) => text(pinned[name]) !== text(settings[name]));
  return [VERSION, ...names.flatMap((name) => [name, name === "lambdas" ? lambdasText(/** @type {number[]} */ (pinned.lambdas)) : String(pinned[name] ?? "")])].join(BETWEEN);
}

/**
 * The set-up that such a text pins beside the one of the same address; what can't be read is said.
 * @param {string} text @param {Settings} settings @param {import("../state/types.js").Choices} choices
 * @returns {{pinned: Settings | null, notices: string[]}}
 */
export function readPin(text, settings, choices) {
  const [version, ...words] = text.split(BETWEEN);
  if (version !== VERSION || words.length % 2) {
    return { pinned: null, notices: ["In the address, pin: this is no set-up that this page can read. Nothing is pinned."] };
  }
  const given = new Map(Object.entries(settings).flatMap(([name, value]) => (value === null || value === undefined ? [] : [[name, String(value)]])));
  for (let k = 0; k < words.length; k += 2) given.set(words[k], words[k + 1]);
  if (!given.get("data")) given.delete("data");
  const { settings: pinned, notices } = fromQuery(new URLSearchParams([...given]).toString(), choices);
  return { pinned, notices: notices.map((notice) => notice.replace("In the address, ", "In the pinned set-up of the address, ")) };
}
