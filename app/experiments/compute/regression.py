"""The task of fitting a polynomial: one input, its powers, the squared error, and the picture of the curve."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from app.engine.arrays import Array, Mask
from app.engine.data.datasets import streams
from app.engine.data.polynomial import PolynomialFeatures
from app.engine.data.regression_datasets import CURVES, draw_curve, draw_curve_test, random_mask
from app.engine.objective.backpropagation import TrainingSet
from app.engine.objective.network import Architecture, with_ones
from app.engine.objective.objective import Objective
from app.experiments.answers.serialization import Content

if TYPE_CHECKING:
    from app.experiments.requests.experiment import Experiment

MARGIN = 0.05
"""Share of the points' range that a curve is drawn beyond them."""
SURROUNDINGS = 1024
"""Places at which curves are compared."""


@dataclass(frozen=True)
class CurveDraw:
    """The data of an Experiment: x (n,) and labels (n,), which are trained on, and the features made from those."""

    x: Array
    labels: Array
    training: Mask
    features: PolynomialFeatures

    def inputs(self) -> Content:
        return {"mean": np.array([self.features.input_mean]), "scale": np.array([self.features.input_scale])}


def draw_curve_data(experiment: Experiment) -> CurveDraw:
    """Points, labels, split and features, all from the seed."""
    rng = streams(experiment.seed)
    if experiment.points is None:
        x, labels = draw_curve(CURVES[experiment.dataset], experiment.n_samples, experiment.noise or 0.0, rng["points"])
        training = random_mask(len(x), experiment.validation_fraction, rng["split"])
    else:
        given = (*experiment.points, *(experiment.validation_points or ()))
        x = np.array(given, dtype=float)[:, 0]
        labels = np.array((*(experiment.labels or ()), *(experiment.validation_labels or ())), dtype=float)
        n = len(experiment.points)
        training = np.arange(len(x)) < n
        training[:n] = random_mask(n, experiment.validation_fraction, rng["split"])
    return CurveDraw(x, labels, training, PolynomialFeatures.of(x[training], experiment.degree or 1))


def compute_regression_dataset(experiment: Experiment) -> Content:
    """The answer of /dataset: no training."""
    drawn = draw_curve_data(experiment)
    return {
        "points": drawn.x[:, None],
        "labels": drawn.labels,
        "split": ["train" if training else "validation" for training in drawn.training],
        "mislabeled": np.zeros(len(drawn.x), dtype=np.bool_),
        "inputs": drawn.inputs(),
        "class_names": [],
        "input_names": ["x"],
        "real": False,
    }


@dataclass(frozen=True)
class Regression:
    """The points of one Experiment, J on those that are trained on, and what polynomials theta (L, P) make of them."""

    experiment: Experiment
    drawn: CurveDraw
    objective: Objective

    @classmethod
    def draw(cls, experiment: Experiment) -> Regression:
        """From the Experiment's seed."""
        drawn = draw_curve_data(experiment)
        features = drawn.features(drawn.x[drawn.training])
        data = TrainingSet.of(features, drawn.labels[drawn.training], "squared_error")
        architecture = Architecture(drawn.features.degree, (), penalize_biases=experiment.penalize_biases)
        return cls(experiment, drawn, Objective(architecture, data, experiment.regularizer))

    @property
    def training(self) -> Mask:
        return self.drawn.training

    def facts(self) -> Content:
        features = self.drawn.features
        return {
            "entropy": None,
            "variance": float(self.objective.data.labels.var()),
            "inputs": self.drawn.inputs(),
            "features": {"mean": features.mean, "scale": features.scale},
        }

    def scores(self, theta: Array) -> Content:
        drawn = self.drawn
        train = self._losses(theta, drawn.x[drawn.training], self.objective.data.labels)
        return {
            "train": _mean_scores(train),
            "validation": self.validation(theta),
            "test": self._test_scores(theta),
        }

    @property
    def mislabeled(self) -> Mask:
        return np.zeros(len(self.drawn.x), dtype=np.bool_)

    def validation(self, theta: Array) -> Content | None:
        return _validation_scores(self.held_out_losses(theta))

    def surroundings(self) -> Array:
        return with_ones(self.drawn.features(self._places(SURROUNDINGS)))

    def held_out_losses(self, theta: Array) -> Array:
        held_out = ~self.drawn.training
        return self._losses(theta, self.drawn.x[held_out], self.drawn.labels[held_out])

    def readings(self, theta: Array) -> Content:
        return {"coefficients": self.drawn.features.coefficients(theta)}

    def picture(self, theta: Array) -> Content:
        """Predictions on evenly spaced x, from a little before the first point to a little after the last."""
        experiment = self.experiment
        if experiment.grid == 0:
            return {"curve": None}
        x = self._places(experiment.grid)
        truth = None if experiment.points is not None else CURVES[experiment.dataset].truth(x)
        return {"curve": {"x": x, "truth": truth, "predictions": self._predictions(theta, x)}}

    def _places(self, n: int) -> Array:
        """(n,) from a little before the first point to a little after the last."""
        low, high = self.drawn.x.min(), self.drawn.x.max()
        margin = MARGIN * (high - low) if high > low else 1.0
        return np.linspace(low - margin, high + margin, n)

    def _predictions(self, theta: Array, x: Array) -> Array:
        """(L, n)."""
        return np.asarray(theta[:, :-1] @ self.drawn.features(x).T + theta[:, -1:])

    def _losses(self, theta: Array, x: Array, labels: Array) -> Array:
        """(prediction - label)^2 / 2 of each point (L, n)."""
        return np.asarray(0.5 * (self._predictions(theta, x) - labels) ** 2)

    def _test_scores(self, theta: Array) -> Content | None:
        """On a large fresh draw, which own points do not have."""
        experiment = self.experiment
        if experiment.points is not None:
            return None
        noise = experiment.noise or 0.0
        x, labels = draw_curve_test(CURVES[experiment.dataset], noise, streams(experiment.seed)["test"])
        return _mean_scores(self._losses(theta, x, labels)) | {"least_squared_error": 0.5 * noise * noise}


def _mean_scores(losses: Array) -> Content:
    mean = losses.mean(axis=1)
    return {"squared_error": mean, "root_mean_squared_error": np.sqrt(2.0 * mean)}


def _validation_scores(losses: Array) -> Content | None:
    """From the losses of held-out points (L, n); None without such points."""
    n = losses.shape[1]
    if n == 0:
        return None
    spread = losses.std(axis=1, ddof=1) if n > 1 else np.full(len(losses), np.nan)
    return _mean_scores(losses) | {"standard_error": spread / np.sqrt(n)}
