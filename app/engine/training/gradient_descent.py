"""Training step by step, as the course does it: full-batch updates of networks that differ in lambda alone.

All lambdas are one batch (L, P) that starts from the same weights. One step is an epoch. With alpha the learning rate:

    gradient descent   W <- (1 - alpha lambda/m) W - alpha dCE/dW          b <- b - alpha dCE/db
    adam               g = dCE/dW + (lambda/m) W                           W <- W - alpha m^ / (sqrt(v^) + eps)
    adamw              g = dCE/dW     W <- (1 - alpha lambda/m) W - alpha m^ / (sqrt(v^) + eps)

m^ and v^ are the bias-corrected running means of g and g^2. L1 has (lambda/m) sign(W) in g, in place of all else.
Biases that are penalised are treated as weights.

Source: A. Ng, course 2 of the Deep Learning Specialization, weeks 1 and 2; Kingma and Ba (2015), algorithm 1;
Loshchilov and Hutter (2019), algorithm 2.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from app.engine.arrays import Array, Mask
from app.engine.objective.backpropagation import TrainingSet
from app.engine.objective.cost import LOSSES, REGULARIZERS
from app.engine.objective.network import Architecture, initialize

FAR = 1e6
"""A parameter of this many times the largest at the start, the largest label or 1 has diverged, if it keeps growing."""
OUT_OF_REACH = 1e30
"""The same factor where one more step may be no number: J is still finite."""
RISE, SEVERAL = 1.01, 5
"""Growing: the largest parameter has risen by this factor over its largest so far, so many times. One large step does
that once, and weights that L1 throws to and fro do it two or three times."""
FIRST_MOMENT, SECOND_MOMENT, EPSILON = 0.9, 0.999, 1e-8
"""Adam's decay rates and what is added to the denominator: the paper's, and every library's default."""
BATCH_NUMBERS = 2**18
"""Hidden activations of one batch: 2 MB, which stay in a cache from one pass to the next."""

Progress = Callable[[int, int, float], None]
"""Called with (epochs done, of, lambda); may raise to stop the work."""


@dataclass(frozen=True)
class Optimizer:
    """`adaptive`: steps are scaled by running moments. `decoupled`: L2 shrinks the weights beside the step."""

    title: str
    description: str
    adaptive: bool
    decoupled: bool


OPTIMIZERS: dict[str, Optimizer] = {
    "gradient_descent": Optimizer(
        title="gradient descent",
        description="W ← (1 - αλ/m) W - α ∂CE/∂W: every weight loses the same share, and the data pull it their way.",
        adaptive=False,
        decoupled=True,
    ),
    "adam": Optimizer(
        title="Adam",
        description="The penalty is part of the gradient, so its pull is rescaled for each weight like the data's.",
        adaptive=True,
        decoupled=False,
    ),
    "adamw": Optimizer(
        title="AdamW",
        description="Adam on the cross-entropy alone; every weight also loses the share αλ/m, as in gradient descent.",
        adaptive=True,
        decoupled=True,
    ),
}


@dataclass(frozen=True)
class Training:
    """What was seen on the way: theta (L, S, P) after each of the epochs (S,), NaN from divergence on.

    diverged_at: the epoch after which a parameter was beyond `FAR` and had risen `SEVERAL` times, None where none was.
    """

    epochs: tuple[int, ...]
    theta: Array
    diverged_at: tuple[int | None, ...]


