"""The choice of lambda from a validation curve: its minimum, the one-standard-error choice, and how sure it is.

Source: T. Hastie, R. Tibshirani, J. Friedman, The Elements of Statistical Learning (2009), section 7.10.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from app.engine.arrays import Array

FLAT_DECADES = 3.0
"""A band as wide as this many powers of ten says that lambda hardly matters here."""


@dataclass(frozen=True)
class Goldilocks:
    """index of the least validation cost; band (first, last) index of the stretch around it within one standard error;
    one_standard_error the index of the largest lambda within it, which may lie beyond the band where the curve dips
    again; flat, at_edge: when not to trust the choice."""

    index: int
    band: tuple[int, int]
    one_standard_error: int
    flat: bool
    at_edge: bool


def choose(lambdas: Array, cost: Array, standard_error: Array, first: int = 0) -> Goldilocks:
    """From validation cost (L,) and its standard error (L,); among equals the largest lambda, the simplest network.

    Lambdas before index `first` are not looked at: 1 where J has no minimum at lambda = 0, and what a network there
    costs says where its steps ended, not what the data say.
    """
    if first and len(lambdas) > first:
        rest = choose(lambdas[first:], cost[first:], standard_error[first:])
        band = rest.band[0] + first, rest.band[1] + first
        return Goldilocks(rest.index + first, band, rest.one_standard_error + first, rest.flat, rest.at_edge)
    least = float(np.min(cost))
    index = int(np.flatnonzero(cost <= least + 1e-12)[-1])
    good = cost <= least + standard_error[index]
    first = last = index
    while first > 0 and good[first - 1]:
        first -= 1
    while last < len(cost) - 1 and good[last + 1]:
        last += 1
    smallest = lambdas[first] if lambdas[first] > 0.0 else _least_positive(lambdas) / 10.0
    flat = len(cost) > 1 and bool(np.log10(max(lambdas[last], smallest) / smallest) >= FLAT_DECADES)
    at_edge = len(cost) > 1 and index in (0, len(cost) - 1)
    return Goldilocks(index, (first, last), int(np.flatnonzero(good)[-1]), flat, at_edge)


def _least_positive(lambdas: Array) -> float:
    positive = lambdas[lambdas > 0.0]
    return float(positive[0]) if len(positive) else 1.0
