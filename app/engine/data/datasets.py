"""Seeded 2-D data sets with their true densities, train/validation split, and a large fresh test draw.

Every draw is class 0 and class 1 in turn: `place` puts each point on its class's shape, then round Gaussian jitter of
standard deviation `noise` is added. Positions, jitter, split and flipped labels come from streams of their own, so that
more noise or another share of mislabeled points moves or relabels the same points.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import ceil, erf, pi, sqrt

import numpy as np

from app.engine.arrays import Array, Mask

MIN_NOISE = 1e-6
"""Jitter below this is none: the shapes are at least a tenth apart or meet in a line."""
TEST_SIZE = 2500
"""Points in the fresh draw: an accuracy of 90 % is then known to 0.6 %."""


class DataError(ValueError):
    """Data that no network can be trained on; `field` names the setting to change."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(f"{field}: {message}")
        self.field = field
        self.message = message


@dataclass(frozen=True)
class DatasetKind:
    """How a data set is drawn.

    place(labels (n,), u (n, 2) uniform in [0, 1)) -> points (n, 2) without jitter.
    log_density(points, label, noise) -> (n,) log of that class's true density, up to a term both classes share.
    `noise` is the default jitter; None for real data, which have neither `place` nor `log_density`.
    """

    title: str
    description: str
    noise: float | None = None
    place: Callable[[Array, Array], Array] | None = None
    log_density: Callable[[Array, int, float], Array] | None = None
    useless_inputs: int = 0

    @property
    def n_inputs(self) -> int:
        return 2 + self.useless_inputs

    @property
    def real(self) -> bool:
        return self.place is None


@dataclass(frozen=True)
class TestDraw:
    """A fresh draw with true labels, and the accuracy of the best possible classifier on it."""

    __test__ = False

    points: Array
    labels: Array
    bayes_accuracy: float


def streams(seed: int) -> dict[str, np.random.Generator]:
    """One independent generator for each use of randomness, all from one seed."""
    names = ("points", "nuisance", "split", "mislabeled", "test", "weights", "folds")
    children = np.random.SeedSequence(seed).spawn(len(names))
    return {name: np.random.default_rng(child) for name, child in zip(names, children, strict=True)}


def draw(
    kind: DatasetKind, n: int, noise: float, nuisance_features: int, rng: np.random.Generator
) -> tuple[Array, Array]:
    """points (n, d) and labels (n,): class 0 and class 1 in turn, useless inputs behind the useful ones."""
    if kind.place is None:
        raise ValueError("real data are not drawn from a distribution")
    positions, jitter, useless = rng.spawn(3)
    labels = np.arange(n, dtype=np.float64) % 2.0
    points = kind.place(labels, positions.random((n, 2))) + noise * jitter.standard_normal((n, 2))
    columns = [points] + [
        stream.standard_normal((n, 1)) for stream in useless.spawn(kind.useless_inputs + nuisance_features)
    ]
    return np.hstack(columns), labels


def with_nuisance(points: Array, nuisance_features: int, rng: np.random.Generator) -> Array:
    """Given points with columns of pure noise of unit variance behind them."""
    return np.hstack([points] + [stream.standard_normal((len(points), 1)) for stream in rng.spawn(nuisance_features)])


def training_mask(labels: Array, validation_fraction: float, rng: np.random.Generator) -> Mask:
    """(n,) True for training: the same share of each class is held out, and a point of each class stays."""
    key = rng.random(len(labels))
    training = np.ones(len(labels), dtype=np.bool_)
    held_out = round(validation_fraction * len(labels))
    for label, share in zip((0.0, 1.0), _shares(labels, held_out), strict=True):
        members = np.flatnonzero(labels == label)
        training[members[np.argsort(key[members], kind="stable")[:share]]] = False
    return training


def _shares(labels: Array, held_out: int) -> tuple[int, int]:
    """How many of class 0 and of class 1 to hold out, in proportion, leaving at least one of each."""
    n_one = int(labels.sum())
    n_zero = len(labels) - n_one
    one = min(round(held_out * n_one / len(labels)), max(n_one - 1, 0))
    return min(held_out - one, max(n_zero - 1, 0)), one


def mislabel(labels: Array, training: Mask, fraction: float, rng: np.random.Generator) -> tuple[Array, Mask]:
    """Flip the labels of that share of the training points: (labels as trained on, which were flipped)."""
    members = np.flatnonzero(training)
    order = rng.permutation(len(members))
    flipped = np.zeros(len(labels), dtype=np.bool_)
    flipped[members[order[: round(fraction * len(members))]]] = True
    return np.where(flipped, 1.0 - labels, labels), flipped


def draw_test(kind: DatasetKind, noise: float, nuisance_features: int, rng: np.random.Generator) -> TestDraw:
    """A large fresh draw from the same distribution, never mislabeled."""
    points, labels = draw(kind, TEST_SIZE, noise, nuisance_features, rng)
    return TestDraw(points, labels, bayes_accuracy(kind, points[:, :2], noise))


def bayes_accuracy(kind: DatasetKind, points: Array, noise: float) -> float:
    """Mean over points (n, 2) of the larger class probability: the accuracy that no classifier beats on average."""
    if noise < MIN_NOISE or kind.log_density is None:
        return 1.0  # without jitter the shapes of the two classes do not meet
    zero, one = (kind.log_density(points, label, noise) for label in (0, 1))
    return float(np.mean(1.0 / (1.0 + np.exp(-np.abs(one - zero)))))


