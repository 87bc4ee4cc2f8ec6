"""Newton's method with the exact Hessian and adaptive damping, for one lambda, and secant steps between Hessians.

A step solves (H + mu I) p = -g. Where H + mu I is not positive definite, or J does not fall as predicted, mu grows.
A Hessian costs as much as many gradients, the more so the larger the network. So its inverse serves for further steps,
each of which corrects it by what it has shown of the curvature (BFGS), until they bring too little.
Source: J. Nocedal and S. Wright, Numerical Optimization (2006), chapters 3.4, 4 and 6.1.
"""

from __future__ import annotations

import numpy as np

from app.engine.arrays import Array
from app.engine.objective.objective import TOLERANCE, Objective, Solution
from app.engine.solvers.lbfgs import lbfgs
from app.engine.solvers.lockstep import Descent, Place, Query
from app.engine.solvers.triangular import inverse_of_lower

TARGET = 1e-9
"""What Newton's method aims at: one more step than TOLERANCE needs, so that weights are settled too."""
BALANCE = 1e-3
"""For small lambdas it aims lower: at this share of the penalty's pull lambda / m on a weight of 1."""
ROUNDING = 1e-13
"""Predicted decreases below this share of J drown in rounding; the gradient judges there."""
FRESH_DAMPING = 1e-2
"""First mu from a random start."""
WARM_DAMPING = 1e-9
"""First mu from a neighbour's solution."""
MIN_RAISED_DAMPING = 1e-6
SAFE_DAMPING = 1e-8
"""Steps with a smaller mu than this lead to minima, not saddles."""
FLAT = 1e-9
"""Curvature down to minus this is rounding."""
MAX_SADDLES = 4
MAX_DAMPING = 1e8
"""mu from which no step is worth taking."""
SECANTS_PER_PARAMETER = 0.12
"""Passes for each parameter that may follow a Hessian: together they cost about as much."""
WORTHWHILE = 0.1
"""More may follow each time so many have brought the gradient down to this share."""
MAX_SHORTENED = 6
"""Shorter and shorter secant steps before the next Hessian."""
ARMIJO = 1e-4
"""Share of the decrease predicted by the slope that a secant step must bring."""
MIN_CURVATURE = 1e-10
"""Along a step, as a share of the gradient's change: flatter or bent downwards tells nothing."""
LARGE = 150
"""With so many parameters random starts are first brought down by FIRST_STEPS gradient steps: a few Hessians' worth."""
FIRST_STEPS = 200


def target_norm(objective: Objective, lam: float) -> float:
    """The largest entry of the gradient at which steps for this lambda end."""
    return min(TARGET, max(BALANCE * lam / objective.m, ROUNDING)) if lam > 0.0 else TARGET


def newton(objective: Objective, theta: Array, lam: float, max_steps: int, damping: float) -> Descent[Solution]:
    """A local minimum of J from the starting point theta (P,), never at a higher J.

    max_steps bounds the Hessians; `damping` is the first mu. A saddle is left along its direction of least curvature.
    """
    target = target_norm(objective, lam)
    if damping >= FRESH_DAMPING and len(theta) >= LARGE:
        theta = lbfgs(objective, theta, lam, FIRST_STEPS).theta
    here = yield Query(objective, theta, lam)
    n_steps = 0
    for _ in range(MAX_SADDLES):
        sure = False
        while here.norm > target and n_steps < max_steps:
            n_steps += 1
            hessian = objective.hessian(here.theta, lam, here.evaluation)
            there, damping, inverse = yield from _newton_step(objective, here, lam, hessian, damping)
            if there is None:
                break
            here, n_secants = yield from _secant_steps(objective, here, there, lam, inverse, target)
            sure = n_secants == 0 and damping < SAFE_DAMPING
        if here.norm > TOLERANCE or sure:
            break  # not there yet, or the last step was taken with a Hessian that was positive definite
        beside = yield from _escape_saddle(objective, here, lam)
        if beside is None:
            break
        here, damping = beside, FRESH_DAMPING
    return objective.solution(here.theta, lam, here.norm, used_up=n_steps >= max_steps)


