// A beside B: what differs between them, the picture of A, and the numbers of both at one λ.

import { createDecisionBoundaryCanvas } from "../charts/decision_boundary_canvas.js";
import { fillValue, find, hide, make, plainText } from "../dom/elements.js";
import { boundaryInWords, noLine, pictureNotes } from "../model/boundary_words.js";
import { asPinned, COMPARED, isCompared, lambdaInWords, pinnedNetwork, pointsBeside } from "../model/comparison.js";
import { decisionGrids } from "../model/decision_grids.js";
import { differences, differenceInWords } from "../model/difference.js";
import { searching, statusText } from "../model/status_text.js";
import { lambdaIndex } from "../state/state.js";

/** @typedef {import("../state/types.js").LabState} LabState */
/** @typedef {import("../state/types.js").LabActions} LabActions */

/** @param {HTMLElement} element @param {LabActions} actions @returns {import("../state/types.js").LabView} */
export function createComparison(element, actions) {
  const opener = find(document, "[data-compare]");
  const difference = find(element, "[data-difference]");
  const rest = find(element, "[data-rest]");
  const said = find(document, "[data-comparison-said]"); // beside what is hidden, or a screen reader would not say it
  const alternative = find(element, "[data-alternative]");
  const showProblem = createProblem(find(element, "[data-problem]"), actions);
  const showNumbers = createNumbers(find(element, "[data-numbers]"));
  const picture = createDecisionBoundaryCanvas(find(element, "[data-figure]"), {
    role: "img", "aria-labelledby": "pinned-boundary-title", "aria-describedby": "pinned-boundary-alternative",
  });
  let shown = 0;

  opener.addEventListener("click", () => actions.compare());
  find(element, "[data-unpin]").addEventListener("click", () => actions.unpin());
  find(element, "[data-other-penalty]").addEventListener("click", () => actions.pinOtherPenalty());
  find(element, "[data-swap]").addEventListener("click", () => actions.swapPin());

  /** @param {LabState} now */
  function showPicture(now) {
    const network = pinnedNetwork(now);
    shown += 1;
    if (!network) return;
    const turn = shown;
    const { path, dataset, index } = network;
    const show = () => {
      const verdict = noLine(path, dataset, index, true);
      picture.show({ dataset, path, index, stale: false, notes: now.presented === null ? pictureNotes(dataset) : [], verdict, pinned: true });
      alternative.textContent = boundaryInWords(path, dataset, index, verdict);
    };
    show();
    decisionGrids(path, dataset, true).prepare(index, (ready) => turn === shown && ready === index && show(), "pinned");
  }

  /** @param {LabState} now @param {import("../model/comparison.js").Pinned} pinned */
  function showWords(now, pinned) {
    const { settings, choices } = now;
    const words = differenceInWords(pinned.settings, settings, choices, pointsBeside(now));
    difference.textContent = words.difference;
    rest.textContent = [words.rest, lambdaInWords(now)].filter(Boolean).join(" ");
    const { a, b } = differences(pinned.settings, settings, choices);
    fillValue(element, "said_a", a.join(", "));
    fillValue(element, "said_b", b.join(", "));
  }

  return {
    update(next, previous) {
      const { pinned } = next;
      const on = isCompared(next);
      const was_on = Boolean(previous && isCompared(previous));
      opener.setAttribute("aria-pressed", String(on));
      const had_focus = !on && element.contains(document.activeElement);
      hide(element, !on);
      if (had_focus) opener.focus({ preventScroll: true });
      if (!pinned || !on) return void (said.textContent = was_on && !pinned ? "A is dropped." : "");
      if (was_on && previous && USED.every((key) => next[key] === previous[key])) return;
      showWords(next, pinned);
      showPicture(next);
      showProblem(next);
      showNumbers(next);
      fillValue(element, "regime_a", pinned.path ? inOneWord(asPinned(next)) : "");
      fillValue(element, "regime_b", next.path ? inOneWord(next) : "");
      if (!was_on || pinned.settings !== previous?.pinned?.settings || pinned.status !== previous.pinned?.status) {
        said.textContent = `${difference.textContent} ${rest.textContent} ${inWords(next, pinned)}`;
      }
    },
  };
}

