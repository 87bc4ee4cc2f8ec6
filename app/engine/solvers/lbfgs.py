"""Limited-memory BFGS, for networks too large for their Hessian.

Source: J. Nocedal and S. Wright, Numerical Optimization (2006), chapter 7.2.
"""

from __future__ import annotations

from collections import deque

from app.engine.arrays import Array
from app.engine.objective.objective import Objective, Solution, inf_norm
from app.engine.solvers.kinks import is_near_kink

MEMORY = 20
"""Pairs of steps and gradient changes that limited-memory BFGS keeps."""

STALL_STEPS = 10
STALLED = 1e-5
"""Gradient steps beside a kink end when so many of them have lowered J by less than this share."""


def lbfgs(objective: Objective, theta: Array, lam: float, max_steps: int) -> Solution:
    """Limited-memory BFGS with shortened steps; never at a higher J than the start."""
    value, gradient, _ = objective.evaluate(theta, lam)
    pairs: deque[tuple[Array, Array]] = deque(maxlen=MEMORY)
    stalling = Stalling(objective, value)
    step_number, tolerance = 0, objective.tolerance(lam)
    while inf_norm(gradient) > tolerance and step_number < max_steps:
        step_number += 1
        direction = -inverse_hessian_times(gradient, pairs)
        slope = float(gradient @ direction)
        length = 1.0 if pairs else min(1.0, 1.0 / inf_norm(gradient))
        trial_value, trial_gradient, _ = objective.evaluate(theta + length * direction, lam)
        while trial_value > value + 1e-4 * length * slope and length > 1e-8:
            length *= 0.4
            trial_value, trial_gradient, _ = objective.evaluate(theta + length * direction, lam)
        if trial_value >= value:
            if not pairs:
                break
            pairs.clear()  # what was learnt across a kink may point uphill: once more from the plain gradient
            continue
        step, change = length * direction, trial_gradient - gradient
        if float(step @ change) > 1e-12 * float(change @ change):
            pairs.append((step, change))
        theta, value, gradient = theta + step, trial_value, trial_gradient
        if stalling.at(theta, value):
            break
    return objective.solution(theta, lam, inf_norm(gradient), used_up=step_number >= max_steps)


class Stalling:
    """Whether steps beside a kink of ReLU have come to bring too little; never so where J is smooth."""

    def __init__(self, objective: Objective, value: float) -> None:
        self._objective = objective
        self._recent: deque[float] = deque([value], maxlen=STALL_STEPS)

    def at(self, theta: Array, value: float) -> bool:
        """To be told theta (P,) and J after each step."""
        oldest = self._recent[0]
        full = len(self._recent) == STALL_STEPS
        self._recent.append(value)
        stalls = self._objective.has_kinks and full and oldest - value < STALLED * value
        return stalls and is_near_kink(self._objective, theta)


def inverse_hessian_times(gradient: Array, pairs: deque[tuple[Array, Array]]) -> Array:
    """Two-loop recursion: the inverse Hessian that the pairs (step, gradient change) suggest, times the gradient."""
    q = gradient.copy()
    shares = []
    for step, change in reversed(pairs):
        shares.append(float(step @ q) / float(step @ change))
        q -= shares[-1] * change
    if pairs:
        step, change = pairs[-1]
        q *= float(step @ change) / float(change @ change)
    for (step, change), share in zip(pairs, reversed(shares), strict=True):
        q += (share - float(change @ q) / float(step @ change)) * step
    return q
