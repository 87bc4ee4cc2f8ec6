"""Progress of work that goes through several stages, as one count."""

from __future__ import annotations

from app.engine.path.continuation import Progress


class StagedProgress:
    """`begin` gives the Progress of the next stage; what is done never runs backwards."""

    def __init__(self, report: Progress, later: int) -> None:
        """later: about how many solves follow those of the first stage."""
        self._report = report
        self._later = later
        self._first = 0
        self._before = 0
        self._of = 0

    def begin(self) -> Progress:
        self._before += self._of
        self._of = 0
        return self._step

    def _step(self, done: int, of: int, lam: float) -> None:
        self._of = of
        if self._before == 0:
            self._first = of
        self._report(self._before + done, max(self._first + self._later, self._before + of), lam)
