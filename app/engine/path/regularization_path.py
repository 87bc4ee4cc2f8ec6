"""The networks over lambda: one stationary point of J for each, by the direction in which they are looked for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from app.engine.arrays import Array, Mask
from app.engine.linear.linear_path import largest_lambda, linear_path
from app.engine.objective.objective import Objective, Solution, inf_norm
from app.engine.path.alignment import NEAR, align
from app.engine.path.best_path import best_solutions
from app.engine.path.continuation import (
    Counter,
    Found,
    Progress,
    middle_lambda,
    nearest,
    random_starts,
)
from app.engine.path.coordinates import Coordinates, centred
from app.engine.path.near_path import near_solutions
from app.engine.path.unregularized import reason, separates, settled, unregularized
from app.engine.path.warm_start_paths import downward, independent, upward
from app.engine.solvers.saddles import led_on

Search = Callable[[Objective, list[float], int, np.random.Generator, Counter], Found]


@dataclass(frozen=True)
class Direction:
    """Where the search for each lambda begins; `search` takes the lambdas, restarts and their source."""

    title: str
    description: str
    search: Search


DIRECTIONS: dict[str, Direction] = {
    "best": Direction(
        "best found", "From the middle λ both ways; the lowest J found is kept for every λ.", best_solutions
    ),
    "up": Direction("upwards", "Each λ starts from the solution of the λ below.", upward),
    "down": Direction("downwards", "Each λ starts from the solution of the λ above.", downward),
    "independent": Direction("independent", "Each λ starts from the same fresh weights.", independent),
}


@dataclass(frozen=True)
class RegularizationPath:
    """Solutions over ascending lambdas (L,).

    reasons: None where converged, else "no_minimum" (lambda = 0, weights still growing), "kinks" (ReLU, resting on a
    kink), "kinks_and_zeros" (the same under L1, with weights held at 0), "work_limit" (the steps were used up),
    "saddle" (the gradient vanishes, but J bends down in some direction), "rounding" (no step lowers J any more).
    collapse_lambda: from here on weights are zero, None where that is outside the range, and for independent starts,
    which follow no branch; cliff: the weights are far from 0 just before it, rather than sliding down to it. searched:
    the solutions on the grid of the search by direction "best", ascending lambdas > 0, the asked ones among them only
    where they are on it; hidden units are named alike in both. starts_made: random starts for each lambda at which they
    are tried, fewer than asked in a large network; 1 where there is one minimum only.
    """

    solutions: tuple[Solution, ...]
    trivial: Mask
    reasons: tuple[str | None, ...]
    collapse_lambda: float | None
    cliff: bool
    searched: tuple[Solution, ...] = ()
    starts_made: int = 1

    @property
    def theta(self) -> Array:
        """(L, P)."""
        return np.array([solution.theta for solution in self.solutions])

    @property
    def data_cost(self) -> Array:
        return np.array([solution.data_cost for solution in self.solutions])

    @property
    def size(self) -> Array:
        """What lambda / m multiplies: ||W||^2 / 2, or sum |W| with L1."""
        return np.array([solution.size for solution in self.solutions])

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
    direction: str = "best",
    near: Array | None = None,
) -> RegularizationPath:
    """The path from `restarts` random starts; lambdas ascending, 0 allowed first. Without hidden layer none counts.

    near (L, P): the path of data that moved a little since, which takes the place of the starts.
    """
    if objective.is_linear:
        on_progress(len(lambdas), len(lambdas), lambdas[-1])
        return _convex_path(objective, lambdas)
    coordinates = centred(objective) if near is None else None
    if coordinates:
        centred_path = regularization_path(coordinates.objective, lambdas, restarts, rng, on_progress, direction)
        return _moved_back(objective, coordinates, centred_path)
    counter = Counter(on_progress)
    if near is None:
        found = DIRECTIONS[direction].search(objective, list(lambdas), restarts, rng, counter)
    else:
        found = near_solutions(objective, list(lambdas), near, counter)
    solutions = [led_on(objective, solution) for solution in found.solutions]
    reasons = [reason(objective, solution) for solution in solutions]
    if lambdas[0] == 0.0:
        first, why = found.at_zero or _at_zero(objective, solutions, rng, direction)
        solutions, reasons = [first, *solutions], [why, *reasons]
    counter.finish(lambdas[-1])
    trivial = np.array([solution.squared_weight_norm == 0.0 for solution in solutions])
    named = [*found.searched, *solutions]
    if near is None or not _is_close(solutions, near):
        named = _aligned(objective, named)
    n = len(found.searched)
    return RegularizationPath(
        solutions=tuple(named[n:]),
        trivial=trivial,
        reasons=tuple(reasons),
        collapse_lambda=found.collapse_lambda,
        cliff=found.cliff,
        searched=tuple(named[:n]),
        starts_made=found.starts_made,
    )


def _moved_back(objective: Objective, coordinates: Coordinates, path: RegularizationPath) -> RegularizationPath:
    """A path of inputs with means of 0 as that of the inputs as they are."""

    def moved(solution: Solution) -> Solution:
        theta = coordinates.back(solution.theta)
        if not objective.is_smooth:
            return replace(solution, theta=theta)
        return objective.solution(theta, solution.lam, inf_norm(objective.gradient(theta, solution.lam)))

    solutions = tuple(map(moved, path.solutions))
    reasons = tuple(why or reason(objective, solution) for why, solution in zip(path.reasons, solutions, strict=True))
    return replace(path, solutions=solutions, reasons=reasons, searched=tuple(map(moved, path.searched)))


def _at_zero(
    objective: Objective, solutions: list[Solution], rng: np.random.Generator, direction: str
) -> tuple[Solution, str | None]:
    """At lambda = 0, from the first network with weights; independent of it, or without any, from a fresh start."""
    start = random_starts(objective, 1, rng.spawn(1)[0])[0]
    if direction != "independent":
        start = next((solution.theta for solution in solutions if solution.squared_weight_norm > 0.0), start)
    return unregularized(objective, start)


def _convex_path(objective: Objective, lambdas: tuple[float, ...]) -> RegularizationPath:
    """Without hidden layer: one minimum for each lambda, whatever the direction. With L1 it slides to 0."""
    solutions = linear_path(objective, lambdas)
    reasons = [reason(objective, solution) for solution in solutions]
    may_have_no_end = lambdas[0] == 0.0 and objective.data.loss == "cross_entropy"
    if may_have_no_end and (separates(objective, solutions[0].theta) or _is_on_its_way(objective, solutions[0])):
        reasons[0] = "no_minimum"
    trivial = np.array([solution.squared_weight_norm == 0.0 for solution in solutions])
    collapses = objective.regularizer == "l1" and trivial.any() and not trivial.all()
    collapse_lambda = largest_lambda(objective) if collapses else None
    return RegularizationPath(tuple(solutions), trivial, tuple(reasons), collapse_lambda, cliff=False)


def _is_on_its_way(objective: Objective, solution: Solution) -> bool:
    return solution.converged and not settled(objective, solution.theta)


def _aligned(objective: Objective, found: list[Solution]) -> list[Solution]:
    """The same solutions, in any order, with hidden units named alike from one lambda to the next."""
    ascending = sorted({id(solution): solution for solution in found}.values(), key=lambda solution: solution.lam)
    middle = nearest([solution.lam for solution in ascending], middle_lambda(objective))
    theta = align(objective.architecture, np.array([solution.theta for solution in ascending]), middle)
    named = {id(solution): replace(solution, theta=row) for solution, row in zip(ascending, theta, strict=True)}
    return [named[id(solution)] for solution in found]


def _is_close(found: list[Solution], near: Array) -> bool:
    """Whether every network is on the branch of the known one near it, whose units are named alike already."""
    change = np.array([solution.theta for solution in found]) - near
    return bool((np.linalg.norm(change, axis=1) <= NEAR * np.linalg.norm(near, axis=1)).all())
