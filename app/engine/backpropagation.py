"""The gradient of exactly the cost in cost.py, data part and penalty part apart.

For one network theta (P,) or stacks of them (..., P). Samples are the last axis everywhere.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from app.engine.arrays import Array
from app.engine.cost import losses
from app.engine.network import Architecture, forward, sigmoid, with_ones


@dataclass(frozen=True)
class TrainingSet:
    """inputs (d + 1, m) with a row of ones, labels (m,), sample_weights (m,): 1/m unless some samples are held out."""

    inputs: Array
    labels: Array
    sample_weights: Array

    @classmethod
    def of(cls, points: Array, labels: Array) -> TrainingSet:
        """From points (m, d) and labels (m,)."""
        return cls(with_ones(points), labels.astype(np.float64), np.full(len(labels), 1.0 / len(labels)))

    @property
    def n_samples(self) -> int:
        return len(self.labels)


@dataclass(frozen=True)
class Evaluation:
    """One forward and backward pass: what gradient and Hessian are made of.

    activations: [a_1, ...] with rows of ones; slopes: phi' per hidden layer, (..., units, m);
    upstream: r dz/da_l per hidden layer; deltas: r dz/dz_l per layer, where r = (p - y) w;
    curvature: q = p (1 - p) w, (..., m).
    """

    activations: list[Array]
    slopes: list[Array]
    upstream: list[Array]
    deltas: list[Array]
    curvature: Array


def cross_entropy_of(architecture: Architecture, theta: Array, data: TrainingSet) -> Array:
    """Data term of the cost, (...,)."""
    return losses(forward(architecture, theta, data.inputs)[1], data.labels) @ data.sample_weights


def evaluate(architecture: Architecture, theta: Array, data: TrainingSet) -> tuple[Array, Array, Evaluation]:
    """Cross-entropy (...,), its gradient (..., P), and the pass they came from."""
    activations, z = forward(architecture, theta, data.inputs)
    p = sigmoid(z)
    delta = ((p - data.labels) * data.sample_weights)[..., None, :]
    blocks = architecture.blocks(theta)
    gradient = np.empty_like(theta)
    gradient_blocks = architecture.blocks(gradient)
    slopes: list[Array] = []
    upstream: list[Array] = []
    deltas = [delta]
    for level in range(len(blocks) - 1, 0, -1):
        a = activations[level - 1]
        np.matmul(delta, a.swapaxes(-1, -2), out=gradient_blocks[level])
        from_above = np.matmul(blocks[level][..., :-1].swapaxes(-1, -2), delta)
        slope = architecture.phi.slope(a[..., :-1, :])
        delta = from_above * slope
        slopes.insert(0, slope)
        upstream.insert(0, from_above)
        deltas.insert(0, delta)
    np.matmul(delta, data.inputs.T, out=gradient_blocks[0])
    cross_entropy = losses(z, data.labels) @ data.sample_weights
    curvature = p * (1.0 - p) * data.sample_weights
    return cross_entropy, gradient, Evaluation(activations, slopes, upstream, deltas, curvature)


def data_gradient(architecture: Architecture, theta: Array, data: TrainingSet) -> Array:
    """Gradient of the cross-entropy alone, (..., P)."""
    return evaluate(architecture, theta, data)[1]
