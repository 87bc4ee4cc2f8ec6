"""The knots of L1 without hidden layer: the lambdas at which a weight leaves 0 or returns to it, whatever the loss.

Between knots the minimum is smooth in s = lambda / m: on the active weights A, with signs e, and a free bias, the
gradient of the data is -s e. It is followed down in small steps; where afterwards a weight of 0 is pulled harder than
s, or an active one has crossed 0, the place where the first of them began to is found between, as the root of its
slack.
The lasso's straight lines need no search. Source: M. Y. Park and T. Hastie, L1-regularization path algorithm for
generalized linear models, J. R. Stat. Soc. B 69 (2007).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from app.engine.arrays import Array, Mask
from app.engine.linear.lasso_path import lasso_path
from app.engine.linear.least_squares import reduced_problem
from app.engine.linear.quadratic_l1 import solve
from app.engine.objective.backpropagation import TrainingSet
from app.engine.objective.cost import LOSSES
from app.engine.objective.objective import Objective

STEP = 0.8
"""Factor from one strength to the next."""
MIN_STEP = 1.0 - 1e-9
"""A step that is shortened to this is taken as it is."""
MAX_STEPS = 30
"""Newton steps for one strength."""
MAX_HALVINGS = 100
"""Of the interval that holds a root."""
SETTLED = 1e-15
"""Entries of the gradient below this share of s are 0, if rounding lets them be."""
SETTLED_ENOUGH = 1e-8
"""The same where steps were too few, and the way was too far."""
ROUNDING = 1e-11
"""Slack below 0 by this share is none."""


class WeightKnot(NamedTuple):
    """Going down in lambda, a weight (its place in theta) leaves 0 (`enters`) or returns to it."""

    lam: float
    weight: int
    enters: bool


def linear_knots(objective: Objective, lowest: float) -> list[WeightKnot]:
    """All knots from the largest lambda down to `lowest` > 0, of an objective with L1 and no hidden layer."""
    free_bias = not objective.architecture.penalize_biases
    if objective.data.loss == "squared_error":
        path = lasso_path(*reduced_problem(objective.data, free_bias=free_bias), lowest / objective.m)
        if path.end <= lowest / objective.m:
            return [WeightKnot(objective.m * knot.strength, knot.coordinate, knot.enters) for knot in path.knots]
    return [
        WeightKnot(objective.m * s, weight, enters)
        for s, weight, enters in _Branch(objective.data, free_bias=free_bias).knots(lowest / objective.m)
    ]


class _Branch:
    """The minimum over s: theta (d + 1,) and the signs of its active weights; a penalised bias is one of those.

    With a free bias inputs are taken from their mean.
    """

    def __init__(self, data: TrainingSet, *, free_bias: bool) -> None:
        counts = data.sample_weights > 0.0
        inputs, self._weights = data.inputs[:, counts], data.sample_weights[counts]
        mean = inputs @ self._weights / self._weights.sum() * free_bias
        mean[-1] = 0.0
        self._is_free = np.zeros(len(inputs), dtype=np.bool_)
        self._is_free[-1] = free_bias
        self._inputs, self._labels, self._loss = inputs - mean[:, None], data.labels[counts], LOSSES[data.loss]
        self._signs = np.zeros(len(inputs))
        self._theta = np.zeros(len(inputs))

    def knots(self, lowest: float) -> list[tuple[float, int, bool]]:
        """(s, weight, whether it enters), the largest s first."""
        self._theta = self._at(0.0, self._theta)
        pull = np.where(self._is_free, 0.0, np.abs(self._gradient(self._theta)))
        s, changed = float(pull.max()), int(pull.argmax())
        if s <= lowest:
            return []
        found, share = [self._cross(s, changed)], STEP
        while s > lowest:
            following = max(share * s, lowest)
            theta = self._at(following, self._theta)
            past = self._slack(theta, following) < -ROUNDING
            if share < MIN_STEP and (past[changed] or not self._is_settled(theta, following)):
                share = np.sqrt(share)
                continue
            share = STEP
            if not past.any():
                s, self._theta, changed = following, theta, -1
                continue
            s, self._theta, changed = self._first_root(s, following, past)
            found.append(self._cross(s, changed))
        return found

    def _cross(self, s: float, weight: int) -> tuple[float, int, bool]:
        """The knot, and below it the sign that the weight has there."""
        enters = self._signs[weight] == 0.0
        self._signs[weight] = -np.sign(self._gradient(self._theta)[weight]) if enters else 0.0
        self._theta[weight] = 0.0
        return s, weight, bool(enters)

    def _gradient(self, theta: Array) -> Array:
        """Of the data's cost, (d + 1,)."""
        return np.asarray(self._inputs @ (self._weights * (self._loss.output(theta @ self._inputs) - self._labels)))

    def _slack(self, theta: Array, s: float) -> Array:
        """(d + 1,) how far each weight is from its knot, as a share: below 0 it is past. None of a free bias."""
        free = self._signs == 0.0
        size = np.abs(theta).max() + 1.0 / np.abs(self._inputs).max()
        slack = np.where(free, 1.0 - np.abs(self._gradient(theta)) / s, self._signs * theta / size)
        return np.where(self._is_free, 1.0, slack)

    def _is_settled(self, theta: Array, s: float) -> bool:
        active = (self._signs != 0.0) | self._is_free
        return bool(np.abs(self._gradient(theta) + s * self._signs)[active].max() <= SETTLED_ENOUGH * s)

    def _at(self, s: float, start: Array) -> Array:
        """theta with these signs at s, by Newton's method from nearby."""
        theta, gradient = start, self._gradient(start) + s * self._signs
        active = (self._signs != 0.0) | self._is_free
        if not active.any():
            return theta
        for _ in range(MAX_STEPS):
            norm = np.abs(gradient[active]).max()
            if norm <= SETTLED * s:
                break
            curvature = self._loss.curvature(self._loss.output(theta @ self._inputs)) * self._weights
            hessian = (self._inputs * curvature) @ self._inputs.T
            there = theta - solve(hessian[None], gradient[None], active[None])[0]
            gradient_there = self._gradient(there) + s * self._signs
            if not np.abs(gradient_there[active]).max() < norm:
                break
            theta, gradient = there, gradient_there
        return theta

    def _first_root(self, above: float, below: float, past: Mask) -> tuple[float, Array, int]:
        """The largest s between at which the least slack of those weights is 0; theta and the weight there.

        Illinois method.
        """
        theta, which = self._theta, np.flatnonzero(past)
        slack = self._slack(theta, above)[which]
        high, low, kept = float(slack.min()), float(self._slack(self._at(below, theta), below)[which].min()), 0
        for _ in range(MAX_HALVINGS):
            if high <= 0.0 or above - below <= SETTLED * above:
                break
            s = above - (above - below) * high / (high - low)
            there = self._at(s, theta)
            least = self._slack(there, s)[which]
            if least.min() >= 0.0:
                above, high, theta, slack = s, float(least.min()), there, least
                low, kept = (0.5 * low if kept == 1 else low), 1
            else:
                below, low = s, float(least.min())
                high, kept = (0.5 * high if kept == -1 else high), -1
        return above, theta, int(which[slack.argmin()])
