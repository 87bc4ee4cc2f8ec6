"""Ridge regression and the lasso, all lambdas at once and exact to rounding.

    J(W, b) = sum_i w_i (W x_i + b - y_i)^2 / 2 + s size(W)        s = lambda / m; size W^2 / 2 or sum |W|

A free bias drops out once x and y have their weighted means taken off. From the singular values of what is
left, A = diag(sqrt(w)) (X - mean) = U diag(h) V', ridge is W = V diag(h / (h^2 + s)) U' y. For s = 0 singular values
of 0 are left out: where many W fit equally well, that is the one of least norm, the limit of ridge for s -> 0.
The lasso is walked from knot to knot; where columns depend on each other, an active-set search takes its place.
Source: T. Hastie, R. Tibshirani, J. Friedman, The Elements of Statistical Learning (2009), sections 3.4.1 and 3.4.2.
"""

from __future__ import annotations

import numpy as np

from app.engine.arrays import Array, Mask
from app.engine.linear.lasso_path import balanced, lasso_path
from app.engine.linear.quadratic_l1 import quadratic_l1
from app.engine.objective.backpropagation import TrainingSet

MIN_EIGENVALUE = 1e-100
"""Singular values below this are 0: their squares would leave the range of numbers."""


def least_squares(data: TrainingSet, regularizer: str, strengths: Array, *, free_bias: bool = True) -> Array:
    """theta (L, d + 1), the minimum of J for each strength s (L,)."""
    solve = _lasso if regularizer == "l1" else _ridge
    if not free_bias:
        return solve(*_as_they_are(data), strengths)
    total = data.sample_weights.sum()
    mean, middle = data.inputs[:-1] @ data.sample_weights / total, data.labels @ data.sample_weights / total
    found = solve(_centred(data), _targets(data), strengths)
    return np.column_stack([found, middle - found @ mean])


def effective_parameters(data: TrainingSet, strengths: Array, *, free_bias: bool = True) -> Array:
    """(L,) of ridge: sum over the singular values of h^2 / (h^2 + s), from the number that are not 0 down to 0.

    A free bias does not count; a penalised one is a parameter like the others.
    """
    centred = _centred(data) if free_bias else _as_they_are(data)[0]
    h = np.asarray(np.linalg.svd(centred, compute_uv=False), dtype=np.float64)
    square = h[~_is_zero(h, centred)] ** 2
    return np.asarray((square / (square + strengths[:, None])).sum(axis=1))


def reduced_problem(data: TrainingSet, *, free_bias: bool = True) -> tuple[Array, Array]:
    """T (n, d) and y (n,), n <= d + 1: without penalty J is |T W - y|^2 / 2, and what no W changes.

    A penalised bias is the last of the W.
    """
    return _reduced(_centred(data), _targets(data)) if free_bias else _reduced(*_as_they_are(data))


def _centred(data: TrainingSet) -> Array:
    """A (m, d) of the samples that count."""
    counts = data.sample_weights > 0.0
    weights, points = data.sample_weights[counts], data.inputs[:-1, counts].T
    return np.asarray(np.sqrt(weights)[:, None] * (points - weights @ points / weights.sum()))


def _targets(data: TrainingSet) -> Array:
    """y (m,) of the samples that count."""
    counts = data.sample_weights > 0.0
    weights, labels = data.sample_weights[counts], data.labels[counts]
    return np.asarray(np.sqrt(weights) * (labels - weights @ labels / weights.sum()))


def _as_they_are(data: TrainingSet) -> tuple[Array, Array]:
    """A (m, d + 1) with the ones of a penalised bias, not centred, and y (m,), of the samples that count."""
    counts = data.sample_weights > 0.0
    roots = np.sqrt(data.sample_weights[counts])
    return roots[:, None] * data.inputs[:, counts].T, roots * data.labels[counts]


def _is_zero(h: Array, matrix: Array) -> Mask:
    """Which singular values of a matrix are rounding."""
    largest_rounding = max(matrix.shape) * np.finfo(float).eps * h.max(initial=0.0)
    return np.asarray(h <= max(largest_rounding, MIN_EIGENVALUE), dtype=np.bool_)


def _ridge(centred: Array, targets: Array, strengths: Array) -> Array:
    """W (L, d) for A (m, d) and y (m,)."""
    left, h, right = np.linalg.svd(centred, full_matrices=False)
    denominator = h * h + strengths[:, None]
    shares = np.divide(h, denominator, out=np.zeros_like(denominator), where=~_is_zero(h, centred))
    return np.asarray((shares * (left.T @ targets)) @ right)


def _lasso(centred: Array, targets: Array, strengths: Array) -> Array:
    """W (L, d) for A (m, d) and y (m,), zeros exactly 0.0; without penalty ridge's least norm."""
    triangle, targets = _reduced(centred, targets)
    found = np.empty((len(strengths), centred.shape[1]))
    free = strengths == 0.0
    if free.any():
        found[free] = _ridge(triangle, targets, strengths[free])
    walked = np.flatnonzero(~free)
    if len(walked):
        path = lasso_path(triangle, targets, float(strengths[walked].min()))
        found[walked] = path.at(strengths[walked])
        known = balanced(triangle, targets, strengths[walked], found[walked]) & (strengths[walked] >= path.end)
        missing = walked[~known]
        if len(missing):
            found[missing] = _searched(triangle, targets, strengths[missing])
    return found


def _reduced(centred: Array, targets: Array) -> tuple[Array, Array]:
    """T (n, d) and y (n,) of the same sums of squares in n <= d + 1 rows."""
    both = np.asarray(np.linalg.qr(np.column_stack([centred, targets]), mode="r"))
    return both[:, :-1], both[:, -1]


def _searched(triangle: Array, targets: Array, strengths: Array) -> Array:
    """W (L, d) one by one, where columns depend on each other."""
    n, d = len(strengths), triangle.shape[1]
    gram = np.broadcast_to(triangle.T @ triangle, (n, d, d))
    along = np.broadcast_to(targets @ triangle, (n, d))
    found = quadratic_l1(gram, along, np.repeat(strengths[:, None], d, axis=1), np.zeros((n, d)))
    return np.array([_polished(triangle, targets, s, w) for s, w in zip(strengths, found, strict=True)])


def _polished(triangle: Array, targets: Array, strength: float, weights: Array) -> Array:
    """The same weights with fewer rounding errors: minus s times the signs is the gradient, solved without squares."""
    active = weights != 0.0
    signs = np.sign(weights[active])
    q, r = np.linalg.qr(triangle[:, active])
    polished = weights.copy()
    try:
        polished[active] = np.linalg.solve(r, q.T @ targets - strength * np.linalg.solve(r.T, signs))
    except np.linalg.LinAlgError:
        return weights
    return polished if np.array_equal(np.sign(polished), np.sign(weights)) else weights
