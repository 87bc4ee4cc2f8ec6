"""Many rough descents at once, to tell which of many random starts are worth Newton's steps.

Limited-memory BFGS in single precision on a batch of networks, each with a lambda of its own and taking its own steps,
as if it were alone: only the arithmetic is done together. In heats, the lowest of each lambda go on.
Source: J. Nocedal and S. Wright, Numerical Optimization (2006), algorithms 3.1 and 7.4.
"""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from app.engine.arrays import Array, Mask
from app.engine.objective.cost import REGULARIZERS
from app.engine.objective.network import Architecture
from app.engine.objective.objective import Objective

Singles: TypeAlias = NDArray[Any]
"""float32."""

HEATS = ((1.0, 100), (0.3, 200), (0.1, 400))
"""(share of the starts at each lambda, further steps)."""
LONG_HEATS = ((1.0, 200), (0.5, 400), (0.2, 800))
"""The same across the plateaus of several layers of sigmoids."""
MEMORY = 10
"""Pairs of steps and gradient changes that are kept."""
CACHE = 2**18
"""Bytes of one hidden layer's activations that are worked on at once."""
MIN_CURVATURE = 1e-30
"""Products of steps and changes below this have no inverse in single precision."""
MAX_TRIALS = 6
"""Shorter and shorter steps before a network is left where it is."""
ARMIJO = 1e-4
"""Share of the predicted decrease that a step must bring."""
PATIENCE, STALLED = 10, 2e-4
"""A network is left where so many steps lower its J by less than this share."""


def heats(architecture: Architecture) -> tuple[tuple[float, int], ...]:
    """Those that suit a network."""
    return LONG_HEATS if architecture.is_deep and architecture.activation == "sigmoid" else HEATS


def steps_per_start(architecture: Architecture) -> float:
    """At most, on average."""
    return sum(share * steps for share, steps in heats(architecture))


def lowest_of_many(objective: Objective, starts: Array, lambdas: Array) -> tuple[Array, Array, Array]:
    """The networks that reach the last heat from starts (B, P) at lambdas (B,): theta, lambda and J of each."""
    descents = Descents(objective)
    theta, lam, values = starts.astype(np.float32), lambdas, np.zeros(len(starts))
    n_starts = {at: np.count_nonzero(lambdas == at) for at in np.unique(lambdas)}
    for share, n_steps in heats(objective.architecture):
        lowest = [
            np.flatnonzero(lam == at)[np.argsort(values[lam == at], kind="stable")[: max(1, round(share * n))]]
            for at, n in n_starts.items()
        ]
        kept = np.concatenate(lowest)
        theta, lam = theta[kept], lam[kept]
        theta, values = descents.run(theta, (lam / objective.m).astype(np.float32), n_steps)
    return theta.astype(np.float64), lam, values.astype(np.float64)


