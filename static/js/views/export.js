// Takes things along: figures as they are on screen, the path over λ, a script that finds this J again.

import { canBeSaved, figureFile } from "../charts/figure_files.js";
import { find, make } from "../dom/elements.js";
import { figureName } from "../model/file_names.js";
import { formatLambda } from "../model/format.js";
import { placeInPlayback } from "../model/training_playback.js";
import { lambdaIndex } from "../state/state.js";

/** @typedef {import("../state/types.js").LabState} LabState */
/** @typedef {{name: string, title: string, caption: string, figure: HTMLElement, words: string}} Saveable */

/** @param {HTMLElement} element @param {import("../state/types.js").LabActions} actions @returns {import("../state/types.js").LabView} */
export function createExport(element, actions) {
  const dialog = /** @type {HTMLDialogElement} */ (element);
  const list = find(element, "[data-figures]");
  const said = find(element, "[data-export-said]");
  const openers = /** @type {NodeListOf<HTMLButtonElement>} */ (document.querySelectorAll("[data-open-export]"));
  /** @type {LabState | null} */
  let state = null;

  /** @param {() => Promise<{blob: Blob, name: string}>} make_file */
  async function offer(make_file) {
    said.textContent = "Being made …";
    try {
      const { blob, name } = await make_file();
      save(blob, name);
      said.textContent = `Saved as ${name}.`;
    } catch (error) {
      said.textContent = `Not saved. ${error instanceof Error ? error.message : ""}`;
    }
  }

  /** @param {Saveable} saveable @param {"svg" | "png"} kind */
  async function savedFigure({ name, title, caption, figure, words }, kind) {
    if (!state?.path) throw new Error("There is no figure yet.");
    const lambda = state.path.lambdas[lambdaIndex(state)];
    const playback = placeInPlayback(state);
    const epoch = playback ? `, epoch ${playback.training.epochs[playback.s]}` : "";
    const about = { title: `${title}, λ = ${formatLambda(lambda)}${epoch}`, caption, words, address: actions.address() };
    return { blob: await figureFile(figure, kind, about), name: figureName(state.settings, lambda, name, kind) };
  }

  /** @param {Saveable} saveable */
  function row(saveable) {
    const button = (/** @type {"svg" | "png"} */ kind) => {
      const made = make("button", { type: "button", class: "plain", "aria-label": `${saveable.title} as ${kind.toUpperCase()}` }, kind.toUpperCase());
      made.addEventListener("click", () => offer(() => savedFigure(saveable, kind)));
      return made;
    };
    return make("li", {}, make("span", {}, saveable.title), button("png"), button("svg"));
  }

  function open() {
    said.textContent = "";
    list.replaceChildren(...saveables().map(row));
    dialog.showModal();
  }

  for (const opener of openers) opener.addEventListener("click", open);
  for (const button of element.querySelectorAll("[data-text]")) {
    const kind = /** @type {HTMLElement} */ (button).dataset.text ?? "";
    button.addEventListener("click", () => offer(() => actions.fetchFile(kind)));
  }
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close(); // beside it
  });
  return {
    update(next) {
      state = next;
      for (const opener of openers) opener.disabled = next.path === null;
    },
  };
}

/** Every figure that is on the screen now. @returns {Saveable[]} */
function saveables() {
  const views = /** @type {HTMLElement[]} */ ([...document.querySelectorAll("main .view")]);
  return views.flatMap((view) => {
    const figure = view.querySelector("[data-figure]");
    const heading = view.querySelector("h2");
    if (!(figure instanceof HTMLElement) || !heading || !canBeSaved(figure)) return [];
    const nodes = [...heading.childNodes].filter((node) => shownText([node]));
    const end = nodes.length - (nodes.length > 1 && isQuiet(nodes[nodes.length - 1]) ? 1 : 0);
    const words = view.querySelector("[data-alternative]")?.textContent ?? "";
    return [{ name: view.id, title: shownText(nodes.slice(0, end)), caption: shownText(nodes.slice(end)).replace(/^on$/, ""), figure, words }];
  });
}

/** @param {Node} node */
function isQuiet(node) {
  return node instanceof HTMLElement && node.classList.contains("quiet");
}

/** What parts of a heading say where there is room. @param {Node[]} nodes */
function shownText(nodes) {
  const copy = make("span", {}, ...nodes.flatMap((node) => [node.cloneNode(true), " "]));
  for (const left_out of copy.querySelectorAll("[hidden], .tight")) left_out.remove();
  return (copy.textContent ?? "").replace(/\s+/g, " ").trim();
}

/** @param {Blob} blob @param {string} name */
function save(blob, name) {
  const href = URL.createObjectURL(blob);
  make("a", { href, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(href), 60_000); // some browsers read it a little later
}
