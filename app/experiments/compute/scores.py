"""What the solutions score on training, validation and fresh points, and the Goldilocks λ that follows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from app.engine.analysis.lambda_choice import choose
from app.engine.arrays import Array
from app.engine.data.datasets import DATASETS, TestDraw, draw_test
from app.engine.objective.backpropagation import TrainingSet
from app.engine.objective.cost import accuracy, cross_entropy, losses
from app.engine.objective.network import Architecture, logits, with_ones
from app.experiments.answers.serialization import Content
from app.experiments.compute.drawn_data import Draw

if TYPE_CHECKING:
    from app.experiments.requests.experiment import Experiment


def training_scores(architecture: Architecture, theta: Array, drawn: Draw, data: TrainingSet) -> Content:
    z = scores(architecture, theta, data.inputs)
    mislabeled = drawn.mislabeled[drawn.training]
    right = (z > 0.0) == (data.labels > 0.5)
    return {
        "cross_entropy": cross_entropy(z, data.labels, data.sample_weights),
        "accuracy": accuracy(z, data.labels),
        "n_mislabeled": int(mislabeled.sum()),
        "mislabeled_right": right[:, mislabeled].sum(axis=1),
    }


def validation_scores(architecture: Architecture, theta: Array, points: Array, labels: Array) -> Content | None:
    if len(labels) == 0:
        return None
    z = scores(architecture, theta, with_ones(points))
    per_point = losses(z, labels)
    spread = per_point.std(axis=1, ddof=1) if len(labels) > 1 else np.full(len(z), np.nan)
    return {
        "cross_entropy": per_point.mean(axis=1),
        "standard_error": spread / np.sqrt(len(labels)),
        "accuracy": accuracy(z, labels),
        "larger_class": float(max(labels.mean(), 1.0 - labels.mean())),
    }


def test_scores(
    architecture: Architecture, theta: Array, experiment: Experiment, drawn: Draw, rng: np.random.Generator
) -> Content | None:
    """On a large fresh draw, which only data sets with a known distribution have."""
    if experiment.points is not None or DATASETS[experiment.dataset].real:
        return None
    kind = DATASETS[experiment.dataset]
    fresh: TestDraw = draw_test(kind, experiment.noise or 0.0, experiment.nuisance_features, rng)
    z = scores(architecture, theta, with_ones(drawn.seen(fresh.points)))
    return {
        "cross_entropy": losses(z, fresh.labels).mean(axis=1),
        "accuracy": accuracy(z, fresh.labels),
        "bayes_accuracy": fresh.bayes_accuracy,
    }


def scores(architecture: Architecture, theta: Array, inputs: Array) -> Array:
    """Logits (L, n), one network at a time: large stacks would leave the cache."""
    return np.array([logits(architecture, parameters, inputs) for parameters in theta])


def goldilocks(
    lambdas: Array, validation: Content | None, folds: Content | None, reasons: tuple[str | None, ...]
) -> Content | None:
    """The λ of least cost: by cross-validation where there are folds, else on the held-out points.

    Of the λ's at which J has a minimum; None where that is none.
    """
    cost, error = _choosing_curve(validation, folds)
    first = int(reasons[0] == "no_minimum")
    if cost is None or error is None or first == len(lambdas):
        return None
    known = bool(np.isfinite(error).all())  # one held-out point has none
    choice = choose(lambdas, cost, error if known else np.zeros(len(lambdas)), first)
    begin, last = choice.band
    simplest = choice.one_standard_error
    return {
        "index": choice.index,
        "lambda": lambdas[choice.index],
        "rule": "cross_validation" if folds else "minimum_validation",
        "from": lambdas[begin],
        "to": lambdas[last],
        "one_standard_error": {"index": simplest, "lambda": lambdas[simplest]} if known else None,
        "flat": choice.flat,
        "at_edge": choice.at_edge,
    }


def _choosing_curve(validation: Content | None, folds: Content | None) -> tuple[Array | None, Array | None]:
    if folds is not None:
        return folds["mean"], folds["standard_error"]
    if validation is not None:
        by_class = "cross_entropy" in validation
        return validation["cross_entropy" if by_class else "squared_error"], validation["standard_error"]
    return None, None
