"""The training sets that the benchmarks share, drawn and standardised as the Lab does it, nothing held out."""

from __future__ import annotations

import numpy as np

from app.engine.data.datasets import DATASETS, draw, mislabel, standardization, streams
from app.engine.objective.backpropagation import TrainingSet

LAMBDAS = tuple(np.geomspace(1e-4, 1e3, 41).tolist())


def training_set(dataset: str, m: int, mislabeled: float, seed: int) -> TrainingSet:
    """m training points with the data set's own noise and that share of flipped labels."""
    rng = streams(seed)
    points, labels = draw(DATASETS[dataset], m, DATASETS[dataset].noise or 0.0, 0, rng["points"])
    labels, _ = mislabel(labels, np.ones(m, dtype=np.bool_), mislabeled, rng["mislabeled"])
    mean, scale = standardization(points)
    return TrainingSet.of((points - mean) / scale, labels)
