// The λ slider: a native range for keys and screen readers under a track drawn as a map of the path.

import { followPointer } from "../controls/rail.js";
import { fillValue, find, make } from "../dom/elements.js";
import { formatLambda } from "../model/format.js";
import { isFrozen, weightsIndex } from "../model/inspector.js";
import { lambdaScale, plotEdges, typeUnit } from "../model/lambda_scale.js";
import { AS_GOOD, regimeAt, regimeName, regimeStretches } from "../model/regime.js";
import { placeWords } from "../model/word_places.js";
import { lambdaIndex, lambdaIndexFor } from "../state/state.js";

/** @typedef {import("../state/types.js").Path} Path */

const BEFORE_A_PATH = [0, 1e-4, 1e3]; // the λ of the empty track

/** @param {HTMLElement} element @param {import("../state/types.js").Actions} actions @returns {import("../state/types.js").View} */
export function createLambdaSlider(element, actions) {
  const input = /** @type {HTMLInputElement} */ (find(element, "#lambda"));
  const rail = find(element, "[data-rail]");
  const thumb = find(element, "[data-thumb]");
  const readout = find(element, "[data-readout]");
  const cursor = find(document, "[data-cursor]");
  const play = find(element, "[data-play]");
  const map = createMap(element);
  /** @type {import("../state/state.js").State | null} */
  let state = null;
  let scale = lambdaScale(BEFORE_A_PATH, 0, 1);
  let covered = false;
  let width = 0; // of the rail
  let reach = 0; // half the width of the readout where it stands among the numbers, otherwise 0

  function layOut() {
    width = rail.offsetWidth;
    const edges = plotEdges(rail);
    if (edges.right <= edges.left) return;
    scale = lambdaScale(state?.path?.lambdas ?? BEFORE_A_PATH, edges.left, edges.right, typeUnit());
    map.draw(state?.path ?? null, scale, edges);
    if (state?.path) show(state.path, lambdaIndex(state));
  }

  /** @param {Path} path @param {number} index */
  function show(path, index) {
    const lambda = path.lambdas[index];
    const x = scale.x(lambda);
    thumb.style.transform = `translateX(${x}px)`;
    cursor.style.transform = `translateX(${x}px) translateX(-50%)`;
    readout.style.transform = `translateX(clamp(0px, calc(${x}px - 50%), calc(${width}px - 100%)))`;
    thumb.toggleAttribute("data-at-star", path.goldilocks !== null && index === lambdaIndexFor(path, null));
    fillValue(element, "lambda", formatLambda(lambda));
    input.value = String(index);
    const frozen = state && isFrozen(state) ? `W frozen at λ = ${formatLambda(path.lambdas[weightsIndex(state)])}` : null;
    const word = frozen ?? (isCovered(element) ? null : regimeAt(path, index).word.toLowerCase());
    input.setAttribute("aria-valuetext", `λ = ${formatLambda(lambda)}${word ? `, ${word}` : ""}`);
    const left = Math.min(Math.max(x, reach), width - reach) - reach;
    map.mark(regimeName(path, index), reach ? left : x, reach ? left + 2 * reach : x);
  }

  function followReadout() {
    reach = map.isBeside(readout) ? readout.offsetWidth / 2 : 0;
    if (state?.path) show(state.path, lambdaIndex(state));
  }

  input.addEventListener("input", () => actions.setLambdaIndex(Number(input.value)));
  play.addEventListener("click", () => actions.autoplay(!state?.autoplaying));
  for (const button of element.querySelectorAll("[data-step]")) {
    const step = Number(/** @type {HTMLElement} */ (button).dataset.step);
    button.addEventListener("click", () => state && actions.setLambdaIndex(lambdaIndex(state) + step));
  }
  followPointer(rail, (x) => {
    input.focus({ preventScroll: true });
    actions.setLambdaIndex(scale.nearestIndex(x));
  });
  new ResizeObserver(layOut).observe(rail);
  new ResizeObserver(followReadout).observe(readout); // after layout, so that its width costs none

  return {
    update(next, previous) {
      state = next;
      const { path, autoplaying } = next;
      const index = lambdaIndex(next);
      if (autoplaying !== previous?.autoplaying) play.setAttribute("aria-pressed", String(autoplaying));
      if (path !== previous?.path) {
        for (const control of [input, ...element.querySelectorAll("button")]) control.disabled = path === null;
        if (path) input.max = String(path.lambdas.length - 1);
        layOut();
      } else if (path && (index !== lambdaIndex(previous) || next.inspector !== previous.inspector || isCovered(element) !== covered)) show(path, index);
      covered = isCovered(element);
    },
  };
}

/** Whether a question of a lesson is open, to which the word for a λ would be the answer. @param {HTMLElement} element */
function isCovered(element) {
  return element.closest("[data-covered]") !== null;
}

