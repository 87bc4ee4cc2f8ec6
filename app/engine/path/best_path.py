"""The lowest J that was found for each lambda: starts continued, their envelope, and exchange across its jumps."""

from __future__ import annotations

import numpy as np

from app.engine.objective.objective import Objective
from app.engine.path.continuation import Counter, Found, continued, random_starts, with_stepping_stones
from app.engine.path.envelope import exchanged, lower_envelope
from app.engine.path.multistart import Restarts
from app.engine.path.zero_solution import collapse, trivial_solution


def best_solutions(
    objective: Objective, lambdas: list[float], restarts: int, rng: np.random.Generator, counter: Counter
) -> Found:
    """One start continued from a middle lambda both ways, or the lowest of many restarts; lambdas > 0, ascending."""
    solved = with_stepping_stones(objective, lambdas)
    counter.expect((1 if restarts == 1 else 3) * len(solved))
    if restarts == 1:
        candidates = list(continued(objective, random_starts(objective, 1, rng)[0], solved, counter))
    else:
        candidates = Restarts(objective, solved, counter).search(restarts, rng)
    zero = trivial_solution(objective) if objective.architecture.hidden_layer_sizes else None
    found = lower_envelope(objective, solved, candidates, zero, counter.step)
    if restarts > 1:
        candidates += exchanged(objective, found, counter.step)
        found = lower_envelope(objective, solved, candidates, zero, counter.step)
    collapse_lambda, cliff = collapse(objective, found)
    return Found([solution for solution in found if solution.lam in lambdas], collapse_lambda, cliff)
