"""The lasso at every strength: the weights are straight lines in s between knots, walked from the largest s down.

    minimise over u:  |T u - y|^2 / 2 + s sum_j |u_j|

On the active coordinates A, with signs e, u = G_A^-1 (c_A - s e), where G = T'T and c = T'y. The next knot is the
largest smaller s at which a coordinate outside pulls as hard as s, and enters, or an active one reaches 0, and leaves.
Source: B. Efron, T. Hastie, I. Johnstone, R. Tibshirani, Least angle regression, Ann. Stat. 32 (2004), section 3.1.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from app.engine.arrays import Array, Mask

MAX_KNOTS_PER_COORDINATE = 12
"""A walk with more knots than this is given up; the worst there are have exponentially many."""
MAX_INFLATION = 1e4
"""Variance inflation up to which G itself, in which the digits lost are twice those lost in T, is solved."""
ROUNDING = 1e-12
"""Knots this share above the last one are at the same s: rounding."""

EPSILONS = 4
"""Of the terms that a pull is summed from, so many are lost in rounding."""


class Knot(NamedTuple):
    """Where, going down, a coordinate leaves 0 (`enters`) or returns to it."""

    strength: float
    coordinate: int
    enters: bool


class LassoPath(NamedTuple):
    """u(s) = heights - s slopes, each (K + 1, d), above the first of K knots and below each; unknown below `end`."""

    knots: list[Knot]
    heights: Array
    slopes: Array
    end: float

    def at(self, strengths: Array) -> Array:
        """u (L, d) at strengths (L,) from `end` up, zeros exactly 0.0, those within rounding of a knot included."""
        falling = np.array([-knot.strength for knot in self.knots])
        above = np.searchsorted(falling, -strengths * (1.0 + ROUNDING))
        below = np.searchsorted(falling, -strengths * (1.0 - ROUNDING))
        found = self.heights[above] - strengths[:, None] * self.slopes[above]
        return np.asarray(np.where(self.slopes[below] == 0.0, 0.0, found))


def lasso_path(triangle: Array, targets: Array, lowest: float) -> LassoPath:
    """For T (n, d) and y (n,), down to s = `lowest`; it ends before where columns depend on each other."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return _Walk(triangle, targets).down_to(lowest)


class _Walk:
    """Where a walk stands: s, the active coordinates and their signs, and the line that u is on from here down."""

    def __init__(self, triangle: Array, targets: Array) -> None:
        self._triangle, self._targets = triangle, targets
        self._gram, self._along = triangle.T @ triangle, targets @ triangle
        d = len(self._along)
        self._signs = np.zeros(d)
        self._lines = np.zeros((d, 2))
        self._is_event = np.zeros((3, d), dtype=np.bool_)
        self._is_event[1:] = np.diagonal(self._gram) > 0.0

    def down_to(self, lowest: float) -> LassoPath:
        knots: list[Knot] = []
        pieces, s = [self._lines], np.inf
        while len(knots) < MAX_KNOTS_PER_COORDINATE * len(self._along):
            strength, sign, coordinate = self._next(s)
            if not strength > lowest:
                return LassoPath(knots, *_apart(pieces), lowest)
            s = min(s, strength)
            try:
                self._cross(sign, coordinate)
            except np.linalg.LinAlgError:
                break
            knots.append(Knot(s, coordinate, enters=sign != 0))
            pieces.append(self._lines)
        return LassoPath(knots, *_apart(pieces), s)

    def _next(self, s: float) -> tuple[float, int, int]:
        """s of the next knot, 0 where there is none; the sign that a coordinate has below it; and which it is."""
        reaction = self._triangle.T @ (self._triangle @ self._lines)
        rest = self._along - reaction[:, 0]
        leaves = self._lines[:, 0] / self._lines[:, 1]
        places = np.array([leaves, rest / (1.0 - reaction[:, 1]), -rest / (1.0 + reaction[:, 1])])
        places[~(self._is_event & (places <= s * (1.0 + ROUNDING)))] = 0.0
        sign, coordinate = divmod(int(places.argmax()), len(rest))
        return float(places[sign, coordinate]), sign if sign < 2 else -1, coordinate

    def _cross(self, sign: int, coordinate: int) -> None:
        """Give the coordinate of a knot the sign that it has below. Turned round, the same event is not the next."""
        before = int(self._signs[coordinate])
        self._signs[coordinate] = sign
        self._lines = self._solved()
        active = self._signs != 0.0
        self._is_event = np.array([active, ~active, ~active])
        self._is_event[before, coordinate] = False

    def _solved(self) -> Array:
        """Heights and slopes (d, 2) of u with these signs."""
        active = np.flatnonzero(self._signs)
        signs = self._signs[active]
        gram = self._gram[active[:, None], active]
        inverse = np.linalg.inv(gram)
        lines = np.zeros_like(self._lines)
        if (np.diagonal(inverse) * np.diagonal(gram)).max(initial=0.0) <= MAX_INFLATION:
            lines[active] = inverse @ np.array([self._along[active], signs]).T
        else:
            q, r = np.linalg.qr(self._triangle[:, active])
            lines[active] = np.linalg.solve(r, np.array([self._targets @ q, np.linalg.solve(r.T, signs)]).T)
        return lines


def _apart(pieces: list[Array]) -> tuple[Array, Array]:
    lines = np.array(pieces)
    return lines[..., 0], lines[..., 1]


def balanced(triangle: Array, targets: Array, strengths: Array, found: Array) -> Mask:
    """(L,) whether u (L, d) is the minimum at strengths (L,), to rounding."""
    pull = (found @ triangle.T - targets) @ triangle
    s, sizes = strengths[:, None], np.abs(triangle)
    excess = np.where(found == 0.0, np.abs(pull) - s, np.abs(pull + s * np.sign(found)))
    lost = EPSILONS * np.finfo(float).eps * ((np.abs(found) @ sizes.T + np.abs(targets)) @ sizes)
    return np.asarray((excess <= lost + ROUNDING * s).all(axis=1))