/** @type {(keyof LabState)[]} */
const USED = ["pinned", "settings", "path", "dataset", "lambda", "status", "theme", "presented", "stale"];

/** "Just right", without its full stop. @param {import("../state/state.js").State} state */
function inOneWord(state) {
  return statusText(state).word.replace(/\.$/, "");
}

/** To a screen reader, once A is solved or can't be. @param {LabState} state @param {import("../model/comparison.js").Pinned} pinned */
function inWords(state, pinned) {
  const { word, sentence } = statusText(asPinned(state));
  return ["ready", "refused", "failed"].includes(pinned.status) ? `A: ${word} ${plainText(sentence)}` : "A is being solved.";
}

/** What keeps A from being shown: that it is being solved, or why it can't be. @param {HTMLElement} element @param {LabActions} actions */
function createProblem(element, actions) {
  const words = find(element, "[data-problem-words]");
  const button = find(element, "[data-way]");
  const bar = /** @type {HTMLProgressElement} */ (/** @type {unknown} */ (find(element, "[data-progress]")));
  /** @type {import("../model/status_text.js").Way | null} */
  let way = null;
  button.addEventListener("click", () => {
    if (way?.action === "change") actions.changePin(way.change);
    else if (way?.action === "retry") actions.retryPin();
    else actions.unpin();
  });
  return (/** @type {LabState} */ state) => {
    const { pinned } = state;
    if (!pinned) return;
    const now = asPinned(state);
    const { word, sentence, way: on } = statusText(now);
    const solved = pinned.status === "ready" || pinned.status === "searching";
    way = on;
    element.hidden = solved && !way && pinned.status !== "searching";
    element.toggleAttribute("data-over-picture", solved);
    words.textContent = solved ? (way ? plainText(sentence) : searching(now)) : `${word} ${plainText(sentence)}`;
    button.hidden = way === null;
    button.textContent = way?.action === "change" || way?.action === "retry" ? way.label : "Drop A";
    bar.hidden = !pinned.slow;
    if (!pinned.progress?.of) return bar.removeAttribute("value");
    bar.max = pinned.progress.of;
    bar.value = pinned.progress.done;
  };
}

/** A row for each number that is compared: what it is, of A, of B. @param {HTMLElement} list */
function createNumbers(list) {
  const cell = (/** @type {string} */ letter) => make("dd", { "data-of": letter }, make("span", { class: "visually-hidden" }, `${letter}: `), make("span", {}));
  const letters = ["A", "B"].map((letter) => make("dd", { "data-of": letter, "aria-hidden": "true" }, make("b", { class: letter === "B" ? "letter filled" : "letter" }, letter)));
  list.append(make("div", { class: "letters" }, make("dt", {}, make("span", { class: "visually-hidden" }, "set-up")), ...letters));
  const rows = COMPARED.map(({ name, title, maths, write }) => {
    const [of_a, of_b] = [cell("A"), cell("B")];
    list.append(make("div", { "data-compared": name }, make("dt", {}, title, ...(maths ? [make("i", { class: "maths" }, maths)] : [])), of_a, of_b));
    return { write, cells: [of_a, of_b].map((one) => /** @type {HTMLElement} */ (one.lastElementChild)) };
  });
  return (/** @type {LabState} */ state) => {
    const a = pinnedNetwork(state);
    for (const { write, cells: [of_a, of_b] } of rows) {
      of_a.textContent = a ? write(a.path, a.index) : "–";
      of_b.textContent = state.path ? write(state.path, lambdaIndex(state)) : "–";
    }
  };
}
