"""The networks over lambda: one stationary point of J for each, the lowest that was found.

Direction `best`: from each random start the minimum at a middle lambda is continued to the largest and the smallest,
each from its neighbour. Then the envelope of all that was found decides, the trivial model among it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import numpy as np

from app.engine.alignment import align
from app.engine.arrays import Array, Mask
from app.engine.collapse import collapse, trivial_solution
from app.engine.envelope import exchanged, lower_envelope
from app.engine.network import initialize, logits
from app.engine.solver import FRESH_DAMPING, WARM_DAMPING, Objective, Solution, minimize

MIDDLE = 0.06
"""Where continuation starts: starts at a large lambda never leave W = 0 with two hidden layers."""
MIDDLE_WITH_KINKS = 0.003
"""The same for ReLU, whose fits at small lambdas are not found from those at larger ones."""
Progress = Callable[[int, int, float], None]
"""Called with (solves done, of about, lambda); may raise to stop the work."""


@dataclass(frozen=True)
class RegularizationPath:
    """Solutions over ascending lambdas (L,).

    reasons: None where converged, else "no_minimum" (lambda = 0, weights still growing), "kinks" (ReLU, resting on a
    kink), "work_limit". collapse_lambda: from here on zero weights are the best found, None where that is outside the
    range; cliff: the weights are far from 0 just before it, rather than sliding down to it.
    """

    solutions: tuple[Solution, ...]
    trivial: Mask
    reasons: tuple[str | None, ...]
    collapse_lambda: float | None
    cliff: bool

    @property
    def theta(self) -> Array:
        """(L, P)."""
        return np.array([solution.theta for solution in self.solutions])

    @property
    def cross_entropy(self) -> Array:
        return np.array([solution.cross_entropy for solution in self.solutions])

    @property
    def squared_weight_norm(self) -> Array:
        return np.array([solution.squared_weight_norm for solution in self.solutions])

    @property
    def gradient_norm(self) -> Array:
        return np.array([solution.gradient_norm for solution in self.solutions])

    @property
    def converged(self) -> Mask:
        return np.array([reason is None for reason in self.reasons])


def regularization_path(
    objective: Objective,
    lambdas: tuple[float, ...],
    restarts: int,
    rng: np.random.Generator,
    on_progress: Progress = lambda *_: None,
) -> RegularizationPath:
    """The best path found from `restarts` random starts; lambdas ascending, 0 allowed first."""
    positive = [lam for lam in lambdas if lam > 0.0]
    counter = _Counter(on_progress, restarts * len(positive) + len(lambdas))
    zero = trivial_solution(objective)
    found: list[Solution] = []
    collapse_lambda, cliff = None, False
    if positive:
        candidates = [zero]
        for start in initialize(objective.architecture, rng, restarts):
            candidates += _continuation(objective, start, positive, counter)
        found = lower_envelope(objective, positive, candidates, counter.step)
        if restarts > 1:
            candidates += exchanged(objective, found, counter.step)
            found = lower_envelope(objective, positive, candidates, counter.step)
        collapse_lambda, cliff = collapse(objective, found, zero)
    trivial = [solution.squared_weight_norm == 0.0 for solution in found]
    reasons = [_reason(objective, solution) for solution in found]
    if len(positive) < len(lambdas):
        start = found[0].theta if found else initialize(objective.architecture, rng, 1)[0]
        unregularized, reason = _unregularized(objective, start)
        found, reasons, trivial = [unregularized, *found], [reason, *reasons], [False, *trivial]
    counter.finish(lambdas[-1])
    return RegularizationPath(
        tuple(_aligned(objective, found)), np.array(trivial), tuple(reasons), collapse_lambda, cliff
    )


class _Counter:
    """Counts solves for the progress report, which never runs backwards or past its end."""

    def __init__(self, report: Progress, expected: int) -> None:
        self._report = report
        self._expected = expected
        self._done = 0

    def step(self, lam: float) -> None:
        self._done = min(self._done + 1, self._expected - 1)
        self._report(self._done, self._expected, lam)

    def finish(self, lam: float) -> None:
        self._report(self._expected, self._expected, lam)


def _aligned(objective: Objective, found: list[Solution]) -> list[Solution]:
    """The same solutions with hidden units named alike from one lambda to the next."""
    middle = _middle([solution.lam for solution in found])
    theta = align(objective.architecture, np.array([solution.theta for solution in found]), middle)
    return [replace(solution, theta=row) for solution, row in zip(found, theta, strict=True)]


def _middle(lambdas: list[float], wanted: float = MIDDLE) -> int:
    positive = np.maximum(lambdas, np.finfo(float).tiny)
    return int(np.argmin(np.abs(np.log(positive / wanted))))


def _continuation(objective: Objective, start: Array, lambdas: list[float], counter: _Counter) -> Iterator[Solution]:
    """Solutions from one start: at the middle lambda, then each from its neighbour, up and down."""
    middle = _middle(lambdas, MIDDLE_WITH_KINKS if objective.has_kinks else MIDDLE)
    first = minimize(objective, start, lambdas[middle], max_steps=200, damping=FRESH_DAMPING)
    counter.step(lambdas[middle])
    yield first
    for neighbours in (lambdas[middle + 1 :], lambdas[:middle][::-1]):
        solution = first
        for lam in neighbours:
            solution = minimize(objective, solution.theta, lam, damping=WARM_DAMPING)
            counter.step(lam)
            yield solution


def _settled(objective: Objective, theta: Array) -> bool:
    """Whether a further Newton step at lambda = 0 would hardly move theta."""
    _, gradient, evaluation = objective.evaluate(theta, 0.0)
    step = np.linalg.lstsq(objective.hessian(theta, 0.0, evaluation), gradient, rcond=1e-14)[0]
    return float(np.abs(step).max()) <= 1e-3 * max(1.0, float(np.abs(theta).max()))


def _reason(objective: Objective, solution: Solution) -> str | None:
    if solution.converged:
        return None
    return "kinks" if objective.has_kinks and not solution.ran_out else "work_limit"


def _unregularized(objective: Objective, start: Array) -> tuple[Solution, str | None]:
    """Where Newton's steps at lambda = 0 end, and why that is not a minimum if it is none.

    Once every training point is on its side, larger output weights lower the cross-entropy for ever. Otherwise a small
    gradient is not enough either, since a saturated network has one far from any minimum: the next step must be small.
    """
    solution = minimize(objective, start, 0.0, max_steps=40, damping=FRESH_DAMPING)
    z = logits(objective.architecture, solution.theta, objective.data.inputs)
    if np.all((z > 0.0) == (objective.data.labels > 0.5)):
        return solution, "no_minimum"
    if solution.converged and objective.has_hessian and _settled(objective, solution.theta):
        return solution, None
    grown = solution.squared_weight_norm > float(np.sum((start * objective.is_weight) ** 2))
    return solution, "no_minimum" if grown else _reason(objective, solution)
