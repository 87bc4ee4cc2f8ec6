// Says what was wrong with the address, until it is dismissed.

import { find, make } from "../dom/elements.js";

const MAX_NOTICES = 3; // notices said in full

/** @param {HTMLElement} element @param {import("../state/types.js").Actions} actions @returns {import("../state/types.js").View} */
export function createNotice(element, actions) {
  const list = find(element, "[data-notices]");
  find(element, "[data-dismiss]").addEventListener("click", actions.dismissNotice);
  return {
    update({ notices }, previous) {
      if (notices === previous?.notices) return;
      element.hidden = notices.length === 0;
      const said = notices.length > MAX_NOTICES ? [...notices.slice(0, MAX_NOTICES), `And ${notices.length - MAX_NOTICES} more.`] : notices;
      list.replaceChildren(...said.map((notice) => make("li", {}, ...withLinks(notice))));
    },
  };
}

/** The API's page, where a notice names it, as a link. @param {string} notice */
function withLinks(notice) {
  return notice.split(/(\/docs)/).map((part) => (part === "/docs" ? make("a", { href: part }, part) : part));
}
