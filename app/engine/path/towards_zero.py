"""Whether J has a minimum at lambda = 0, told by where its minima go as lambda falls towards 0.

At lambda = 0 a small gradient says little: a saturated network has one far from any minimum, and rounding hides which
way J falls. With a penalty, however small, there is a minimum; where there is one without, weights settle on it.
"""

from __future__ import annotations

import numpy as np

from app.engine.arrays import Array
from app.engine.objective.objective import Objective, Solution
from app.engine.solvers.damped_newton import FRESH_DAMPING
from app.engine.solvers.solver import minimize

STRENGTHS = tuple(np.geomspace(1e-6, 1e-11, 6).tolist())
"""lambda / m, one after the other."""
LATER = 2
"""Of the strengths, so many before the last: from there on weights are compared."""
SETTLED = 1.02
"""Weights whose size grows by less than this factor over the last strengths, a hundredth of each other, settle."""


def limit_at_zero(objective: Objective, start: Array) -> tuple[Solution, bool]:
    """Where the minima from the starting point theta (P,) lead for lambda = 0, and whether their weights go on growing.

    For networks that Newton's method solves: others do not come near enough to a minimum to tell.
    """
    theta, sizes = start, []
    for strength in STRENGTHS:
        solution = minimize(objective, theta, strength * objective.m)
        theta = solution.theta
        sizes.append(solution.size)
    end = minimize(objective, theta, 0.0, max_steps=20, damping=FRESH_DAMPING)
    grows = max(sizes[-1], end.size) > SETTLED * sizes[-1 - LATER]
    return end, grows
