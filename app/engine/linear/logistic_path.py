"""Logistic regression, all lambdas at once: Newton's method on a stack of networks without hidden layer.

    J(theta) = sum_i w_i CE_i + s sum_j size(W_j)        s = lambda / m; size W^2 / 2 or |W|; the bias is free
    gradient   (p - y) w X~'                             Hessian   X~ diag(w p (1 - p)) X~'       X~ (d + 1, m)

J is convex. L2: plain Newton steps. L1: the minimum of the quadratic model with |W| kept as it is, found exactly,
zeros included (proximal Newton). Steps are halved until J falls enough, which far from the minimum they may not.
Sources: T. Hastie, R. Tibshirani, J. Friedman, The Elements of Statistical Learning (2009), section 4.4.1;
J. Lee, Y. Sun, M. Saunders, Proximal Newton-type methods for minimizing composite functions, SIAM J. Optim. 24 (2014).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from app.engine.arrays import Array, Indices, Mask
from app.engine.linear.quadratic_l1 import quadratic_l1, solve
from app.engine.objective.backpropagation import TrainingSet
from app.engine.objective.cost import REGULARIZERS

MAX_STEPS = 100
DAMPING = 1e-8
"""Share of its diagonal that is added to a Hessian without penalty, which is singular where inputs say the same."""
MAX_HALVINGS = 30
ARMIJO = 1e-4
"""Share of the decrease that the slope promises, for a step to count."""
ROUNDING = 1e-14
"""Differences of J below this are none."""


class _Places(NamedTuple):
    """A stack of networks: theta (R, d + 1), J (R,), its data gradient (R, d + 1), p (1 - p) (R, m)."""

    theta: Array
    value: Array
    gradient: Array
    curvature: Array

    def at(self, rows: Indices) -> _Places:
        return _Places(*(part[rows] for part in self))

    def put(self, rows: Indices, others: _Places) -> None:
        for own, part in zip(self, others, strict=True):
            own[rows] = part


class LogisticPath:
    """J on one training set with one regularizer, for stacks of strengths s (R, d + 1), 0 for the bias.

    Computed on inputs without their mean, which moves the bias only.
    """

    def __init__(self, data: TrainingSet, regularizer: str) -> None:
        self._regularizer = REGULARIZERS[regularizer]
        counting = data.sample_weights > 0.0
        inputs, labels, weights = data.inputs[:, counting], data.labels[counting], data.sample_weights[counting]
        self._mean = inputs @ weights / weights.sum()
        self._mean[-1] = 0.0
        varies = np.ptp(inputs, axis=1) > 1e-12 * np.abs(self._mean)
        varies[-1] = True
        self._inputs = (inputs - self._mean[:, None]) * varies[:, None]
        self._sample_weights = weights
        self._weighted = self._inputs * weights
        self._towards_labels = self._weighted @ labels
        n = len(inputs)
        first, second = np.triu_indices(n)
        self._pairs = (self._weighted[first] * self._inputs[second]).T  # (m, pairs)
        position = np.zeros((n, n), dtype=np.intp)
        position[first, second] = position[second, first] = np.arange(len(first))
        self._expansion = position
        share = float(labels @ weights / weights.sum())
        self._start = np.zeros(n)
        self._start[-1] = np.log(share / (1.0 - share))

    def minimize(self, strengths: Array, target: Array, start: Array | None = None) -> tuple[Array, Mask]:
        """theta (L, d + 1) and (L,) whether its steps were used up; `start` (d + 1,) is W = 0 if not given.

        Stops where the largest entry of the gradient of J is below target (L,), or no step goes further down.
        """
        first = self._start if start is None else start + np.append(np.zeros(len(start) - 1), start @ self._mean)
        places = self._places(np.repeat(first[None], len(strengths), axis=0), strengths)
        damping = np.where(strengths.any(axis=1), 0.0, DAMPING)
        norm = self._norm(places, strengths)
        rows = np.flatnonzero(norm > target)
        for _ in range(MAX_STEPS):
            if not len(rows):
                break
            here = places.at(rows)
            there = self._next(here, strengths[rows], damping[rows])
            norm_there = self._norm(there, strengths[rows])
            falls = (there.value < here.value - ROUNDING) | (norm_there < norm[rows])
            places.put(rows[falls], there.at(np.flatnonzero(falls)))
            norm[rows[falls]] = norm_there[falls]
            rows = rows[falls & (norm_there > target[rows])]
        places.theta[:, -1] -= places.theta @ self._mean
        return places.theta, np.isin(np.arange(len(strengths)), rows)

    def _places(self, theta: Array, strengths: Array) -> _Places:
        z = theta @ self._inputs
        e = np.exp(-np.abs(z))
        whole = 1.0 + e
        below = 1.0 / whole
        p = np.where(z > 0.0, below, e * below)
        value = (np.maximum(z, 0.0) + np.log(whole)) @ self._sample_weights - theta @ self._towards_labels
        value += np.sum(strengths * self._regularizer.share(theta), axis=1)
        gradient = p @ self._weighted.T - self._towards_labels
        e *= below
        e *= below
        return _Places(theta, value, gradient, e)

    def _norm(self, places: _Places, strengths: Array) -> Array:
        """Infinity norm (R,) of the gradient of J."""
        gradient = places.gradient + self._mean * places.gradient[:, -1:]  # with respect to inputs as they are
        gradient += self._regularizer.pull(places.theta, strengths, gradient)
        return np.asarray(np.abs(gradient).max(axis=1))

    def _next(self, here: _Places, strengths: Array, damping: Array) -> _Places:
        """One step of every network, as long as J lets it be."""
        step = self._step(here, strengths, damping)
        if self._regularizer.smooth:
            promised = np.sum((here.gradient + strengths * here.theta) * step, axis=1)
        else:
            longer = np.abs(here.theta + step) - np.abs(here.theta)
            promised = np.sum(here.gradient * step + strengths * longer, axis=1)
        there = self._places(here.theta + step, strengths)
        length = 1.0
        for _ in range(MAX_HALVINGS):
            too_far = np.flatnonzero(there.value > here.value + ARMIJO * length * promised + ROUNDING)
            if not len(too_far):
                break
            length *= 0.5
            shorter = here.theta[too_far] + length * step[too_far]
            there.put(too_far, self._places(shorter, strengths[too_far]))
        return there

    def _step(self, here: _Places, strengths: Array, damping: Array) -> Array:
        """To the minimum of the quadratic model at each network, (R, d + 1)."""
        hessian = (here.curvature @ self._pairs)[:, self._expansion]
        np.einsum("lpp->lp", hessian)[...] *= 1.0 + damping[:, None]
        if not self._regularizer.smooth:
            targets = (hessian @ here.theta[..., None])[..., 0] - here.gradient
            return quadratic_l1(hessian, targets, strengths, here.theta) - here.theta
        np.einsum("lpp->lp", hessian)[...] += strengths
        return solve(hessian, -(here.gradient + strengths * here.theta))
