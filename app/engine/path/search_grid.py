"""The search's own grid of lambdas, the same whichever are asked: the answer at one does not depend on the others.

All grids are stretches of one lattice, lambda_k = 10^(-4 + 7k / 40) to six digits. Inputs at other scales stand up to
other penalties, so theirs is a longer stretch of it. Below, where little changes, a few more lead towards 0.
"""

from __future__ import annotations

import numpy as np

from app.engine.objective.objective import Objective
from app.engine.path.continuation import mean_scale

FIRST, DECADES, STEPS = -4.0, 7.0, 40
"""For inputs of unit scale from 10^FIRST, so many decades in so many steps."""
TAIL_STEP = 6
"""Steps of the lattice between neighbours below the grid."""
MIN_LAMBDA, MAX_LAMBDA = 1e-8, 1e9
"""Lambdas between which the grid is extended."""
MAX_SCALE = 1e6
"""Of inputs that the grid follows, or 1 over it."""


def on_lattice(k: int) -> float:
    """lambda_k."""
    return float(f"{10.0 ** (FIRST + DECADES * k / STEPS):.6g}")


UNIT_GRID = tuple(on_lattice(k) for k in range(STEPS + 1))
"""For inputs of unit scale."""


def search_grid(objective: Objective) -> list[float]:
    """Ascending; from the smallest lambda that tells for the inputs to one by which nearly every network collapses."""
    shift = _steps(float(np.clip(mean_scale(objective), 1.0 / MAX_SCALE, MAX_SCALE)))
    return [on_lattice(k) for k in range(min(shift, 0), STEPS + max(shift, 0) + 1)]


def above(lam: float) -> float:
    """The neighbour above a lambda of the lattice."""
    return on_lattice(_index(lam) + 1)


def tail(lam: float) -> list[float]:
    """From below a lambda of the lattice down to MIN_LAMBDA or just past it, descending."""
    found = []
    while lam > MIN_LAMBDA:
        lam = on_lattice(_index(lam) - TAIL_STEP)
        found.append(lam)
    return found


def _index(lam: float) -> int:
    return _steps(lam / 10.0**FIRST)


def _steps(factor: float) -> int:
    return round(float(np.log10(factor)) * STEPS / DECADES)
