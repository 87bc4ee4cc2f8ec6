// The rail of a slider, along which a pointer moves it: the native range under it is for keys and screen readers.

/** Not where a button lies on it. @param {HTMLElement} rail @param {(x: number) => void} onMove in pixels from its left end */
export function followPointer(rail, onMove) {
  let left = 0;
  rail.addEventListener("pointerdown", (event) => {
    if (event.button !== 0 || (event.target instanceof Element && event.target.closest("button"))) return;
    event.preventDefault();
    rail.setPointerCapture(event.pointerId);
    left = rail.getBoundingClientRect().left;
    onMove(event.clientX - left);
  });
  rail.addEventListener("pointermove", (event) => {
    if (rail.hasPointerCapture(event.pointerId)) onMove(event.clientX - left);
  });
}
