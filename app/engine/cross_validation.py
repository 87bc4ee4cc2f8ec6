"""k-fold cross-validation of a whole path: how much each lambda costs on points that were held out in turn.

For each fold the path is solved again on the other points, each lambda from the lower of two neighbours: the network
trained on all points, and the fold's own at the lambda before. At lambda = 0, where a descent may never end, only the
fold's own will do: the other knows the points that are held out. lambda keeps its value, so that its share lambda / m
is that of the fold's own m. Source: T. Hastie, R. Tibshirani, J. Friedman, The Elements of Statistical Learning (2009),
section 7.10.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from app.engine.arrays import Array, Indices
from app.engine.backpropagation import TrainingSet
from app.engine.continuation import Progress
from app.engine.cost import LOSSES
from app.engine.network import Architecture, logits
from app.engine.objective import Objective
from app.engine.regularization_path import RegularizationPath, regularization_path
from app.engine.solver import minimize

UNREGULARIZED_STEPS = 40
"""At lambda = 0, where there may be no minimum to come to."""


@dataclass(frozen=True)
class CrossValidation:
    """mean (L,) over the folds of the mean held-out loss; standard_error (L,) of that mean; costs (k, L)."""

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


def cross_validate(
    objective: Objective,
    lambdas: tuple[float, ...],
    path: RegularizationPath,
    fold: Indices,
    on_progress: Progress = lambda *_: None,
) -> CrossValidation:
    """Over lambdas (L,) solved as `path`; fold (m,) from `assign_folds`. on_progress counts solves."""
    n_folds = int(fold.max()) + 1
    costs = np.empty((n_folds, len(lambdas)))
    for k in range(n_folds):
        held_out = fold == k
        training = Objective(objective.architecture, _part(objective.data, ~held_out), objective.regularizer)
        theta = _fold_path(training, lambdas, path)
        costs[k] = _mean_loss(objective.architecture, theta, _part(objective.data, held_out))
        on_progress((k + 1) * len(lambdas), n_folds * len(lambdas), lambdas[-1])
    return CrossValidation(costs.mean(axis=0), costs.std(axis=0, ddof=1) / np.sqrt(n_folds), costs)


def _part(data: TrainingSet, members: Array) -> TrainingSet:
    """Those samples alone, each with the same weight."""
    labels = data.labels[members]
    return replace(
        data, inputs=data.inputs[:, members], labels=labels, sample_weights=np.full(len(labels), 1.0 / len(labels))
    )


def _fold_path(objective: Objective, lambdas: tuple[float, ...], path: RegularizationPath) -> Array:
    """(L, P) the fold's solutions, from the largest lambda down."""
    if objective.is_linear or lambdas == (0.0,):
        return regularization_path(objective, lambdas, 1, np.random.default_rng(0)).theta
    found: list[Array] = []
    for lam, neighbour in zip(lambdas[::-1], path.theta[::-1], strict=True):
        start = neighbour
        if found and (lam == 0.0 or objective.evaluate(found[-1], lam)[0] < objective.evaluate(neighbour, lam)[0]):
            start = found[-1]
        max_steps = 60 if lam > 0.0 else UNREGULARIZED_STEPS
        found.append(minimize(objective, start, lam, max_steps).theta)
    return np.array(found[::-1])


def _mean_loss(architecture: Architecture, theta: Array, data: TrainingSet) -> Array:
    """(L,) on samples that were held out."""
    loss = LOSSES[data.loss].of
    return np.array([loss(logits(architecture, row, data.inputs), data.labels).mean() for row in theta])
