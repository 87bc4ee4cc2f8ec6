// The inspector's part of the Lab: it opens and closes as a page to go back to, and freezes W while λ moves.

import { NOTHING_FROZEN } from "../model/inspector.js";
import { lambdaIndex } from "../state/state.js";

/** @typedef {import("../state/types.js").LabState} LabState */

/**
 * @param {ReturnType<typeof import("../state/store.js").createStore<LabState>>} store
 * @param {() => void} push a new page
 */
export function createInspecting(store, push) {
  const actions = {
    inspect(/** @type {boolean} */ on) {
      const { inspector } = store.get();
      if (on === Boolean(inspector)) return;
      store.update({ inspector: on ? NOTHING_FROZEN : null });
      push();
    },
    freeze(/** @type {boolean} */ on) {
      const { inspector, path } = store.get();
      if (!inspector || !path || on === (inspector.frozen !== null)) return;
      const index = lambdaIndex(store.get());
      const moved = inspector.frozen !== null && inspector.frozen !== index;
      const thawed = moved ? { from: /** @type {number} */ (inspector.frozen), to: index } : null;
      store.update({ inspector: on ? { frozen: index, thawed: null } : { frozen: null, thawed } });
    },
  };

  /** Another path has other weights: what was frozen is gone. @param {LabState} state @param {LabState} previous */
  function follow({ inspector, path }, previous) {
    if (inspector && inspector !== NOTHING_FROZEN && path !== previous.path) store.update({ inspector: NOTHING_FROZEN });
  }

  return { actions, follow };
}
