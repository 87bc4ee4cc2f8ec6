"""Seeded data sets for regression: one input from -1 to 1, labels from a known curve and round Gaussian jitter.

Positions, jitter and split come from streams of their own, so that more noise moves the same points.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import pi

import numpy as np

from app.engine.arrays import Array, Mask
from app.engine.data.datasets import TEST_SIZE


@dataclass(frozen=True)
class CurveKind:
    """How a regression data set is drawn.

    truth(x (n,)) -> (n,) the curve without jitter; noise: default standard deviation of the jitter; n_samples: default
    number of points. far_off: by index, how far points lie off the curve whatever the noise; a data set with such
    points is evenly spaced and has n_samples points, no more and no fewer.
    """

    title: str
    description: str
    noise: float
    n_samples: int
    truth: Callable[[Array], Array]
    far_off: tuple[tuple[int, float], ...] = ()

    @property
    def is_fixed(self) -> bool:
        """Whether the number of points and their places are given."""
        return bool(self.far_off)


CURVES: dict[str, CurveKind] = {
    "line_and_two": CurveKind(
        "eight on a line, two far off",
        "Ten points: eight on a straight line, two far off it.",
        noise=0.0,
        n_samples=10,
        truth=lambda x: 1.0 * x,
        far_off=((2, 1.6), (7, -1.2)),
    ),
    "sine": CurveKind("sine", "A wave and a half.", noise=0.25, n_samples=30, truth=lambda x: np.sin(1.5 * pi * x)),
    "cubic": CurveKind(
        "cubic", "A polynomial of degree 3: all higher powers are useless.", 0.25, 30, lambda x: 2.0 * x**3 - x
    ),
    "step": CurveKind("step", "Flat, a jump, flat: no polynomial fits it.", 0.25, 30, np.sign),
}


def draw_curve(kind: CurveKind, n: int, noise: float, rng: np.random.Generator) -> tuple[Array, Array]:
    """x (n,) and labels (n,)."""
    positions, jitter = rng.spawn(2)
    x = np.linspace(-1.0, 1.0, n) if kind.is_fixed else 2.0 * positions.random(n) - 1.0
    labels = kind.truth(x) + noise * jitter.standard_normal(n)
    for index, distance in kind.far_off:
        labels[index] = kind.truth(x[index : index + 1])[0] + distance
    return x, labels


def draw_curve_test(kind: CurveKind, noise: float, rng: np.random.Generator) -> tuple[Array, Array]:
    """A large fresh draw (x, labels) of the curve and its jitter, with no point far off."""
    positions, jitter = rng.spawn(2)
    x = 2.0 * positions.random(TEST_SIZE) - 1.0
    return x, kind.truth(x) + noise * jitter.standard_normal(TEST_SIZE)


def random_mask(n: int, validation_fraction: float, rng: np.random.Generator) -> Mask:
    """(n,) True for training, False for the share held out; at least two points stay."""
    held_out = min(round(validation_fraction * n), max(n - 2, 0))
    training = np.ones(n, dtype=np.bool_)
    training[rng.permutation(n)[:held_out]] = False
    return training
