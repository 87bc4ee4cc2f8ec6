"""How many units of each hidden layer are alive and different, as numbers of the API."""

from __future__ import annotations

import numpy as np

from app.engine.arrays import Array
from app.engine.objective.objective import Objective
from app.engine.objective.unit_groups import NONE, n_alive, n_distinct, unit_groups
from app.experiments.answers.serialization import Content


def unit_counts(objective: Objective, theta: Array, *, inspect: bool) -> Content:
    """Of solutions theta (L, P): [L][hidden layers], and with `inspect` for each of those layers [L][units]."""
    groups = [unit_groups(objective.architecture, row, objective.data.inputs) for row in theta]
    n_layers = len(objective.architecture.hidden_layer_sizes)
    shape = len(theta), n_layers
    named = [[[None if k == NONE else k for k in row[level].tolist()] for row in groups] for level in range(n_layers)]
    return {
        "distinct_units": np.array([[n_distinct(layer) for layer in row] for row in groups], dtype=int).reshape(shape),
        "alive_units": np.array([[n_alive(layer) for layer in row] for row in groups], dtype=int).reshape(shape),
        "unit_groups": named if inspect else None,
    }
