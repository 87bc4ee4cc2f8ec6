"""How many units of each hidden layer are alive and different, as numbers of the API."""

from __future__ import annotations

import numpy as np

from app.engine.arrays import Array, Indices
from app.engine.objective.objective import Objective
from app.engine.objective.unit_groups import NONE, n_alive, n_distinct, unit_groups
from app.experiments.answers.serialization import Content


def unit_counts(objective: Objective, theta: Array, *, inspect: bool) -> Content:
    """Of solutions theta (L, P): [L][hidden layers], and with `inspect` for each of those layers [L][units]."""
    groups = unit_groups(objective.architecture, theta, objective.data.inputs)
    shape = len(theta), len(groups)
    return {
        "distinct_units": np.array([n_distinct(layer) for layer in groups], dtype=int).T.reshape(shape),
        "alive_units": np.array([n_alive(layer) for layer in groups], dtype=int).T.reshape(shape),
        "unit_groups": [_named(layer) for layer in groups] if inspect else None,
    }


def _named(groups: Indices) -> list[list[int | None]]:
    return [[None if group == NONE else group for group in row] for row in groups.tolist()]
