"""Whether J bends down at a point where its gradient vanishes, which gradient steps alone cannot tell.

Up to EXACT_PARAMETERS the Hessian says so for certain, and Newton's steps lead on. Beyond, Lanczos' method looks for
the direction of least curvature by N_LANCZOS products with the Hessian: what it finds is there, but what is nearly flat
may escape it.
Source: G. Golub and C. Van Loan, Matrix Computations (2013), chapter 10.1.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from app.engine.arrays import Array, Mask
from app.engine.objective.hessian_product import hessian_times
from app.engine.objective.objective import Objective, Solution
from app.engine.solvers.damped_newton import WARM_DAMPING
from app.engine.solvers.kinks import is_near_kink
from app.engine.solvers.lockstep import run
from app.engine.solvers.newton import newton
from app.engine.solvers.orthant_wise import orthant_wise_newton

EXACT_PARAMETERS = 1600
N_LANCZOS = 60
MAX_STEPS = 8
"""Of Newton's from a saddle: each takes as long as a whole descent by gradient steps."""


def led_on(objective: Objective, solution: Solution) -> Solution:
    """The same where gradient steps, which see no curvature, ended at a minimum; else what is below it, or a saddle."""
    by_gradients = not (objective.is_linear or objective.solvable_to_tolerance) and solution.lam > 0.0
    if not by_gradients or not solution.converged or solution.size == 0.0:
        return solution
    if not bends_down(objective, solution.theta, solution.lam):
        return solution
    if objective.has_kinks or len(solution.theta) > EXACT_PARAMETERS:
        return replace(solution, saddle=not (objective.has_kinks and is_near_kink(objective, solution.theta)))
    if objective.regularizer == "l1":
        return orthant_wise_newton(objective, solution.theta, solution.lam, MAX_STEPS, WARM_DAMPING)
    return run(newton(objective, solution.theta, solution.lam, MAX_STEPS, WARM_DAMPING))


def bends_down(objective: Objective, theta: Array, lam: float) -> bool:
    """Whether some direction in which theta (P,) may move, L1's weights of 0 staying there, has negative curvature."""
    free: Mask = (theta != 0.0) | (objective.is_weight == 0.0) | (objective.regularizer == "l2")
    _, _, evaluation = objective.evaluate(theta, lam)
    if np.count_nonzero(free) == 0:
        return False
    if len(theta) <= EXACT_PARAMETERS:
        hessian = objective.hessian(theta, lam, evaluation)[np.ix_(free, free)]
        return not _is_positive(hessian + objective.flat(lam) * np.eye(len(hessian)))
    stiffness = lam / objective.m * objective.is_weight if objective.regularizer == "l2" else 0.0

    def times(vector: Array) -> Array:
        vector = np.where(free, vector, 0.0)
        product = hessian_times(objective.architecture, theta, objective.data, evaluation, vector)
        return np.where(free, product + stiffness * vector, 0.0)

    return least_curvature(times, np.where(free, np.random.default_rng(0).standard_normal(len(theta)), 0.0)) < (
        -objective.flat(lam)
    )


def least_curvature(times: Callable[[Array], Array], start: Array) -> float:
    """An upper bound of the least eigenvalue of a symmetric matrix, close to it if `start` (n,) is random."""
    basis = [start / np.linalg.norm(start)]
    diagonal: list[float] = []
    beside: list[float] = []
    for _ in range(min(N_LANCZOS, len(start))):
        image = times(basis[-1])
        diagonal.append(float(basis[-1] @ image))
        for _ in range(2):  # once more, for what rounding has left
            image = image - np.array(basis).T @ (np.array(basis) @ image)
        length = float(np.linalg.norm(image))
        if length <= 1e-12 * max(map(abs, diagonal)):
            break
        beside.append(length)
        basis.append(image / length)
    n = len(diagonal)
    tridiagonal = np.diag(diagonal) + np.diag(beside[: n - 1], 1) + np.diag(beside[: n - 1], -1)
    return float(np.linalg.eigvalsh(tridiagonal)[0])


def _is_positive(matrix: Array) -> bool:
    try:
        np.linalg.cholesky(matrix)
    except np.linalg.LinAlgError:
        return False
    return True
