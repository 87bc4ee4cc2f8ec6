"""Logistic regression, all lambdas at once: Newton's method on a stack of networks without hidden layer.

    J(theta) = sum_i w_i CE_i + s sum_j size(W_j)        s = lambda / m; size W^2 / 2 or |W|; the bias is free
    gradient   (p - y) w X~'                             Hessian   X~ diag(w p (1 - p)) X~'       X~ (d + 1, m)

J is convex. A few strengths are solved first, and the others begin between them, on a curve through those minima and
their tangents. Whole Newton steps nearly always arrive; with L1 the signs are held meanwhile. Where they do not,
careful steps are taken, halved until J falls enough; with L1 to the minimum of the quadratic model with |W| kept as it
is, found exactly, zeros included (proximal Newton).
Sources: T. Hastie, R. Tibshirani, J. Friedman, The Elements of Statistical Learning (2009), section 4.4.1;
J. Lee, Y. Sun, M. Saunders, Proximal Newton-type methods for minimizing composite functions, SIAM J. Optim. 24 (2014).
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import numpy as np

from app.engine.arrays import Array, Indices, Mask
from app.engine.linear.quadratic_l1 import SLACK, quadratic_l1, solve
from app.engine.objective.backpropagation import TrainingSet
from app.engine.objective.cost import REGULARIZERS

MAX_STEPS = 100
DAMPING = 1e-8
"""Share of its diagonal that is added to a Hessian without penalty, which is singular where inputs say the same."""
MAX_HALVINGS = 30
MAX_QUICK_STEPS = 12
"""Whole steps before the careful ones."""
MANY = 12
"""Of so many strengths, one in EVERY is solved first; the others begin between those."""
EVERY = 4
MAX_GAP = 3.0
"""In log s between two of those, up to which their tangents say where the minima between them are."""
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
    """J on one training set with one regularizer, for stacks of strengths s (R, d + 1), 0 for a free bias.

    Computed on inputs without their mean, which moves the bias only; where that is penalised, on inputs as they are.
    """

    def __init__(self, data: TrainingSet, regularizer: str, *, free_bias: bool = True) -> None:
        self._regularizer = REGULARIZERS[regularizer]
        counting = data.sample_weights > 0.0
        inputs, labels, weights = data.inputs[:, counting], data.labels[counting], data.sample_weights[counting]
        self._mean = inputs @ weights / weights.sum() * free_bias
        self._mean[-1] = 0.0
        varies = (np.ptp(inputs, axis=1) > 1e-12 * np.abs(self._mean)) | (not free_bias)
        varies[-1] = True
        self._inputs = (inputs - self._mean[:, None]) * varies[:, None]
        self._sample_weights = weights
        self._weighted = self._inputs * weights
        self._towards_labels = self._weighted @ labels
        self._towards_labels_from_half = self._towards_labels - 0.5 * self._weighted.sum(axis=1)
        n = len(inputs)
        first, second, self._expansion = _pairs(n)
        self._pairs = (self._weighted[first] * self._inputs[second]).T  # (m, pairs)
        share = float(labels @ weights / weights.sum())
        self._start = np.zeros(n)
        self._start[-1] = np.log(share / (1.0 - share)) * free_bias

    def minimize(self, strengths: Array, target: Array, start: Array | None = None) -> tuple[Array, Mask]:
        """theta (L, d + 1) and (L,) whether its steps were used up; `start` (d + 1,) is W = 0 if not given.

        Stops where the largest entry of the gradient of J is below target (L,), or no step goes further down.
        """
        first = self._start if start is None else start + np.append(np.zeros(len(start) - 1), start @ self._mean)
        theta = np.repeat(first[None], len(strengths), axis=0)
        used_up = np.zeros(len(strengths), dtype=np.bool_)
        rest = np.arange(len(strengths))
        if start is None and len(strengths) >= MANY:
            order = np.argsort(strengths[:, 0])
            is_coarse = rest % EVERY == 0
            is_coarse[-1] = True
            coarse, rest = order[is_coarse], order[~is_coarse]
            theta[coarse], used_up[coarse] = self._settled(theta[coarse], strengths[coarse], target[coarse])
            theta[rest] = self._between(theta[coarse], strengths[coarse], strengths[rest, 0])
        theta[rest], used_up[rest] = self._settled(theta[rest], strengths[rest], target[rest])
        theta[:, -1] -= theta @ self._mean
        return theta, used_up

    def _between(self, found: Array, strengths: Array, wanted: Array) -> Array:
        """theta (n, d + 1) at s (n,) between those of minima that were found, ascending: cubic Hermite in log s."""
        pull = strengths * self._regularizer.slope(found)
        offset = self._offset(found)
        hessian = self._hessian(0.25 - offset * offset, strengths)
        tangent = -solve(hessian, pull, None if self._regularizer.smooth else (found != 0.0) | (strengths == 0.0))
        logs = np.log(strengths[:, 0])
        right = np.searchsorted(logs, np.log(wanted))
        gap = (logs[right] - logs[right - 1])[:, None]
        t = (np.log(wanted) - logs[right - 1])[:, None] / gap
        bent = np.where(gap < MAX_GAP, gap, 0.0)
        below, change = found[right - 1], found[right] - found[right - 1]
        leaving, arriving = bent * tangent[right - 1] - change, change - bent * tangent[right]
        return np.asarray(below + t * change + t * (1.0 - t) * ((1.0 - t) * leaving + t * arriving))

    def _settled(self, start: Array, strengths: Array, target: Array) -> tuple[Array, Mask]:
        """The minima from theta (R, d + 1), and (R,) whether their steps were used up."""
        theta, norm = self._quick_steps(start, strengths, target)
        used_up = np.zeros(len(theta), dtype=np.bool_)
        open_rows = np.flatnonzero(~(norm <= target))
        if len(open_rows):
            found, used_up[open_rows] = self._descend(start[open_rows], strengths[open_rows], target[open_rows])
            theta[open_rows] = found.theta
        return theta, used_up

    def _quick_steps(self, theta: Array, strengths: Array, target: Array) -> tuple[Array, Array]:
        """theta (R, d + 1) after a few whole Newton steps, and the norms (R,) of the gradient there.

        Nearly always these are the minima. No descent: with L1 the signs are held, weights that cross 0 stop there, and
        those that are pulled away from it are let go.
        """
        smooth, norm = self._regularizer.smooth, np.full(len(theta), np.inf)
        signs, held = np.sign(theta), np.zeros(theta.shape, dtype=np.bool_)
        for _ in range(MAX_QUICK_STEPS):
            offset = self._offset(theta)
            gradient = offset @ self._weighted.T - self._towards_labels_from_half
            norm = self._norm(theta, gradient, strengths)
            if (norm <= target).all():
                break
            if not smooth:
                signs = np.where(
                    (signs == 0.0) & (np.abs(gradient) > (1.0 + SLACK) * strengths), -np.sign(gradient), signs
                )
                held = (signs == 0.0) & (strengths > 0.0)
            full = gradient + strengths * (theta if smooth else signs)
            try:
                theta = theta - _whole_step(self._hessian(0.25 - offset * offset, strengths), full, held)
            except np.linalg.LinAlgError:
                return theta, np.full(len(theta), np.inf)
            if not smooth:
                crossed = (theta * signs < 0.0) & (strengths > 0.0)
                theta[crossed] = signs[crossed] = 0.0
        return theta, norm

    def _descend(self, theta: Array, strengths: Array, target: Array) -> tuple[_Places, Mask]:
        """The minima from theta (R, d + 1), and (R,) whether their steps were used up."""
        places = self._places(theta, strengths)
        damping = np.where(strengths.any(axis=1), 0.0, DAMPING)
        norm = self._norm(places.theta, places.gradient, strengths)
        rows = np.flatnonzero(norm > target)
        for _ in range(MAX_STEPS):
            if not len(rows):
                break
            here = places.at(rows)
            there = self._next(here, strengths[rows], damping[rows])
            norm_there = self._norm(there.theta, there.gradient, strengths[rows])
            falls = (there.value < here.value - ROUNDING) | (norm_there < norm[rows])
            places.put(rows[falls], there.at(np.flatnonzero(falls)))
            norm[rows[falls]] = norm_there[falls]
            rows = rows[falls & (norm_there > target[rows])]
        return places, np.isin(np.arange(len(strengths)), rows)

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

    def _offset(self, theta: Array) -> Array:
        """p - 1/2, (R, m)."""
        half: Array = (0.5 * theta) @ self._inputs
        np.tanh(half, out=half)
        half *= 0.5
        return half

    def _norm(self, theta: Array, gradient: Array, strengths: Array) -> Array:
        """Infinity norm (R,) of the gradient of J, given the data's (R, d + 1)."""
        gradient = gradient + self._mean * gradient[:, -1:]  # with respect to inputs as they are
        gradient += self._regularizer.pull(theta, strengths, gradient)
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
        hessian = self._hessian(here.curvature, strengths)
        np.einsum("lpp->lp", hessian)[...] *= 1.0 + damping[:, None]
        if self._regularizer.smooth:
            return solve(hessian, -(here.gradient + strengths * here.theta))
        targets = (hessian @ here.theta[..., None])[..., 0] - here.gradient
        return quadratic_l1(hessian, targets, strengths, here.theta) - here.theta

    def _hessian(self, curvature: Array, strengths: Array) -> Array:
        """Of J (R, d + 1, d + 1) where p (1 - p) is that (R, m), with L1 of its smooth part."""
        hessian = (curvature @ self._pairs)[:, self._expansion]
        if self._regularizer.smooth:
            np.einsum("lpp->lp", hessian)[...] += strengths
        return np.asarray(hessian)


def _whole_step(hessian: Array, gradient: Array, held: Mask) -> Array:
    """H^-1 g (R, P) in the coordinates that are not held."""
    if held.any():
        free = ~held
        hessian = hessian * (free[:, :, None] & free[:, None, :])
        np.einsum("lpp->lp", hessian)[held] = 1.0
        gradient = gradient * free
    return np.asarray(np.linalg.solve(hessian, gradient[..., None])[..., 0])


@cache
def _pairs(n: int) -> tuple[Indices, Indices, Indices]:
    """Of n coordinates, the pairs i <= j: (i, j), and where each entry of an (n, n) table stands among them."""
    first, second = np.triu_indices(n)
    position = np.zeros((n, n), dtype=np.intp)
    position[first, second] = position[second, first] = np.arange(len(first))
    return first, second, position
