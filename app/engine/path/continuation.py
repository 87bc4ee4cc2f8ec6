"""Random starts, and the minimum at one lambda continued to others, each from its neighbour."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np

from app.engine.arrays import Array
from app.engine.objective.network import as_sigmoids, initialize
from app.engine.objective.objective import Objective, Solution
from app.engine.path.zero_solution import trivial_solution
from app.engine.solvers.damped_newton import FRESH_DAMPING
from app.engine.solvers.solver import minimize_roughly

MIDDLE = 0.06
"""Where continuation starts: starts at a large lambda never leave W = 0 with two hidden layers."""
MIDDLE_WITH_KINKS = 0.003
"""The same for ReLU, whose fits at small lambdas are not found from those at larger ones."""
MIN_MIDDLE, MAX_MIDDLE = 1e-8, 1e6
MAX_STEP = 2.5
"""Factor between neighbouring lambdas up to which one solution leads to the next."""
VANISHED = 1e-9
"""||W||^2 of weights that are on their way to 0."""
Progress = Callable[[int, int, float], None]
"""Called with (solves done, of about, lambda); may raise to stop the work."""


@dataclass(frozen=True)
class Found:
    """Solutions over the lambdas > 0, and where they collapse: see RegularizationPath.

    searched: the solutions on the search's own grid, where it has one; at_zero: that at lambda = 0 and why that is no
    minimum, where the search has come by it.
    """

    solutions: list[Solution]
    collapse_lambda: float | None
    cliff: bool
    searched: list[Solution] = field(default_factory=list)
    starts_made: int = 1
    at_zero: tuple[Solution, str | None] | None = None


def random_starts(objective: Objective, restarts: int, rng: np.random.Generator) -> Array:
    """(restarts, P) random starts whose first layer sees every input at unit scale, whatever scale it has.

    Through several layers of sigmoids hardly anything passes, so that descents end at weights of 0: there every other
    start is a random tanh network, the first among them.
    """
    starts = initialize(objective.architecture, rng, restarts)
    if objective.architecture.is_deep and objective.architecture.activation == "sigmoid":
        starts[::2] = as_sigmoids(objective.architecture, starts[::2])
    scale = input_scale(objective)
    objective.architecture.blocks(starts)[0][..., :-1] /= scale
    return starts


def input_scale(objective: Objective) -> Array:
    """Standard deviation of each input, 1 where it does not vary."""
    deviation = objective.data.inputs[:-1].std(axis=1)
    return np.where(deviation > 0.0, deviation, 1.0)


def mean_scale(objective: Objective) -> float:
    """Of all inputs: inputs twice as large stand up to a penalty twice as large."""
    return float(np.sqrt(np.mean(input_scale(objective) ** 2)))


def middle_lambda(objective: Objective) -> float:
    """Where continuation starts."""
    return (MIDDLE_WITH_KINKS if objective.has_kinks else MIDDLE) * mean_scale(objective)


def with_stepping_stones(objective: Objective, wanted: list[float]) -> list[float]:
    """The wanted lambdas, the middle one, and others between where continuation would have too far to go."""
    if not wanted or not objective.architecture.hidden_layer_sizes:
        return wanted
    middle = min(max(middle_lambda(objective), MIN_MIDDLE), MAX_MIDDLE)
    near = any(1.0 / MAX_STEP <= lam / middle <= MAX_STEP for lam in wanted)
    places = wanted if near else sorted([*wanted, middle])
    solved = places[:1]
    for lower, upper in pairwise(places):
        n_steps = int(np.ceil(np.log(upper / lower) / np.log(MAX_STEP)))
        if n_steps > 1:
            solved += np.geomspace(lower, upper, n_steps + 1)[1:-1].tolist()
        solved.append(upper)
    return solved


class Counter:
    """Counts solves for the progress report, which never runs backwards or past its end."""

    def __init__(self, report: Progress) -> None:
        self._report = report
        self._expected = 1
        self._done = 0

    def expect(self, n_solves: int) -> None:
        """So many more are to come, about."""
        self._expected += n_solves

    def step(self, lam: float) -> None:
        self._done = min(self._done + 1, self._expected - 1)
        self._report(self._done, self._expected, lam)

    def finish(self, lam: float) -> None:
        self._report(self._expected, self._expected, lam)


def positive(lambdas: list[float]) -> list[float]:
    """Without lambda = 0."""
    return [lam for lam in lambdas if lam > 0.0]


def nearest(lambdas: list[float], wanted: float) -> int:
    positive = np.maximum(lambdas, np.finfo(float).tiny)
    return int(np.argmin(np.abs(np.log(positive / wanted))))


def continued(objective: Objective, start: Array, lambdas: list[float], counter: Counter) -> Iterator[Solution]:
    """Solutions from one start: at the middle lambda, then each from its neighbour, up and down."""
    middle = nearest(lambdas, middle_lambda(objective))
    first = minimize_roughly(objective, start, lambdas[middle], max_steps=200, damping=FRESH_DAMPING)
    counter.step(lambdas[middle])
    yield first
    for neighbours in (lambdas[middle + 1 :], lambdas[:middle][::-1]):
        solution = first
        for lam in neighbours:
            solution = minimize_roughly(objective, solution.theta, lam)
            counter.step(lam)
            yield solution
            if lam > first.lam and has_collapsed(objective, solution):
                break


def has_collapsed(objective: Objective, solution: Solution) -> bool:
    """Whether weights are on their way to 0, where they stay for every larger lambda."""
    return solution.squared_weight_norm <= VANISHED and trivial_solution(objective, solution.lam).converged
