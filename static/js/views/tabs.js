// Chooses the figure where there is room for one only.

/** @typedef {import("../state/types.js").Tab} Tab */

/** @param {HTMLElement} element @param {import("../state/types.js").Actions} actions @returns {import("../state/types.js").View} */
export function createTabs(element, actions) {
  const tabs = /** @type {HTMLElement[]} */ ([...element.querySelectorAll("[data-tab]")]);
  const two_columns = matchMedia("(min-width: 720px)"); // there the first tab stands for all but the network
  /** @type {Tab} */
  let chosen = "cost";

  function show() {
    const shown = two_columns.matches && chosen !== "network" ? "cost" : chosen;
    for (const tab of tabs) {
      tab.setAttribute("aria-pressed", String(tab.dataset.tab === shown));
    }
  }

  element.addEventListener("click", (event) => {
    const tab = event.target instanceof Element ? event.target.closest("[data-tab]") : null;
    if (tab instanceof HTMLElement) actions.setTab(/** @type {Tab} */ (tab.dataset.tab));
  });
  two_columns.addEventListener("change", show);

  return {
    update({ tab }, previous) {
      if (tab === previous?.tab) return;
      chosen = tab;
      show();
    },
  };
}
