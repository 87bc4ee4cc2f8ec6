"""Newton's method for a ReLU network with one hidden layer, whose J is smooth between kinks and has minima on them.

The kinks at which 0 < t < 1 (see kinks.py) hold the network: a step solves (H + mu I) d = -g(t) among the directions
in which they keep z = 0, where J is smooth, with H the Hessian of the network whose relu' is t there. Kinks with t = 0
or 1 are let go to their side. Along a step every z is linear, so all further kinks on the way are known: where the
slope of J turns from down to up at one, the step ends on it, and holds it from then on if g(t) says so.
Sources: R. Mifflin and C. Sagastizabal, A VU-algorithm for convex minimization, Mathematical Programming 104 (2005);
A. Lewis and M. Overton, Nonsmooth optimization via quasi-Newton methods, Mathematical Programming 141 (2013).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from app.engine.arrays import Array, Indices, Mask
from app.engine.objective.objective import Objective, Solution
from app.engine.solvers.damped_newton import MIN_REDUCTION_RATIO, ROUNDING, DampedNewton, damping_factor
from app.engine.solvers.kinks import KinkPoint, Kinks, kink_point_at, pre_activations
from app.engine.solvers.lockstep import Descent, Place, run

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
    return run(_BetweenKinks(objective, lam, max_steps, damping).descend(theta))


class _BetweenKinks(DampedNewton[KinkPoint]):
    """Damped steps that stay on the active kinks, and end where J turns at another."""

    escape_lengths = (*DampedNewton.escape_lengths, 0.003)
    min_escape = ROUNDING

    def point(self, place: Place) -> KinkPoint:
        return kink_point_at(self.objective, place)

    def solve(self, here: KinkPoint, hessian: Array) -> tuple[Array, float]:
        direction = self._direction(here, hessian)
        return direction, -float(here.gradient @ direction) - 0.5 * float(direction @ (hessian @ direction))

    def search(self, here: KinkPoint, direction: Array, predicted: float) -> Descent[KinkPoint | None]:
        line = _Line(self.objective, here, self.lam, direction, predicted)
        length, factor = line.search(float(here.gradient @ direction))
        if length > 0.0:
            self.damping *= factor
            return (yield from self.look(here.theta + length * direction))
        return None

    def way_down(self, here: KinkPoint) -> Callable[[float], Array] | None:
        if self.n_steps >= self.max_steps:
            return None
        basis = tangents(self.objective, here.kinks, here.active)
        values, vectors = np.linalg.eigh(basis.T @ self.hessian(here) @ basis)
        if values[0] >= -self.objective.flat(self.lam):
            return None
        return lambda length: here.theta + length * basis @ vectors[:, 0]

    def _direction(self, here: KinkPoint, hessian: Array) -> Array:
        """Of a step (P,), among the directions that stay on the active kinks.

        A kink that was let go but would be crossed to its other side at once is active after all.
        """
        kinks = here.kinks
        active = here.active
        while True:
            basis = tangents(self.objective, kinks, active)
            damped, _ = self.damped_cholesky(basis.T @ hessian @ basis)
            direction: Array = basis @ np.linalg.solve(damped, -(basis.T @ here.gradient))
            rows = self.objective.architecture.blocks(direction)[0][kinks.unit]
            drift = np.einsum("kc,kc->k", kinks.inputs, rows)
            rounding = 1e-12 * np.linalg.norm(kinks.inputs, axis=1) * np.linalg.norm(direction)
            crossed = ~active & (here.jumps > 0.0) & (np.where(here.multipliers == 0.0, drift, -drift) > rounding)
            if not crossed.any():
                return direction
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
            return 1.0, damping_factor(ratio)
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
