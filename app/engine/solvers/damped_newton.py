"""Damped Newton steps from one start to one minimum of J at one lambda: the loop, once for smooth J, L1 and ReLU.

A step solves (H + mu I) p = -g. Where J falls as H predicts, mu shrinks; where it does not, mu grows. A stationary
point from which J bends down is a saddle, and left along its direction of least curvature.
Source: J. Nocedal and S. Wright, Numerical Optimization (2006), chapters 3.4 and 4.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import ClassVar, Generic, Protocol, TypeVar

import numpy as np

from app.engine.arrays import Array
from app.engine.objective.backpropagation import Evaluation
from app.engine.objective.objective import Objective, Solution
from app.engine.solvers.lockstep import Descent, Place, Query

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
MAX_DAMPING = 1e8
"""mu from which no step is worth taking."""
MIN_REDUCTION_RATIO = 1e-3
"""Share of the predicted decrease that a step must bring."""
MAX_SADDLES = 4


class Point(Protocol):
    """Where a descent stands: theta (P,), J, the gradient of least norm (P,) and its infinity norm, and their pass."""

    @property
    def theta(self) -> Array: ...
    @property
    def value(self) -> float: ...
    @property
    def gradient(self) -> Array: ...
    @property
    def norm(self) -> float: ...
    @property
    def evaluation(self) -> Evaluation: ...


At = TypeVar("At", bound=Point)


class DampedNewton(ABC, Generic[At]):
    """One descent, with the mu it has come to. Subclasses say what the kinks of J ask for.

    max_steps bounds the Hessians; damping is the first mu.
    """

    escape_lengths: ClassVar[tuple[float, ...]] = (1.0, 0.3, 0.1, 0.03)
    """Steps away from a saddle that are tried, as shares of the first."""
    min_escape: ClassVar[float] = 0.0
    """What such a step must lower J by."""

    def __init__(self, objective: Objective, lam: float, max_steps: int, damping: float) -> None:
        self.objective = objective
        self.lam = lam
        self.damping = damping
        self.max_steps = max_steps
        self.n_steps = 0
        self.target = target_norm(objective, lam)

    @abstractmethod
    def point(self, place: Place) -> At:
        """The place as a point at which this method can tell whether J is stationary."""

    @abstractmethod
    def solve(self, here: At, hessian: Array) -> tuple[Array, float]:
        """p (P,), and by how much the quadratic model of J falls along it. Raises mu as far as p needs it."""

    @abstractmethod
    def way_down(self, here: At) -> Callable[[float], Array] | None:
        """theta (P,) so far along the direction of least curvature, either way; None where J does not bend down."""

    def hessian(self, here: At) -> Array:
        """Of J, for `solve`."""
        return self.objective.hessian(here.theta, self.lam, here.evaluation)

    def search(self, here: At, direction: Array, predicted: float) -> Descent[At | None]:
        """Where a step along p ends, after which mu follows what it has brought; None where that is too little."""
        there = yield from self.look(here.theta + direction)
        ratio = (here.value - there.value) / predicted
        if ratio > MIN_REDUCTION_RATIO:
            self.damping *= damping_factor(ratio)
            return there
        return None

    def descend(self, theta: Array) -> Descent[Solution]:
        """A local minimum of J from the starting point theta (P,), never at a higher J."""
        here = yield from self.look(theta)
        tolerance, self.bends_down = self.objective.tolerance(self.lam), False
        for _ in range(MAX_SADDLES):
            while here.norm > self.target and self.n_steps < self.max_steps:
                self.n_steps += 1
                there = yield from self.step(here)
                if there is None:
                    break
                here = there
            beside = (yield from self._escape_saddle(here)) if here.norm <= tolerance else None
            if beside is None:
                break
            here, self.damping = beside, FRESH_DAMPING
        used_up = self.n_steps >= self.max_steps
        return self.objective.solution(here.theta, self.lam, here.norm, used_up=used_up, saddle=self.bends_down)

    def step(self, here: At) -> Descent[At | None]:
        """The next point; None where no step lowers J or, in its rounding, the gradient."""
        hessian = self.hessian(here)
        while True:
            direction, predicted = self.solve(here, hessian)
            if predicted < noise(here):
                there = yield from self.look(here.theta + direction)
                self.damping *= 0.2
                return there if is_nearer(there, here) else None
            lower = yield from self.search(here, direction, predicted)
            if lower is not None:
                return lower
            self.raise_damping()
            if self.damping >= MAX_DAMPING:
                return None

    def look(self, theta: Array) -> Descent[At]:
        return self.point((yield Query(self.objective, theta, self.lam)))

    def damped_cholesky(self, hessian: Array) -> tuple[Array, Array]:
        """H + mu I and its Cholesky factor L, with mu raised until there is one."""
        diagonal = np.arange(len(hessian))
        damped = hessian.copy()
        while True:
            damped[diagonal, diagonal] = hessian[diagonal, diagonal] + self.damping
            try:
                return damped, np.asarray(np.linalg.cholesky(damped))
            except np.linalg.LinAlgError:
                self.raise_damping()

    def raise_damping(self) -> None:
        self.damping = max(4.0 * self.damping, MIN_RAISED_DAMPING)

    def _escape_saddle(self, here: At) -> Descent[At | None]:
        """A point of lower J beside here; None where there is none, or here is a minimum."""
        way = self.way_down(here)
        self.bends_down = way is not None and self.objective.is_smooth  # else kinks may stop the way down
        if way is None:
            return None
        length = 0.1 * max(1.0, float(np.linalg.norm(here.theta)) / np.sqrt(len(here.theta)))
        for share in self.escape_lengths:
            one = yield from self.look(way(share * length))
            other = yield from self.look(way(-share * length))
            lower = min(one, other, key=lambda point: point.value)
            if lower.value < here.value - self.min_escape:
                return lower
        return None


def target_norm(objective: Objective, lam: float) -> float:
    """The largest entry of the gradient at which steps for this lambda end."""
    return min(TARGET, max(BALANCE * lam / objective.m, ROUNDING)) if lam > 0.0 else TARGET


def damping_factor(ratio: float) -> float:
    """What mu is multiplied by after a step that brought this share of the predicted decrease."""
    return 0.2 if ratio > 0.9 else 2.0 if ratio < 0.25 else 1.0


def noise(here: Point) -> float:
    """Decreases of J from here below this are rounding."""
    return ROUNDING * max(here.value, 1e-3)


def is_nearer(there: Point, here: Point) -> bool:
    """Where J says no more than rounding, the gradient says."""
    return there.norm < here.norm and there.value <= here.value + ROUNDING