/** What does not move with λ: stop, break, track, band, collapse, star, words, ticks. @param {HTMLElement} element */
function createMap(element) {
  const part = (/** @type {string} */ name) => find(element, `[data-${name}]`);
  const [stop, gap, track, band, collapse, star, stretches, ticks] =
    ["stop", "break", "track", "band", "collapse", "star", "stretches", "ticks"].map(part);
  /** @type {{x: number, half: number, label: HTMLElement}[]} */
  let labels = [];
  let unit = 1;

  /** @param {Path | null} path @param {import("../model/lambda_scale.js").LambdaScale} scale @param {{left: number, right: number}} edges */
  function draw(path, scale, edges) {
    const { goldilocks = null, collapse_lambda = null } = path ?? {};
    const smallest = (path?.lambdas ?? BEFORE_A_PATH).find((lambda) => lambda > 0) ?? null;
    const left = smallest === null ? edges.right : scale.x(smallest);
    const x = (/** @type {number} */ lambda) => Math.min(Math.max(scale.x(lambda), left), edges.right);
    spread(track, left, edges.right);
    stop.hidden = scale.break_x === null;
    gap.hidden = stop.hidden || smallest === null;
    stop.style.left = `${edges.left}px`;
    gap.style.left = `${scale.break_x ?? 0}px`;
    band.hidden = track.hidden = smallest === null;
    band.hidden ||= goldilocks === null;
    star.toggleAttribute("hidden", goldilocks === null);
    if (goldilocks) {
      spread(band, x(goldilocks.from), x(goldilocks.to));
      star.style.left = `${scale.x(goldilocks.lambda)}px`;
    }
    const at = collapse_lambda === null ? NaN : scale.x(collapse_lambda);
    collapse.hidden = !(at >= left && at <= edges.right);
    collapse.style.left = `${at}px`;
    unit = typeUnit();
    labels = drawTicks(ticks, scale, edges);
    drawWords(stretches, path, scale, edges);
  }

  /** @param {string} name the regime under the thumb @param {number} from @param {number} to where no number has room */
  function mark(name, from, to) {
    const berth = 4 * unit;
    for (const word of stretches.children) word.toggleAttribute("data-here", /** @type {HTMLElement} */ (word).dataset.name === name);
    for (const { x: middle, half, label } of labels) label.toggleAttribute("data-covered", middle + half + berth > from && middle - half - berth < to);
  }

  /** Whether it stands in the row of the numbers. @param {HTMLElement} other */
  function isBeside(other) {
    const [row, box] = [labels[0]?.label, other].map((written) => written?.getBoundingClientRect());
    return Boolean(row && box && row.top < box.bottom && box.top < row.bottom);
  }
  return { draw, mark, isBeside };
}

/** @param {HTMLElement} element @param {number} from @param {number} to */
function spread(element, from, to) {
  element.style.left = `${from}px`;
  element.style.width = `${Math.max(0, to - from)}px`;
}

/** @param {HTMLElement} ticks @param {import("../model/lambda_scale.js").LambdaScale} scale @param {{left: number, right: number}} edges */
function drawTicks(ticks, scale, edges) {
  const labels = scale.ticks.map(({ x, label }) => ({ x, label: make("span", {}, label) }));
  const lines = scale.ticks.filter(({ lambda }) => lambda > 0).map(({ x }) => {
    const line = make("i");
    line.style.left = `${x}px`;
    return line;
  });
  ticks.replaceChildren(...lines, ...labels.map(({ label }) => label));
  const widths = labels.map(({ label }) => label.offsetWidth);
  return labels.map(({ x, label }, i) => {
    const middle = Math.min(x, edges.right + 2 - widths[i] / 2);
    label.style.left = `${middle - widths[i] / 2}px`;
    return { x: middle, half: widths[i] / 2, label };
  });
}

/** @param {HTMLElement} stretches @param {Path | null} path @param {import("../model/lambda_scale.js").LambdaScale} scale @param {{left: number, right: number}} edges */
function drawWords(stretches, path, scale, edges) {
  const list = path ? regimeStretches(path) : [];
  const words = list.map(({ name, word }) => {
    const written = make("span", { class: name.replace("_", "-"), "data-name": name, "data-here": true }, word);
    return written; // measured bold, so that nothing moves when it becomes so
  });
  stretches.replaceChildren(...words);
  const places = placeWords(
    list.map(({ from, to }, i) => ({ from: scale.x(from), to: scale.x(to), width: words[i].offsetWidth })),
    list.findIndex(({ name }) => AS_GOOD.includes(name)), edges);
  places.forEach((middle, i) => {
    words[i].hidden = middle === null;
    words[i].style.left = `${middle ?? 0}px`;
    words[i].style.transform = "translateX(-50%)";
    words[i].removeAttribute("data-here");
  });
}
