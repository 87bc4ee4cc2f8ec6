// What a visitor does with a question of a lesson: commits an answer, has it shown, is asked again, counts the hands of a room.

import { isRevealed } from "../model/lesson_scene.js";

/** @typedef {import("../server/lesson_loading.js").LessonStore} LessonStore */
/** @typedef {Pick<import("../model/lesson_scene.js").LessonActions, "commit" | "reveal" | "askAgain" | "countHands" | "setHands">} PredictionActions */

/**
 * @param {LessonStore} store
 * @param {{written: () => void, writtenSoon: () => void, showAgain: () => void}} then what the page does afterwards
 * @returns {PredictionActions}
 */
export function createPredicting(store, { written, writtenSoon, showAgain }) {
  const nameNow = () => {
    const { steps, step } = store.get();
    return steps[step].name;
  };
  return {
    commit(answer) {
      store.update({ said: { ...store.get().said, [nameNow()]: answer } });
      written();
    },
    reveal() {
      const { step, shown } = store.get();
      if (isRevealed(store.get(), step)) return;
      store.update({ shown: { ...shown, [nameNow()]: true } });
      written();
    },
    askAgain() {
      const { said, shown, hands } = store.get();
      const name = nameNow();
      store.update({ said: without(said, name), shown: without(shown, name), hands: without(hands, name) });
      showAgain();
      written();
    },
    countHands: (counting) => store.update({ counting }),
    setHands(option, count) {
      const { hands } = store.get();
      const name = nameNow();
      const counts = Array.from({ length: Math.max(option + 1, hands[name]?.length ?? 0) }, (_, k) => (k === option ? count : hands[name]?.[k] ?? 0));
      store.update({ hands: { ...hands, [name]: counts } });
      writtenSoon();
    },
  };
}

/** The same record without one name. @template T @param {Record<string, T>} record @param {string} name @returns {Record<string, T>} */
export function without(record, name) {
  return Object.fromEntries(Object.entries(record).filter(([key]) => key !== name));
}
