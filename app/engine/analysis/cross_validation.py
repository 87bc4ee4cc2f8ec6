"""k-fold cross-validation of a whole path: how much each lambda costs on points that were held out in turn.

For each fold the path is solved again on the other points, each lambda from the lowest of three neighbours: the network
trained on all points, the fold's own at the lambda before, and the first moved by what set the fold's own apart from it
there. At lambda = 0, where a descent may never end, only the fold's own will do: the others know the points that are
held out. All folds descend alongside each other. lambda keeps its value, so that its share lambda / m is that of the
fold's own m. Source: T. Hastie, R. Tibshirani, J. Friedman, The Elements of Statistical Learning (2009), section 7.10.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import count

import numpy as np

from app.engine.arrays import Array, Indices
from app.engine.objective.backpropagation import TrainingSet
from app.engine.objective.cost import LOSSES
from app.engine.objective.network import Architecture, logits
from app.engine.objective.objective import Objective
from app.engine.path.continuation import Progress
from app.engine.path.regularization_path import RegularizationPath, regularization_path
from app.engine.solvers.lockstep import Descent, Query, lockstep
from app.engine.solvers.solver import descent

UNREGULARIZED_STEPS = 40
"""At lambda = 0, where there may be no minimum to come to."""


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


def cross_validate(
    objective: Objective,
    lambdas: tuple[float, ...],
    path: RegularizationPath,
    fold: Indices,
    on_progress: Progress = lambda *_: None,
) -> CrossValidation:
    """Over lambdas (L,) solved as `path`; fold (m,) from `assign_folds`. on_progress counts solves."""
    n_folds = int(fold.max()) + 1
    training = [
        Objective(objective.architecture, data, objective.regularizer)
        for data in _training_parts(objective.data, fold, n_folds)
    ]
    if objective.is_linear or lambdas == (0.0,):
        paths = [regularization_path(part, lambdas, 1, np.random.default_rng(0)).theta for part in training]
    else:
        report = _progress(on_progress, n_folds * len(lambdas))
        paths = lockstep([_fold_path(part, lambdas, path, report) for part in training])
    on_progress(n_folds * len(lambdas), n_folds * len(lambdas), lambdas[-1])
    held_out = [_part(objective.data, fold == k) for k in range(n_folds)]
    costs = np.array([_mean_loss(objective.architecture, *each) for each in zip(paths, held_out, strict=True)])
    return CrossValidation(costs.mean(axis=0), costs.std(axis=0, ddof=1) / np.sqrt(n_folds), costs)


def _progress(on_progress: Progress, n_solves: int) -> Callable[[float], None]:
    """To be called with lambda after each solve."""
    done = count(1)
    return lambda lam: on_progress(next(done), n_solves, lam)


def _training_parts(data: TrainingSet, fold: Indices, n_folds: int) -> list[TrainingSet]:
    """The samples outside of each fold, as many for each: where one is missing, one without weight fills in."""
    n = len(fold) - int(np.bincount(fold).min())
    parts = []
    for k in range(n_folds):
        members = np.flatnonzero(fold != k)
        part = _part(data, np.resize(members, n))
        parts.append(replace(part, sample_weights=np.where(np.arange(n) < len(members), 1.0 / len(members), 0.0)))
    return parts


def _part(data: TrainingSet, members: Array) -> TrainingSet:
    """Those samples alone, each with the same weight."""
    labels = data.labels[members]
    return replace(
        data, inputs=data.inputs[:, members], labels=labels, sample_weights=np.full(len(labels), 1.0 / len(labels))
    )


def _fold_path(
    objective: Objective, lambdas: tuple[float, ...], path: RegularizationPath, report: Callable[[float], None]
) -> Descent[Array]:
    """(L, P) the fold's solutions, from the largest lambda down."""
    found: list[Array] = []
    before = path.theta[-1]
    for lam, neighbour in zip(lambdas[::-1], path.theta[::-1], strict=True):
        start = neighbour
        if found and lam == 0.0:
            start = found[-1]
        elif found:
            starts = (neighbour, found[-1], found[-1] + (neighbour - before))
            start = yield from _lowest(objective, starts, lam)
        solution = yield from descent(objective, start, lam, 60 if lam > 0.0 else UNREGULARIZED_STEPS)
        report(lam)
        found.append(solution.theta)
        before = neighbour
    return np.array(found[::-1])


def _lowest(objective: Objective, starts: tuple[Array, ...], lam: float) -> Descent[Array]:
    """The start of lowest J, which must be lower to be taken before an earlier one."""
    best, least = starts[0], np.inf
    for start in starts:
        place = yield Query(objective, start, lam)
        if place.value < least:
            best, least = start, place.value
    return best


def _mean_loss(architecture: Architecture, theta: Array, data: TrainingSet) -> Array:
    """(L,) on samples that were held out."""
    loss = LOSSES[data.loss].of
    return np.array([loss(logits(architecture, row, data.inputs), data.labels).mean() for row in theta])
