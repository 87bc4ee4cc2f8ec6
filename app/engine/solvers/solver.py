"""Minimise J for one lambda to a stationary point, by the method that suits the network and its penalty."""

from __future__ import annotations

from app.engine.arrays import Array
from app.engine.objective.objective import Objective, Solution
from app.engine.solvers.damped_newton import FRESH_DAMPING, WARM_DAMPING
from app.engine.solvers.kinks import is_near_kink
from app.engine.solvers.lbfgs import lbfgs
from app.engine.solvers.lockstep import Descent, run
from app.engine.solvers.newton import newton
from app.engine.solvers.orthant_wise import orthant_wise_lbfgs, orthant_wise_newton
from app.engine.solvers.relu_newton import relu_newton

LBFGS_STEPS = 5
"""Gradient steps that stand for one Newton step."""


def minimize(
    objective: Objective, theta: Array, lam: float, max_steps: int = 60, damping: float = WARM_DAMPING
) -> Solution:
    """A local minimum of J from the starting point theta (P,), never at a higher J.

    max_steps bounds the Newton steps, and stands for five times as many gradient steps; `damping` is Newton's first mu.
    """
    if objective.regularizer == "l1" and lam > 0.0:
        return _minimize_with_zeros(objective, theta, lam, max_steps, damping)
    if objective.has_kinks and objective.solvable_to_tolerance:
        if damping >= FRESH_DAMPING:
            theta = minimize_roughly(objective, theta, lam, max_steps).theta
        return relu_newton(objective, theta, lam, max_steps, damping)
    if objective.solvable_to_tolerance:
        return run(newton(objective, theta, lam, max_steps, damping))
    return lbfgs(objective, theta, lam, LBFGS_STEPS * max_steps)


def _minimize_with_zeros(objective: Objective, theta: Array, lam: float, max_steps: int, damping: float) -> Solution:
    """With L1: weights become exactly 0. Beside a kink of ReLU Newton's steps lead nowhere."""
    if objective.has_hessian and not objective.has_kinks:
        return orthant_wise_newton(objective, theta, lam, max_steps, damping)
    solution = orthant_wise_lbfgs(objective, theta, lam, LBFGS_STEPS * max_steps)
    if objective.has_hessian and not is_near_kink(objective, solution.theta):
        return orthant_wise_newton(objective, solution.theta, lam, max_steps, damping)
    return solution


def descent(
    objective: Objective, theta: Array, lam: float, max_steps: int = 60, damping: float = WARM_DAMPING
) -> Descent[Solution]:
    """The same as a descent that can run alongside others; methods other than Newton's run in one go."""
    if objective.is_smooth and objective.solvable_to_tolerance:
        return (yield from newton(objective, theta, lam, max_steps, damping))
    return minimize(objective, theta, lam, max_steps, damping)


def minimize_roughly(
    objective: Objective, theta: Array, lam: float, max_steps: int = 60, damping: float = WARM_DAMPING
) -> Solution:
    """The same, but near the minimum where the way into it is long: among kinks. For looking at many starts."""
    if objective.has_kinks:
        method = orthant_wise_lbfgs if objective.regularizer == "l1" and lam > 0.0 else lbfgs
        return method(objective, theta, lam, LBFGS_STEPS * max_steps)
    return minimize(objective, theta, lam, max_steps, damping)
