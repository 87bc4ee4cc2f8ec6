"""Least squares with every unknown between 0 and 1.

Source: P. Stark and R. Parker, Bounded-variable least squares, Computational Statistics 10 (1995).
"""

from __future__ import annotations

import numpy as np

from app.engine.arrays import Array, Mask

NOT_WORTH = 1e-12
"""An unknown leaves its bound for a slope above this share of the product of the lengths involved."""


def bounded_least_squares(matrix: Array, target: Array) -> Array:
    """t (K,) in [0, 1] with the least |target + matrix t|, for matrix (P, K) and target (P,)."""
    t: Array = np.clip(_free_least_squares(matrix, target), 0.0, 1.0)
    if len(t) == 1:
        return t
    lengths = NOT_WORTH * np.linalg.norm(matrix, axis=0) * (np.linalg.norm(target) + 1e-300)
    free: Mask = (t > 0.0) & (t < 1.0)
    for _ in range(10 * len(t) + 10):
        free = _settle(matrix, target, t, free)
        slope = matrix.T @ (target + matrix @ t)
        inward = np.where(t <= 0.0, -slope, slope) - lengths
        inward[free] = 0.0
        worst = int(np.argmax(inward))
        if inward[worst] <= 0.0:
            break
        free[worst] = True
    return t


def _free_least_squares(matrix: Array, target: Array) -> Array:
    if matrix.shape[1] == 1:
        column = matrix[:, 0]
        return np.array([-(column @ target) / max(float(column @ column), 1e-300)])
    return np.asarray(np.linalg.lstsq(matrix, -target, rcond=None)[0])


def _settle(matrix: Array, target: Array, t: Array, free: Mask) -> Mask:
    """Solve for the free unknowns in place; those that meet a bound on the way stay there. Returns which are free."""
    free = free.copy()
    while free.any():
        rest = target + matrix[:, ~free] @ t[~free]
        change = _free_least_squares(matrix[:, free], rest) - t[free]
        with np.errstate(divide="ignore", invalid="ignore"):
            room = np.where(change > 0.0, (1.0 - t[free]) / change, np.where(change < 0.0, -t[free] / change, np.inf))
        length = min(1.0, float(room.min()))
        t[free] = np.clip(t[free] + length * change, 0.0, 1.0)
        if length >= 1.0:
            break
        stopped = np.flatnonzero(free)[room <= length]
        t[stopped] = np.round(t[stopped])
        free[stopped] = False
    return free
