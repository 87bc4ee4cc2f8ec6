// Before the first paint: the theme, so that a dark page never flashes white, and the page's type, so that no word moves when it
// comes. A classic script on purpose, after the style sheets: they say what type there is.

(() => {
  let chosen = null;
  try {
    chosen = localStorage.getItem("theme");
  } catch {
    // storage can be forbidden; then the system decides
  }
  const dark = chosen ? chosen === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  document.documentElement.dataset.theme = dark ? "dark" : "light";
  document.documentElement.classList.add("no-type");
  const show = () => document.documentElement.classList.remove("no-type");
  const faces = [...document.querySelectorAll("link[data-face]")].map((link) => document.fonts.load(/** @type {HTMLElement} */ (link).dataset.face ?? ""));
  Promise.allSettled(faces).then(show);
  setTimeout(show, 3000); // as long as a browser waits before it shows other type
})();
