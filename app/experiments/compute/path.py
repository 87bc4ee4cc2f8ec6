"""From an Experiment to the numbers of the API: the engine's calls in order, and nothing about HTTP or processes."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

import numpy as np

from app.engine.analysis.inspection import Curvature, balancing_gradients, curvature, knock_outs
from app.engine.analysis.thresholds import thresholds
from app.engine.arrays import Array, Mask
from app.engine.data.datasets import streams
from app.engine.linear.least_squares import effective_parameters
from app.engine.objective.cost import REGULARIZERS, Regularizer
from app.engine.objective.network import Layer
from app.engine.objective.objective import Objective
from app.engine.path.continuation import Progress
from app.engine.path.jumps import jumps
from app.engine.path.pieces import agreeing
from app.engine.path.regularization_path import RegularizationPath, regularization_path
from app.engine.path.zero_solution import constant_cost
from app.experiments.answers.serialization import Content
from app.experiments.compute.classification import Classification
from app.experiments.compute.continuous_path import between_lambdas, pieces_and_events
from app.experiments.compute.regression import Regression
from app.experiments.compute.resampling import SolvedDraw, cross_validation_scores, repeated_draws
from app.experiments.compute.scores import goldilocks
from app.experiments.compute.staged_progress import StagedProgress
from app.experiments.compute.unit_counts import unit_counts
from app.experiments.requests.path_request import PathRequest

if TYPE_CHECKING:
    from app.experiments.requests.experiment import Experiment


class Task(Protocol):
    """An Experiment's data, drawn from its seed, J on the training points, and what solutions theta (L, P) score."""

    @property
    def objective(self) -> Objective: ...

    @property
    def training(self) -> Mask:
        """(n,) True for points that are trained on, False for those held out."""

    def facts(self) -> Content:
        """What is known of the data before anything is solved."""

    def scores(self, theta: Array) -> Content:
        """On training, held-out (`validation`) and fresh points (`test`); None where there are none."""

    @property
    def mislabeled(self) -> Mask:
        """(n,) True for points whose label is known to be wrong."""

    def surroundings(self) -> Array:
        """Inputs (d + 1, n) at which two networks are compared: all around the points."""

    def validation(self, theta: Array) -> Content | None:
        """Scores on held-out points; None where there are none."""

    def held_out_losses(self, theta: Array) -> Array:
        """Of each held-out point, (L, n)."""

    def readings(self, theta: Array) -> Content:
        """The weights in the task's own terms."""

    def picture(self, theta: Array) -> Content:
        """What the solutions answer for inputs all around the points; None where the Experiment asks for none."""


TASKS: dict[str, Callable[[Experiment], Task]] = {
    "classification": Classification.draw,
    "regression": Regression.draw,
}


def compute_path(experiment: Experiment, on_progress: Progress) -> Content:
    """The answer of /path: data, solutions over lambda, and everything that is read off them."""
    task = TASKS[experiment.task](experiment)
    objective, architecture = task.objective, task.objective.architecture
    stages = StagedProgress(on_progress, (1 + experiment.draws) * (1 + experiment.folds))
    path = _path(objective, experiment, stages.begin(), _near(objective, experiment))
    found = between_lambdas(task, experiment, path)
    path = agreeing(path, found) if found else path
    lambdas, theta = np.array(experiment.lambdas), path.theta
    bends = curvature(objective, lambdas, theta)
    folds = cross_validation_scores(objective, experiment, stages)
    scores = task.scores(theta)
    jump = jumps(objective, lambdas, theta, bends.tangent if bends else None, path.cliff)
    return {
        "n_train": int(task.training.sum()),
        "n_validation": int((~task.training).sum()),
        "n_parameters": architecture.n_parameters,
        "n_weights": architecture.n_weights,
        **task.facts(),
        "lambdas": lambdas,
        "cost": _cost(path, lambdas / objective.m, objective.data.loss),
        **scores,
        "layers": _layers(objective, lambdas, theta, bends, experiment.inspect),
        **task.readings(theta),
        "squared_weight_norm": np.sum(theta[:, architecture.is_penalized] ** 2, axis=1),
        "absolute_weight_sum": np.abs(theta[:, architecture.is_penalized]).sum(axis=1),
        "ceiling": np.array([constant_cost(objective, lam) for lam in experiment.lambdas]),
        "effective_parameters": _effective_parameters(objective, lambdas, bends, path.reasons),
        **unit_counts(objective, theta, inspect=experiment.inspect),
        **_ends(path),
        "jump": jump,
        "starts_made": path.starts_made,
        "collapse_lambda": path.collapse_lambda,
        "thresholds": _thresholds(objective) if experiment.inspect else None,
        "goldilocks": goldilocks(lambdas, scores["validation"], folds, path.reasons),
        "cross_validation": folds,
        "repeated_draws": repeated_draws(experiment, _solve_draw, stages),
        **task.picture(theta),
        **pieces_and_events(task, experiment, path, found, jump),
    }


