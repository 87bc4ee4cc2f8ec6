"""From a TrainingRun to the numbers of the API: what training went through, snapshot by snapshot."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np

from app.engine.analysis.inspection import data_gradients
from app.engine.arrays import Array
from app.engine.data.datasets import streams
from app.engine.objective.backpropagation import TrainingSet
from app.engine.objective.cost import REGULARIZERS, entropy, penalty
from app.engine.objective.network import Architecture
from app.engine.training.gradient_descent import OPTIMIZERS, Progress, Training, starting_point, train
from app.experiments.answers.serialization import Content
from app.experiments.compute.drawn_data import Draw, draw_data
from app.experiments.compute.scores import test_scores, training_scores, validation_scores

if TYPE_CHECKING:
    from app.experiments.requests.training_run import TrainingRun

NETWORKS_AT_ONCE = 500
"""Scored together: a run has tens of thousands of snapshots, and each has thousands of scores."""


def compute_training(run: TrainingRun, on_progress: Progress) -> Content:
    """The answer of /train: the same start for every λ, and what every snapshot costs and scores."""
    drawn = draw_data(run)
    points = drawn.seen(drawn.points)
    data = TrainingSet.of(points[drawn.training], drawn.labels[drawn.training])
    architecture = Architecture(points.shape[1], tuple(run.hidden_layer_sizes), run.activation, run.penalize_biases)
    training = train(
        architecture,
        data,
        starting_point(architecture, data, streams(run.seed)["weights"]),
        tuple(run.lambdas),
        learning_rate=run.learning_rate,
        n_epochs=run.n_epochs,
        optimizer=run.optimizer,
        regularizer=run.regularizer,
        snapshots=run.snapshots,
        on_progress=on_progress,
    )
    lambdas, m = np.array(run.lambdas), data.n_samples
    return {
        "n_train": m,
        "n_validation": len(points) - m,
        "n_parameters": architecture.n_parameters,
        "n_weights": architecture.n_weights,
        "entropy": entropy(float(data.labels.mean())),
        "inputs": {"mean": drawn.mean, "scale": drawn.scale},
        "lambdas": lambdas,
        "epochs": list(training.epochs),
        **_for_each_snapshot(
            training,
            lambdas / m,
            lambda theta, strength: _measured(run, architecture, drawn, data, theta, strength),
        ),
        "layers": [{"weights": layer.weights, "biases": layer.biases} for layer in architecture.layers(training.theta)],
        "weight_decay": run.learning_rate * lambdas / m,
        "diverged_at": list(training.diverged_at),
        "reason": [_reason(run, lam, m, end) for lam, end in zip(run.lambdas, training.diverged_at, strict=True)],
    }


def _for_each_snapshot(training: Training, strengths: Array, measure: Callable[[Array, Array], Content]) -> Content:
    """What `measure` finds for networks (N, P) at their lambda / m (N,), with its arrays (N,) as (L, S).

    NaN where training had diverged.
    """
    finite = np.isfinite(training.theta).all(axis=2)
    places = np.flatnonzero(finite)
    networks = training.theta.reshape(finite.size, -1)
    each = np.repeat(strengths, finite.shape[1])
    parts = [places[i : i + NETWORKS_AT_ONCE] for i in range(0, len(places), NETWORKS_AT_ONCE)]

    def joined(found: list[Any]) -> Any:
        if isinstance(found[0], dict):
            return {name: joined([part[name] for part in found]) for name in found[0]}
        if not isinstance(found[0], np.ndarray):
            return found[0]
        filled = np.full(finite.size, np.nan)
        filled[places] = np.concatenate(found)
        return filled.reshape(finite.shape)

    content: Content = joined([measure(networks[part], each[part]) for part in parts])
    return content


def _measured(
    run: TrainingRun, architecture: Architecture, drawn: Draw, data: TrainingSet, theta: Array, strength: Array
) -> Content:
    """Cost and scores of networks (N, P) at lambda / m (N,)."""
    held_out = ~drawn.training
    seen = drawn.seen(drawn.points[held_out])
    on_training = training_scores(architecture, theta, drawn, data)
    weights = theta[:, architecture.is_penalized]
    from_weights = penalty(run.regularizer, weights, strength)
    gradient = data_gradients(architecture, theta, data)
    gradient[:, architecture.is_penalized] += strength[:, None] * REGULARIZERS[run.regularizer].slope(weights)
    cross_entropy = on_training["cross_entropy"]
    return {
        "cost": {"cross_entropy": cross_entropy, "penalty": from_weights, "total": cross_entropy + from_weights},
        "train": on_training,
        "validation": validation_scores(architecture, theta, seen, drawn.labels[held_out]),
        "test": test_scores(architecture, theta, run, drawn, streams(run.seed)["test"]),
        "squared_weight_norm": np.sum(weights * weights, axis=1),
        "gradient_norm": np.abs(gradient).max(axis=1),
    }


def _reason(run: TrainingRun, lam: float, m: int, diverged_at: int | None) -> str | None:
    """Why training diverged or will, in a sentence; None where it does not."""
    decay = run.learning_rate * lam / m
    if OPTIMIZERS[run.optimizer].decoupled and run.regularizer == "l2" and decay > 2.0:
        return (
            f"αλ/m = {decay:.6g} is more than 2: decay alone takes each weight past 0 and further away, every epoch, "
            f"and in the end the data cannot hold it. The learning rate must be below 2m/λ = {2.0 * m / lam:.4g}."
        )
    if diverged_at is None:
        return None
    return (
        f"The steps overshoot: by epoch {diverged_at} a weight or bias is past a million times the largest at the "
        f"start, and growing. A learning rate below {run.learning_rate:g} is needed."
    )
