"""The notice board between the server and its workers: a few numbers for each seat in shared memory.

No queue and no lock, so a worker that dies while it writes holds nobody up. A reader may see the numbers of two
neighbouring steps mixed, which does no harm to a progress bar.
"""

from __future__ import annotations

from multiprocessing.context import BaseContext
from typing import Any

STOP, DONE, OF, LAMBDA = range(4)


class Board:
    """Seat by seat: whether to stop, and how far the work has come."""

    def __init__(self, context: BaseContext, seats: int) -> None:
        self._numbers: Any = context.RawArray("d", 4 * seats)

    def clear(self, seat: int) -> None:
        for place in (STOP, DONE, OF, LAMBDA):
            self._numbers[4 * seat + place] = 0.0

    def stop(self, seat: int) -> None:
        self._numbers[4 * seat + STOP] = 1.0

    def is_stopped(self, seat: int) -> bool:
        return bool(self._numbers[4 * seat + STOP])

    def report(self, seat: int, done: int, of: int, lam: float) -> None:
        self._numbers[4 * seat + LAMBDA] = lam
        self._numbers[4 * seat + OF] = of
        self._numbers[4 * seat + DONE] = done

    def progress(self, seat: int) -> tuple[int, int, float]:
        done, of, lam = self._numbers[4 * seat + DONE : 4 * seat + LAMBDA + 1]
        return int(done), int(of), float(lam)
