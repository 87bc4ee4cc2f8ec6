"""Problems that the engine's tests share: small data sets, every kind of network."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from app.engine.arrays import Array
from app.engine.data.datasets import DATASETS, draw, mislabel, standardization, streams, training_mask
from app.engine.objective.backpropagation import TrainingSet

SYNTHETIC = [name for name, kind in DATASETS.items() if not kind.real]


def training_set(name: str = "moons", n_samples: int = 100, seed: int = 1, mislabeled: float = 0.06) -> TrainingSet:
    """The standardized training half of a data set."""
    rng, kind = streams(seed), DATASETS[name]
    points, labels = draw(kind, n_samples, kind.noise or 0.0, 0, rng["points"])
    training = training_mask(labels, 0.5, rng["split"])
    labels, _ = mislabel(labels, training, mislabeled, rng["mislabeled"])
    mean, scale = standardization(points[training])
    return TrainingSet.of((points[training] - mean) / scale, labels[training])


@pytest.fixture
def rng() -> np.random.Generator:
    return np.random.default_rng(7)


def central_difference(f: Callable[[Array], Array], theta: Array, step: float = 1e-6) -> Array:
    """d f / d theta_p for each parameter in turn, along a new first axis."""
    return np.array([(f(theta + d) - f(theta - d)) / (2.0 * step) for d in step * np.eye(len(theta))])
