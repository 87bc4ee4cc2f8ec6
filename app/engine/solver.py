"""Minimise J for one lambda to a stationary point: Newton's method with the exact Hessian and adaptive damping.

A step solves (H + mu I) p = -g. Where H + mu I is not positive definite, or J does not fall as predicted, mu grows.
Networks too large for their Hessian take limited-memory BFGS steps instead, and rarely get to the tolerance.
Source: J. Nocedal and S. Wright, Numerical Optimization (2006), chapters 3.4, 4 and 7.2.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

import numpy as np

from app.engine.arrays import Array
from app.engine.backpropagation import Evaluation, TrainingSet, cross_entropy_of, evaluate
from app.engine.hessian import Hessian
from app.engine.network import Architecture

TOLERANCE = 1e-6
"""A solution is reported as converged when no entry of the gradient of J is larger."""
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

NEWTON_PARAMETERS = 640
"""With more parameters than this a Hessian costs more than the hundreds of gradient steps that replace it."""
MEMORY = 20
"""Pairs of steps and gradient changes that limited-memory BFGS keeps."""

STALL_STEPS = 10
STALLED = 1e-5
"""Gradient steps among kinks end when so many of them have lowered J by less than this share."""


@dataclass(frozen=True)
class Solution:
    """Where minimising ended for one lambda.

    theta (P,); squared_weight_norm = ||W||^2 without biases; gradient_norm = infinity norm of the gradient of J.
    ran_out: the steps were used up; otherwise no step lowered J any more.
    """

    lam: float
    theta: Array
    cross_entropy: float
    squared_weight_norm: float
    gradient_norm: float
    ran_out: bool = False

    @property
    def converged(self) -> bool:
        return self.gradient_norm <= TOLERANCE

    def cost(self, m: int, lam: float) -> float:
        """J at any lambda with these weights frozen."""
        return self.cross_entropy + lam / (2.0 * m) * self.squared_weight_norm


class Objective:
    """J for one architecture and training set, as a function of theta (P,) and lambda."""

    def __init__(self, architecture: Architecture, data: TrainingSet) -> None:
        self.architecture = architecture
        self.data = data
        self.m = data.n_samples
        self.is_weight = architecture.is_weight.astype(np.float64)
        self.hessian_of_cross_entropy = Hessian(architecture, data)
        self._diagonal = np.arange(architecture.n_parameters)

    @property
    def has_hessian(self) -> bool:
        """Whether the network is small enough for its Hessian to pay."""
        return self.architecture.n_parameters <= NEWTON_PARAMETERS

    @property
    def has_kinks(self) -> bool:
        """ReLU units: J is smooth between kinks only, and its minima lie on them, where Newton's steps get stuck."""
        return self.architecture.phi.bend is None and bool(self.architecture.hidden_layer_sizes)

    @property
    def solvable_to_tolerance(self) -> bool:
        """Whether Newton's method applies, which alone reaches TOLERANCE."""
        return self.has_hessian and not self.has_kinks

    def squared_weight_norm(self, theta: Array) -> float:
        weights = theta * self.is_weight
        return float(weights @ weights)

    def evaluate(self, theta: Array, lam: float) -> tuple[float, Array, Evaluation]:
        """J, its gradient (P,), and the pass they came from."""
        cross_entropy, gradient, evaluation = evaluate(self.architecture, theta, self.data)
        weights = theta * self.is_weight
        strength = lam / self.m
        gradient += strength * weights
        return float(cross_entropy) + 0.5 * strength * float(weights @ weights), gradient, evaluation

    def gradient(self, theta: Array, lam: float) -> Array:
        """Gradient of J (P,)."""
        return self.evaluate(theta, lam)[1]

    def hessian(self, theta: Array, lam: float, evaluation: Evaluation) -> Array:
        """Hessian of J (P, P)."""
        matrix = self.hessian_of_cross_entropy(theta, evaluation)
        matrix[self._diagonal, self._diagonal] += lam / self.m * self.is_weight
        return matrix


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
    return _Place(theta, value, gradient, _largest(gradient), evaluation)


def minimize(
    objective: Objective, theta: Array, lam: float, max_steps: int = 60, damping: float = WARM_DAMPING
) -> Solution:
    """A local minimum of J from the starting point theta (P,), never at a higher J.

    max_steps bounds the Hessians; `damping` is the first mu. A saddle is left along its direction of least curvature.
    """
    if not objective.solvable_to_tolerance:
        return _quasi_newton(objective, theta, lam, 5 * max_steps)
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
    return _solution(objective, here.theta, lam, here.norm, n_steps >= max_steps)


def _beside_a_saddle(objective: Objective, here: _Place, lam: float) -> _Place | None:
    """A place of lower J along the direction of least curvature; None where the Hessian is positive semidefinite."""
    hessian = objective.hessian(here.theta, lam, here.evaluation)
    try:
        np.linalg.cholesky(hessian + FLAT * np.eye(len(hessian)))
    except np.linalg.LinAlgError:
        _, vectors = np.linalg.eigh(hessian)
        length = 0.1 * max(1.0, float(np.linalg.norm(here.theta)) / np.sqrt(len(here.theta)))
        sides = [_place(objective, here.theta + sign * length * vectors[:, 0], lam) for sign in (1.0, -1.0)]
        lower = min(sides, key=lambda place: place.value)
        return lower if lower.value < here.value else None
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


def _quasi_newton(objective: Objective, theta: Array, lam: float, max_steps: int) -> Solution:
    """Limited-memory BFGS with shortened steps; never at a higher J than the start."""
    value, gradient, _ = objective.evaluate(theta, lam)
    pairs: deque[tuple[Array, Array]] = deque(maxlen=MEMORY)
    recent: deque[float] = deque([value], maxlen=STALL_STEPS)
    step_number = 0
    while _largest(gradient) > TOLERANCE and step_number < max_steps:
        step_number += 1
        direction = -_inverse_hessian_times(gradient, pairs)
        slope = float(gradient @ direction)
        length = 1.0 if pairs else min(1.0, 1.0 / _largest(gradient))
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
        if objective.has_kinks and len(recent) == STALL_STEPS and recent[0] - value < STALLED * value:
            break
        recent.append(value)
    return _solution(objective, theta, lam, _largest(gradient), step_number >= max_steps)


def _inverse_hessian_times(gradient: Array, pairs: deque[tuple[Array, Array]]) -> Array:
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


def _largest(gradient: Array) -> float:
    return float(np.abs(gradient).max())


def _solution(objective: Objective, theta: Array, lam: float, norm: float, used_up: bool) -> Solution:
    return Solution(
        lam=lam,
        theta=theta,
        cross_entropy=float(cross_entropy_of(objective.architecture, theta, objective.data)),
        squared_weight_norm=objective.squared_weight_norm(theta),
        gradient_norm=norm,
        ran_out=used_up and norm > TOLERANCE,
    )
