"""Newton's method with the exact Hessian and adaptive damping, for one lambda.

A step solves (H + mu I) p = -g. Where H + mu I is not positive definite, or J does not fall as predicted, mu grows.
Source: J. Nocedal and S. Wright, Numerical Optimization (2006), chapters 3.4 and 4.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from app.engine.arrays import Array
from app.engine.backpropagation import Evaluation
from app.engine.objective import TOLERANCE, Objective, Solution, largest

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
LEAST_RAISED_DAMPING = 1e-6
SAFE_DAMPING = 1e-8
"""Steps with a smaller mu than this lead to minima, not saddles."""
FLAT = 1e-9
"""Curvature down to minus this is rounding."""
MOST_SADDLES = 4
LARGEST_DAMPING = 1e8
"""mu from which no step is worth taking."""


@dataclass(frozen=True)
class _Place:
    """theta with J, its gradient, the infinity norm of that, and the pass they came from."""

    theta: Array
    value: float
    gradient: Array
    norm: float
    evaluation: Evaluation


def _place(objective: Objective, theta: Array, lam: float) -> _Place:
    value, gradient, evaluation = objective.evaluate(theta, lam)
    return _Place(theta, value, gradient, largest(gradient), evaluation)


def newton(objective: Objective, theta: Array, lam: float, max_steps: int, damping: float) -> Solution:
    """A local minimum of J from the starting point theta (P,), never at a higher J.

    max_steps bounds the Hessians; `damping` is the first mu. A saddle is left along its direction of least curvature.
    """
    target = min(TARGET, max(BALANCE * lam / objective.m, ROUNDING)) if lam > 0.0 else TARGET
    here = _place(objective, theta, lam)
    n_steps = 0
    for _ in range(MOST_SADDLES):
        started = n_steps
        while here.norm > target and n_steps < max_steps:
            n_steps += 1
            hessian = objective.hessian(here.theta, lam, here.evaluation)
            there, damping = _newton_step(objective, here, lam, hessian, damping)
            if there is None:
                break
            here = there
        if here.norm > TOLERANCE or (n_steps > started and damping < SAFE_DAMPING):
            break  # not there yet, or the last steps were taken with a Hessian that was positive definite
        beside = _beside_a_saddle(objective, here, lam)
        if beside is None:
            break
        here, damping = beside, FRESH_DAMPING
    return objective.solution(here.theta, lam, here.norm, used_up=n_steps >= max_steps)


def _beside_a_saddle(objective: Objective, here: _Place, lam: float) -> _Place | None:
    """A place of lower J along the direction of least curvature; None where the Hessian is positive semidefinite."""
    hessian = objective.hessian(here.theta, lam, here.evaluation)
    try:
        np.linalg.cholesky(hessian + FLAT * np.eye(len(hessian)))
    except np.linalg.LinAlgError:
        _, vectors = np.linalg.eigh(hessian)
        length = 0.1 * max(1.0, float(np.linalg.norm(here.theta)) / np.sqrt(len(here.theta)))
        for shorter in (1.0, 0.3, 0.1, 0.03):
            step = shorter * length * vectors[:, 0]
            lower = min((_place(objective, here.theta + way, lam) for way in (step, -step)), key=lambda p: p.value)
            if lower.value < here.value:
                return lower
    return None


def _newton_step(
    objective: Objective, here: _Place, lam: float, hessian: Array, damping: float
) -> tuple[_Place | None, float]:
    """The next place and the damping to go on with; None where no step lowers J or, in its rounding, the gradient."""
    while damping < LARGEST_DAMPING:
        step, damping = _damped_step(hessian, here.gradient, damping)
        predicted = -float(here.gradient @ step) - 0.5 * float(step @ (hessian @ step))
        there = _place(objective, here.theta + step, lam)
        if predicted < ROUNDING * max(here.value, 1e-3):
            better = there.norm < here.norm and there.value <= here.value + ROUNDING
            return (there if better else None), 0.2 * damping
        ratio = (here.value - there.value) / predicted
        if ratio > 1e-3:
            return there, damping * (0.2 if ratio > 0.9 else 2.0 if ratio < 0.25 else 1.0)
        damping = max(4.0 * damping, LEAST_RAISED_DAMPING)
    return None, damping


def _damped_step(hessian: Array, gradient: Array, damping: float) -> tuple[Array, float]:
    """p = -(H + mu I)^-1 g with the least mu tried that makes it positive definite, and that mu."""
    diagonal = np.arange(len(gradient))
    damped = hessian.copy()
    while True:
        damped[diagonal, diagonal] = hessian[diagonal, diagonal] + damping
        try:
            np.linalg.cholesky(damped)
        except np.linalg.LinAlgError:
            damping = max(4.0 * damping, LEAST_RAISED_DAMPING)
            continue
        return np.asarray(np.linalg.solve(damped, -gradient), dtype=np.float64), damping
