"""The networks over lambda: one stationary point of J for each, the lowest that was found.

Direction `best`: from each random start the minimum at a middle lambda is continued to the largest and the smallest,
each from its neighbour. Then the envelope of all that was found decides, the trivial model among it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from app.engine.alignment import align
from app.engine.arrays import Array, Mask
from app.engine.collapse import collapse, trivial_solution
from app.engine.envelope import exchanged, lower_envelope
from app.engine.network import initialize, logits
from app.engine.newton import FRESH_DAMPING
from app.engine.objective import Objective, Solution
from app.engine.solver import minimize

MIDDLE = 0.06
"""Where continuation starts: starts at a large lambda never leave W = 0 with two hidden layers."""
MIDDLE_WITH_KINKS = 0.003
"""The same for ReLU, whose fits at small lambdas are not found from those at larger ones."""
LEAST_MIDDLE, LARGEST_MIDDLE = 1e-8, 1e6
LONGEST_STEP = 2.5
"""Factor between neighbouring lambdas up to which one solution leads to the next."""
GROWING = 1.02
"""||W||^2 that grows by this factor in a few more steps at lambda = 0, while the cross-entropy falls, has no end."""
Progress = Callable[[int, int, float], None]
"""Called with (solves done, of about, lambda); may raise to stop the work."""


@dataclass(frozen=True)
class RegularizationPath:
    """Solutions over ascending lambdas (L,).

    reasons: None where converged, else "no_minimum" (lambda = 0, weights still growing), "kinks" (ReLU, resting on a
    kink), "work_limit" (the steps were used up), "rounding" (no step lowers J any more). collapse_lambda: from here on
    zero weights are the best found, None where that is outside the range; cliff: the weights are far from 0 just
    before it, rather than sliding down to it.
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
    def data_cost(self) -> Array:
        return np.array([solution.data_cost for solution in self.solutions])

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
    starts = _starts(objective, restarts, rng)
    wanted = [lam for lam in lambdas if lam > 0.0]
    solved = _with_stepping_stones(objective, wanted)
    counter = _Counter(on_progress, restarts * len(solved) + len(lambdas))
    found: list[Solution] = []
    collapse_lambda, cliff = None, False
    if solved:
        candidates = [solution for start in starts for solution in _continuation(objective, start, solved, counter)]
        zero = trivial_solution(objective) if objective.architecture.hidden_layer_sizes else None
        found = lower_envelope(objective, solved, candidates, zero, counter.step)
        if restarts > 1:
            candidates += exchanged(objective, found, counter.step)
            found = lower_envelope(objective, solved, candidates, zero, counter.step)
        collapse_lambda, cliff = collapse(objective, found)
    start = next((solution.theta for solution in found if solution.squared_weight_norm > 0.0), starts[0])
    found = [solution for solution in found if solution.lam in wanted]
    reasons = [_reason(objective, solution) for solution in found]
    if len(wanted) < len(lambdas):
        unregularized, reason = _unregularized(objective, start)
        found, reasons = [unregularized, *found], [reason, *reasons]
    counter.finish(lambdas[-1])
    trivial = np.array([solution.squared_weight_norm == 0.0 for solution in found])
    return RegularizationPath(tuple(_aligned(objective, found)), trivial, tuple(reasons), collapse_lambda, cliff)


def _starts(objective: Objective, restarts: int, rng: np.random.Generator) -> Array:
    """(restarts, P) random starts whose first layer sees every input at unit scale, whatever scale it has."""
    starts = initialize(objective.architecture, rng, restarts)
    scale = _input_scale(objective)
    objective.architecture.blocks(starts)[0][..., :-1] /= scale
    return starts


def _input_scale(objective: Objective) -> Array:
    """Standard deviation of each input, 1 where it does not vary."""
    deviation = objective.data.inputs[:-1].std(axis=1)
    return np.where(deviation > 0.0, deviation, 1.0)


def _middle_lambda(objective: Objective) -> float:
    """Where continuation starts. Inputs twice as large stand up to a penalty twice as large."""
    wanted = MIDDLE_WITH_KINKS if objective.has_kinks else MIDDLE
    return wanted * float(np.sqrt(np.mean(_input_scale(objective) ** 2)))


def _with_stepping_stones(objective: Objective, wanted: list[float]) -> list[float]:
    """The wanted lambdas, the middle one, and others between where continuation would have too far to go."""
    if not wanted or not objective.architecture.hidden_layer_sizes:
        return wanted
    middle = min(max(_middle_lambda(objective), LEAST_MIDDLE), LARGEST_MIDDLE)
    near = any(1.0 / LONGEST_STEP <= lam / middle <= LONGEST_STEP for lam in wanted)
    places = wanted if near else sorted([*wanted, middle])
    solved = places[:1]
    for lower, upper in pairwise(places):
        n_steps = int(np.ceil(np.log(upper / lower) / np.log(LONGEST_STEP)))
        solved += [*np.geomspace(lower, upper, n_steps + 1)[1:-1].tolist(), upper]
    return solved


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
    middle = _nearest([solution.lam for solution in found], _middle_lambda(objective))
    theta = align(objective.architecture, np.array([solution.theta for solution in found]), middle)
    return [replace(solution, theta=row) for solution, row in zip(found, theta, strict=True)]


def _nearest(lambdas: list[float], wanted: float) -> int:
    positive = np.maximum(lambdas, np.finfo(float).tiny)
    return int(np.argmin(np.abs(np.log(positive / wanted))))


def _continuation(objective: Objective, start: Array, lambdas: list[float], counter: _Counter) -> Iterator[Solution]:
    """Solutions from one start: at the middle lambda, then each from its neighbour, up and down."""
    middle = _nearest(lambdas, _middle_lambda(objective))
    first = minimize(objective, start, lambdas[middle], max_steps=200, damping=FRESH_DAMPING)
    counter.step(lambdas[middle])
    yield first
    for neighbours in (lambdas[middle + 1 :], lambdas[:middle][::-1]):
        solution = first
        for lam in neighbours:
            solution = minimize(objective, solution.theta, lam)
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
    if solution.ran_out:
        return "work_limit"
    return "kinks" if objective.has_kinks else "rounding"


def _unregularized(objective: Objective, start: Array) -> tuple[Solution, str | None]:
    """Where the steps at lambda = 0 end, and why that is not a minimum if it is none.

    Once every training point is on its side, larger output weights lower the cross-entropy for ever. Otherwise a small
    gradient is not enough either, since a saturated network has one far from any minimum: the next step must be small.
    """
    solution = minimize(objective, start, 0.0, max_steps=40, damping=FRESH_DAMPING)
    z = logits(objective.architecture, solution.theta, objective.data.inputs)
    if np.all((z > 0.0) == (objective.data.labels > 0.5)):
        return solution, "no_minimum"
    if solution.converged and objective.has_hessian and _settled(objective, solution.theta):
        return solution, None
    further = minimize(objective, solution.theta, 0.0, max_steps=20, damping=FRESH_DAMPING)
    grows = further.squared_weight_norm > GROWING * solution.squared_weight_norm
    if grows and further.data_cost < solution.data_cost:
        return further, "no_minimum"
    return further, _reason(objective, further) or "rounding"
