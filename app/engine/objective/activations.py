"""Activation functions by public name, with derivatives as functions of the activation's own value."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from app.engine.arrays import Array


@dataclass(frozen=True)
class Activation:
    """phi and its first two derivatives.

    `apply(z)` works in place on z and returns it, since a path evaluates it millions of times.
    `slope(a)` is phi'(z) and `bend(a, slope)` is phi''(z), both from a = phi(z); `bend` is None where phi'' = 0
    almost everywhere. `odd` means phi(-z) = -phi(z), so a unit's sign can be flipped without a trace. `mirror` is the c
    of phi(-z) = c - phi(z): there the next bias takes up c times the unit's outgoing weight. None where there is no c.
    """

    title: str
    description: str
    apply: Callable[[Array], Array]
    slope: Callable[[Array], Array]
    bend: Callable[[Array, Array], Array] | None
    odd: bool = False
    mirror: float | None = None


def _sigmoid(z: Array) -> Array:
    """1 / (1 + exp(-z)) as (1 + tanh(z/2)) / 2: no overflow at either end."""
    z *= 0.5
    np.tanh(z, out=z)
    z += 1.0
    z *= 0.5
    return z


ACTIVATIONS: dict[str, Activation] = {
    "tanh": Activation(
        title="tanh",
        description="Smooth, from -1 to 1. Weights near 0 make it nearly linear.",
        apply=lambda z: np.tanh(z, out=z),
        slope=lambda a: 1.0 - a * a,
        bend=lambda a, slope: -2.0 * a * slope,
        odd=True,
        mirror=0.0,
    ),
    "relu": Activation(
        title="ReLU",
        description="max(0, z): straight pieces with kinks. Minima often sit on a kink.",
        apply=lambda z: np.maximum(z, 0.0, out=z),
        slope=lambda a: (a > 0.0).astype(a.dtype),
        bend=None,
    ),
    "sigmoid": Activation(
        title="sigmoid",
        description="Smooth, from 0 to 1: the classic of the first courses.",
        apply=_sigmoid,
        slope=lambda a: a * (1.0 - a),
        bend=lambda a, slope: (1.0 - 2.0 * a) * slope,
        mirror=1.0,
    ),
}
