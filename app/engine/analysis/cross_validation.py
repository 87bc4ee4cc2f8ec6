"""k-fold cross-validation of a whole path: how much each lambda costs on points that were held out in turn.

For each fold the path is searched afresh on the other points, by the same search and from nothing that has seen those
held out: a network trained on all points already stands in a basin that their labels made. lambda keeps its value, so
that its share lambda / m is that of the fold's own m.
Source: T. Hastie, R. Tibshirani, J. Friedman, The Elements of Statistical Learning (2009), section 7.10.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from app.engine.arrays import Array, Indices, Mask
from app.engine.objective.backpropagation import TrainingSet
from app.engine.objective.cost import LOSSES
from app.engine.objective.network import Architecture, logits
from app.engine.objective.objective import Objective
from app.engine.path.regularization_path import RegularizationPath

Search = Callable[[Objective], RegularizationPath]
"""From J on some of the points to the path over all lambdas."""


@dataclass(frozen=True)
class CrossValidation:
    """mean (L,) over the folds of the mean held-out loss; standard_error (L,) of that mean, as if the folds did not
    share training points; costs (k, L)."""

    mean: Array
    standard_error: Array
    costs: Array


def assign_folds(labels: Array, n_folds: int, rng: np.random.Generator) -> Indices:
    """(m,) the fold in which each point is held out: shuffled, and every fold with its share of each class."""
    fold = np.empty(len(labels), dtype=np.intp)
    order = rng.permutation(len(labels))
    by_class = order[np.argsort(labels[order], kind="stable")]
    fold[by_class] = np.arange(len(labels)) % n_folds
    return fold


def cross_validate(objective: Objective, fold: Indices, search: Search) -> CrossValidation:
    """Of the paths that `search` finds on the points outside of each fold; fold (m,) from `assign_folds`."""
    costs = np.array([_held_out_cost(objective, fold == k, search) for k in range(int(fold.max()) + 1)])
    return CrossValidation(costs.mean(axis=0), costs.std(axis=0, ddof=1) / np.sqrt(len(costs)), costs)


def _held_out_cost(objective: Objective, held_out: Mask, search: Search) -> Array:
    """(L,) mean loss on the points held out (m,), of the networks trained on the others."""
    path = search(Objective(objective.architecture, _part(objective.data, ~held_out), objective.regularizer))
    return _mean_loss(objective.architecture, path.theta, _part(objective.data, held_out))


def _part(data: TrainingSet, members: Mask) -> TrainingSet:
    """Those samples alone, each with the same weight."""
    labels = data.labels[members]
    return replace(
        data, inputs=data.inputs[:, members], labels=labels, sample_weights=np.full(len(labels), 1.0 / len(labels))
    )


def _mean_loss(architecture: Architecture, theta: Array, data: TrainingSet) -> Array:
    """(L,) on samples that were held out."""
    loss = LOSSES[data.loss].of
    return np.array([loss(logits(architecture, row, data.inputs), data.labels).mean() for row in theta])