def _escape_saddle(objective: Objective, here: Place, lam: float) -> Descent[Place | None]:
    """A place of lower J along the direction of least curvature; None where the Hessian is positive semidefinite."""
    hessian = objective.hessian(here.theta, lam, here.evaluation)
    try:
        np.linalg.cholesky(hessian + FLAT * np.eye(len(hessian)))
    except np.linalg.LinAlgError:
        _, vectors = np.linalg.eigh(hessian)
        length = 0.1 * max(1.0, float(np.linalg.norm(here.theta)) / np.sqrt(len(here.theta)))
        for shorter in (1.0, 0.3, 0.1, 0.03):
            step = shorter * length * vectors[:, 0]
            one = yield Query(objective, here.theta + step, lam)
            other = yield Query(objective, here.theta - step, lam)
            lower = min(one, other, key=lambda place: place.value)
            if lower.value < here.value:
                return lower
    return None


def _newton_step(
    objective: Objective, here: Place, lam: float, hessian: Array, damping: float
) -> Descent[tuple[Place | None, float, Array]]:
    """The next place, the damping to go on with, and (H + mu I)^-1.

    None for the place where no step lowers J or, in its rounding, the gradient.
    """
    while True:
        _, root, damping = damped_cholesky(hessian, damping)
        inverse_root = inverse_of_lower(root)
        inverse = inverse_root.T @ inverse_root
        step = -(inverse @ here.gradient)
        predicted = -float(here.gradient @ step) - 0.5 * float(step @ (hessian @ step))
        there = yield Query(objective, here.theta + step, lam)
        if predicted < ROUNDING * max(here.value, 1e-3):
            return (there if _is_nearer(there, here) else None), 0.2 * damping, inverse
        ratio = (here.value - there.value) / predicted
        if ratio > 1e-3:
            return there, damping * (0.2 if ratio > 0.9 else 2.0 if ratio < 0.25 else 1.0), inverse
        damping = max(4.0 * damping, MIN_RAISED_DAMPING)
        if damping >= MAX_DAMPING:
            return None, damping, inverse


def _is_nearer(there: Place, here: Place) -> bool:
    """Where J says no more than rounding, the gradient says."""
    return there.norm < here.norm and there.value <= here.value + ROUNDING


def damped_cholesky(hessian: Array, damping: float) -> tuple[Array, Array, float]:
    """H + mu I, its Cholesky factor L, and mu, raised until there is one."""
    diagonal = np.arange(len(hessian))
    damped = hessian.copy()
    while True:
        damped[diagonal, diagonal] = hessian[diagonal, diagonal] + damping
        try:
            return damped, np.asarray(np.linalg.cholesky(damped)), damping
        except np.linalg.LinAlgError:
            damping = max(4.0 * damping, MIN_RAISED_DAMPING)


def _secant_steps(
    objective: Objective, before: Place, here: Place, lam: float, inverse: Array, target: float
) -> Descent[tuple[Place, int]]:
    """From here, the first step after `before`: where further ones end, and how many. Corrects `inverse` in place."""
    limit = round(SECANTS_PER_PARAMETER * len(inverse))
    n_steps, n_passes, milestone = 0, 0, here.norm
    while here.norm > target:
        if n_passes >= limit:
            if here.norm > WORTHWHILE * milestone:
                break
            n_passes, milestone = 0, here.norm
        _correct(inverse, here.theta - before.theta, here.gradient - before.gradient)
        there, tried = yield from _along(objective, here, lam, -(inverse @ here.gradient))
        if there is None:
            break
        before, here = here, there
        n_passes += tried
        n_steps += 1
    return here, n_steps


def _correct(inverse: Array, step: Array, change: Array) -> None:
    """BFGS: the symmetric inverse nearest to the given one that maps the gradient's change to the step."""
    product = float(step @ change)
    if product <= MIN_CURVATURE * float(change @ change):
        return
    image = inverse @ change
    other = (0.5 * (1.0 + float(change @ image) / product) / product) * step - image / product
    pair = np.array([step, other])
    inverse += pair.T @ pair[::-1]


def _along(objective: Objective, here: Place, lam: float, step: Array) -> Descent[tuple[Place | None, int]]:
    """The first place of lower J along shorter and shorter steps, None where there is none, and how many were tried."""
    slope = float(step @ here.gradient)
    length = 1.0
    for tried in range(1, MAX_SHORTENED + 1):
        there = yield Query(objective, here.theta + length * step, lam)
        if -0.5 * length * slope < ROUNDING * max(here.value, 1e-3):
            return (there if _is_nearer(there, here) else None), tried
        if there.value <= here.value + ARMIJO * length * slope:
            return there, tried
        bend = there.value - here.value - length * slope
        length = min(max(-0.5 * slope * length**2 / bend, 0.1 * length), 0.5 * length)
    return None, MAX_SHORTENED
