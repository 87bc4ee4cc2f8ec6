// Opens and closes training step by step.

/** @typedef {import("../state/types.js").LabState} LabState */

/** @param {HTMLElement} element the button @param {import("../state/types.js").LabActions} actions @returns {import("../state/types.js").LabView} */
export function createTrainingButton(element, actions) {
  /** @type {LabState | null} */
  let state = null;

  element.addEventListener("click", () => actions.showPlayback(!state?.playback));
  return {
    update(next) {
      state = next;
      element.setAttribute("aria-pressed", String(Boolean(next.playback)));
    },
  };
}
