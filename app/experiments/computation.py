"""From an Experiment to the numbers of the API: the engine's calls in order, and nothing about HTTP or processes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from app.engine.arrays import Array, Mask
from app.engine.backpropagation import TrainingSet, evaluate
from app.engine.continuation import Progress
from app.engine.cost import REGULARIZERS, accuracy, cross_entropy, entropy, losses, penalty
from app.engine.datasets import (
    DATASETS,
    DataError,
    TestDraw,
    draw,
    draw_test,
    mislabel,
    standardization,
    streams,
    training_mask,
    with_nuisance,
)
from app.engine.goldilocks import choose
from app.engine.inspection import Curvature, curvature, data_gradients, decision_grid, jumps, knock_outs
from app.engine.network import Architecture, Layer, forward, logits, sigmoid, with_ones
from app.engine.objective import Objective
from app.engine.regularization_path import RegularizationPath, regularization_path
from app.experiments import real_data

if TYPE_CHECKING:
    from app.experiments.cost_request import CostRequest
    from app.experiments.experiment import Experiment

Answer = dict[str, Any]


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


def compute_dataset(experiment: Experiment) -> Answer:
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


def compute_path(experiment: Experiment, on_progress: Progress) -> Answer:
    """The answer of /path: data, solutions over lambda, and everything that is read off them."""
    drawn = draw_data(experiment)
    seen = drawn.seen(drawn.points)
    data = TrainingSet.of(seen[drawn.training], drawn.labels[drawn.training])
    architecture = Architecture(seen.shape[1], tuple(experiment.hidden_layer_sizes), experiment.activation)
    objective = Objective(architecture, data)
    rng = streams(experiment.seed)
    path = regularization_path(objective, tuple(experiment.lambdas), experiment.restarts, rng["weights"], on_progress)
    lambdas, theta = np.array(experiment.lambdas), path.theta
    bends = curvature(objective, lambdas, theta)
    held_out = ~drawn.training
    validation = _validation(architecture, theta, seen[held_out], drawn.labels[held_out])
    return {
        "n_train": int(drawn.training.sum()),
        "n_validation": int(held_out.sum()),
        "n_parameters": architecture.n_parameters,
        "n_weights": architecture.n_weights,
        "entropy": entropy(float(data.labels.mean())),
        "inputs": {"mean": drawn.mean, "scale": drawn.scale},
        "lambdas": lambdas,
        "cost": _cost(path, lambdas, data.n_samples),
        "train": _training(architecture, theta, drawn, data),
        "validation": validation,
        "test": _test(architecture, theta, experiment, drawn, rng["test"]),
        "layers": _layers(objective, lambdas, theta, bends, experiment.inspect),
        "squared_weight_norm": path.squared_weight_norm,
        "effective_parameters": bends.effective_parameters if bends else np.full(len(lambdas), np.nan),
        "gradient_norm": path.gradient_norm,
        "converged": path.converged,
        "reason": list(path.reasons),
        "trivial": path.trivial,
        "jump": jumps(objective, lambdas, path.theta, bends.tangent if bends else None, path.cliff),
        "collapse_lambda": path.collapse_lambda,
        "goldilocks": _goldilocks(lambdas, validation),
        "cross_validation": None,
        "grid": _grid(experiment, architecture, theta, drawn),
    }


def _cost(path: RegularizationPath, lambdas: Array, m: int) -> Answer:
    from_weights = lambdas / (2.0 * m) * path.squared_weight_norm
    return {"cross_entropy": path.data_cost, "penalty": from_weights, "total": path.data_cost + from_weights}


def _training(architecture: Architecture, theta: Array, drawn: Draw, data: TrainingSet) -> Answer:
    z = _scores(architecture, theta, data.inputs)
    mislabeled = drawn.mislabeled[drawn.training]
    right = (z > 0.0) == (data.labels > 0.5)
    return {
        "cross_entropy": cross_entropy(z, data.labels, data.sample_weights),
        "accuracy": accuracy(z, data.labels),
        "n_mislabeled": int(mislabeled.sum()),
        "mislabeled_right": right[:, mislabeled].sum(axis=1),
    }


def _validation(architecture: Architecture, theta: Array, points: Array, labels: Array) -> Answer | None:
    if len(labels) == 0:
        return None
    z = _scores(architecture, theta, with_ones(points))
    per_point = losses(z, labels)
    spread = per_point.std(axis=1, ddof=1) if len(labels) > 1 else np.full(len(z), np.nan)
    return {
        "cross_entropy": per_point.mean(axis=1),
        "standard_error": spread / np.sqrt(len(labels)),
        "accuracy": accuracy(z, labels),
    }


def _test(
    architecture: Architecture, theta: Array, experiment: Experiment, drawn: Draw, rng: np.random.Generator
) -> Answer | None:
    """On a large fresh draw, which only data sets with a known distribution have."""
    if experiment.points is not None or DATASETS[experiment.dataset].real:
        return None
    kind = DATASETS[experiment.dataset]
    fresh: TestDraw = draw_test(kind, experiment.noise or 0.0, experiment.nuisance_features, rng)
    z = _scores(architecture, theta, with_ones(drawn.seen(fresh.points)))
    return {
        "cross_entropy": losses(z, fresh.labels).mean(axis=1),
        "accuracy": accuracy(z, fresh.labels),
        "bayes_accuracy": fresh.bayes_accuracy,
    }


def _scores(architecture: Architecture, theta: Array, inputs: Array) -> Array:
    """Logits (L, n), one network at a time: large stacks would leave the cache."""
    return np.array([logits(architecture, parameters, inputs) for parameters in theta])


def _layers(objective: Objective, lambdas: Array, theta: Array, bends: Curvature | None, inspect: bool) -> list[Answer]:
    architecture = objective.architecture
    layers: list[Answer] = [{"weights": layer.weights, "biases": layer.biases} for layer in architecture.layers(theta)]
    if not inspect:
        return layers
    strength = lambdas[:, None, None] / objective.m
    gradients = architecture.layers(data_gradients(architecture, theta, objective.data))
    prediction = np.full(theta.shape, np.nan)
    if bends is not None:
        prediction[:, architecture.is_weight] = bends.predicted_shrinkage
    reference = int(np.argmax(lambdas > 0.0))
    for layer, gradient, worth, shrunk in zip(
        layers, gradients, knock_outs(architecture, theta, objective.data), architecture.layers(prediction), strict=True
    ):
        weights = layer["weights"]
        layer["data_gradient"] = gradient.weights
        layer["penalty_gradient"] = strength * weights
        layer["knock_out"] = worth
        with np.errstate(divide="ignore", invalid="ignore"):
            layer["shrinkage"] = weights / weights[reference]
        layer["predicted_shrinkage"] = shrunk.weights
    return layers


def _goldilocks(lambdas: Array, validation: Answer | None) -> Answer | None:
    if validation is None:
        return None
    error = validation["standard_error"]
    known = bool(np.isfinite(error).all())  # one held-out point has none
    choice = choose(lambdas, validation["cross_entropy"], error if known else np.zeros(len(lambdas)))
    first, last = choice.band
    return {
        "index": choice.index,
        "lambda": lambdas[choice.index],
        "rule": "minimum_validation",
        "from": lambdas[first],
        "to": lambdas[last],
        "one_standard_error": {"index": last, "lambda": lambdas[last]} if known else None,
        "flat": choice.flat,
        "at_edge": choice.at_edge,
    }


def _grid(experiment: Experiment, architecture: Architecture, theta: Array, drawn: Draw) -> Answer | None:
    """Probabilities over the training and validation points' surroundings, axes in the units of the points."""
    if experiment.grid == 0:
        return None
    low, high = drawn.points[:, :2].min(axis=0), drawn.points[:, :2].max(axis=0)
    margin = 0.08 * np.where(high > low, high - low, 1.0)
    axes = [np.linspace(low[i] - margin[i], high[i] + margin[i], experiment.grid) for i in (0, 1)]
    x1, x2 = ((axis - drawn.mean[i]) / drawn.scale[i] for i, axis in enumerate(axes))
    return {"x1": axes[0], "x2": axes[1], "probabilities": decision_grid(architecture, theta, x1, x2)}


def compute_cost(request: CostRequest) -> Answer:
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


def _subscript(number: int) -> str:
    return str(number).translate(str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉"))