def _path(
    objective: Objective, experiment: Experiment, on_progress: Progress, near: Array | None = None
) -> RegularizationPath:
    rng = streams(experiment.seed)["weights"]
    return regularization_path(
        objective, experiment.lambdas, experiment.restarts, rng, on_progress, experiment.direction, near
    )


def _near(objective: Objective, experiment: Experiment) -> Array | None:
    """theta (L, P) of the path that is known."""
    near = experiment.near if isinstance(experiment, PathRequest) else None
    if near is None:
        return None
    layers = [Layer(np.array(layer.weights), np.array(layer.biases)) for layer in near.layers]
    return objective.architecture.join(tuple(layers))


def _solve_draw(experiment: Experiment, on_progress: Progress) -> SolvedDraw:
    task = TASKS[experiment.task](experiment)
    path = _path(task.objective, experiment, on_progress)
    return SolvedDraw(task.objective, path, task.held_out_losses(path.theta))


def _cost(path: RegularizationPath, strengths: Array, data_term: str) -> Content:
    """J and its parts, the data's under the name `data_term`."""
    from_weights = strengths * path.size
    return {data_term: path.data_cost, "penalty": from_weights, "total": path.data_cost + from_weights}


def _ends(path: RegularizationPath) -> Content:
    """How near each solution came to a stationary point."""
    return {
        "gradient_norm": path.gradient_norm,
        "converged": path.converged,
        "reason": list(path.reasons),
        "trivial": path.trivial,
    }


def _effective_parameters(
    objective: Objective, lambdas: Array, bends: Curvature | None, reasons: tuple[str | None, ...]
) -> Array:
    """(L,); in ridge regression in closed form, and NaN for a network too large for its Hessian, or without minimum."""
    if objective.data.loss == "squared_error" and objective.regularizer == "l2":
        free_bias = not objective.architecture.penalize_biases
        return effective_parameters(objective.data, lambdas / objective.m, free_bias=free_bias)
    if bends is None:
        return np.full(len(lambdas), np.nan)
    without = np.array([reason == "no_minimum" for reason in reasons])
    return np.where(without, np.nan, bends.effective_parameters)


def _thresholds(objective: Objective) -> Content:
    found = thresholds(objective)
    return {"minimum": found.minimum, "least": found.least, "least_by_search": found.least_by_search}


def _layers(
    objective: Objective, lambdas: Array, theta: Array, bends: Curvature | None, inspect: bool
) -> list[Content]:
    """Weights and biases, and with `inspect` what pulls on each weight and what it is worth."""
    architecture = objective.architecture
    layers: list[Content] = [{"weights": layer.weights, "biases": layer.biases} for layer in architecture.layers(theta)]
    if not inspect:
        return layers
    strength = lambdas[:, None, None] / objective.m
    regularizer = REGULARIZERS[objective.regularizer]
    gradients = architecture.layers(balancing_gradients(objective, lambdas, theta))
    prediction = np.full(theta.shape, np.nan)
    if bends is not None:
        prediction[:, architecture.is_penalized] = bends.predicted_shrinkage
    reference = int(np.argmax(lambdas > 0.0))
    for layer, gradient, worth, shrunk in zip(
        layers, gradients, knock_outs(architecture, theta, objective.data), architecture.layers(prediction), strict=True
    ):
        weights = layer["weights"]
        layer["data_gradient"] = gradient.weights
        layer["penalty_gradient"] = regularizer.pull(weights, strength, gradient.weights)
        layer["price"] = strength * regularizer.share(weights)
        layer["knock_out"] = worth
        with np.errstate(divide="ignore", invalid="ignore"):
            layer["shrinkage"] = weights / weights[reference]
        layer["predicted_shrinkage"] = shrunk.weights
        if architecture.penalize_biases:
            layer |= _pulls_on_biases(regularizer, layer["biases"], gradient.biases, strength[..., 0])
    return layers


def _pulls_on_biases(regularizer: Regularizer, biases: Array, gradient: Array, strength: Array) -> Content:
    """What holds penalised biases (L, out), as for weights."""
    return {
        "bias_data_gradient": gradient,
        "bias_penalty_gradient": regularizer.pull(biases, strength, gradient),
        "bias_price": strength * regularizer.share(biases),
    }
