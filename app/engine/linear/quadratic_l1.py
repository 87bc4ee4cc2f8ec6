"""Quadratics with an L1 penalty, exactly and many at once: the step inside logistic regression, and the lasso.

    minimise over u:  u' G u / 2 - c' u + sum_j s_j |u_j|        s_j = 0 where u_j is free of penalty

Active-set search: on the active coordinates, with their signs, the minimum is that of a linear system. A step towards
it ends where the first coordinate reaches 0, which is then dropped, exactly 0; where none does, the coordinate whose
pull |(G u - c)_j| exceeds s_j most is taken in. Every step lowers the value, so there are finitely many.
Source: H. Lee, A. Battle, R. Raina, A. Ng, Efficient sparse coding algorithms, NIPS 2006 (feature-sign search).
"""

from __future__ import annotations

import numpy as np

from app.engine.arrays import Array, Mask

RIDGE = 1e-14
"""Added to a unit diagonal, so that two equal columns do not stop a solve."""
SLACK = 1e-12
"""A pull that exceeds the penalty's by this share only is rounding."""
MIN_DIAGONAL = 1e-200
"""Curvature below this is none: its root's inverse, squared, would leave the range of numbers."""


def quadratic_l1(matrices: Array, targets: Array, strengths: Array, start: Array) -> Array:
    """u (L, P), zeros exactly 0.0: matrices G (L, P, P) positive semidefinite, targets c, strengths s, start (L, P)."""
    u, signs = start.copy(), np.sign(start)
    active = (u != 0.0) | (strengths == 0.0)
    pull = _times(matrices, u) - targets
    scale = SLACK * (strengths.max(axis=1, initial=0.0) + 1e-3 * np.abs(targets).max(axis=1, initial=0.0))[:, None]
    open_rows = np.arange(len(u))
    for _ in range(20 * (u.shape[1] + 2)):
        rows = open_rows
        step = solve(matrices[rows], -(pull[rows] + strengths[rows] * signs[rows]), active[rows])
        blocked, length = _blocked(u[rows], step, signs[rows])
        u[rows] = np.where(blocked, 0.0, u[rows] + length[:, None] * step)
        pull[rows] = _times(matrices[rows], u[rows]) - targets[rows]
        active[rows] &= ~blocked
        signs[rows] = np.where(blocked, 0.0, signs[rows])
        arrived = ~blocked.any(axis=1)
        excess = np.where(active[rows], -np.inf, np.abs(pull[rows]) - strengths[rows])
        entering = excess.argmax(axis=1)
        goes_on = excess[np.arange(len(rows)), entering] > scale[rows, 0]
        enters = arrived & goes_on
        place = rows[enters], entering[enters]
        active[place] = True
        signs[place] = -np.sign(pull[place])
        open_rows = rows[~arrived | goes_on]
        if not len(open_rows):
            break
    return u


def _times(matrices: Array, vectors: Array) -> Array:
    """(L, P, P) by (L, P)."""
    return np.asarray((matrices @ vectors[..., None])[..., 0])


def _blocked(u: Array, step: Array, signs: Array) -> tuple[Mask, Array]:
    """(L, P) which coordinate reaches 0 first, if any does before the end of the step, and (L,) the share to go.

    That share is 0 where a coordinate at 0 would leave it on the wrong side, which happens where columns are equal.
    """
    there = u + step
    crosses = (signs * there < 0.0) | ((signs != 0.0) & (there == 0.0))
    share = np.divide(u, u - there, out=np.where(crosses, 0.0, np.inf), where=crosses & (u != 0.0))
    first = share.min(axis=1)
    return crosses & (share == first[:, None]), np.minimum(first, 1.0)


def solve(matrices: Array, vectors: Array, active: Mask | None = None) -> Array:
    """x (L, P) with G x = vectors on the active coordinates, G (L, P, P); 0 on the others and where G has no diagonal.

    Solved with the diagonal scaled to 1, so that units of measurement do not matter.
    """
    diagonal = np.einsum("lpp->lp", matrices)
    scale = np.divide(1.0, np.sqrt(diagonal), out=np.zeros_like(diagonal), where=diagonal > MIN_DIAGONAL)
    if active is not None:
        scale = scale * active
    scaled = matrices * (scale[:, :, None] * scale[:, None, :])
    np.einsum("lpp->lp", scaled)[...] = 1.0 + RIDGE
    return np.asarray(np.linalg.solve(scaled, (scale * vectors)[..., None])[..., 0] * scale)
