"""λ's an even factor apart, written short in an address: `0.0001..1000..6` is from 0.0001 to 1000, six to a decade."""

from __future__ import annotations

from collections.abc import Sequence
from math import log10

from app.experiments.requests.field_rules import MAX_LAMBDA, MIN_LAMBDA

BETWEEN = ".."
DIGITS = 3
"""Significant ones of each λ, so that they can be read and typed."""
MAX_TO_A_DECADE = 100
"""With more, neighbours would be the same in so few digits."""
MIN_WRITTEN = 4
"""λ's that are written short; fewer are as short as they are."""


def grid(first: float, last: float, to_a_decade: float, *, most: int) -> tuple[float, ...] | None:
    """The λ's of a grid of at most so many; None where there is none with these ends."""
    if not (MIN_LAMBDA <= first < last <= MAX_LAMBDA and to_a_decade in range(1, MAX_TO_A_DECADE + 1)):
        return None
    steps = round(to_a_decade * log10(last / first))
    if steps >= most:
        return None
    lambdas = tuple(float(f"{10 ** (log10(first) + k / to_a_decade):.{DIGITS}g}") for k in range(steps + 1))
    return lambdas if (lambdas[0], lambdas[-1]) == (first, last) else None


def as_grid(lambdas: Sequence[float]) -> tuple[float, float, int] | None:
    """First and last λ and how many to a decade, where that says it all."""
    if len(lambdas) < MIN_WRITTEN or not 0 < lambdas[0] < lambdas[-1]:
        return None
    first, last = lambdas[0], lambdas[-1]
    to_a_decade = round((len(lambdas) - 1) / log10(last / first))
    return (first, last, to_a_decade) if grid(first, last, to_a_decade, most=len(lambdas)) == tuple(lambdas) else None
