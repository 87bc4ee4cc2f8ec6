"""Minimising J with L1, lambda / m sum |W|, whose kinks lie where weights are exactly 0.

With s = lambda / m and g the gradient of the data term, J is stationary where its subgradient of least norm vanishes:

    v = g                              biases
    v = g + s sign(w)                  weights other than 0
    v = sign(g) max(|g| - s, 0)        weights of 0: held there as long as the data pull less than s

Inside one orthant of the weights J is smooth. A step solves (H + mu I) p = -v over the free parameters only: biases,
weights other than 0 and those that the data pull away from 0 into the orthant of -v. Whatever would change its sign
stops at exactly 0.0, and the others are solved for again. mu follows the decrease of J, as in newton.py.
Sources: G. Andrew and J. Gao, Scalable training of L1-regularized log-linear models, ICML (2007), for orthants and
limited-memory steps; M. Schmidt, G. Fung and R. Rosales, Optimization methods for L1-regularization, UBC TR-2009-19.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

import numpy as np

from app.engine.arrays import Array, Mask
from app.engine.objective.backpropagation import Evaluation
from app.engine.objective.objective import TOLERANCE, Objective, Solution, inf_norm
from app.engine.solvers.lbfgs import MEMORY, inverse_hessian_times
from app.engine.solvers.newton import (
    FLAT,
    FRESH_DAMPING,
    MAX_DAMPING,
    MAX_SADDLES,
    MIN_RAISED_DAMPING,
    ROUNDING,
    SAFE_DAMPING,
    damped_cholesky,
    target_norm,
)

MAX_STOPS = 6
"""How often a step is solved again with further weights stopped at 0, before it is only cut off there."""
MIN_REDUCTION_RATIO = 1e-3
"""Share of the predicted decrease that a step must bring."""


@dataclass(frozen=True)
class _Place:
    """theta with J, the subgradient of least norm (P,), its infinity norm, and the pass they came from."""

    theta: Array
    value: float
    subgradient: Array
    norm: float
    evaluation: Evaluation


def least_subgradient(objective: Objective, theta: Array, gradient: Array, lam: float) -> Array:
    """v (P,) from `gradient`, that of J where it has one and of the data term at weights of 0."""
    held = np.sign(gradient) * np.maximum(np.abs(gradient) - lam / objective.m, 0.0)
    return np.where((theta == 0.0) & (objective.is_weight > 0.0), held, gradient)


def _place(objective: Objective, theta: Array, lam: float) -> _Place:
    value, gradient, evaluation = objective.evaluate(theta, lam)
    subgradient = least_subgradient(objective, theta, gradient, lam)
    return _Place(theta, value, subgradient, inf_norm(subgradient), evaluation)


def orthant_wise_newton(objective: Objective, theta: Array, lam: float, max_steps: int, damping: float) -> Solution:
    """A local minimum of J with L1 from the starting point theta (P,), never at a higher J.

    max_steps bounds the Hessians; `damping` is the first mu. A saddle is left along its direction of least curvature.
    """
    target = target_norm(objective, lam)
    here = _place(objective, theta, lam)
    n_steps = 0
    for _ in range(MAX_SADDLES):
        started = n_steps
        while here.norm > target and n_steps < max_steps:
            n_steps += 1
            free, orthant = _free(objective, here), _orthant(objective, here)
            hessian = objective.hessian(here.theta, lam, here.evaluation)[np.ix_(free, free)]
            there, damping = _step(objective, here, lam, hessian, free, orthant, damping)
            if there is None:
                break
            here = there
        if here.norm > TOLERANCE or (n_steps > started and damping < SAFE_DAMPING):
            break
        beside = _escape_saddle(objective, here, lam)
        if beside is None:
            break
        here, damping = beside, FRESH_DAMPING
    return objective.solution(here.theta, lam, here.norm, used_up=n_steps >= max_steps)


def _free(objective: Objective, here: _Place) -> Mask:
    """All but weights held at 0, (P,)."""
    free: Mask = (here.theta != 0.0) | (objective.is_weight == 0.0) | (here.subgradient != 0.0)
    return free


def _orthant(objective: Objective, here: _Place) -> Array:
    """The sign each weight may take, (P,): its own, or the one it is pulled to; 0 for biases, which may take any."""
    return np.where(here.theta != 0.0, np.sign(here.theta), -np.sign(here.subgradient)) * objective.is_weight


def _step(
    objective: Objective, here: _Place, lam: float, hessian: Array, free: Mask, orthant: Array, damping: float
) -> tuple[_Place | None, float]:
    """The next place and the damping to go on with; None where no step lowers J or, in its rounding, v."""
    slope = here.subgradient[free]
    while damping < MAX_DAMPING:
        step, damping = _stopped_step(hessian, slope, here.theta[free], orthant[free], damping)
        predicted = -float(slope @ step) - 0.5 * float(step @ (hessian @ step))
        theta = here.theta.copy()
        theta[free] += step
        there = _place(objective, theta, lam)
        if abs(predicted) < ROUNDING * max(here.value, 1e-3):
            better = there.norm < here.norm and there.value <= here.value + ROUNDING
            return (there if better else None), 0.2 * damping
        ratio = (here.value - there.value) / predicted
        if predicted > 0.0 and ratio > MIN_REDUCTION_RATIO:
            return there, damping * (0.2 if ratio > 0.9 else 2.0 if ratio < 0.25 else 1.0)
        damping = max(4.0 * damping, MIN_RAISED_DAMPING)
    return None, damping


def _stopped_step(hessian: Array, slope: Array, start: Array, orthant: Array, damping: float) -> tuple[Array, float]:
    """p over the free parameters, start + p inside the orthant, and the least mu tried that makes H + mu I definite.

    Parameters that p would take across 0 go to 0, and the rest of p is solved for again.
    """
    damped, _, damping = damped_cholesky(hessian, damping)
    step = np.asarray(np.linalg.solve(damped, -slope), dtype=np.float64)
    going = np.ones(len(slope), dtype=np.bool_)
    for _ in range(MAX_STOPS):
        crossing = going & (orthant * (start + step) < 0.0)
        if not crossing.any():
            return step, damping
        going &= ~crossing
        step[~going] = -start[~going]
        pulled = slope[going] - damped[np.ix_(going, ~going)] @ start[~going]
        step[going] = np.linalg.solve(damped[np.ix_(going, going)], -pulled)
    crossing = orthant * (start + step) < 0.0
    return np.where(crossing, -start, step), damping


def _escape_saddle(objective: Objective, here: _Place, lam: float) -> _Place | None:
    """A place of lower J along the direction of least curvature of the parameters other than 0; None at a minimum."""
    free = _free(objective, here)
    hessian = objective.hessian(here.theta, lam, here.evaluation)[np.ix_(free, free)]
    values, vectors = np.linalg.eigh(hessian)
    if values[0] >= -FLAT:
        return None
    direction = np.zeros(len(free))
    direction[free] = vectors[:, 0]
    orthant = _orthant(objective, here)
    length = 0.1 * max(1.0, float(np.linalg.norm(here.theta)) / np.sqrt(len(here.theta)))
    for shorter in (1.0, 0.3, 0.1, 0.03):
        step = shorter * length * direction
        ways = (np.where(orthant * (here.theta + way) < 0.0, 0.0, here.theta + way) for way in (step, -step))
        lower = min((_place(objective, theta, lam) for theta in ways), key=lambda place: place.value)
        if lower.value < here.value:
            return lower
    return None


def orthant_wise_quasi_newton(objective: Objective, theta: Array, lam: float, max_steps: int) -> Solution:
    """Limited-memory steps inside orthants, for networks too large for their Hessian; never at a higher J."""
    here = _place(objective, theta, lam)
    pairs: deque[tuple[Array, Array]] = deque(maxlen=MEMORY)
    n_steps = 0
    while here.norm > TOLERANCE and n_steps < max_steps:
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
    return objective.solution(here.theta, lam, here.norm, used_up=n_steps >= max_steps)


def _data_gradient(objective: Objective, place: _Place, lam: float) -> Array:
    """g (P,), but for weights held at 0, which do not move."""
    return place.subgradient - lam / objective.m * _orthant(objective, place)


def _limited_memory_step(
    objective: Objective, here: _Place, lam: float, pairs: deque[tuple[Array, Array]]
) -> _Place | None:
    """The next place, along the part of the quasi-Newton direction that agrees with -v; None where no step lowers J."""
    direction = -inverse_hessian_times(here.subgradient, pairs)
    direction = np.where(direction * here.subgradient < 0.0, direction, 0.0)
    orthant = _orthant(objective, here)
    length = 1.0 if pairs else min(1.0, 1.0 / here.norm)
    while length > 1e-8:
        theta = here.theta + length * direction
        theta[orthant * theta < 0.0] = 0.0
        there = _place(objective, theta, lam)
        if there.value < here.value + 1e-4 * float(here.subgradient @ (theta - here.theta)):
            return there
        length *= 0.4
    return None