class Descents:
    """J and its gradient (L1: a subgradient) for batches of networks, and the steps that lower it."""

    def __init__(self, objective: Objective) -> None:
        architecture, data = objective.architecture, objective.data
        self._architecture = architecture
        self._regularizer = REGULARIZERS[objective.regularizer]
        self._inputs = data.inputs.astype(np.float32)
        self._labels = data.labels.astype(np.float32)
        self._sample_weights = data.sample_weights.astype(np.float32)
        self._is_weight = architecture.is_penalized.astype(np.float32)
        units = max(architecture.hidden_layer_sizes, default=1)
        self._chunk = max(1, CACHE // (4 * units * data.n_samples))

    def run(self, starts: Singles, strengths: Singles, n_steps: int) -> tuple[Singles, Singles]:
        """theta (B, P) and J (B,) after so many steps, or where they bring little; strengths = lambda / m (B,)."""
        theta, member = starts.copy(), np.arange(len(starts))
        value, gradient = self.evaluate(theta, strengths)
        ended_theta, ended_value, before = theta.copy(), value.copy(), np.full(len(theta), np.inf)
        memory = _Memory(gradient)
        for step in range(1, n_steps + 1):
            theta, value, gradient = self._step(theta, value, gradient, strengths[member], memory)
            if step % PATIENCE and step < n_steps:
                continue
            ended_theta[member], ended_value[member] = theta, value
            going = before[member] - value > STALLED * value
            before[member] = value
            theta, value, gradient, member = theta[going], value[going], gradient[going], member[going]
            memory.leave(going)
            if not len(member):
                break
        return ended_theta, ended_value

    def _step(
        self, theta: Singles, value: Singles, gradient: Singles, strengths: Singles, memory: _Memory
    ) -> tuple[Singles, Singles, Singles]:
        """Every network's next place, J and gradient; where no length of its step lowers J, it stays."""
        direction = memory.direction(gradient)
        slope = _dot(gradient, direction)
        there, there_value, there_gradient = theta + direction, value.copy(), gradient.copy()
        trying, length = np.arange(len(theta)), np.ones(len(theta), dtype=np.float32)
        for _ in range(MAX_TRIALS):
            trial = theta[trying] + length[trying, None] * direction[trying]
            trial_value, trial_gradient = self.evaluate(trial, strengths[trying])
            lower = trial_value <= value[trying] + ARMIJO * length[trying] * slope[trying]
            done = trying[lower]
            there[done], there_value[done], there_gradient[done] = (
                trial[lower],
                trial_value[lower],
                trial_gradient[lower],
            )
            trying, trial_value = trying[~lower], trial_value[~lower]
            if not len(trying):
                break
            bend = trial_value - value[trying] - length[trying] * slope[trying]
            lowest = -0.5 * slope[trying] * length[trying] ** 2 / np.maximum(bend, np.float32(1e-30))
            length[trying] = np.clip(lowest, 0.1 * length[trying], 0.5 * length[trying])
        there[trying] = theta[trying]
        memory.keep(there - theta, there_gradient - gradient, there_gradient)
        return there, there_value, there_gradient

    def evaluate(self, theta: Singles, strengths: Singles) -> tuple[Singles, Singles]:
        """J (B,) and its gradient (B, P), a few networks at a time, so that they stay in the cache."""
        value, gradient = np.empty(len(theta), dtype=np.float32), np.empty_like(theta)
        for first in range(0, len(theta), self._chunk):
            rows = slice(first, first + self._chunk)
            value[rows] = self._differentiate(theta[rows], gradient[rows])
        weights: Any = theta * self._is_weight
        gradient += strengths[:, None] * self._regularizer.slope(weights)
        return value + strengths * self._regularizer.size(weights), gradient

    def _differentiate(self, theta: Singles, gradient: Singles) -> Singles:
        """The data term of J (B,); writes its gradient (B, P)."""
        architecture, phi = self._architecture, self._architecture.phi
        blocks = architecture.blocks(theta)
        slopes = architecture.blocks(gradient)
        below = [self._inputs]
        for block in blocks[:-1]:
            a = np.empty((len(theta), block.shape[1] + 1, self._inputs.shape[1]), dtype=np.float32)
            a[:, -1] = 1.0
            phi.apply(np.matmul(block, below[-1], out=a[:, :-1]))
            below.append(a)
        z = np.matmul(blocks[-1], below[-1])[:, 0]
        small = np.exp(-np.abs(z))
        losses = np.maximum(z, np.float32(0.0)) + np.log1p(small) - self._labels * z
        p = np.where(z > 0.0, np.float32(1.0), small) / (np.float32(1.0) + small)
        delta = ((p - self._labels) * self._sample_weights)[:, None]
        for level in range(len(blocks) - 1, 0, -1):
            hidden: Any = below[level]
            np.matmul(delta, hidden.swapaxes(1, 2), out=slopes[level])
            transposed = blocks[level][:, :, :-1].swapaxes(1, 2)
            delta = transposed * delta if delta.shape[1] == 1 else np.matmul(transposed, delta)
            delta *= phi.slope(hidden[:, :-1])
        np.matmul(delta, self._inputs.T, out=slopes[0])
        return np.asarray(losses @ self._sample_weights)


class _Memory:
    """Each network's last steps and gradient changes (MEMORY, B, P), oldest first from `_next` on, round and round."""

    def __init__(self, gradient: Singles) -> None:
        self._steps = np.zeros((MEMORY, *gradient.shape), dtype=np.float32)
        self._changes = np.zeros_like(self._steps)
        self._weight = np.zeros((MEMORY, len(gradient)), dtype=np.float32)  # 1 / (step . change), 0 for none
        self._scale = _plain_length(gradient)
        self._next = 0

    def direction(self, gradient: Singles) -> Singles:
        """Minus the inverse Hessian that the pairs suggest, times the gradient (B, P): the two-loop recursion."""
        q = gradient.copy()
        order = [(self._next + k) % MEMORY for k in range(MEMORY)]
        shares = np.zeros_like(self._weight)
        for k in reversed(order):
            shares[k] = self._weight[k] * _dot(self._steps[k], q)
            q -= shares[k][:, None] * self._changes[k]
        q *= self._scale[:, None]
        for k in order:
            q += (shares[k] - self._weight[k] * _dot(self._changes[k], q))[:, None] * self._steps[k]
        return -q

    def leave(self, going: Mask) -> None:
        """Without the networks that are left where they are."""
        self._steps, self._changes = self._steps[:, going], self._changes[:, going]
        self._weight, self._scale = self._weight[:, going], self._scale[going]

    def keep(self, step: Singles, change: Singles, gradient: Singles) -> None:
        """The newest pair of every network; one that did not move forgets all, to try the plain gradient."""
        product, square = _dot(step, change), _dot(change, change)
        useful = product > np.maximum(1e-6 * square, MIN_CURVATURE)
        at = self._next
        self._steps[at], self._changes[at] = step, change
        self._weight[at] = np.where(useful, 1.0 / np.where(useful, product, 1.0), 0.0)
        self._scale = np.where(useful, product / np.where(useful, square, 1.0), self._scale)
        still = ~step.any(axis=1)
        if still.any():
            self._weight[:, still] = 0.0
            self._scale[still] = _plain_length(gradient[still])
        self._next = (at + 1) % MEMORY


def _plain_length(gradient: Singles) -> Singles:
    """Of a first step along the gradient."""
    return np.asarray(1.0 / np.maximum(1.0, np.linalg.norm(gradient, axis=1)), dtype=np.float32)


def _dot(a: Singles, b: Singles) -> Singles:
    """Row by row, (B,)."""
    return np.asarray(np.einsum("bp,bp->b", a, b))
