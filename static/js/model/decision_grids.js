// What the network says all over the picture, at every λ: computed once per path, in idle moments or when asked for.

import { simplified } from "./line_simplification.js";
import { zeroLines } from "./marching_squares.js";
import { forward, layersAt, sigmoid, workPerPoint } from "./network.js";
import { gridInputs, pictureFrame } from "./picture_frame.js";

/** @typedef {import("../state/types.js").Path} Path */
/** What is done without a look at the clock. @typedef {"evaluate" | "color" | "trace"} Step */
/** @typedef {import("../state/types.js").ShownDataset} Dataset */

/** `levels` are PIXELS × PIXELS steps of probability from the top left, 0 to 2 · STEPS − 1; `lines` the 0.5 level, `drawn` the same with no more points than a screen shows. @typedef {{levels: Uint8Array, lines: Float32Array[], drawn: Float32Array[]}} DecisionGrid */

export const STEPS = 6; // of probability, on each side of 0.5
export const PIXELS = 200;
const WORK = 4.5e6; // multiplications for one picture: about 10 ms
const ROUGH_WORK = 1e6; // for one that is wanted before it is ready, within a frame
const MIN_NODES = 51; // on a side
const MAX_NODES = 201; // 1.9 px apart in the picture of a laptop
const BISECTIONS = 6; // to 1/64 of the distance between two nodes, a tenth of a pixel
const FINENESS = 1e-4; // of the picture's side: a thirtieth of a pixel on a laptop
const SLICE = 1024; // points evaluated between two looks at the clock
const MAX_MOMENT = 10; // milliseconds: no step waits for a longer moment of rest
const PATIENCE = 50; // moments: no step waits for more of them, on a page that has only short ones
const REST = 600; // milliseconds before λ other than the one shown have their turn: the page has its charts to draw first
const OWN_MOMENT = 15; // milliseconds, where the browser does not say when it rests: more than MAX_MOMENT

/** @type {WeakMap<Path, ReturnType<typeof createGrids>>} */
const grids_of = new WeakMap();
/** Those that are worked on: of the path shown, and of the one beside it. */
const latest = { shown: /** @type {ReturnType<typeof createGrids> | null} */ (null), beside: /** @type {ReturnType<typeof createGrids> | null} */ (null) };

/** The grids of a path; those of the path before are not worked on until they are asked for again. @param {Path} path @param {Dataset} dataset @param {boolean} [beside] whether it stands beside the path shown */
export function decisionGrids(path, dataset, beside = false) {
  let grids = grids_of.get(path);
  if (!grids || grids.held !== dataset.frame) {
    grids = createGrids(path, dataset);
    grids_of.set(path, grids);
  }
  const [place, other] = beside ? /** @type {const} */ (["beside", "shown"]) : /** @type {const} */ (["shown", "beside"]);
  if (latest[place] !== grids && latest[place] !== latest[other]) latest[place]?.stop();
  latest[place] = grids;
  return grids;
}

/** @param {Path} path @param {Dataset} dataset */
function createGrids(path, dataset) {
  const frame = pictureFrame(dataset);
  const [fine, rough] = [WORK, ROUGH_WORK].map((work) => nodesFor(path, frame, work));
  /** @type {(DecisionGrid | undefined)[]} */
  const grids = [];
  const rough_grids = rough.n < fine.n ? [] : grids;
  /** By name. @type {Map<string, (index: number) => void>} */
  const listeners = new Map();
  let working = false;
  let near = 0;
  let begun = /** @type {{index: number, into: (DecisionGrid | undefined)[], steps: Generator<Step, DecisionGrid>} | null} */ (null);
  let next = /** @type {Step} */ ("evaluate");
  let waited = 0; // moments, since the last step
  /** Milliseconds that each step takes here. @type {Record<Step, number>} */
  const takes = { evaluate: 1, color: 1, trace: 1 };

  /** The grid as far as it is known: a rough one when it is wanted before it is ready. @param {number} index */
  function at(index) {
    return grids[index] ?? (rough_grids[index] ??= finish(solve(path, index, rough)));
  }

  /**
   * Works on what is missing nearest to `index`, whenever the page has nothing else to do: on the one that is shown, and
   * after a rest on the rough ones of all others, so that λ can be moved at once, before the fine ones.
   * @param {number} index @param {(index: number) => void} ready is told which rough grid a fine one has replaced
   * @param {string} [listener] its name: of each, the last one is told
   */
  function prepare(index, ready, listener = "picture") {
    near = index;
    listeners.set(listener, ready);
    if (!working) whenIdle(work);
    working = true;
  }

  /** @param {() => number} timeLeft */
  function work(timeLeft) {
    waited += 1;
    while (working && (timeLeft() > Math.min(takes[next], MAX_MOMENT) || waited > PATIENCE)) {
      waited = 0;
      begun ??= begin(near);
      if (!begun) return void (working = false);
      const start = performance.now();
      const { done, value } = begun.steps.next();
      takes[next] = (takes[next] + performance.now() - start) / 2;
      next = done ? "evaluate" : value;
      if (!done) continue;
      const { index, into } = begun;
      begun = null;
      into[index] ??= value;
      if (into === grids && rough_grids[index]) for (const tell of listeners.values()) tell(index);
      if (grids.filter(Boolean).length === 1) return void setTimeout(() => whenIdle(work), REST);
    }
    if (working) whenIdle(work);
  }

  /** @param {number} near */
  function begin(near) {
    const missing = path.lambdas.map((_, index) => index).filter((index) => !grids[index]);
    const unseen = missing.filter((index) => !rough_grids[index]);
    if (!missing.length) return null;
    if (missing.length === path.lambdas.length) return { index: near, into: grids, steps: solve(path, near, fine) };
    const index = (unseen.length ? unseen : missing).reduce((best, other) => (Math.abs(other - near) < Math.abs(best - near) ? other : best));
    return unseen.length
      ? { index, into: rough_grids, steps: solve(path, index, rough) }
      : { index, into: grids, steps: solve(path, index, fine) };
  }

  return { held: dataset.frame, at, prepare, stop: () => void (working = false) };
}

