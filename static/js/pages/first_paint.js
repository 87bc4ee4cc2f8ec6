// Sets the theme before the first paint, so that a dark page never flashes white. A classic script on purpose.

(() => {
  let chosen = null;
  try {
    chosen = localStorage.getItem("theme");
  } catch {
    // storage can be forbidden; then the system decides
  }
  const dark = chosen ? chosen === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  document.documentElement.dataset.theme = dark ? "dark" : "light";
  document.documentElement.classList.remove("no-js");
})();
