"""From an Experiment to the numbers of the API: the engine's calls in order, and nothing about HTTP or processes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from app.engine.analysis.inspection import Curvature, balancing_gradients, curvature, decision_grid, knock_outs
from app.engine.analysis.thresholds import thresholds
from app.engine.arrays import Array
from app.engine.data.datasets import streams
from app.engine.objective.backpropagation import TrainingSet, evaluate
from app.engine.objective.cost import REGULARIZERS, entropy, losses, penalty
from app.engine.objective.network import Architecture, Layer, forward, sigmoid, with_ones
from app.engine.objective.objective import Objective
from app.engine.path.continuation import Progress
from app.engine.path.jumps import jumps
from app.engine.path.regularization_path import RegularizationPath, regularization_path
from app.experiments.answers.serialization import Content
from app.experiments.compute.drawn_data import Draw, draw_data
from app.experiments.compute.resampling import SolvedDraw, cross_validation_scores, repeated_draws
from app.experiments.compute.scores import goldilocks, scores, test_scores, training_scores, validation_scores
from app.experiments.compute.staged_progress import StagedProgress

if TYPE_CHECKING:
    from app.experiments.requests.cost_request import CostRequest
    from app.experiments.requests.experiment import Experiment


def compute_path(experiment: Experiment, on_progress: Progress) -> Content:
    """The answer of /path: data, solutions over lambda, and everything that is read off them."""
    drawn = draw_data(experiment)
    objective = _objective(experiment, drawn)
    architecture, data = objective.architecture, objective.data
    later = experiment.folds + experiment.draws * (2 + experiment.folds)
    stages = StagedProgress(on_progress, later * len(experiment.lambdas))
    path = _path(objective, experiment, stages.begin())
    lambdas, theta = np.array(experiment.lambdas), path.theta
    bends = curvature(objective, lambdas, theta)
    seen, held_out = drawn.seen(drawn.points), ~drawn.training
    folds = cross_validation_scores(objective, experiment, path, stages.begin())
    validation = validation_scores(architecture, theta, seen[held_out], drawn.labels[held_out])
    return {
        "n_train": int(drawn.training.sum()),
        "n_validation": int(held_out.sum()),
        "n_parameters": architecture.n_parameters,
        "n_weights": architecture.n_weights,
        "entropy": entropy(float(data.labels.mean())),
        "inputs": {"mean": drawn.mean, "scale": drawn.scale},
        "lambdas": lambdas,
        "cost": path_cost(path, lambdas / objective.m, "cross_entropy"),
        "train": training_scores(architecture, theta, drawn, data),
        "validation": validation,
        "test": test_scores(architecture, theta, experiment, drawn, streams(experiment.seed)["test"]),
        "layers": path_layers(objective, lambdas, theta, bends, experiment.inspect),
        "squared_weight_norm": path.squared_weight_norm,
        "absolute_weight_sum": np.abs(theta[:, architecture.is_weight]).sum(axis=1),
        "effective_parameters": bends.effective_parameters if bends else np.full(len(lambdas), np.nan),
        "gradient_norm": path.gradient_norm,
        "converged": path.converged,
        "reason": list(path.reasons),
        "trivial": path.trivial,
        "jump": jumps(objective, lambdas, path.theta, bends.tangent if bends else None, path.cliff),
        "collapse_lambda": path.collapse_lambda,
        "thresholds": path_thresholds(objective) if experiment.inspect else None,
        "goldilocks": goldilocks(lambdas, validation, folds),
        "cross_validation": folds,
        "repeated_draws": repeated_draws(experiment, _solve_draw, stages),
        "grid": _grid(experiment, architecture, theta, drawn),
    }


def _objective(experiment: Experiment, drawn: Draw) -> Objective:
    """J on the training points."""
    seen = drawn.seen(drawn.points)[drawn.training]
    architecture = Architecture(seen.shape[1], tuple(experiment.hidden_layer_sizes), experiment.activation)
    return Objective(architecture, TrainingSet.of(seen, drawn.labels[drawn.training]), experiment.regularizer)


def _path(objective: Objective, experiment: Experiment, on_progress: Progress) -> RegularizationPath:
    rng = streams(experiment.seed)["weights"]
    return regularization_path(
        objective, experiment.lambdas, experiment.restarts, rng, on_progress, experiment.direction
    )


def _solve_draw(experiment: Experiment, on_progress: Progress) -> SolvedDraw:
    drawn = draw_data(experiment)
    objective = _objective(experiment, drawn)
    path = _path(objective, experiment, on_progress)
    held_out = ~drawn.training
    z = scores(objective.architecture, path.theta, with_ones(drawn.seen(drawn.points)[held_out]))
    return SolvedDraw(objective, path, losses(z, drawn.labels[held_out]))


def path_cost(path: RegularizationPath, strengths: Array, data_term: str) -> Content:
    """J and its parts, the data's under the name `data_term`."""
    from_weights = strengths * path.size
    return {data_term: path.data_cost, "penalty": from_weights, "total": path.data_cost + from_weights}


def path_thresholds(objective: Objective) -> Content:
    found = thresholds(objective)
    return {"minimum": found.minimum, "least": found.least}


def path_layers(
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
        prediction[:, architecture.is_weight] = bends.predicted_shrinkage
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
    return layers


def _grid(experiment: Experiment, architecture: Architecture, theta: Array, drawn: Draw) -> Content | None:
    """Probabilities over the training and validation points' surroundings, axes in the units of the points."""
    if experiment.grid == 0:
        return None
    low, high = drawn.points[:, :2].min(axis=0), drawn.points[:, :2].max(axis=0)
    margin = 0.08 * np.where(high > low, high - low, 1.0)
    axes = [np.linspace(low[i] - margin[i], high[i] + margin[i], experiment.grid) for i in (0, 1)]
    x1, x2 = ((axis - drawn.mean[i]) / drawn.scale[i] for i, axis in enumerate(axes))
    return {"x1": axes[0], "x2": axes[1], "probabilities": decision_grid(architecture, theta, x1, x2)}


def compute_cost(request: CostRequest) -> Content:
    """The answer of /cost: J, probabilities, gradients and knock-outs of a given network, nothing trained."""
    points, labels = np.array(request.points, dtype=float), np.array(request.labels, dtype=float)
    given = [
        Layer(np.array(layer.weights, dtype=float), np.array(layer.biases, dtype=float)) for layer in request.layers
    ]
    architecture = Architecture(points.shape[1], tuple(len(layer.biases) for layer in given[:-1]), request.activation)
    theta = architecture.join(tuple(given))
    data = TrainingSet.of(points, labels)
    data_part, gradient, _ = evaluate(architecture, theta, data)
    regularizer = REGULARIZERS[request.regularizer]
    strength = request.lam / data.n_samples
    from_weights = float(penalty(request.regularizer, theta[architecture.is_weight], strength))
    gradients = []
    for layer, pull in zip(given, architecture.layers(gradient), strict=True):
        from_penalty = strength * regularizer.slope(layer.weights)
        weights = {"data": pull.weights, "penalty": from_penalty, "total": pull.weights + from_penalty}
        gradients.append({"weights": weights, "biases": pull.biases})
    return {
        "cost": {"cross_entropy": float(data_part), "penalty": from_weights, "total": float(data_part) + from_weights},
        "probabilities": sigmoid(forward(architecture, theta, data.inputs)[1]),
        "gradients": gradients,
        "knock_out": [layer[0] for layer in knock_outs(architecture, theta[None], data)],
    }
