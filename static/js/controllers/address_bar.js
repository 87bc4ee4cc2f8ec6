// Keeps the browser's address in step, that of the Lab or of a lesson: a new set-up or step is a new page to go back to,
// a new λ is not.

const PAUSE = 250; // milliseconds that λ rests; an address takes a browser longer to write than a picture, and hundreds in a row are refused
const LATEST = 1000; // milliseconds after which it is written though λ moves on
const HELD_DOWN = 1000; // milliseconds within which changes of the same fields are one
const COMMAND_KEYS = ["Alt", "Control", "Meta", "F5"]; // with them a browser goes back, loads again, copies, closes

/**
 * @template {object} State
 * @param {Pick<ReturnType<typeof import("../state/store.js").createStore<State>>, "get" | "subscribe">} store
 * @param {(state: State) => string} queryOf
 */
export function createAddress(store, queryOf) {
  let timer = 0;
  let since = 0; // when the first change came that still waits
  let known = location.search; // the query last written or followed
  let last_change = { fields: "", time: 0 };
  /** The state before what is being done now, as the page is left by a push. @type {State | null} */
  let before = null;

  store.subscribe((_, previous) => {
    if (!before) queueMicrotask(() => void (before = null));
    before ??= previous;
  });

  /** @param {"pushState" | "replaceState"} how @param {State} state */
  function write(how, state) {
    forget();
    const query = queryOf(state);
    const search = query && `?${query}`;
    if (search === location.search) return;
    try {
      history[how](null, "", location.pathname + search);
    } catch {
      return; // too many at once for this browser: the next change writes it
    }
    known = location.search;
  }

  function forget() {
    clearTimeout(timer);
    timer = 0;
  }

  const replaceNow = () => write("replaceState", store.get());

  /** A new page to go back from, to one that says what stood there when it was left. */
  function push() {
    write("replaceState", before ?? store.get());
    write("pushState", store.get());
    before = null;
  }

  onTurningAway(() => void (timer && replaceNow()));

  return {
    replaceNow,
    replaceSoon() {
      const now = performance.now();
      if (!timer) since = now;
      clearTimeout(timer);
      timer = window.setTimeout(replaceNow, Math.max(0, Math.min(PAUSE, since + LATEST - now)));
    },
    push,
    /** A key held down, or pressed again and again, is one change to go back over. @param {string} fields that have changed */
    pushOnce(fields) {
      const now = performance.now();
      const repeated = fields === last_change.fields && now - last_change.time < HELD_DOWN;
      last_change = { fields, time: now };
      if (repeated) replaceNow();
      else push();
    },
    /** Whether another query stands there than the one last written or followed. */
    moved() {
      if (location.search === known) return false;
      forget();
      known = location.search;
      last_change.fields = "";
      return true;
    },
  };
}

/**
 * When another page comes, or the reader turns to the browser itself: to its address, its buttons or its keys. What is
 * loaded again is the address that stood there before it was asked for, so that `pagehide` alone is too late.
 * @param {() => void} listener
 */
function onTurningAway(listener) {
  for (const sign of ["pagehide", "blur"]) window.addEventListener(sign, listener);
  document.documentElement.addEventListener("mouseleave", listener);
  document.addEventListener("keydown", ({ key }) => COMMAND_KEYS.includes(key) && listener(), true);
}
