// What the page remembers on this machine. Storage can be forbidden; then until the page is left.

/** @type {Map<string, string>} */
const unsaved = new Map();

/** @param {string} name @returns {string | null} */
export function readPreference(name) {
  try {
    return localStorage.getItem(name);
  } catch {
    return unsaved.get(name) ?? null;
  }
}

/** @param {string} name @param {string} value */
export function writePreference(name, value) {
  try {
    localStorage.setItem(name, value);
  } catch {
    unsaved.set(name, value);
  }
}

/** The theme is the system's, also when that changes, until another is chosen here. @param {(theme: "light" | "dark") => void} show */
export function followSystemTheme(show) {
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", ({ matches }) => {
    if (!readPreference("theme")) show(matches ? "dark" : "light");
  });
}
