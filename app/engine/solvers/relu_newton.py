"""Newton's method for a ReLU network with one hidden layer, whose J is smooth between kinks and has minima on them.

The kinks at which 0 < t < 1 (see kinks.py) hold the network: a step solves (H + mu I) d = -g(t) among the directions
in which they keep z = 0, where J is smooth, with H the Hessian of the network whose relu' is t there. Kinks with t = 0
or 1 are let go to their side. Along a step every z is linear, so all further kinks on the way are known: where the
slope of J turns from down to up at one, the step ends on it, and holds it from then on if g(t) says so.
Sources: R. Mifflin and C. Sagastizabal, A VU-algorithm for convex minimization, Mathematical Programming 104 (2005);
A. Lewis and M. Overton, Nonsmooth optimization via quasi-Newton methods, Mathematical Programming 141 (2013).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from app.engine.arrays import Array, Indices, Mask
from app.engine.objective.objective import TOLERANCE, Objective, Solution
from app.engine.solvers.kinks import KinkPoint, Kinks, kink_point, pre_activations
from app.engine.solvers.newton import (
    FLAT,
    FRESH_DAMPING,
    MAX_DAMPING,
    MAX_SADDLES,
    MIN_RAISED_DAMPING,
    ROUNDING,
    damped_cholesky,
    target_norm,
)

MIN_REDUCTION_RATIO = 1e-3
"""Share of the predicted decrease that a step must bring."""
RISING = 0.1
"""A step that ends where J rises with this share of the slope it began with has gone too far."""
TOGETHER = 1e-12
"""Kinks no further apart along a step than this are met at once."""
DEPENDENT = 1e-10
"""Kinks of a unit whose inputs are this close to dependent hold it no more than fewer of them."""


def relu_newton(objective: Objective, theta: Array, lam: float, max_steps: int, damping: float) -> Solution:
    """A local minimum of J from the starting point theta (P,), never at a higher J; max_steps bounds the Hessians.

    A saddle is left along its direction of least curvature among those that stay on the active kinks.
    """
    target = target_norm(objective, lam)
    here = kink_point(objective, theta, lam)
    n_steps = 0
    for _ in range(MAX_SADDLES):
        while here.norm > target and n_steps < max_steps:
            n_steps += 1
            there, damping = _step(objective, here, lam, damping)
            if there is None:
                break
            here = there
        beside = _escape_saddle(objective, here, lam) if here.norm <= TOLERANCE and n_steps < max_steps else None
        if beside is None:
            break
        here, damping = beside, FRESH_DAMPING
    return objective.solution(here.theta, lam, here.norm, used_up=n_steps >= max_steps)


def _escape_saddle(objective: Objective, here: KinkPoint, lam: float) -> KinkPoint | None:
    """A place of lower J along the direction of least curvature; None where there is none, or J bends down nowhere."""
    basis = tangents(objective, here.kinks, here.active)
    values, vectors = np.linalg.eigh(basis.T @ objective.hessian(here.theta, lam, here.evaluation) @ basis)
    if values[0] >= -FLAT:
        return None
    length = 0.1 * max(1.0, float(np.linalg.norm(here.theta)) / np.sqrt(len(here.theta)))
    for shorter in (1.0, 0.3, 0.1, 0.03, 0.003):
        step = shorter * length * basis @ vectors[:, 0]
        lower = min(
            (kink_point(objective, here.theta + way, lam) for way in (step, -step)), key=lambda place: place.value
        )
        if lower.value < here.value - ROUNDING:
            return lower
    return None


def _step(objective: Objective, here: KinkPoint, lam: float, damping: float) -> tuple[KinkPoint | None, float]:
    """The next kink point and the damping after it; None where no step lowers J or, in its rounding, the gradient."""
    hessian = objective.hessian(here.theta, lam, here.evaluation)
    while damping < MAX_DAMPING:
        direction, damping = _direction(objective, here, hessian, damping)
        slope = float(here.gradient @ direction)
        predicted = -slope - 0.5 * float(direction @ (hessian @ direction))
        if predicted < ROUNDING * max(here.value, 1e-3):
            there = kink_point(objective, here.theta + direction, lam)
            better = there.norm < here.norm and there.value <= here.value + ROUNDING
            return (there if better else None), 0.2 * damping
        length, change = _Line(objective, here, lam, direction, predicted).search(slope)
        if length > 0.0:
            return kink_point(objective, here.theta + length * direction, lam), change * damping
        damping = max(4.0 * damping, MIN_RAISED_DAMPING)
    return None, damping


def _direction(objective: Objective, here: KinkPoint, hessian: Array, damping: float) -> tuple[Array, float]:
    """d (P,), and the least mu tried that makes H + mu I definite among the directions that stay on the active kinks.

    A kink that was let go but would be crossed to its other side at once is active after all.
    """
    kinks = here.kinks
    active = here.active
    while True:
        basis = tangents(objective, kinks, active)
        reduced = basis.T @ hessian @ basis
        damped, _, damping = damped_cholesky(reduced, damping)
        direction = basis @ np.linalg.solve(damped, -(basis.T @ here.gradient))
        rows = objective.architecture.blocks(direction)[0][kinks.unit]
        drift = np.einsum("kc,kc->k", kinks.inputs, rows)
        noise = 1e-12 * np.linalg.norm(kinks.inputs, axis=1) * np.linalg.norm(direction)
        crossed = ~active & (here.jumps > 0.0) & (np.where(here.multipliers == 0.0, drift, -drift) > noise)
        if not crossed.any():
            return direction, damping
        active |= crossed


def tangents(objective: Objective, kinks: Kinks, active: Mask) -> Array:
    """Orthonormal columns (P, n): the directions in which the active kinks keep z = 0."""
    n = objective.architecture.n_parameters
    basis, n_inputs = np.eye(n), objective.architecture.n_inputs + 1
    dropped: list[int] = []
    for unit in np.unique(kinks.unit[active]):
        _, sizes, rows = np.linalg.svd(kinks.inputs[active & (kinks.unit == unit)])
        rank = int(np.count_nonzero(sizes > DEPENDENT * sizes[0]))
        first = int(unit) * n_inputs
        basis[first : first + n_inputs, first : first + n_inputs] = rows.T
        dropped += range(first, first + rank)
    return np.delete(basis, dropped, axis=1)


@dataclass(frozen=True)
class _Place:
    """Along a step: J, and its slope from the left and to the right, which differ at kinks."""

    length: float
    value: float
    left: float
    right: float


class _Line:
    """J along one step from a kink point, and the kinks on the way."""

    def __init__(self, objective: Objective, here: KinkPoint, lam: float, direction: Array, predicted: float) -> None:
        self._objective = objective
        self._here = here
        self._lam = lam
        self._direction = direction
        self._predicted = predicted
        self._speed = pre_activations(objective, direction)

    def search(self, slope: float) -> tuple[float, float]:
        """How far to go, 0 for not at all, and the factor by which the damping changes for the next step."""
        end = self._at(1.0)
        if self._is_lower(end) and end.left <= RISING * -slope:
            ratio = (self._here.value - end.value) / self._predicted
            return 1.0, 0.2 if ratio > 0.9 else 2.0 if ratio < 0.25 else 1.0
        before, after = _Place(0.0, self._here.value, slope, slope), end
        lengths, kinks = self._kinks()
        first, last = 0, len(lengths)
        while first < last:  # of the kinks from first up to last, one is where J turns, or two with the turn between
            middle = (first + last) // 2
            there = self._at(float(lengths[middle]), kinks[np.abs(lengths - lengths[middle]) <= TOGETHER])
            if self._is_lower(there) and there.left < 0.0 < there.right:
                return there.length, 1.0
            if self._is_lower(there) and there.right <= 0.0:
                before, first = there, middle + 1
            else:
                after, last = there, middle
        return self._between(before, after), 2.0

    def _between(self, before: _Place, after: _Place) -> float:
        """Where J turns without a kink, by its slopes; 0 if it is not lower there."""
        rise = after.left - before.right
        share = -before.right / rise if after.left > 0.0 > before.right else 0.5
        there = self._at(before.length + share * (after.length - before.length))
        lower = min((before, there), key=lambda place: place.value)
        return lower.length if self._is_lower(lower) else 0.0

    def _is_lower(self, there: _Place) -> bool:
        return there.value <= self._here.value - MIN_REDUCTION_RATIO * there.length * self._predicted

    def _kinks(self) -> tuple[Array, Indices]:
        """Lengths (n,) at which kinks are met, ascending, and where those stand in the flat table of all z."""
        z = pre_activations(self._objective, self._here.theta)
        z[self._here.kinks.unit, self._here.kinks.sample] = 0.0
        z, speed = z.ravel(), self._speed.ravel()
        on_the_way = np.flatnonzero(z * (z + speed) < 0.0)
        lengths = -z[on_the_way] / speed[on_the_way]
        order = np.argsort(lengths, kind="stable")
        return lengths[order], on_the_way[order]

    def _at(self, length: float, kinks: Indices | None = None) -> _Place:
        """The place at this length, where the kinks given are met."""
        theta = self._here.theta + length * self._direction
        value, gradient, evaluation = self._objective.evaluate(theta, self._lam)
        slope = float(gradient @ self._direction)
        if kinks is None:
            return _Place(length, value, slope, slope)
        jump = evaluation.upstream[0].ravel()[kinks] * self._speed.ravel()[kinks]
        rising = self._speed.ravel()[kinks] > 0.0
        counted = evaluation.slopes[0].ravel()[kinks]
        left = slope + float(jump @ (~rising - counted))
        return _Place(length, value, left, slope + float(jump @ (rising - counted)))
