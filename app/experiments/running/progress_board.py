"""The notice board between the server and its workers: a few numbers for each slot in shared memory.

No queue and no lock, so a worker that dies while it writes holds nobody up. A reader may see the numbers of two
neighbouring steps mixed, which does no harm to a progress bar.
"""

from __future__ import annotations

from multiprocessing.context import BaseContext
from typing import Any

STOP, DONE, OF, LAMBDA = range(4)


class ProgressBoard:
    """By slot: whether to stop, and how far the work has come."""

    def __init__(self, context: BaseContext, slots: int) -> None:
        self._numbers: Any = context.RawArray("d", 4 * slots)

    def clear(self, slot: int) -> None:
        for place in (STOP, DONE, OF, LAMBDA):
            self._numbers[4 * slot + place] = 0.0

    def stop(self, slot: int) -> None:
        self._numbers[4 * slot + STOP] = 1.0

    def is_stopped(self, slot: int) -> bool:
        return bool(self._numbers[4 * slot + STOP])

    def report(self, slot: int, done: int, of: int, lam: float) -> None:
        self._numbers[4 * slot + LAMBDA] = lam
        self._numbers[4 * slot + OF] = of
        self._numbers[4 * slot + DONE] = done

    def progress(self, slot: int) -> tuple[int, int, float]:
        done, of, lam = self._numbers[4 * slot + DONE : 4 * slot + LAMBDA + 1]
        return int(done), int(of), float(lam)
