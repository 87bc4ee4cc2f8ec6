"""Progress of work that goes through several stages, as one count."""

from __future__ import annotations

from app.engine.path.continuation import Progress


class StagedProgress:
    """`begin` gives the Progress of the next of `n_stages`; each counts for as many solves as the first one takes."""

    def __init__(self, report: Progress, n_stages: int) -> None:
        self._report = report
        self._n_stages = n_stages
        self._stage = -1
        self._each = 0

    def begin(self) -> Progress:
        self._stage += 1
        return self._step

    def _step(self, done: int, of: int, lam: float) -> None:
        if self._stage == 0:
            self._each = of
        self._report(self._stage * self._each + done * self._each // of, self._n_stages * self._each, lam)
