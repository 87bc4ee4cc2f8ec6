// What the page remembers on this machine. Storage can be forbidden; then nothing is remembered.

/** @param {string} name @returns {string | null} */
export function readPreference(name) {
  try {
    return localStorage.getItem(name);
  } catch {
    return null;
  }
}

/** @param {string} name @param {string} value */
export function writePreference(name, value) {
  try {
    localStorage.setItem(name, value);
  } catch {
    // not remembered, but in force until the page is left
  }
}

/** The theme is the system's, also when that changes, until another is chosen here. @param {(theme: "light" | "dark") => void} show */
export function followSystemTheme(show) {
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", ({ matches }) => {
    if (!readPreference("theme")) show(matches ? "dark" : "light");
  });
}
