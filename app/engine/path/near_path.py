"""The path of data that moved a little, from the path of those before: the same branches, followed to their new places.

Each lambda is minimised from its own known network, all alongside each other. Where another branch has become the lower
one meanwhile, its lines show it: see the envelope.
"""

from __future__ import annotations

import numpy as np

from app.engine.arrays import Array, Mask
from app.engine.objective.objective import Objective, Solution
from app.engine.path.continuation import Counter, Found, positive
from app.engine.path.envelope import lower_envelope
from app.engine.path.unregularized import unregularized
from app.engine.path.zero_solution import collapse, critical_lambda, trivial_solution
from app.engine.solvers.lockstep import lockstep
from app.engine.solvers.solver import descent


def near_solutions(objective: Objective, lambdas: list[float], near: Array, counter: Counter) -> Found:
    """The lowest solutions on the branches of the known networks near (L, P); lambdas (L,) >= 0, ascending."""
    at_zero = unregularized(objective, near[0]) if lambdas[0] == 0.0 else None
    lambdas, near = positive(lambdas), near[-len(positive(lambdas)) :]
    starts = _with_one_more(objective, near)
    zeros = [trivial_solution(objective, lam) for lam in lambdas]
    rows = np.flatnonzero(~_stays_zero(objective, starts, zeros))
    counter.expect(len(rows))
    candidates = list(zeros)
    for i, solution in zip(rows, lockstep([descent(objective, starts[i], lambdas[i]) for i in rows]), strict=True):
        candidates[i] = solution
        counter.step(solution.lam)
    found = lower_envelope(objective, lambdas, candidates, trivial_solution(objective), counter.step)
    collapse_lambda, cliff = collapse(objective, found)
    return Found(found, collapse_lambda, cliff, at_zero=at_zero)


def _with_one_more(objective: Objective, near: Array) -> Array:
    """The known networks, the last with weights also at the lambda after it: the collapse may have moved there."""
    alive = np.flatnonzero(np.any(near[:, objective.architecture.is_weight], axis=1))
    starts = near.copy()
    if len(alive) and alive[-1] + 1 < len(near):
        starts[alive[-1] + 1] = near[alive[-1]]
    return starts


def _stays_zero(objective: Objective, starts: Array, zeros: list[Solution]) -> Mask:
    """(L,) where all weights are 0, which is a minimum there."""
    critical = critical_lambda(objective)
    is_zero = ~np.any(starts[:, objective.architecture.is_weight], axis=1)
    is_minimum = [zero.converged and (critical is None or zero.lam >= critical) for zero in zeros]
    return np.asarray(is_zero & np.array(is_minimum, dtype=np.bool_))
