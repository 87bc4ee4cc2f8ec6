"""What is found at lambda = 0, where J may have no minimum."""

from __future__ import annotations

import numpy as np

from app.engine.arrays import Array
from app.engine.objective.network import logits
from app.engine.objective.objective import Objective, Solution
from app.engine.path.towards_zero import limit_at_zero
from app.engine.solvers.damped_newton import FRESH_DAMPING
from app.engine.solvers.kinks import is_near_kink
from app.engine.solvers.solver import minimize

GROWING = 1.02
"""||W||^2 that grows by this factor in a few more steps at lambda = 0, while the cross-entropy falls, has no end."""


def unregularized(objective: Objective, start: Array) -> tuple[Solution, str | None]:
    """Where the steps at lambda = 0 end, and why that is not a minimum if it is none.

    Once every training point is on its side, larger output weights lower the cross-entropy for ever. Otherwise the
    minima for ever smaller lambdas tell, and where Newton's method does not apply, whether further steps make weights
    grow.
    """
    solution = minimize(objective, start, 0.0, max_steps=40, damping=FRESH_DAMPING)
    if separates(objective, solution.theta):
        return solution, "no_minimum"
    if objective.solvable_to_tolerance:
        ends = [limit_at_zero(objective, begin) for begin in (start, solution.theta)]
        end, grows = min(ends, key=lambda each: each[0].data_cost)
        return end, "no_minimum" if grows or separates(objective, end.theta) else reason(objective, end)
    further = minimize(objective, solution.theta, 0.0, max_steps=20, damping=FRESH_DAMPING)
    grows = further.squared_weight_norm > GROWING * solution.squared_weight_norm
    if grows and further.data_cost < solution.data_cost:
        return further, "no_minimum"
    return further, reason(objective, further) or "rounding"


def reason(objective: Objective, solution: Solution) -> str | None:
    """Why a solution has not converged; None where it has."""
    if solution.saddle:
        return "saddle"
    if solution.converged:
        return None
    if solution.ran_out:
        return "work_limit"
    if objective.has_kinks and is_near_kink(objective, solution.theta):
        return "kinks_and_zeros" if objective.regularizer == "l1" and solution.lam > 0.0 else "kinks"
    return "rounding"


def separates(objective: Objective, theta: Array) -> bool:
    """Whether every training point is on its side."""
    data = objective.data
    z = logits(objective.architecture, theta, data.inputs)
    return bool(np.all((z > 0.0) == (data.labels > 0.5), where=data.sample_weights > 0.0))


def settled(objective: Objective, theta: Array) -> bool:
    """Whether a further Newton step at lambda = 0 would hardly move theta."""
    _, gradient, evaluation = objective.evaluate(theta, 0.0)
    step = np.linalg.lstsq(objective.hessian(theta, 0.0, evaluation), gradient, rcond=1e-14)[0]
    return float(np.abs(step).max()) <= 1e-3 * max(1.0, float(np.abs(theta).max()))