/** As many nodes as this much work allows. @param {Path} path @param {import("./picture_frame.js").Frame} frame @param {number} work */
function nodesFor(path, frame, work) {
  const n = Math.round(Math.min(MAX_NODES, Math.max(MIN_NODES, Math.sqrt(work / workPerPoint(path)))));
  return { n, inputs: gridInputs(frame, n, true).slice(0, path.layers[0].weights.shape[2]) };
}

/** @param {Path} path @param {number} index @param {{n: number, inputs: Float64Array[]}} nodes @returns {Generator<Step, DecisionGrid>} which step comes next */
function* solve(path, index, { n, inputs }) {
  const layers = layersAt(path, index);
  const logits = new Float64Array(n * n);
  for (let from = 0; from < logits.length; from += SLICE) {
    const part = inputs.map((values) => values.subarray(from, from + SLICE));
    logits.set(forward(layers, path.experiment.activation, part).logits, from);
    yield from + SLICE < logits.length ? "evaluate" : "color";
  }
  const levels = probabilityLevels(logits, n);
  yield "trace";
  const sharpen = (/** @type {import("./marching_squares.js").Crossing[]} */ crossings) => bisect(crossings, layers, path.experiment.activation, inputs);
  const lines = path.trivial[index] ? [] : zeroLines(logits, n, sharpen);
  return { levels, lines, drawn: lines.map((line) => simplified(line, FINENESS)) };
}

/**
 * Where the field is steep a straight line between nodes misses the boundary: ask the network itself.
 * @param {import("./marching_squares.js").Crossing[]} crossings @param {import("./network.js").Layer[]} layers
 * @param {string} activation @param {Float64Array[]} inputs of the whole grid
 */
function bisect(crossings, layers, activation, inputs) {
  const [left, right, top, bottom] = [inputs[0][0], inputs[0].at(-1) ?? 0, inputs[1]?.[0] ?? 0, inputs[1]?.at(-1) ?? 0];
  const ends = crossings.map(() => [0, 1]);
  for (let step = 0; step < BISECTIONS; step += 1) {
    const x = Float64Array.from(crossings, ({ x0, x1 }, k) => left + (right - left) * between(x0, x1, ends[k]));
    const y = Float64Array.from(crossings, ({ y0, y1 }, k) => top + (bottom - top) * between(y0, y1, ends[k]));
    const { logits } = forward(layers, activation, [x, y].slice(0, inputs.length));
    crossings.forEach(({ rising }, k) => {
      ends[k][logits[k] > 0 === rising ? 1 : 0] = (ends[k][0] + ends[k][1]) / 2;
    });
  }
  crossings.forEach((crossing, k) => {
    crossing.share = (ends[k][0] + ends[k][1]) / 2;
  });
}

/** @param {number} from @param {number} to @param {number[]} ends shares of the way */
function between(from, to, [low, high]) {
  return from + ((to - from) * (low + high)) / 2;
}

/** @template T @param {Generator<Step, T>} steps */
function finish(steps) {
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}

/** Linear between the nodes, so that the edges of the steps are smooth. @param {Float64Array} logits @param {number} n */
function probabilityLevels(logits, n) {
  const levels = new Uint8Array(PIXELS * PIXELS);
  const places = Array.from({ length: PIXELS }, (_, k) => ((k + 0.5) / PIXELS) * (n - 1));
  for (let row = 0; row < PIXELS; row += 1) {
    const top = Math.floor(places[row]);
    const down = places[row] - top;
    for (let column = 0; column < PIXELS; column += 1) {
      const left = Math.floor(places[column]);
      const right = places[column] - left;
      const k = top * n + left;
      const upper = logits[k] + right * (logits[k + 1] - logits[k]);
      const lower = logits[k + n] + right * (logits[k + n + 1] - logits[k + n]);
      const step = Math.floor(sigmoid(upper + down * (lower - upper)) * 2 * STEPS);
      levels[row * PIXELS + column] = Math.min(step, 2 * STEPS - 1);
    }
  }
  return levels;
}

/** @param {(timeLeft: () => number) => void} work */
function whenIdle(work) {
  if ("requestIdleCallback" in globalThis) {
    requestIdleCallback((deadline) => work(() => deadline.timeRemaining()));
    return;
  }
  setTimeout(() => {
    const end = performance.now() + OWN_MOMENT;
    work(() => end - performance.now());
  }, 20);
}
