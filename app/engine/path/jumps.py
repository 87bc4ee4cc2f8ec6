"""Where a path jumps: neighbouring solutions that continuation does not lead to from one another."""

from __future__ import annotations

import numpy as np

from app.engine.arrays import Array
from app.engine.objective.objective import Objective
from app.engine.solvers.lockstep import Descent, lockstep
from app.engine.solvers.solver import descent

COARSE = 4.0
"""Neighbouring lambdas further apart than this factor are not compared for jumps."""
SHORT_WAY = 5
"""Newton steps that suffice along a branch; across a fold there are many more."""
WAY_AMONG_KINKS = 40
"""The same for ReLU, where a branch leads from kink to kink."""
UNEXPECTED = 0.25
"""Changes that the tangent does not explain, as a share of all change, from which on continuation is tried."""
VISIBLE = 0.1
"""Changes of ||W|| by less than this share are not looked at for jumps."""
AT_ONCE = 8
"""Pairs of neighbours that are tried alongside each other: each holds Hessians of its own."""


def jumps(objective: Objective, lambdas: Array, theta: Array, tangent: Array | None, cliff: bool) -> list[bool | None]:
    """(L,) True where continuation from the lambda before, or back to it, leads elsewhere; None where not judged.

    On one branch the change is about the mean tangent d/d log(lambda) times the step; where it is not, both ways are
    tried, which lead from one network to the other on a branch and elsewhere across a fold. Not judged: from
    lambda = 0, which has no place on a log scale, over steps longer than COARSE, and without a tangent. At collapse,
    `cliff` says. Without hidden layer there is one branch only.
    """
    if objective.is_linear:
        return [None, *(None if before == 0.0 else False for before in lambdas[:-1])]
    jump: list[bool | None] = [None] * len(lambdas)
    weights = theta * objective.is_weight
    size = np.linalg.norm(weights, axis=1)
    has_weights = np.any(theta[:, objective.architecture.is_weight], axis=1)
    doubtful = []
    for i in range(1, len(lambdas)):
        if lambdas[i - 1] == 0.0:
            continue
        if not has_weights[i]:
            jump[i] = bool(cliff and has_weights[i - 1])
        elif tangent is not None and lambdas[i] <= COARSE * lambdas[i - 1]:
            change = weights[i] - weights[i - 1]
            expected = 0.5 * np.log(lambdas[i] / lambdas[i - 1]) * (tangent[i] + tangent[i - 1]) * objective.is_weight
            share = np.linalg.norm(change) / max(size[i], size[i - 1])
            unexpected = np.linalg.norm(change - expected) > UNEXPECTED * np.linalg.norm(change)
            jump[i] = bool(share > VISIBLE and unexpected)
            # the penalty alone moves weights as 1 / lambda at most, but for the last ones before a collapse
            too_far = share > 1.2 * (1.0 - lambdas[i - 1] / lambdas[i]) and size[i] > 0.3 * size[i - 1]
            if jump[i] and not too_far:
                doubtful.append(i)
    for some in (doubtful[begin : begin + AT_ONCE] for begin in range(0, len(doubtful), AT_ONCE)):
        lead = lockstep([_lead_to_each_other(objective, lambdas, theta, i) for i in some])
        for i, leads in zip(some, lead, strict=True):
            jump[i] = not leads
    return jump


def _lead_to_each_other(objective: Objective, lambdas: Array, theta: Array, i: int) -> Descent[bool]:
    """Whether solution i, continued to the lambda before, ends at the solution there, and that one here."""
    back = yield from _leads(objective, lambdas, theta, i, i - 1)
    return back and (yield from _leads(objective, lambdas, theta, i - 1, i))


def _leads(objective: Objective, lambdas: Array, theta: Array, begin: int, end: int) -> Descent[bool]:
    """Whether one solution, continued in two steps to the lambda of another, ends there."""
    here = theta[begin]
    max_steps = WAY_AMONG_KINKS if objective.has_kinks else SHORT_WAY
    for lam in (np.sqrt(lambdas[begin] * lambdas[end]), lambdas[end]):
        solution = yield from descent(objective, here, lam, max_steps)
        if objective.solvable_to_tolerance and not solution.converged:
            return False
        here = solution.theta
    off = np.linalg.norm((here - theta[end]) * objective.is_weight)
    return bool(off <= VISIBLE * np.linalg.norm(theta[end] * objective.is_weight))
