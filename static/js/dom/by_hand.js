// What a key does as if it were done by hand: a button is pressed, a slider moved.

/** Also where the button is hidden now; not where it is disabled. @param {string} selector */
export function press(selector) {
  const button = document.querySelector(selector);
  if (button instanceof HTMLElement) button.click();
}

/** @param {HTMLInputElement} slider @param {number} value */
export function moveSlider(slider, value) {
  if (slider.disabled) return;
  slider.value = String(value);
  slider.dispatchEvent(new Event("input", { bubbles: true }));
}
