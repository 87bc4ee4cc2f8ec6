// Calls to the JSON API and the decoding of its answers. Never touches the page.

import { nameFromHeader } from "../model/file_names.js";

/** @typedef {import("../state/types.js").Path} Path */
/** @typedef {import("../state/types.js").Dataset} Dataset */
/** @typedef {import("../state/types.js").Training} Training */
/** @typedef {import("../state/types.js").Problem} Problem */
/** @typedef {import("../state/types.js").Progress} Progress */

const API = "/api/v1";
const PLACES_ON_A_CURVE = 200;

/** @type {Problem} */
const FAULT_OF_THE_PAGE = { type: "about:page", title: "Not shown", status: 0, detail: "The answer came, but this page could not show it." };

/** No path or data set, and why: the server's own words, or what came in place of them. */
export class RequestError extends Error {
  /** @param {Problem} problem */
  constructor(problem) {
    super(problem.title);
    this.problem = problem;
  }
}

/** Why nothing is shown; what no request is to blame for is a fault of the page, and reported. @param {unknown} error @returns {Problem} */
export function problemOf(error) {
  if (error instanceof RequestError) return error.problem;
  reportError(error);
  return FAULT_OF_THE_PAGE;
}

/** @param {string} query @param {AbortSignal} signal @returns {Promise<Path>} */
export function fetchPath(query, signal) {
  return getDecoded(pathAddress(query), signal);
}

/** The path of points that have moved, followed from one that is known. @param {Record<string, unknown>} body @param {AbortSignal} signal @returns {Promise<Path>} */
export function fetchNearPath(body, signal) {
  return getDecoded(`${API}/path`, signal, { method: "POST", body: JSON.stringify(body) });
}

/** A path without what is inspected. @param {string} query @param {AbortSignal} signal @returns {Promise<Path>} */
export function fetchPlainPath(query, signal) {
  return getDecoded(`${API}/path?${query}&format=typed`, signal);
}

/** Training step by step. @param {string} query @param {AbortSignal} signal @returns {Promise<Training>} */
export function fetchTraining(query, signal) {
  return getDecoded(trainingAddress(query), signal);
}

/** @param {string} query @param {AbortSignal} signal @returns {Promise<Dataset>} */
export function fetchDataset(query, signal) {
  return getJson(datasetAddress(query), signal);
}

/**
 * Tells how far the path of this very query has come; the server computes it once for all who ask.
 * @param {string} query @param {AbortSignal} signal @param {(progress: Progress) => void} onProgress
 */
export function followProgress(query, signal, onProgress) {
  return follow(pathAddress(query), signal, onProgress);
}

/** The same for training step by step, in epochs. @param {string} query @param {AbortSignal} signal @param {(progress: Progress) => void} onProgress */
export function followTraining(query, signal, onProgress) {
  return follow(trainingAddress(query), signal, onProgress);
}

/** @param {string} address @param {AbortSignal} signal @param {(progress: Progress) => void} onProgress */
async function follow(address, signal, onProgress) {
  const response = await fetch(address, { signal, headers: { Accept: "text/event-stream" } });
  if (!response.ok || !response.body) return;
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    const events = (rest + value).replaceAll("\r\n", "\n").split("\n\n");
    rest = events.pop() ?? "";
    for (const event of events) {
      if (!/^event: ?progress$/m.test(event)) return void reader.cancel();
      onProgress(JSON.parse(event.match(/^data: ?(.*)$/m)?.[1] ?? "null"));
    }
  }
}

/**
 * A path as JSON, or what /export makes of it and calls it. @param {string} kind @param {string} query @param {number} lambda of a script
 * @returns {Promise<{blob: Blob, name: string}>} name: "" where the server gives none
 */
export async function fetchFile(kind, query, lambda) {
  const address = kind === "json" ? `${API}/path?${query}` : `${API}/export?as=${kind}&lambda=${lambda}${query && `&${query}`}`;
  const response = await fetch(address, { headers: { Accept: "*/*" } }).catch(() => null);
  if (!response) throw new Error("The server can't be reached.");
  if (!response.ok) throw new Error((await readProblem(response)).detail);
  return { blob: await response.blob(), name: nameFromHeader(response.headers.get("Content-Disposition")) };
}

/** @param {string} query */
function pathAddress(query) {
  const curve = new URLSearchParams(query).get("task") === "regression" ? `&grid=${PLACES_ON_A_CURVE}` : "";
  return `${API}/path?${query && `${query}&`}inspect=true&format=typed${curve}`;
}

/** @param {string} query */
function datasetAddress(query) {
  return `${API}/dataset${query && `?${query}`}`;
}

/** @param {string} query */
function trainingAddress(query) {
  return `${API}/train?${query}&format=typed`;
}

/** An answer with typed arrays in it. @param {string} address @param {AbortSignal} signal @param {RequestInit} [how] */
async function getDecoded(address, signal, how) {
  const answer = await getJson(address, signal, how);
  try {
    return decode(answer);
  } catch {
    throw new RequestError(unexplained("unreadable", 200, "The answer can't be read."));
  }
}

/** @param {string} address @param {AbortSignal} signal @param {RequestInit} [how] */
async function getJson(address, signal, how) {
  const response = await fetch(address, { ...how, signal, headers: { Accept: "application/json" } }).catch(() => null);
  if (!response) throw new RequestError(unexplained("unreachable", 0, "The server can't be reached."));
  if (!response.ok) throw new RequestError(await readProblem(response));
  try {
    return await response.json();
  } catch {
    throw new RequestError(unexplained("unreadable", response.status, "The answer can't be read."));
  }
}

/** The server's own words where it is our server that answers. @param {Response} response @returns {Promise<Problem>} */
async function readProblem(response) {
  const { status, headers } = response;
  const fallback = unexplained("unexplained", status, `The server answered ${status}.`);
  if (!headers.get("Content-Type")?.startsWith("application/problem+json")) return fallback;
  return response.json().then((problem) => ({ ...fallback, ...problem, status }), () => fallback);
}

/** @param {string} kind @param {number} status @param {string} detail @returns {Problem} */
function unexplained(kind, status, detail) {
  return { type: `about:${kind}`, title: "Not answered", status, detail };
}

/**
 * The same JSON with every typed array as numbers.
 * @param {any} value @returns {any}
 */
function decode(value) {
  if (Array.isArray(value)) return typeof value[0] === "object" ? value.map(decode) : value;
  if (value === null || typeof value !== "object") return value;
  if ("bdata" in value) return decodeTensor(value);
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, decode(part)]));
}

/** @param {import("../state/api_types.js").TypedArray} typed @returns {import("../state/types.js").Tensor} */
function decodeTensor({ bdata, shape }) {
  const bytes = Uint8Array.from(atob(bdata), (character) => character.charCodeAt(0));
  return { data: new Float32Array(bytes.buffer), shape: shape.split(",").map(Number) };
}
