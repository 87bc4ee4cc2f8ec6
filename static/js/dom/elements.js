// Small ways to make and fill elements; text enters as text, never as markup.

/** Running text in which some pieces are maths. @typedef {(string | {maths: string})[]} Words */

/**
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag @param {Record<string, string | number | boolean | null | undefined>} attributes
 * @param {(Node | string)[]} children
 * @returns {HTMLElementTagNameMap[K]}
 */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === true) element.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(name, String(value));
  }
  element.append(...children);
  return element;
}

/**
 * The element inside `root` that the template promises.
 * @param {ParentNode} root @param {string} selector @returns {HTMLElement}
 */
export function find(root, selector) {
  const found = root.querySelector(selector);
  if (!(found instanceof HTMLElement || found instanceof SVGElement)) throw new Error(`template: no ${selector}`);
  return /** @type {HTMLElement} */ (found);
}

/** @param {ParentNode} root @param {string} name @param {string} text */
export function fillValue(root, name, text) {
  for (const element of root.querySelectorAll(`[data-value="${name}"]`)) {
    if (element.textContent !== text) element.textContent = text;
  }
}

/** An attribute that is written anew, even as it was, has styles worked out anew. @param {HTMLElement} element @param {boolean} hidden */
export function hide(element, hidden) {
  if (element.hidden !== hidden) element.hidden = hidden;
}

/** @param {Element} element @param {Words} words */
export function fillWords(element, words) {
  if (element.textContent === plainText(words)) return;
  element.replaceChildren(...words.map((word) => (typeof word === "string" ? word : make("i", { class: "maths" }, word.maths))));
}

/** @param {Words} words */
export function plainText(words) {
  return words.map((word) => (typeof word === "string" ? word : word.maths)).join("");
}
