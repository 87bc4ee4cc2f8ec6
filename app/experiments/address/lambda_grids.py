"""λ's as text of an address and back; a grid is written short: `0.1..1000..6`, from 0.1 to 1000 six to a decade."""

from __future__ import annotations

from collections.abc import Sequence
from math import log10

from app.experiments.address.number_text import number_text, read_number
from app.experiments.requests.field_rules import MAX_LAMBDA, MAX_LAMBDAS, MIN_LAMBDA

BETWEEN = ".."
DIGITS = 3
"""Significant ones of each λ, so that they can be read and typed."""
MAX_TO_A_DECADE = 100
"""With more, neighbours would be the same in so few digits."""
MIN_WRITTEN = 4
"""λ's that are written short; fewer are as short as they are."""


def lambdas_text(lambdas: Sequence[float]) -> str:
    """As a grid where they are one, with or without the 0 before it."""
    zeros = lambdas[:1] if lambdas[0] == 0 else ()
    short = _as_grid(lambdas[len(zeros) :])
    if short is None:
        return ",".join(map(number_text, lambdas))
    return ",".join([*map(number_text, zeros), BETWEEN.join(map(number_text, short))])


def read_lambdas(text: str) -> list[object]:
    """Numbers, and those that grids stand for; what is neither stays text."""
    lambdas: list[object] = []
    for part in text.split(",") if text else ():
        lambdas += (_read_grid(part) if len(lambdas) < MAX_LAMBDAS else None) or [read_number(part)]
    return lambdas


def _read_grid(text: str) -> Sequence[object] | None:
    """The λ's of a grid, None where it is none."""
    parts = text.split(BETWEEN)
    numbers = [number for number in map(read_number, parts) if isinstance(number, int | float)]
    return grid(*numbers, most=MAX_LAMBDAS) if len(parts) == len(numbers) == 3 else None


def grid(first: float, last: float, to_a_decade: float, *, most: int) -> tuple[float, ...] | None:
    """The λ's of a grid of at most so many; None where there is none with these ends."""
    if not (MIN_LAMBDA <= first < last <= MAX_LAMBDA and to_a_decade in range(1, MAX_TO_A_DECADE + 1)):
        return None
    steps = round(to_a_decade * log10(last / first))
    if steps >= most:
        return None
    lambdas = tuple(float(f"{10 ** (log10(first) + k / to_a_decade):.{DIGITS}g}") for k in range(steps + 1))
    return lambdas if (lambdas[0], lambdas[-1]) == (first, last) else None


def _as_grid(lambdas: Sequence[float]) -> tuple[float, float, int] | None:
    """First and last λ and how many to a decade, where that says it all."""
    if len(lambdas) < MIN_WRITTEN or not 0 < lambdas[0] < lambdas[-1]:
        return None
    first, last = lambdas[0], lambdas[-1]
    to_a_decade = round((len(lambdas) - 1) / log10(last / first))
    return (first, last, to_a_decade) if grid(first, last, to_a_decade, most=len(lambdas)) == tuple(lambdas) else None
