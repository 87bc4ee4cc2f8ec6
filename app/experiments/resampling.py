"""How sure the chosen λ is: k folds of the training points, and fresh draws of the whole data set."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from app.engine.backpropagation import TrainingSet
from app.engine.continuation import Progress
from app.engine.cost import losses
from app.engine.cross_validation import CrossValidation, assign_folds, cross_validate
from app.engine.datasets import DataError, streams
from app.engine.goldilocks import choose
from app.engine.network import Architecture, with_ones
from app.engine.objective import Objective
from app.engine.regularization_path import RegularizationPath, regularization_path
from app.experiments.drawn_data import draw_data
from app.experiments.scores import scores
from app.experiments.serialization import Content
from app.experiments.stages import Stages

if TYPE_CHECKING:
    from app.experiments.experiment import Experiment


def cross_validation_scores(
    objective: Objective, experiment: Experiment, path: RegularizationPath, on_progress: Progress
) -> Content | None:
    """Mean and standard error over the folds, (L,) each; None without folds."""
    if not experiment.folds:
        return None
    found = _cross_validation(objective, experiment, path, on_progress)
    return {"mean": found.mean, "standard_error": found.standard_error}


def _cross_validation(
    objective: Objective, experiment: Experiment, path: RegularizationPath, on_progress: Progress
) -> CrossValidation:
    labels = objective.data.labels
    if objective.m < experiment.folds:
        raise DataError("folds", f"expected at most {objective.m}, as many as there are training points")
    if min(labels.sum(), len(labels) - labels.sum()) < 2:
        raise DataError("folds", "expected at least 2 training points of each class, got 1")
    fold = assign_folds(labels, experiment.folds, streams(experiment.seed)["folds"])
    return cross_validate(objective, experiment.lambdas, path, fold, on_progress)


def repeated_draws(experiment: Experiment, stages: Stages) -> Content:
    """The λ chosen on data sets that differ by their seed alone, each path from one start."""
    seeds = [(experiment.seed + i) % 2**32 for i in range(1, experiment.draws + 1)]
    lambdas = np.array(experiment.lambdas)
    curves = []
    for seed in seeds:
        again = experiment.model_copy(update={"seed": seed, "restarts": 1})
        drawn = draw_data(again)
        seen = drawn.seen(drawn.points)
        data = TrainingSet.of(seen[drawn.training], drawn.labels[drawn.training])
        architecture = Architecture(seen.shape[1], again.hidden_layer_sizes, again.activation)
        objective = Objective(architecture, data, again.regularizer)
        rng = streams(seed)["weights"]
        path = regularization_path(objective, again.lambdas, 1, rng, stages.begin(), again.direction)
        if again.folds:
            curves.append(_cross_validation(objective, again, path, stages.begin()).mean)
        else:
            held_out = ~drawn.training
            z = scores(architecture, path.theta, with_ones(seen[held_out]))
            curves.append(losses(z, drawn.labels[held_out]).mean(axis=1))
    chosen = [choose(lambdas, curve, np.zeros(len(lambdas))).index for curve in curves]
    return {"seeds": seeds, "index": chosen, "lambdas": lambdas[chosen], "validation": np.array(curves)}
