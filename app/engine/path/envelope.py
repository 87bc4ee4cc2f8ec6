"""The lowest solution for each lambda, from candidates found anywhere, and the proof that none of them is lower.

With theta_k frozen, J_k(lambda) = CE_k + lambda ||W_k||^2 / 2m is a straight line over lambda, and the least J lies on
or below every such line. Where a line runs below the J found at some lambda, that lambda is solved again from theta_k,
until no line does: then J over lambda is increasing and concave with slope ||W||^2 / 2m (the envelope theorem), which
is what exact minima have. Zero weights are the line J = H.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from app.engine.objective.objective import Objective, Solution
from app.engine.path.zero_solution import trivial_solution
from app.engine.solvers.damped_newton import FRESH_DAMPING, WARM_DAMPING
from app.engine.solvers.solver import minimize, minimize_roughly

IMPROVEMENT = 1e-10
"""A line has to run below J by more than this to be followed: less is rounding."""
ROUGH_IMPROVEMENT = 1e-3
"""The same as a share of J where steps end short of a stationary point: closer is not worth another solve."""
ELSEWHERE = 0.1
"""Neighbours whose weights differ by more than this share may be on different branches."""
MAX_PASSES = 20

OnSolve = Callable[[float], None]
"""Called with lambda after each solve."""


def lower_envelope(
    objective: Objective,
    lambdas: list[float],
    candidates: list[Solution],
    zero: Solution | None,
    on_solve: OnSolve,
) -> list[Solution]:
    """The lowest solution per lambda, solved again wherever a frozen candidate's line runs lower.

    `zero` is the trivial model, taken as it is where it costs no more; None where it is not stationary.
    """
    lines = _Lines(objective.m, candidates + ([zero] if zero else []))
    found = []
    for lam in lambdas:
        own = [solution for solution in candidates if solution.lam == lam] or [replace(lines.lowest(lam)[0], lam=lam)]
        found.append(min(own, key=lambda solution: solution.cost(objective.m, lam)))
    for number in range(MAX_PASSES):
        changed = False
        for i in range(len(found)) if number % 2 else reversed(range(len(found))):
            again = _solved_again(objective, lines, found[i], on_solve, first=number == 0)
            if again is not None:
                lines.add(again)
                found[i] = again
                changed = True
        if not changed:
            break
    if zero is None:
        return found
    return [or_zero(objective, zero, solution) for solution in found]


def or_zero(objective: Objective, zero: Solution, solution: Solution) -> Solution:
    """The trivial model where it costs no more; its bias depends on lambda where biases are penalised."""
    lam = solution.lam
    own = trivial_solution(objective, lam) if objective.architecture.penalize_biases else replace(zero, lam=lam)
    if not own.converged or own.cost(objective.m, lam) > solution.cost(objective.m, lam) + IMPROVEMENT:
        return solution
    return own


def is_undercut(objective: Objective, found: list[Solution], candidates: list[Solution]) -> bool:
    """Whether the line of a candidate runs below a path anywhere."""
    lines = _Lines(objective.m, candidates)
    return any(lines.lowest(here.lam)[1] < here.cost(objective.m, here.lam) - IMPROVEMENT for here in found)


def lowest_line(objective: Objective, candidates: list[Solution], lam: float) -> tuple[Solution, float]:
    """The frozen network that costs least at lambda, and what it costs."""
    return _Lines(objective.m, candidates).lowest(lam)


def _solved_again(
    objective: Objective, lines: _Lines, here: Solution, on_solve: OnSolve, *, first: bool
) -> Solution | None:
    """From the network whose line runs below what was found here, or in the `first` pass, where it has not converged,
    from there; None where neither is so."""
    share = 0.0 if objective.solvable_to_tolerance else ROUGH_IMPROVEMENT
    best, value = lines.lowest(here.lam)
    if value < (1.0 - share) * here.cost(objective.m, here.lam) - IMPROVEMENT:
        improved = minimize(objective, best.theta, here.lam, max_steps=120, damping=WARM_DAMPING)
        on_solve(here.lam)
        return improved
    if first and not here.converged and objective.solvable_to_tolerance:
        return minimize(objective, here.theta, here.lam, max_steps=400, damping=FRESH_DAMPING)
    return None


def exchanged(objective: Objective, found: list[Solution], on_solve: OnSolve) -> list[Solution]:
    """Solutions continued across the jumps of a path from either side, where they cost less than what is there."""
    best = list(found)
    for order, before in ((range(1, len(best)), -1), (range(len(best) - 2, -1, -1), 1)):
        for i in order:
            start, lam = best[i + before].theta, best[i].lam
            change = float(np.linalg.norm((start - best[i].theta) * objective.is_weight))
            size = float(np.linalg.norm(start * objective.is_weight))
            if size > 0.0 and change > ELSEWHERE * size:
                continued = minimize_roughly(objective, start, lam, damping=WARM_DAMPING)
                on_solve(lam)
                if continued.cost(objective.m, lam) < best[i].cost(objective.m, lam) - IMPROVEMENT:
                    best[i] = continued
    return best


class _Lines:
    """J_k(lambda) of every candidate with its weights frozen."""

    def __init__(self, m: int, candidates: list[Solution]) -> None:
        self._m = m
        self._candidates = list(candidates)
        self._heights = [solution.data_cost for solution in candidates]
        self._slopes = [solution.size / m for solution in candidates]

    def add(self, solution: Solution) -> None:
        self._candidates.append(solution)
        self._heights.append(solution.data_cost)
        self._slopes.append(solution.size / self._m)

    def lowest(self, lam: float) -> tuple[Solution, float]:
        values = np.array(self._heights) + lam * np.array(self._slopes)
        k = int(np.argmin(values))
        return self._candidates[k], float(values[k])
