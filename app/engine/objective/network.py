"""A network as plain data: a flat parameter vector and the shapes that give it meaning. Knows no cost."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from app.engine.arrays import Array, Mask
from app.engine.objective.activations import ACTIVATIONS, Activation


@dataclass(frozen=True)
class Layer:
    """weights (..., out, in) and biases (..., out) of one layer; leading axes count networks."""

    weights: Array
    biases: Array


@dataclass(frozen=True)
class Architecture:
    """Sizes and activation of a network with one output logit.

    Parameters of one network are a vector theta (P,), layer after layer, each layer row by row as [W | b].
    Every function here also takes stacks of them, (..., P). No hidden layer is logistic regression.
    """

    n_inputs: int
    hidden_layer_sizes: tuple[int, ...]
    activation: str = "tanh"
    penalize_biases: bool = False

    @cached_property
    def shapes(self) -> tuple[tuple[int, int], ...]:
        """(units out, units in) of each layer, the output layer last."""
        sizes = (self.n_inputs, *self.hidden_layer_sizes, 1)
        return tuple(zip(sizes[1:], sizes[:-1], strict=True))

    @cached_property
    def slices(self) -> tuple[slice, ...]:
        """Where each layer's [W | b] stands in theta."""
        ends = np.cumsum([n_out * (n_in + 1) for n_out, n_in in self.shapes]).tolist()
        return tuple(slice(a, b) for a, b in zip([0, *ends[:-1]], ends, strict=True))

    @cached_property
    def _places(self) -> list[tuple[slice, tuple[int, int]]]:
        """Where each layer's [W | b] stands in theta, and its shape."""
        return [(where, (n_out, n_in + 1)) for where, (n_out, n_in) in zip(self.slices, self.shapes, strict=True)]

    @cached_property
    def n_parameters(self) -> int:
        return int(self.slices[-1].stop)

    @property
    def is_deep(self) -> bool:
        """More than one hidden layer."""
        return len(self.hidden_layer_sizes) > 1

    @property
    def n_weights(self) -> int:
        return sum(n_out * n_in for n_out, n_in in self.shapes)

    @cached_property
    def is_weight(self) -> Mask:
        """(P,) True where theta holds a weight, False where a bias."""
        mask = np.ones(self.n_parameters, dtype=np.bool_)
        for block in self.blocks(mask):
            block[:, -1] = False
        return mask

    @cached_property
    def is_penalized(self) -> Mask:
        """(P,) True where the penalty acts: on weights, and on biases too if they are to be penalised."""
        return self.is_weight | self.penalize_biases

    @cached_property
    def phi(self) -> Activation:
        return ACTIVATIONS[self.activation]

    def blocks(self, theta: np.ndarray) -> list[np.ndarray]:
        """Views of theta (..., P) as the layers' [W | b], each (..., out, in + 1)."""
        if theta.ndim == 1:
            return [theta[where].reshape(shape) for where, shape in self._places]
        return [
            theta[..., where].reshape(*theta.shape[:-1], n_out, n_in + 1)
            for where, (n_out, n_in) in zip(self.slices, self.shapes, strict=True)
        ]

    def layers(self, theta: Array) -> tuple[Layer, ...]:
        """Views of theta (..., P) as weights and biases."""
        return tuple(Layer(block[..., :-1], block[..., -1]) for block in self.blocks(theta))

    def join(self, layers: tuple[Layer, ...]) -> Array:
        """The flat vector (..., P) of given layers: the inverse of `layers`."""
        blocks = [np.concatenate([layer.weights, layer.biases[..., None]], axis=-1) for layer in layers]
        return np.concatenate([block.reshape(*block.shape[:-2], -1) for block in blocks], axis=-1)


def initialize(architecture: Architecture, rng: np.random.Generator, n_networks: int) -> Array:
    """(n_networks, P) starting points: normal weights of variance 2 / (in + out), biases likewise small.

    Source: Glorot and Bengio (2010), eq. 16. Hidden biases are drawn too, so that units of a 2-input network
    do not all start with their edges through the origin.
    """
    theta = rng.standard_normal((n_networks, architecture.n_parameters))
    for block, (n_out, n_in) in zip(architecture.blocks(theta), architecture.shapes, strict=True):
        block *= np.sqrt(2.0 / (n_in + n_out))
    architecture.blocks(theta)[-1][..., -1] = 0.0
    return theta


def as_sigmoids(architecture: Architecture, theta: Array) -> Array:
    """The sigmoid networks that answer as tanh networks theta (B, P) do: sigmoid(z) = (1 + tanh(z / 2)) / 2."""
    same = theta.copy()
    *hidden, output = architecture.blocks(same)
    for block in (*hidden[1:], output):
        block[..., -1] -= block[..., :-1].sum(axis=-1)
        block[..., :-1] *= 2.0
    for block in hidden:
        block *= 2.0
    return same


def with_ones(points: Array) -> Array:
    """Points (n, d) as network inputs (d + 1, n): samples last, a last row of ones for the bias."""
    return np.vstack([points.T, np.ones(len(points))])


def forward(architecture: Architecture, theta: Array, inputs: Array) -> tuple[list[Array], Array]:
    """Hidden activations and output logits of networks theta (..., P) at inputs (d + 1, n).

    Returns ([a_1, ...], logits): a_l (..., units + 1, n) with a last row of ones, logits (..., n).
    """
    return forward_through(architecture.blocks(theta), architecture.phi, inputs)


def forward_through(blocks: list[Array], phi: Activation, inputs: Array) -> tuple[list[Array], Array]:
    """The same, given the layers' [W | b]."""
    activations: list[Array] = []
    a = inputs
    *hidden, output = blocks
    for block in hidden:
        *stack, n_units, _ = block.shape
        out = np.empty((*stack, n_units + 1, inputs.shape[-1]))
        out[..., n_units, :] = 1.0
        phi.apply(np.matmul(block, a, out=out[..., :n_units, :]))
        activations.append(out)
        a = out
    return activations, np.matmul(output, a)[..., 0, :]


def logits(architecture: Architecture, theta: Array, inputs: Array) -> Array:
    """Scores before the sigmoid, (..., n): above 0 means class 1."""
    return forward(architecture, theta, inputs)[1]


def sigmoid(z: Array) -> Array:
    return ACTIVATIONS["sigmoid"].apply(np.array(z))


def probabilities(architecture: Architecture, theta: Array, inputs: Array) -> Array:
    """P(class 1), (..., n)."""
    return sigmoid(logits(architecture, theta, inputs))
