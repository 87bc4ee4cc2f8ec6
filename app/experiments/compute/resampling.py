"""How sure the chosen λ is: k folds of the training points, and fresh draws of the whole data set."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from app.engine.analysis.cross_validation import CrossValidation, assign_folds, cross_validate
from app.engine.analysis.lambda_choice import choose
from app.engine.arrays import Array
from app.engine.data.datasets import DataError, streams
from app.engine.objective.objective import Objective
from app.engine.path.continuation import Progress
from app.engine.path.regularization_path import RegularizationPath, regularization_path
from app.experiments.answers.serialization import Content
from app.experiments.compute.staged_progress import StagedProgress

if TYPE_CHECKING:
    from app.experiments.requests.experiment import Experiment


STARTS_FOR_ONE = 3
"""A fold is searched from one start for so many of the whole path's."""


class SolvedDraw(NamedTuple):
    """J on one draw of the data, its path, and what that costs on each of the points held out, (L, n)."""

    objective: Objective
    path: RegularizationPath
    held_out: Array


def starts_of_a_fold(restarts: int) -> int:
    """Where the whole path has `restarts`."""
    return -(-restarts // STARTS_FOR_ONE)


def cross_validation(objective: Objective, experiment: Experiment, stages: StagedProgress) -> CrossValidation:
    """The folds of an Experiment that asks for them; in classification each has its share of both classes."""
    labels = objective.data.labels
    if objective.m < experiment.folds:
        raise DataError(
            "folds", f"expected at most {objective.m}, as many as there are training points, got {experiment.folds}"
        )
    if experiment.task == "regression":
        labels = np.zeros(objective.m)
    elif min(labels.sum(), len(labels) - labels.sum()) < 2:
        raise DataError("folds", "expected at least 2 training points of each class, got 1")
    fold = assign_folds(labels, experiment.folds, streams(experiment.seed)["folds"])
    return cross_validate(objective, fold, lambda part: _fold_path(part, experiment, stages.begin()))


def _fold_path(objective: Objective, experiment: Experiment, on_progress: Progress) -> RegularizationPath:
    """From the random weights that the whole path starts from too: what sets the folds apart is their points."""
    rng = streams(experiment.seed)["weights"]
    starts = starts_of_a_fold(experiment.restarts)
    return regularization_path(objective, experiment.lambdas, starts, rng, on_progress, experiment.direction)


def cross_validation_scores(objective: Objective, experiment: Experiment, stages: StagedProgress) -> Content | None:
    """Mean and standard error over the folds, (L,) each; None without folds."""
    if not experiment.folds:
        return None
    found = cross_validation(objective, experiment, stages)
    return {"mean": found.mean, "standard_error": found.standard_error}


def repeated_draws(
    experiment: Experiment, solve: Callable[[Experiment, Progress], SolvedDraw], stages: StagedProgress
) -> Content | None:
    """The λ chosen on data sets that differ by their seed alone, each path from one start; None without draws."""
    if not experiment.draws:
        return None
    seeds = [(experiment.seed + i) % 2**32 for i in range(1, experiment.draws + 1)]
    lambdas = np.array(experiment.lambdas)
    curves, firsts = [], []
    for seed in seeds:
        again = experiment.model_copy(update={"seed": seed, "restarts": 1})
        objective, path, held_out = solve(again, stages.begin())
        firsts.append(int(path.reasons[0] == "no_minimum" and len(lambdas) > 1))
        if again.folds:
            curves.append(cross_validation(objective, again, stages).mean)
        else:
            curves.append(held_out.mean(axis=1))
    flat = np.zeros(len(lambdas))
    chosen = [choose(lambdas, curve, flat, first).index for curve, first in zip(curves, firsts, strict=True)]
    return {"seeds": seeds, "index": chosen, "lambdas": lambdas[chosen], "validation": np.array(curves)}