def standardization(points: Array) -> tuple[Array, Array]:
    """mean and scale (d,) of training points; a constant input has scale 1."""
    mean, scale = points.mean(axis=0), points.std(axis=0)
    return mean, np.where(scale > 1e-12 * np.maximum(np.abs(mean), 1.0), scale, 1.0)


# Shapes and their densities


def _moons(labels: Array, u: Array) -> Array:
    angle = pi * u[:, 0]
    upper = np.column_stack([np.cos(angle), np.sin(angle)])
    return np.asarray(np.where(labels[:, None] > 0.5, [1.0, 0.5] - upper, upper))


def _circles(labels: Array, u: Array) -> Array:
    angle = 2.0 * pi * u[:, 0]
    radius = np.where(labels > 0.5, 0.5, 1.0)
    return np.asarray(radius[:, None] * np.column_stack([np.cos(angle), np.sin(angle)]))


def _spirals(labels: Array, u: Array) -> Array:
    turn = 0.08 + 0.92 * np.sqrt(u[:, 0])  # the root spreads points evenly along the arm
    angle = 3.0 * pi * turn + pi * labels
    return np.asarray(turn[:, None] * np.column_stack([np.cos(angle), np.sin(angle)]))


def _blobs(labels: Array, u: Array) -> Array:
    return np.where(labels[:, None] > 0.5, [0.6, 0.4], [-0.6, -0.4]) + 0.0 * u


def _squares(labels: Array, u: Array) -> Array:
    """xor: class 0 fills the squares where x1 and x2 have one sign, class 1 the other two."""
    flip = np.where(labels > 0.5, -1.0, 1.0)
    first = 2.0 * u[:, 0] - 1.0
    return np.column_stack([first, np.where(first < 0.0, -flip, flip) * u[:, 1]])


_TILT = np.array([[np.cos(pi / 6), np.sin(pi / 6)], [-np.sin(pi / 6), np.cos(pi / 6)]])


def _halves(labels: Array, u: Array) -> Array:
    """linear: two half squares on either side of one straight, tilted border."""
    across = np.where(labels > 0.5, u[:, 0], -u[:, 0])
    return np.asarray(np.column_stack([across, 2.0 * u[:, 1] - 1.0]) @ _TILT)


def _along(place: Callable[[Array, Array], Array], length: float) -> Callable[[Array, int, float], Array]:
    """Log density of a curve of about that length blurred by the jitter: the mean of Gaussians along it."""

    def log_density(points: Array, label: int, noise: float) -> Array:
        n_nodes = min(max(ceil(3.0 * length / noise), 32), 1024)
        u = np.repeat((np.arange(n_nodes) + 0.5)[:, None] / n_nodes, 2, axis=1)
        nodes = place(np.full(n_nodes, float(label)), u)
        square = (points[:, 0] - nodes[:, :1]) ** 2  # (n_nodes, n)
        square += (points[:, 1] - nodes[:, 1:]) ** 2
        nearest = square.min(axis=0)
        square -= nearest
        square /= -2.0 * noise * noise
        near = np.exp(square, out=square).mean(axis=0)
        return np.asarray(np.log(near) - nearest / (2.0 * noise * noise))

    return log_density


_erf = np.vectorize(erf, otypes=[float])


def _interval(x: Array, low: float, high: float, noise: float) -> Array:
    """Density of a uniform draw from [low, high] blurred by the jitter."""
    return np.asarray(_erf((high - x) / (noise * sqrt(2.0))) - _erf((low - x) / (noise * sqrt(2.0))))


def _squares_density(points: Array, label: int, noise: float) -> Array:
    (left, right), (low, high) = (
        (_interval(points[:, axis], -1.0, 0.0, noise), _interval(points[:, axis], 0.0, 1.0, noise)) for axis in (0, 1)
    )
    return _log(left * high + right * low if label else left * low + right * high)


def _halves_density(points: Array, label: int, noise: float) -> Array:
    across = (points @ _TILT.T)[:, 0]
    return _log(_interval(across, 0.0, 1.0, noise) if label else _interval(across, -1.0, 0.0, noise))


def _log(density: Array) -> Array:
    return np.asarray(np.log(np.maximum(density, np.finfo(float).tiny)))


DATASETS: dict[str, DatasetKind] = {
    "moons": DatasetKind("moons", "Two half circles that reach into each other.", 0.25, _moons, _along(_moons, pi)),
    "circles": DatasetKind("circles", "A ring around a smaller ring.", 0.15, _circles, _along(_circles, 2.0 * pi)),
    "xor": DatasetKind("xor", "A chessboard of four squares.", 0.15, _squares, _squares_density),
    "spirals": DatasetKind("spirals", "Two arms wound into each other.", 0.06, _spirals, _along(_spirals, 6.0)),
    "blobs": DatasetKind("blobs", "Two round clouds that overlap.", 0.6, _blobs, _along(_blobs, 0.0)),
    "linear": DatasetKind("linear", "Two halves of a square, one straight border.", 0.1, _halves, _halves_density),
    "decoys": DatasetKind(
        "decoys", "Two useful inputs beside four useless ones.", 0.6, _blobs, _along(_blobs, 0.0), useless_inputs=4
    ),
    "penguins": DatasetKind("penguins", "Real birds: Adélie or Chinstrap, by length and depth of the bill."),
}