def train(
    architecture: Architecture,
    data: TrainingSet,
    start: Array,
    lambdas: tuple[float, ...],
    *,
    learning_rate: float = 0.3,
    n_epochs: int = 2000,
    optimizer: str = "gradient_descent",
    regularizer: str = "l2",
    snapshots: int = 60,
    on_progress: Progress = lambda *_: None,
) -> Training:
    """Training from start (P,) at each lambda (L,), which has the same bits whatever other lambdas are there.

    adamw is for L2 alone: raises ValueError for another regularizer.
    """
    if optimizer == "adamw" and regularizer != "l2":
        raise ValueError("adamw shrinks weights by a share of themselves, which is L2")
    epochs = snapshot_epochs(n_epochs, snapshots)
    theta = np.full((len(lambdas), len(epochs), len(start)), np.nan)
    diverged_at: list[int | None] = [None] * len(lambdas)
    size = _batch_size(architecture, data.n_samples)
    firsts = range(0, len(lambdas), size)
    for done, first in enumerate(firsts):

        def report(epoch: int, finished: int = done) -> None:
            on_progress((finished * n_epochs + epoch) // len(firsts), n_epochs, lambdas[-1])

        batch = _Batch(architecture, data, start, lambdas[first : first + size], learning_rate, optimizer, regularizer)
        ends = batch.run(epochs, theta[first : first + size], report)
        diverged_at[first : first + size] = ends
    return Training(epochs, theta, tuple(diverged_at))


def starting_point(architecture: Architecture, data: TrainingSet, rng: np.random.Generator) -> Array:
    """(P,) random start whose first layer sees every input at unit scale: the first of a regularization path."""
    theta: Array = initialize(architecture, rng, 1)[0]
    deviation = data.inputs[:-1].std(axis=1)
    architecture.blocks(theta)[0][:, :-1] /= np.where(deviation > 0.0, deviation, 1.0)
    return theta


def snapshot_epochs(n_epochs: int, at_most: int) -> tuple[int, ...]:
    """0, n_epochs and between them evenly on a log axis: at_most epochs (at least 2), or all where there are fewer."""
    if n_epochs < at_most:
        return tuple(range(n_epochs + 1))
    epochs = [0] if at_most == 2 else [0, 1]
    for left in range(at_most - len(epochs), 0, -1):
        last = max(epochs[-1], 1)
        evenly = round(last * (n_epochs / last) ** (1.0 / left))
        epochs.append(max(evenly, epochs[-1] + 1))
    return tuple(epochs)


def _batch_size(architecture: Architecture, n_samples: int) -> int:
    units = sum(architecture.hidden_layer_sizes) + 1
    return max(1, BATCH_NUMBERS // (units * n_samples))


class _Batch:
    """Networks that are trained together, with the room that a step needs. What diverges leaves it."""

    def __init__(
        self,
        architecture: Architecture,
        data: TrainingSet,
        start: Array,
        lambdas: tuple[float, ...],
        learning_rate: float,
        optimizer: str,
        regularizer: str,
    ) -> None:
        kind = OPTIMIZERS[optimizer]
        m, lam = data.n_training, np.array(lambdas)[:, None]
        self._architecture = architecture
        self._data = data
        self._learning_rate = learning_rate
        self._adaptive = kind.adaptive
        self._decoupled = kind.decoupled and regularizer == "l2"
        self._slope = REGULARIZERS[regularizer].slope
        scale = max(1.0, float(np.abs(start).max()), float(np.abs(data.labels).max()))
        self._far, self._out_of_reach = (min(times * scale, 1e300) for times in (FAR, OUT_OF_REACH))
        self._theta = np.repeat(start[None], len(lambdas), axis=0)
        self._keep = np.where(architecture.is_penalized, 1.0 - learning_rate * lam / m, 1.0)
        self._pull = np.where(architecture.is_penalized, lam / m, 0.0)
        self._moments = np.zeros((2, *self._theta.shape))
        self._largest = np.full(len(lambdas), float(np.abs(start).max()))
        self._rises = np.zeros(len(lambdas), dtype=np.intp)
        self._members = np.arange(len(lambdas))
        self._make_room()

    def run(self, epochs: tuple[int, ...], seen: Array, report: Callable[[int], None]) -> list[int | None]:
        """Fills seen (L, S, P) with theta after each of the epochs (S,); the epoch of divergence for each network."""
        ends: list[int | None] = [None] * len(seen)
        seen[:, 0] = self._theta
        n_epochs, place = epochs[-1], 1
        beat = max(1, n_epochs // 100)
        for epoch in range(1, n_epochs + 1):
            with np.errstate(over="ignore", invalid="ignore"):
                self._step(epoch)
                gone = self._diverged()
            for index in gone:
                ends[index] = epoch
            if epoch == epochs[place]:
                seen[self._members, place] = self._theta
                place += 1
            if epoch % beat == 0:
                report(epoch)
            if not len(self._members):
                break
        report(n_epochs)  # also where none of them lasted that long
        return ends

    def _make_room(self) -> None:
        """Arrays of the batch's size, and views of them, that every step writes into."""
        n, m = len(self._theta), self._data.n_samples
        self._gradient = np.empty_like(self._theta)
        self._blocks = self._architecture.blocks(self._theta)
        self._slopes = self._architecture.blocks(self._gradient)
        sizes = self._architecture.hidden_layer_sizes
        self._activations = [np.ones((n, size + 1, m)) for size in sizes]
        self._deltas = [np.empty((n, size, m)) for size in sizes]
        self._outputs = np.empty((n, 1, m))

    def _differentiate(self) -> None:
        """The data gradient: backpropagation's, to the bit, without the cost and what only a Hessian needs."""
        phi, inputs = self._architecture.phi, self._data.inputs
        a = inputs
        for block, room in zip(self._blocks[:-1], self._activations, strict=True):
            phi.apply(np.matmul(block, a, out=room[:, :-1]))
            a = room
        delta = LOSSES[self._data.loss].output(np.matmul(self._blocks[-1], a, out=self._outputs))
        delta -= self._data.labels
        delta *= self._data.sample_weights
        for level in range(len(self._deltas), 0, -1):
            a = self._activations[level - 1]
            np.matmul(delta, a.swapaxes(1, 2), out=self._slopes[level])
            transposed = self._blocks[level][:, :, :-1].swapaxes(1, 2)
            product = np.multiply if delta.shape[1] == 1 else np.matmul  # the same for one unit, and faster
            delta = product(transposed, delta, out=self._deltas[level - 1])
            delta *= phi.slope(a[:, :-1])
        np.matmul(delta, inputs.T, out=self._slopes[0])

    def _step(self, epoch: int) -> None:
        """One update of every network."""
        self._differentiate()
        theta, gradient = self._theta, self._gradient
        if not self._decoupled:
            gradient += self._pull * self._slope(theta)
        if self._adaptive:
            gradient = self._rescaled(gradient, epoch)
        if self._decoupled:
            theta *= self._keep
        gradient *= self._learning_rate
        theta -= gradient

    def _rescaled(self, gradient: Array, epoch: int) -> Array:
        """m^ / (sqrt(v^) + eps), with the moments moved on."""
        first, second = self._moments
        first *= FIRST_MOMENT
        first += (1.0 - FIRST_MOMENT) * gradient
        second *= SECOND_MOMENT
        second += (1.0 - SECOND_MOMENT) * gradient * gradient
        size = np.sqrt(second / (1.0 - SECOND_MOMENT**epoch))
        size += EPSILON
        np.divide(first / (1.0 - FIRST_MOMENT**epoch), size, out=gradient)
        return gradient

    def _diverged(self) -> list[int]:
        """The networks that have gone too far, which are taken out."""
        peak = np.maximum(self._theta.max(axis=1), -self._theta.min(axis=1))
        risen = peak > RISE * self._largest
        self._largest = np.where(risen, peak, self._largest)
        self._rises += risen
        near: Mask = (peak <= self._far) | ((self._rises < SEVERAL) & (peak <= self._out_of_reach))  # never with NaN
        if near.all():
            return []
        gone: list[int] = self._members[~near].tolist()
        self._theta, self._members = self._theta[near], self._members[near]
        self._keep, self._pull, self._moments = self._keep[near], self._pull[near], self._moments[:, near]
        self._largest, self._rises = self._largest[near], self._rises[near]
        self._make_room()
        return gone
