"""Minimising J with L1, lambda / m sum |W|, whose kinks lie where weights are exactly 0.

With s = lambda / m and g the gradient of the data term, J is stationary where its subgradient of least norm vanishes:

    v = g                              biases
    v = g + s sign(w)                  weights other than 0
    v = sign(g) max(|g| - s, 0)        weights of 0: held there as long as the data pull less than s

Inside one orthant of the weights J is smooth. A step solves (H + mu I) p = -v over the free parameters only: biases,
weights other than 0 and those that the data pull away from 0 into the orthant of -v. Whatever would change its sign
stops at exactly 0.0, and the others are solved for again. mu follows the decrease of J, as in damped_newton.py.
Sources: G. Andrew and J. Gao, Scalable training of L1-regularized log-linear models, ICML (2007), for orthants and
limited-memory steps; M. Schmidt, G. Fung and R. Rosales, Optimization methods for L1-regularization, UBC TR-2009-19.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable

import numpy as np

from app.engine.arrays import Array, Mask
from app.engine.objective.objective import Objective, Solution, inf_norm
from app.engine.solvers.damped_newton import MAX_DAMPING, SAFE_DAMPING, DampedNewton, noise
from app.engine.solvers.lbfgs import MEMORY, STALLED, Stalling, inverse_hessian_times
from app.engine.solvers.lockstep import Place, Query, look, run

MAX_STOPS = 6
"""How often a step is solved again with further weights stopped at 0, before it is only cut off there."""
REMNANT = 1e-3
"""A smaller weight may be on its way to 0 where steps stall."""


def least_subgradient(objective: Objective, theta: Array, gradient: Array, lam: float) -> Array:
    """v (P,) from `gradient`, that of J where it has one and of the data term at weights of 0."""
    held = np.sign(gradient) * np.maximum(np.abs(gradient) - lam / objective.m, 0.0)
    return np.where((theta == 0.0) & (objective.is_weight > 0.0), held, gradient)


def _with_subgradient(objective: Objective, place: Place, lam: float) -> Place:
    """The place with the subgradient of least norm as its gradient."""
    subgradient = least_subgradient(objective, place.theta, place.gradient, lam)
    return place._replace(gradient=subgradient, norm=inf_norm(subgradient))


def orthant_wise_newton(objective: Objective, theta: Array, lam: float, max_steps: int, damping: float) -> Solution:
    """A local minimum of J with L1 from the starting point theta (P,), never at a higher J.

    max_steps bounds the Hessians; `damping` is the first mu. A saddle is left along its direction of least curvature.
    """
    return run(_WithinOrthants(objective, lam, max_steps, damping).descend(theta))


class _WithinOrthants(DampedNewton[Place]):
    """Damped steps of the free parameters. A place's gradient is the subgradient of least norm."""

    def point(self, place: Place) -> Place:
        return _with_subgradient(self.objective, place, self.lam)

    def hessian(self, here: Place) -> Array:
        free = _free(self.objective, here)
        return super().hessian(here)[np.ix_(free, free)]

    def solve(self, here: Place, hessian: Array) -> tuple[Array, float]:
        free, orthant = _free(self.objective, here), _orthant(self.objective, here)
        slope, direction = here.gradient[free], np.zeros(len(free))
        while True:
            step = self._stopped_step(hessian, slope, here.theta[free], orthant[free])
            predicted = -float(slope @ step) - 0.5 * float(step @ (hessian @ step))
            if predicted > -noise(here) or self.damping >= MAX_DAMPING:
                direction[free] = step
                return direction, predicted
            self.raise_damping()  # stopped at 0, a step may point uphill

    def way_down(self, here: Place) -> Callable[[float], Array] | None:
        if (self.n_steps and self.damping < SAFE_DAMPING) or not _free(self.objective, here).any():
            return None
        values, vectors = np.linalg.eigh(self.hessian(here))
        if values[0] >= -self.objective.flat(self.lam):
            return None
        free, orthant = _free(self.objective, here), _orthant(self.objective, here)
        direction = np.zeros(len(free))
        direction[free] = vectors[:, 0]

        def along(length: float) -> Array:
            theta = here.theta + length * direction
            return np.where(orthant * theta < 0.0, 0.0, theta)

        return along

    def _stopped_step(self, hessian: Array, slope: Array, start: Array, orthant: Array) -> Array:
        """p over the free parameters, start + p inside the orthant.

        Parameters that p would take across 0 go to 0, and the rest of p is solved for again.
        """
        damped, _ = self.damped_cholesky(hessian)
        step = np.asarray(np.linalg.solve(damped, -slope), dtype=np.float64)
        going = np.ones(len(slope), dtype=np.bool_)
        for _ in range(MAX_STOPS):
            crossing = going & (orthant * (start + step) < 0.0)
            if not crossing.any():
                return step
            going &= ~crossing
            step[~going] = -start[~going]
            pulled = slope[going] - damped[np.ix_(going, ~going)] @ start[~going]
            step[going] = np.linalg.solve(damped[np.ix_(going, going)], -pulled)
        crossing = orthant * (start + step) < 0.0
        return np.where(crossing, -start, step)


