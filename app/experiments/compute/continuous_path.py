"""The path as a function of λ, as numbers of the API: pieces, and what is given up at each event between them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import numpy as np

from app.engine.arrays import Array, Mask
from app.engine.linear.linear_path import linear_path
from app.engine.objective.network import logits
from app.engine.objective.objective import Objective, Solution
from app.engine.path.linear_pieces import lasso_pieces
from app.engine.path.nodes import Picture
from app.engine.path.pieces import ContinuousPath, Event, Piece, continuous_path, without_slopes
from app.engine.path.regularization_path import RegularizationPath
from app.experiments.answers.serialization import Content

if TYPE_CHECKING:
    from app.experiments.requests.experiment import Experiment

PER_DECADE = 6
"""λ's at which the path without hidden layer is solved first."""

SCORES = ("cross_entropy", "accuracy", "squared_error", "root_mean_squared_error")
"""Of held-out points, for both networks of an event."""


class Task(Protocol):
    """What is asked of a task: see compute/path.py."""

    @property
    def objective(self) -> Objective: ...

    @property
    def training(self) -> Mask: ...

    @property
    def mislabeled(self) -> Mask: ...

    def surroundings(self) -> Array: ...

    def validation(self, theta: Array) -> Content | None: ...


def pieces_and_events(
    task: Task, experiment: Experiment, path: RegularizationPath, found: ContinuousPath | None, jump: list[bool | None]
) -> Content:
    """`pieces` and `events` as found; where J has no slopes, pieces between the jumps; None where none are asked."""
    if not experiment.continuous:
        return {"pieces": None, "events": None}
    if found is None:
        positive = [i for i, solution in enumerate(path.solutions) if solution.lam > 0.0]
        found = without_slopes([path.solutions[i] for i in positive], [jump[i] for i in positive])
    return {
        "pieces": [_piece(task.objective, piece) for piece in found.pieces],
        "events": [_event(task, event) for event in found.events],
    }


def between_lambdas(task: Task, experiment: Experiment, path: RegularizationPath) -> ContinuousPath | None:
    """The path over all λ from the smallest above 0 to the largest; None where it is not asked or J has no slopes."""
    if not experiment.continuous:
        return None
    objective, picture = task.objective, Picture(task.objective, task.surroundings())
    asked = [solution for solution in path.solutions if solution.lam > 0.0]
    if objective.is_linear and objective.regularizer == "l1" and len(asked) > 1:
        return lasso_pieces(objective, asked[0].lam, asked[-1].lam, picture)
    if not (objective.is_smooth and objective.has_hessian):
        return None
    slide = None if path.cliff else path.collapse_lambda
    return continuous_path(objective, _begun_with(objective, path, asked), slide, picture)


def _begun_with(objective: Objective, path: RegularizationPath, asked: list[Solution]) -> list[Solution]:
    """What the refinement starts from: the solutions of the search between those that are asked, and these."""
    if len(asked) < 2:
        return asked
    lowest, highest = asked[0].lam, asked[-1].lam
    others = list(path.searched)
    if objective.is_linear:
        n = int(np.ceil(PER_DECADE * np.log10(highest / lowest)))
        others = linear_path(objective, tuple(np.geomspace(lowest, highest, n + 1)[1:-1].tolist())) if n > 1 else []
    every = {solution.lam: solution for solution in (*others, *asked) if lowest <= solution.lam <= highest}
    return [every[lam] for lam in sorted(every)]


def _piece(objective: Objective, piece: Piece) -> Content:
    solutions, theta = [node.solution for node in piece.nodes], np.array([node.theta for node in piece.nodes])
    lambdas = np.array([solution.lam for solution in solutions])
    sizes = np.array([solution.size for solution in solutions])
    return {
        "from": lambdas[0],
        "to": lambdas[-1],
        "refined": bool(piece.refined),
        "visible_error": piece.visible_error,
        "nodes": {
            "lambda": lambdas,
            "layers": _layers(objective, theta),
            "slopes": _layers(objective, np.array([node.slope for node in piece.nodes])),
            objective.data.loss: np.array([solution.data_cost for solution in solutions]),
            "penalty": lambdas / objective.m * sizes,
            "squared_weight_norm": np.sum(theta[:, objective.architecture.is_penalized] ** 2, axis=1),
        },
    }


def _layers(objective: Objective, theta: Array) -> list[Content]:
    return [{"weights": layer.weights, "biases": layer.biases} for layer in objective.architecture.layers(theta)]


def _event(task: Task, event: Event) -> Content:
    objective, both = task.objective, (event.left, event.right)
    penalized = [solution.theta[objective.architecture.is_penalized] for solution in both]
    return {
        "kind": event.kind,
        "lambda": event.right.lam,
        "cost": event.right.cost(objective.m, event.right.lam),
        objective.data.loss: [solution.data_cost for solution in both],
        "squared_weight_norm": [float(each @ each) for each in penalized],
        "absolute_weight_sum": [float(np.abs(each).sum()) for each in penalized],
        "distinct_units": [list(units) for units in event.distinct_units],
        "changed_points": _changed_points(task, event),
        "validation": _validation(task, event),
    }


def _validation(task: Task, event: Event) -> Content | None:
    scores = task.validation(np.array([event.left.theta, event.right.theta]))
    return None if scores is None else {name: scores[name].tolist() for name in SCORES if name in scores}


def _changed_points(task: Task, event: Event) -> list[Content]:
    """Training points on whose side the two networks do not agree; none in regression, which has no sides."""
    objective, data = task.objective, task.objective.data
    if data.loss == "squared_error":
        return []
    z = logits(objective.architecture, np.array([event.left.theta, event.right.theta]), data.inputs)
    right = (z > 0.0) == (data.labels > 0.5)
    index = np.flatnonzero(task.training)
    return [
        {"index": int(index[k]), "mislabeled": bool(task.mislabeled[index[k]]), "right": right[:, k].tolist()}
        for k in np.flatnonzero(right[0] != right[1])
    ]
