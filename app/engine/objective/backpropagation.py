"""The gradient of exactly the cost in cost.py, data part and penalty part apart.

For one network theta (P,) or stacks of them (..., P). Samples are the last axis everywhere.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from app.engine.arrays import Array
from app.engine.objective.cost import LOSSES
from app.engine.objective.network import Architecture, forward, forward_through, with_ones


@dataclass(frozen=True)
class TrainingSet:
    """inputs (d + 1, m) with a row of ones, labels (m,), and how much each sample counts.

    sample_weights (m,): 1/m, or 0 for held-out samples and 1/(number of the others) for the others. loss: of LOSSES.
    Where each network of a stack has samples of its own, all three have a leading axis.
    """

    inputs: Array
    labels: Array
    sample_weights: Array
    loss: str = "cross_entropy"

    @classmethod
    def of(cls, points: Array, labels: Array, loss: str = "cross_entropy") -> TrainingSet:
        """From points (m, d) and labels (m,)."""
        return cls(with_ones(points), labels.astype(np.float64), np.full(len(labels), 1.0 / len(labels)), loss)

    @property
    def n_samples(self) -> int:
        return len(self.labels)

    @property
    def n_training(self) -> int:
        """Samples that count: the m of the penalty."""
        return int(np.count_nonzero(self.sample_weights))

    def cost_of(self, z: Array) -> Array:
        """Data term of the cost (...,) for outputs z (..., m)."""
        losses = LOSSES[self.loss].of(z, self.labels)
        if self.sample_weights.ndim > 1:
            return np.asarray(np.vecdot(losses, self.sample_weights))
        return losses @ self.sample_weights


@dataclass(frozen=True)
class Evaluation:
    """One forward and backward pass: what gradient and Hessian are made of.

    activations: [a_1, ...] with rows of ones; slopes: phi' per hidden layer, (..., units, m);
    upstream: r dz/da_l per hidden layer; deltas: r dz/dz_l per layer, where r = (p - y) w;
    output: p, (..., m), or z for the squared error.
    """

    activations: list[Array]
    slopes: list[Array]
    upstream: list[Array]
    deltas: list[Array]
    output: Array

    def row(self, i: int) -> Evaluation:
        """The pass of one network of a stack (B, P)."""
        return Evaluation(
            [a[i] for a in self.activations],
            [slope[i] for slope in self.slopes],
            [from_above[i] for from_above in self.upstream],
            [delta[i] for delta in self.deltas],
            self.output[i],
        )


def data_cost_of(architecture: Architecture, theta: Array, data: TrainingSet) -> Array:
    """Data term of the cost, (...,)."""
    return data.cost_of(forward(architecture, theta, data.inputs)[1])


def evaluate(architecture: Architecture, theta: Array, data: TrainingSet) -> tuple[Array, Array, Evaluation]:
    """Data term of the cost (...,), its gradient (..., P), and the pass they came from."""
    blocks = architecture.blocks(theta)
    activations, z = forward_through(blocks, architecture.phi, data.inputs)
    loss = LOSSES[data.loss]
    p = loss.output(z)
    delta = ((p - data.labels) * data.sample_weights)[..., None, :]
    gradient = np.empty_like(theta)
    gradient_blocks = architecture.blocks(gradient)
    slopes: list[Array] = []
    upstream: list[Array] = []
    deltas = [delta]
    for level in range(len(blocks) - 1, 0, -1):
        a = activations[level - 1]
        np.matmul(delta, a.swapaxes(-1, -2), out=gradient_blocks[level])
        outward = blocks[level][..., :-1].swapaxes(-1, -2)
        from_above = np.multiply(outward, delta, order="C") if outward.shape[-1] == 1 else np.matmul(outward, delta)
        slope = architecture.phi.slope(a[..., :-1, :])
        delta = from_above * slope
        slopes.insert(0, slope)
        upstream.insert(0, from_above)
        deltas.insert(0, delta)
    np.matmul(delta, data.inputs.swapaxes(-1, -2), out=gradient_blocks[0])
    return data.cost_of(z), gradient, Evaluation(activations, slopes, upstream, deltas, p)


def data_gradient(architecture: Architecture, theta: Array, data: TrainingSet) -> Array:
    """Gradient of the data term alone, (..., P)."""
    return evaluate(architecture, theta, data)[1]
