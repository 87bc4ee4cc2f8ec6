"""Paths as a slow hand on lambda would meet them: warm starts one way, or the same fresh start everywhere.

Nothing is polished, so that they show what `best` hides: between two collapse points both a network with weights and
the trivial one are minima, and which of them is met depends on where one comes from (hysteresis).
"""

from __future__ import annotations

import numpy as np

from app.engine.arrays import Array
from app.engine.objective.objective import Objective, Solution
from app.engine.path.continuation import Counter, Found, positive, random_starts, with_stepping_stones
from app.engine.path.zero_solution import critical_lambda, trivial_solution
from app.engine.solvers.batched_lbfgs import lowest_of_many
from app.engine.solvers.damped_newton import FRESH_DAMPING
from app.engine.solvers.solver import minimize

VANISHED = 1e-6
"""||W||^2 below which weights are on their way to 0, if the trivial model costs no more."""
CLOSE_ENOUGH = 1e-4
"""Relative accuracy of the lambda at which a branch ends."""
FRESH_STEPS = 200
"""Nothing comes after that could mend what is left undone."""


def upward(
    objective: Objective, lambdas: list[float], restarts: int, rng: np.random.Generator, counter: Counter
) -> Found:
    """From the smallest lambda up, each from the solution below it: weights survive as long as their minimum does."""
    solved = with_stepping_stones(objective, positive(lambdas))
    if not solved:
        return Found([], None, False)
    found = _warm_started(objective, solved, random_starts(objective, restarts, rng), counter)
    alive = [solution for solution in found if solution.squared_weight_norm > 0.0]
    end, cliff = None, False
    if alive and len(alive) < len(found):
        last = alive[-1]
        below, end = _narrowed(objective, last, last.lam, found[len(alive)].lam, stays_zero=False)
        cliff = below.squared_weight_norm > 0.1 * last.squared_weight_norm
    return Found([solution for solution in found if solution.lam in lambdas], end, cliff, starts_made=restarts)


def downward(
    objective: Objective, lambdas: list[float], restarts: int, rng: np.random.Generator, counter: Counter
) -> Found:
    """From the largest lambda down, each from the solution above it: zero weights stay while they are a minimum."""
    solved = with_stepping_stones(objective, positive(lambdas))
    if not solved:
        return Found([], None, False)
    found = _warm_started(objective, solved[::-1], random_starts(objective, restarts, rng), counter)[::-1]
    zeros = [solution for solution in found if solution.squared_weight_norm == 0.0]
    end, cliff = None, False
    if zeros and len(zeros) < len(found):
        last = found[len(found) - len(zeros) - 1]
        above, end = _narrowed(objective, zeros[0], zeros[0].lam, last.lam, stays_zero=True)
        end = critical_lambda(objective) or end
        cliff = above.squared_weight_norm > 0.1 * last.squared_weight_norm
    return Found([solution for solution in found if solution.lam in lambdas], end, cliff, starts_made=restarts)


def independent(
    objective: Objective, lambdas: list[float], restarts: int, rng: np.random.Generator, counter: Counter
) -> Found:
    """Every lambda from the same fresh starts, the lowest kept: what training anew for each lambda shows."""
    starts = random_starts(objective, restarts, rng)
    counter.expect(len(lambdas))
    found = [_fresh(objective, starts, lam, counter) for lam in positive(lambdas)]
    return Found(found, None, False, starts_made=restarts)


def _zero(objective: Objective, lam: float) -> Solution | None:
    """The trivial model where zero weights are stationary: behind a hidden layer."""
    zero = None if objective.is_linear else trivial_solution(objective, lam)
    return zero if zero is not None and zero.converged else None


def _warm_started(objective: Objective, lambdas: list[float], starts: Array, counter: Counter) -> list[Solution]:
    """Solutions in the order of the lambdas, the first from fresh starts, each other from the one before."""
    counter.expect(len(lambdas))
    found = [_fresh(objective, starts, lambdas[0], counter)]
    for lam in lambdas[1:]:
        found.append(_snapped(objective, minimize(objective, found[-1].theta, lam, max_steps=FRESH_STEPS)))
        counter.step(lam)
    return found


def _fresh(objective: Objective, starts: Array, lam: float, counter: Counter) -> Solution:
    """The solution from the lowest of rough descents from fresh starts (restarts, P)."""
    if len(starts) > 1:
        ends, _, values = lowest_of_many(objective, starts, np.full(len(starts), lam))
        starts = ends[np.argsort(values, kind="stable")]
    solution = minimize(objective, starts[0], lam, max_steps=FRESH_STEPS, damping=FRESH_DAMPING)
    counter.step(lam)
    return _snapped(objective, solution)


def _snapped(objective: Objective, solution: Solution) -> Solution:
    """Exact zeros where weights have vanished."""
    if solution.squared_weight_norm > VANISHED:
        return solution
    return _zero(objective, solution.lam) or solution


def _narrowed(
    objective: Objective, start: Solution, near: float, far: float, *, stays_zero: bool
) -> tuple[Solution, float]:
    """Where, on the way from lambda `near` to `far`, the branch of `start` is left, by bisection.

    Returns the solution with weights that is nearest to that lambda, and the lambda.
    """
    with_weights = start
    while abs(np.log(far / near)) > CLOSE_ENOUGH:
        lam = float(np.sqrt(near * far))
        solution = _snapped(objective, minimize(objective, start.theta, lam, max_steps=FRESH_STEPS))
        is_zero = solution.squared_weight_norm == 0.0
        if not is_zero:
            with_weights = solution
        if is_zero == stays_zero:
            near, start = lam, solution
        else:
            far = lam
    return with_weights, near
