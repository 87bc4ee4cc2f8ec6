"""Newton's method with the exact Hessian for a smooth J and one lambda, and secant steps between Hessians.

A Hessian costs as much as many gradients, the more so the larger the network. So its inverse serves for further steps,
each of which corrects it by what it has shown of the curvature (BFGS), until they bring too little.
Source: J. Nocedal and S. Wright, Numerical Optimization (2006), chapter 6.1.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from app.engine.arrays import Array
from app.engine.objective.objective import Objective, Solution
from app.engine.solvers.damped_newton import FRESH_DAMPING, SAFE_DAMPING, DampedNewton, is_nearer, noise
from app.engine.solvers.inverse_hessian import InverseHessian
from app.engine.solvers.lbfgs import lbfgs
from app.engine.solvers.lockstep import Descent, Place, Query

SECANTS_PER_PARAMETER = 0.12
"""Passes for each parameter that may follow a Hessian: together they cost about as much."""
WORTHWHILE = 0.1
"""More may follow each time so many have brought the gradient down to this share."""
MAX_SHORTENED = 6
"""Shorter and shorter secant steps before the next Hessian."""
ARMIJO = 1e-4
"""Share of the decrease predicted by the slope that a secant step must bring."""
LARGE = 150
"""With so many parameters random starts are first brought down by FIRST_STEPS gradient steps: a few Hessians' worth."""
FIRST_STEPS = 200


def newton(objective: Objective, theta: Array, lam: float, max_steps: int, damping: float) -> Descent[Solution]:
    """A local minimum of J, where it is smooth, from the starting point theta (P,), never at a higher J.

    max_steps bounds the Hessians; `damping` is the first mu. A saddle is left along its direction of least curvature.
    """
    if damping >= FRESH_DAMPING and len(theta) >= LARGE:
        theta = lbfgs(objective, theta, lam, FIRST_STEPS).theta
    return _Newton(objective, lam, max_steps, damping).descend(theta)


class _Newton(DampedNewton[Place]):
    """Damped steps for a smooth J, each followed by secant steps."""

    _inverse: InverseHessian
    """(H + mu I)^-1 of the latest step."""
    _is_sure = False
    """Whether the latest step was taken with a Hessian that was positive definite, so that it led to no saddle."""

    def point(self, place: Place) -> Place:
        return place

    def solve(self, here: Place, hessian: Array) -> tuple[Array, float]:
        _, root = self.damped_cholesky(hessian)
        self._inverse = InverseHessian(root)
        step = -(self._inverse @ here.gradient)
        return step, -float(here.gradient @ step) - 0.5 * float(step @ (hessian @ step))

    def step(self, here: Place) -> Descent[Place | None]:
        there = yield from super().step(here)
        if there is None:
            return None
        there, n_secants = yield from _secant_steps(self.objective, here, there, self.lam, self._inverse, self.target)
        self._is_sure = n_secants == 0 and self.damping < SAFE_DAMPING
        return there

    def way_down(self, here: Place) -> Callable[[float], Array] | None:
        if self._is_sure:
            return None
        hessian = self.hessian(here)
        try:
            np.linalg.cholesky(hessian + self.objective.flat(self.lam) * np.eye(len(hessian)))
        except np.linalg.LinAlgError:
            direction = np.linalg.eigh(hessian)[1][:, 0]
            return lambda length: here.theta + length * direction
        return None


def _secant_steps(
    objective: Objective, before: Place, here: Place, lam: float, inverse: InverseHessian, target: float
) -> Descent[tuple[Place, int]]:
    """From here, the first step after `before`: where further ones end, and how many. Corrects `inverse` in place."""
    limit = round(SECANTS_PER_PARAMETER * len(here.theta))
    n_steps, n_passes, milestone = 0, 0, here.norm
    while here.norm > target:
        if n_passes >= limit:
            if here.norm > WORTHWHILE * milestone:
                break
            n_passes, milestone = 0, here.norm
        inverse.correct(here.theta - before.theta, here.gradient - before.gradient)
        there, tried = yield from _along(objective, here, lam, -(inverse @ here.gradient))
        if there is None:
            break
        before, here = here, there
        n_passes += tried
        n_steps += 1
    return here, n_steps


def _along(objective: Objective, here: Place, lam: float, step: Array) -> Descent[tuple[Place | None, int]]:
    """The first place of lower J along shorter and shorter steps, None where there is none, and how many were tried."""
    slope = float(step @ here.gradient)
    length = 1.0
    for tried in range(1, MAX_SHORTENED + 1):
        there = yield Query(objective, here.theta + length * step, lam)
        if -0.5 * length * slope < noise(here):
            return (there if is_nearer(there, here) else None), tried
        if there.value <= here.value + ARMIJO * length * slope:
            return there, tried
        bend = there.value - here.value - length * slope
        length = min(max(-0.5 * slope * length**2 / bend, 0.1 * length), 0.5 * length)
    return None, MAX_SHORTENED
