"""From an Experiment of regression to the numbers of the API: one input, its powers, the squared error."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from app.engine.analysis.inspection import curvature
from app.engine.arrays import Array, Mask
from app.engine.data.datasets import streams
from app.engine.data.polynomial import PolynomialFeatures
from app.engine.data.regression_datasets import CURVES, draw_curve, draw_curve_test, random_mask
from app.engine.linear.least_squares import effective_parameters
from app.engine.objective.backpropagation import TrainingSet
from app.engine.objective.network import Architecture
from app.engine.objective.objective import Objective
from app.engine.path.continuation import Progress
from app.engine.path.jumps import jumps
from app.engine.path.regularization_path import RegularizationPath, regularization_path
from app.experiments.answers.serialization import Content
from app.experiments.compute.path import path_cost, path_layers, path_thresholds
from app.experiments.compute.resampling import SolvedDraw, cross_validation_scores, repeated_draws
from app.experiments.compute.scores import goldilocks
from app.experiments.compute.staged_progress import StagedProgress

if TYPE_CHECKING:
    from app.experiments.requests.experiment import Experiment

MARGIN = 0.05
"""Share of the points' range that a curve is drawn beyond them."""


@dataclass(frozen=True)
class CurveDraw:
    """The data of an Experiment: x (n,) and labels (n,), which are trained on, and the features made from those."""

    x: Array
    labels: Array
    training: Mask
    features: PolynomialFeatures

    def objective(self, regularizer: str) -> Objective:
        """J on the training points."""
        data = TrainingSet.of(self.features(self.x[self.training]), self.labels[self.training], "squared_error")
        return Objective(Architecture(self.features.degree, ()), data, regularizer)

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


def compute_regression_path(experiment: Experiment, on_progress: Progress) -> Content:
    """The answer of /path: data, solutions over lambda, and everything that is read off them."""
    drawn = draw_curve_data(experiment)
    objective = drawn.objective(experiment.regularizer)
    architecture, labels = objective.architecture, objective.data.labels
    stages = StagedProgress(
        on_progress, (experiment.folds + experiment.draws * (2 + experiment.folds)) * len(experiment.lambdas)
    )
    path = _path(objective, experiment, stages.begin())
    lambdas, theta = np.array(experiment.lambdas), path.theta
    bends = curvature(objective, lambdas, theta)
    folds = cross_validation_scores(objective, experiment, path, stages.begin())
    validation = _validation_scores(drawn, theta)
    return {
        "n_train": objective.m,
        "n_validation": len(drawn.x) - objective.m,
        "n_parameters": architecture.n_parameters,
        "n_weights": architecture.n_weights,
        "entropy": None,
        "variance": float(labels.var()),
        "inputs": drawn.inputs(),
        "features": {"mean": drawn.features.mean, "scale": drawn.features.scale},
        "lambdas": lambdas,
        "cost": path_cost(path, lambdas / objective.m, "squared_error"),
        "train": _scores(_errors(drawn, theta, drawn.x[drawn.training], labels)),
        "validation": validation,
        "test": _test_scores(experiment, drawn, theta),
        "layers": path_layers(objective, lambdas, theta, bends, experiment.inspect),
        "coefficients": drawn.features.coefficients(theta),
        "squared_weight_norm": path.squared_weight_norm,
        "absolute_weight_sum": np.abs(theta[:, architecture.is_weight]).sum(axis=1),
        "effective_parameters": _effective_parameters(objective, lambdas, theta),
        "gradient_norm": path.gradient_norm,
        "converged": path.converged,
        "reason": list(path.reasons),
        "trivial": path.trivial,
        "jump": jumps(objective, lambdas, theta, None, path.cliff),
        "collapse_lambda": path.collapse_lambda,
        "thresholds": path_thresholds(objective) if experiment.inspect else None,
        "goldilocks": goldilocks(lambdas, validation, folds),
        "cross_validation": folds,
        "repeated_draws": repeated_draws(experiment, _solve_draw, stages),
        "curve": _curve(experiment, drawn, theta),
    }


def _path(objective: Objective, experiment: Experiment, on_progress: Progress) -> RegularizationPath:
    rng = streams(experiment.seed)["weights"]
    return regularization_path(objective, experiment.lambdas, 1, rng, on_progress)


def _effective_parameters(objective: Objective, lambdas: Array, theta: Array) -> Array:
    if objective.regularizer == "l1":
        return np.asarray(np.count_nonzero(theta[:, :-1], axis=1), dtype=np.float64)
    return effective_parameters(objective.data, lambdas / objective.m)


def _predictions(drawn: CurveDraw, theta: Array, x: Array) -> Array:
    """(L, n)."""
    return np.asarray(theta[:, :-1] @ drawn.features(x).T + theta[:, -1:])


def _errors(drawn: CurveDraw, theta: Array, x: Array, labels: Array) -> Array:
    """(prediction - label)^2 / 2 of each point (L, n)."""
    return np.asarray(0.5 * (_predictions(drawn, theta, x) - labels) ** 2)


def _scores(errors: Array) -> Content:
    mean = errors.mean(axis=1)
    return {"squared_error": mean, "root_mean_squared_error": np.sqrt(2.0 * mean)}


def _validation_scores(drawn: CurveDraw, theta: Array) -> Content | None:
    held_out = ~drawn.training
    n = int(held_out.sum())
    if n == 0:
        return None
    errors = _errors(drawn, theta, drawn.x[held_out], drawn.labels[held_out])
    spread = errors.std(axis=1, ddof=1) if n > 1 else np.full(len(theta), np.nan)
    return _scores(errors) | {"standard_error": spread / np.sqrt(n)}


def _test_scores(experiment: Experiment, drawn: CurveDraw, theta: Array) -> Content | None:
    """On a large fresh draw, which own points do not have."""
    if experiment.points is not None:
        return None
    noise = experiment.noise or 0.0
    x, labels = draw_curve_test(CURVES[experiment.dataset], noise, streams(experiment.seed)["test"])
    return _scores(_errors(drawn, theta, x, labels)) | {"least_squared_error": 0.5 * noise * noise}


def _solve_draw(experiment: Experiment, on_progress: Progress) -> SolvedDraw:
    drawn = draw_curve_data(experiment)
    objective = drawn.objective(experiment.regularizer)
    path = _path(objective, experiment, on_progress)
    held_out = ~drawn.training
    return SolvedDraw(objective, path, _errors(drawn, path.theta, drawn.x[held_out], drawn.labels[held_out]))


def _curve(experiment: Experiment, drawn: CurveDraw, theta: Array) -> Content | None:
    """Predictions on evenly spaced x, from a little before the first point to a little after the last."""
    if experiment.grid == 0:
        return None
    low, high = drawn.x.min(), drawn.x.max()
    margin = MARGIN * (high - low) if high > low else 1.0
    x = np.linspace(low - margin, high + margin, experiment.grid)
    truth = None if experiment.points is not None else CURVES[experiment.dataset].truth(x)
    return {"x": x, "truth": truth, "predictions": _predictions(drawn, theta, x)}
