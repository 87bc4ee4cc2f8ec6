// Moving λ by dragging on a chart. A finger that scrolls the page, or a click on something to pick, moves nothing.

const SLACK = 4; // pixels before a held pointer counts as dragging

/**
 * Something on the chart that a click picks; `at` answers null where there is none.
 * @template P
 * @typedef {{at: (placed: P, x: number, y: number) => (() => void) | null}} Target
 */

/**
 * @template {{scale: import("../model/lambda_scale.js").LambdaScale}} P
 * @param {HTMLElement} figure @param {() => P | null} where
 * @param {{setLambdaIndex: (index: number) => void}} actions @param {Target<P>} [target]
 */
export function followPointer(figure, where, actions, target) {
  /** @type {{start: number, held: boolean, pick: (() => void) | null} | null} */
  let drag = null;
  const position = (/** @type {PointerEvent} */ event) => {
    const box = figure.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  };
  const go = (/** @type {number} */ x) => {
    const placed = where();
    if (placed) actions.setLambdaIndex(placed.scale.nearestIndex(x));
  };

  figure.addEventListener("pointerdown", (event) => {
    const placed = where();
    if (event.button !== 0 || !placed || (event.target instanceof Element && event.target.closest("button"))) return;
    const { x, y } = position(event);
    const pick = target?.at(placed, x, y) ?? null;
    drag = { start: x, held: pick !== null || event.pointerType === "touch", pick };
    figure.setPointerCapture(event.pointerId);
    if (event.pointerType === "mouse") event.preventDefault();
    if (!drag.held) go(x);
  });
  figure.addEventListener("pointermove", (event) => {
    const { x, y } = position(event);
    if (!drag) return void hint(x, y);
    if (drag.held && Math.abs(x - drag.start) < SLACK) return;
    drag.held = false;
    go(x);
  });
  figure.addEventListener("pointerup", (event) => {
    if (drag?.held && drag.pick) drag.pick();
    else if (drag?.held) go(position(event).x);
    drag = null;
  });
  figure.addEventListener("pointercancel", () => (drag = null));

  /** @param {number} x @param {number} y */
  function hint(x, y) {
    const placed = where();
    if (target && placed) figure.toggleAttribute("data-pickable", target.at(placed, x, y) !== null);
  }
}
