// Presenting: one large figure at a time, and the screen that can be blanked.

import { find, hide, make } from "../dom/elements.js";
import { countPresented, PRESENTED } from "../model/presentation.js";

/** @param {HTMLElement} element @param {import("../state/types.js").LabActions} actions @returns {import("../state/types.js").LabView} */
export function createPresenting(element, actions) {
  const button = find(document, "[data-present]");
  const slider = find(document, "#lambda");
  const blank = /** @type {HTMLDialogElement} */ (find(document, "[data-blank]"));
  const said = find(element, "[data-presented]");

  const dots = PRESENTED.map(({ title }, k) => {
    const dot = make("button", { type: "button", "aria-label": title });
    dot.addEventListener("click", () => actions.presentFigure(k + 1));
    return dot;
  });
  find(element, "[data-dots]").append(...dots);
  button.addEventListener("click", () => actions.presentFigure(1));
  find(element, "[data-leave]").addEventListener("click", () => actions.presentFigure(null));
  find(element, "[data-blank-screen]").addEventListener("click", () => blank.showModal());
  find(element, "[data-full-screen]").addEventListener("click", () => toggleFullScreen(element));
  blank.addEventListener("click", () => blank.close());
  blank.addEventListener("keydown", (event) => {
    event.preventDefault(); // any key brings the page back, and does nothing else
    blank.close();
  });

  return {
    update(next, previous) {
      const { presented } = next;
      const count = countPresented(next);
      dots.forEach((dot, k) => hide(dot, k >= count));
      if (presented === (previous?.presented ?? null)) return;
      element.hidden = presented === null;
      dots.forEach((dot, k) => (k + 1 === presented ? dot.setAttribute("aria-current", "true") : dot.removeAttribute("aria-current")));
      said.textContent = presented === null ? "" : `${PRESENTED[presented - 1].title}, figure ${presented} of ${count}`;
      if (presented === null) return leave(button, blank);
      if (previous && previous.presented === null) slider.focus({ preventScroll: true });
    },
  };
}

/** @param {HTMLElement} button @param {HTMLDialogElement} blank */
function leave(button, blank) {
  blank.close();
  if (document.fullscreenElement) void document.exitFullscreen();
  button.focus();
}

/** Where a browser has no full screen, or refuses it, the button says so. @param {HTMLElement} element */
async function toggleFullScreen(element) {
  const said = find(element, "[data-full-screen-said]");
  said.textContent = "";
  try {
    await (document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen());
  } catch {
    said.textContent = "This browser allows no full screen here.";
  }
}
