"""The data of an Experiment: points, labels, split and standardization, all from its seed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from app.engine.arrays import Array, Mask
from app.engine.data import real_data
from app.engine.data.datasets import (
    DATASETS,
    DataError,
    draw,
    mislabel,
    standardization,
    streams,
    training_mask,
    with_nuisance,
)
from app.experiments.answers.serialization import Content

if TYPE_CHECKING:
    from app.experiments.requests.experiment import Experiment


@dataclass(frozen=True)
class Draw:
    """The data of an Experiment: points (n, d) as drawn, labels (n,), and how the network sees them."""

    points: Array
    labels: Array
    training: Mask
    mislabeled: Mask
    mean: Array
    scale: Array

    def seen(self, points: Array) -> Array:
        return (points - self.mean) / self.scale


def compute_dataset(experiment: Experiment) -> Content:
    """The answer of /dataset: no training."""
    drawn = draw_data(experiment)
    d = drawn.points.shape[1]
    own = experiment.points is not None
    real = not own and DATASETS[experiment.dataset].real
    names = real_data.INPUT_NAMES if real else ()
    return {
        "points": drawn.points,
        "labels": drawn.labels.astype(int),
        "split": ["train" if training else "validation" for training in drawn.training],
        "mislabeled": drawn.mislabeled,
        "inputs": {"mean": drawn.mean, "scale": drawn.scale},
        "class_names": list(real_data.CLASS_NAMES) if real else ["class 0", "class 1"],
        "input_names": [*names, *(f"x{_subscript(i + 1)}" for i in range(len(names), d))],
        "real": real,
    }


def draw_data(experiment: Experiment) -> Draw:
    """Points, labels, split and standardization of an Experiment, all from its seed."""
    rng = streams(experiment.seed)
    if experiment.points is not None:
        points, labels, training = _own_points(experiment, rng["split"])
        points = with_nuisance(points, experiment.nuisance_features, rng["nuisance"])
    else:
        points, labels = _drawn_points(experiment, rng)
        training = training_mask(labels, experiment.validation_fraction, rng["split"])
    labels, flipped = mislabel(labels, training, experiment.mislabeled, rng["mislabeled"])
    if experiment.mislabeled_points is not None:
        flipped ^= np.array(experiment.mislabeled_points)  # a wrong label that is flipped is right
    if len(np.unique(labels[training])) < 2:
        field = "labels" if experiment.points is not None else "n_samples"
        raise DataError(field, "expected training points of both classes, got only one class")
    mean, scale = np.zeros(points.shape[1]), np.ones(points.shape[1])
    if experiment.standardize:
        mean, scale = standardization(points[training])
    return Draw(points, labels, training, flipped, mean, scale)


def _drawn_points(experiment: Experiment, rng: dict[str, np.random.Generator]) -> tuple[Array, Array]:
    kind = DATASETS[experiment.dataset]
    if kind.real:
        points, labels = real_data.penguins(experiment.n_samples, rng["points"])
        return with_nuisance(points, experiment.nuisance_features, rng["nuisance"]), labels
    return draw(kind, experiment.n_samples, experiment.noise or 0.0, experiment.nuisance_features, rng["points"])


def _own_points(experiment: Experiment, rng: np.random.Generator) -> tuple[Array, Array, Mask]:
    points, labels = np.array(experiment.points, dtype=float), np.array(experiment.labels, dtype=float)
    if experiment.validation_points is None:
        return points, labels, training_mask(labels, experiment.validation_fraction, rng)
    held_out = np.array(experiment.validation_points, dtype=float)
    training = np.arange(len(points) + len(held_out)) < len(points)
    return (
        np.vstack([points, held_out]),
        np.append(labels, np.array(experiment.validation_labels, dtype=float)),
        training,
    )


def _subscript(number: int) -> str:
    return str(number).translate(str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉"))