def _free(objective: Objective, here: Place) -> Mask:
    """All but weights held at 0, (P,)."""
    free: Mask = (here.theta != 0.0) | (objective.is_weight == 0.0) | (here.gradient != 0.0)
    return free


def _orthant(objective: Objective, here: Place) -> Array:
    """The sign each weight may take, (P,): its own, or the one it is pulled to; 0 for biases, which may take any."""
    return np.where(here.theta != 0.0, np.sign(here.theta), -np.sign(here.gradient)) * objective.is_weight


def orthant_wise_lbfgs(objective: Objective, theta: Array, lam: float, max_steps: int) -> Solution:
    """Limited-memory steps inside orthants, for networks too large for their Hessian; never at a higher J."""
    start = here = _with_subgradient(objective, look(Query(objective, theta, lam)), lam)
    pairs: deque[tuple[Array, Array]] = deque(maxlen=MEMORY)
    stalling = Stalling(objective, here.value)
    n_steps, tolerance = 0, objective.tolerance(lam)
    while here.norm > tolerance and n_steps < max_steps:
        n_steps += 1
        there = _limited_memory_step(objective, here, lam, pairs)
        if there is None:
            if not pairs:
                break
            pairs.clear()  # what was learnt in another orthant may point uphill: once more from the plain subgradient
            continue
        step = there.theta - here.theta
        change = _data_gradient(objective, there, lam) - _data_gradient(objective, here, lam)
        if float(step @ change) > 1e-12 * float(change @ change):
            pairs.append((step, change))
        here = there
        if stalling.at(here.theta, here.value):
            here = _without_remnants(objective, here, lam, start.value)
            break
    return objective.solution(here.theta, lam, here.norm, used_up=n_steps >= max_steps)


def _without_remnants(objective: Objective, here: Place, lam: float, start_value: float) -> Place:
    """Where steps have stalled beside a kink: the small weights set to 0 that J is as low without, smallest first."""
    highest = min(start_value, here.value * (1.0 + STALLED))
    sizes = np.abs(here.theta)
    for k in np.argsort(sizes, kind="stable"):
        if objective.is_weight[k] and 0.0 < sizes[k] < REMNANT:
            theta = here.theta.copy()
            theta[k] = 0.0
            there = _with_subgradient(objective, look(Query(objective, theta, lam)), lam)
            here = there if there.value <= highest else here
    return here


def _data_gradient(objective: Objective, place: Place, lam: float) -> Array:
    """g (P,), but for weights held at 0, which do not move."""
    return place.gradient - lam / objective.m * _orthant(objective, place)


def _limited_memory_step(
    objective: Objective, here: Place, lam: float, pairs: deque[tuple[Array, Array]]
) -> Place | None:
    """The next place, along the part of the quasi-Newton direction that agrees with -v; None where no step lowers J."""
    direction = -inverse_hessian_times(here.gradient, pairs)
    direction = np.where(direction * here.gradient < 0.0, direction, 0.0)
    orthant = _orthant(objective, here)
    length = 1.0 if pairs else min(1.0, 1.0 / here.norm)
    while length > 1e-8:
        theta = here.theta + length * direction
        theta[orthant * theta < 0.0] = 0.0
        there = _with_subgradient(objective, look(Query(objective, theta, lam)), lam)
        if there.value < here.value + 1e-4 * float(here.gradient @ (theta - here.theta)):
            return there
        length *= 0.4
    return None
