// Light or dark.

/** @param {HTMLElement} element @param {import("../state/types.js").Actions} actions @returns {import("../state/types.js").View} */
export function createTheme(element, actions) {
  /** @type {"light" | "dark"} */
  let other = "dark";
  element.addEventListener("click", () => actions.setTheme(other));
  return {
    update({ theme }, previous) {
      if (theme === previous?.theme) return;
      other = theme === "dark" ? "light" : "dark";
      element.title = `Change to the ${other} theme`;
      element.setAttribute("aria-label", `Theme: ${theme}. ${element.title}.`);
    },
  };
}
