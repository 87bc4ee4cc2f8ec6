"""The networks over lambda: one stationary point of J for each, by the direction in which they are looked for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from app.engine.arrays import Array, Mask
from app.engine.linear.linear_path import largest_lambda, linear_path
from app.engine.objective.network import logits
from app.engine.objective.objective import Objective, Solution
from app.engine.path.alignment import align
from app.engine.path.best_path import best_solutions
from app.engine.path.continuation import (
    Counter,
    Found,
    Progress,
    middle_lambda,
    nearest,
    random_starts,
)
from app.engine.path.warm_start_paths import downward, independent, upward
from app.engine.solvers.damped_newton import FRESH_DAMPING
from app.engine.solvers.solver import minimize

GROWING = 1.02
"""||W||^2 that grows by this factor in a few more steps at lambda = 0, while the cross-entropy falls, has no end."""

Search = Callable[[Objective, list[float], int, np.random.Generator, Counter], Found]


@dataclass(frozen=True)
class Direction:
    """Where the search for each lambda begins; `search` takes the lambdas > 0, restarts and their source."""

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
    kink), "work_limit" (the steps were used up), "rounding" (no step lowers J any more). collapse_lambda: from here on
    weights are zero, None where that is outside the range, and for independent starts, which follow no branch; cliff:
    the weights are far from 0 just before it, rather than sliding down to it.
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
) -> RegularizationPath:
    """The path from `restarts` random starts; lambdas ascending, 0 allowed first. Without hidden layer none counts."""
    if objective.is_linear:
        on_progress(len(lambdas), len(lambdas), lambdas[-1])
        return _convex_path(objective, lambdas)
    start = random_starts(objective, 1, rng.spawn(1)[0])[0]
    wanted = [lam for lam in lambdas if lam > 0.0]
    counter = Counter(on_progress)
    search = DIRECTIONS[direction].search
    found = search(objective, wanted, restarts, rng, counter) if wanted else Found([], None, False)
    solutions = found.solutions
    reasons = [_reason(objective, solution) for solution in solutions]
    if len(wanted) < len(lambdas):
        if direction != "independent":
            start = next((solution.theta for solution in solutions if solution.squared_weight_norm > 0.0), start)
        unregularized, reason = _unregularized(objective, start)
        solutions, reasons = [unregularized, *solutions], [reason, *reasons]
    counter.finish(lambdas[-1])
    trivial = np.array([solution.squared_weight_norm == 0.0 for solution in solutions])
    aligned = tuple(_aligned(objective, solutions))
    return RegularizationPath(aligned, trivial, tuple(reasons), found.collapse_lambda, found.cliff)


def _convex_path(objective: Objective, lambdas: tuple[float, ...]) -> RegularizationPath:
    """Without hidden layer: one minimum for each lambda, whatever the direction. With L1 it slides to 0."""
    solutions = linear_path(objective, lambdas)
    reasons = [_reason(objective, solution) for solution in solutions]
    may_have_no_end = lambdas[0] == 0.0 and objective.data.loss == "cross_entropy"
    if may_have_no_end and (_separates(objective, solutions[0].theta) or _is_on_its_way(objective, solutions[0])):
        reasons[0] = "no_minimum"
    trivial = np.array([solution.squared_weight_norm == 0.0 for solution in solutions])
    collapses = objective.regularizer == "l1" and trivial.any() and not trivial.all()
    collapse_lambda = largest_lambda(objective) if collapses else None
    return RegularizationPath(tuple(solutions), trivial, tuple(reasons), collapse_lambda, cliff=False)


def _is_on_its_way(objective: Objective, solution: Solution) -> bool:
    return solution.converged and not _settled(objective, solution.theta)


def _aligned(objective: Objective, found: list[Solution]) -> list[Solution]:
    """The same solutions with hidden units named alike from one lambda to the next."""
    middle = nearest([solution.lam for solution in found], middle_lambda(objective))
    theta = align(objective.architecture, np.array([solution.theta for solution in found]), middle)
    return [replace(solution, theta=row) for solution, row in zip(found, theta, strict=True)]


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


def _separates(objective: Objective, theta: Array) -> bool:
    """Whether every training point is on its side."""
    data = objective.data
    z = logits(objective.architecture, theta, data.inputs)
    return bool(np.all((z > 0.0) == (data.labels > 0.5), where=data.sample_weights > 0.0))


def _unregularized(objective: Objective, start: Array) -> tuple[Solution, str | None]:
    """Where the steps at lambda = 0 end, and why that is not a minimum if it is none.

    Once every training point is on its side, larger output weights lower the cross-entropy for ever. Otherwise a small
    gradient is not enough either, since a saturated network has one far from any minimum: the next step must be small.
    """
    solution = minimize(objective, start, 0.0, max_steps=40, damping=FRESH_DAMPING)
    if _separates(objective, solution.theta):
        return solution, "no_minimum"
    if solution.converged and objective.has_hessian and _settled(objective, solution.theta):
        return solution, None
    further = minimize(objective, solution.theta, 0.0, max_steps=20, damping=FRESH_DAMPING)
    grows = further.squared_weight_norm > GROWING * solution.squared_weight_norm
    if grows and further.data_cost < solution.data_cost:
        return further, "no_minimum"
    return further, _reason(objective, further) or "rounding"
