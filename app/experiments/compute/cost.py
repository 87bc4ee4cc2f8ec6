"""From a CostRequest to the numbers of the API: one given network and nothing trained."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from app.engine.analysis.inspection import knock_outs
from app.engine.objective.backpropagation import TrainingSet, evaluate
from app.engine.objective.cost import REGULARIZERS, penalty
from app.engine.objective.network import Architecture, Layer, forward, sigmoid
from app.experiments.answers.serialization import Content

if TYPE_CHECKING:
    from app.experiments.requests.cost_request import CostRequest


def compute_cost(request: CostRequest) -> Content:
    """The answer of /cost: J, probabilities, gradients and knock-outs of a given network, nothing trained."""
    points, labels = np.array(request.points, dtype=float), np.array(request.labels, dtype=float)
    given = [
        Layer(np.array(layer.weights, dtype=float), np.array(layer.biases, dtype=float)) for layer in request.layers
    ]
    sizes = tuple(len(layer.biases) for layer in given[:-1])
    architecture = Architecture(points.shape[1], sizes, request.activation, request.penalize_biases)
    theta = architecture.join(tuple(given))
    data = TrainingSet.of(points, labels)
    data_part, gradient, _ = evaluate(architecture, theta, data)
    regularizer = REGULARIZERS[request.regularizer]
    strength = request.lam / data.n_samples
    from_weights = float(penalty(request.regularizer, theta[architecture.is_penalized], strength))
    gradients = []
    for layer, pull in zip(given, architecture.layers(gradient), strict=True):
        from_penalty = strength * regularizer.slope(layer.weights)
        weights = {"data": pull.weights, "penalty": from_penalty, "total": pull.weights + from_penalty}
        on_biases = strength * regularizer.slope(layer.biases) if request.penalize_biases else 0.0
        gradients.append({"weights": weights, "biases": pull.biases + on_biases})
    return {
        "cost": {"cross_entropy": float(data_part), "penalty": from_weights, "total": float(data_part) + from_weights},
        "probabilities": sigmoid(forward(architecture, theta, data.inputs)[1]),
        "gradients": gradients,
        "knock_out": [layer[0] for layer in knock_outs(architecture, theta[None], data)],
    }
