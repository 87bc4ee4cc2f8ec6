"""lambda = 0: whether J has a minimum there, however far the steps went and however small its gradient is."""

from __future__ import annotations

import numpy as np
import pytest

from app.engine.arrays import Array
from app.engine.objective.backpropagation import TrainingSet
from app.engine.objective.cost import entropy
from app.engine.objective.network import Architecture
from app.engine.objective.objective import Objective
from app.engine.path.regularization_path import regularization_path


def objective_of(points: Array, labels: Array, sizes: tuple[int, ...], activation: str) -> Objective:
    return Objective(Architecture(points.shape[1], sizes, activation), TrainingSet.of(points, labels))


def test_two_equal_points_of_different_classes_among_separable_ones_leave_no_minimum() -> None:
    points = np.array([[-1, 0.3], [-2, 1], [-1.5, -1], [0, 0], [0, 0], [1, 0.2], [2, -1], [1.4, 0.8]])
    objective = objective_of(points, np.repeat([0.0, 1.0], 4), (3,), "relu")
    path = regularization_path(objective, (0.0,), 10, np.random.default_rng(1))
    assert path.data_cost[0] == pytest.approx(np.log(2.0) / 4.0, abs=1e-6)  # what it comes near to and does not reach
    assert path.reasons == ("no_minimum",)


@pytest.mark.parametrize("seed", [0, 1, 4])
def test_units_that_become_steps_leave_no_minimum(seed: int) -> None:
    rng = np.random.default_rng(seed)
    objective = objective_of(rng.standard_normal((40, 2)), rng.integers(0, 2, 40).astype(float), (2,), "sigmoid")
    path = regularization_path(objective, (0.0, 0.01), 5, np.random.default_rng(1))
    assert path.reasons == ("no_minimum", None)


@pytest.mark.parametrize("activation", ["tanh", "sigmoid", "relu"])
def test_where_no_steeper_unit_serves_better_there_is_a_minimum(activation: str) -> None:
    """Label shares that one unit of the same kind with moderate weights fits exactly: J cannot be lower than theirs."""
    x = np.array([-2.0, -1.0, 0.5, 1.0, 2.0])
    ones = {"tanh": [2, 4, 12, 15, 17], "sigmoid": [3, 5, 10, 12, 15], "relu": [4, 4, 7, 10, 15]}[activation]
    labels = np.concatenate([np.repeat([1.0, 0.0], [n, 20 - n]) for n in ones])
    objective = objective_of(np.column_stack([np.repeat(x, 20), np.zeros(100)]), labels, (1,), activation)
    path = regularization_path(objective, (0.0, 1e-3), 5, np.random.default_rng(1))
    assert path.data_cost[0] >= np.mean([entropy(n / 20) for n in ones])
    assert path.squared_weight_norm[0] < 1000.0
    assert path.reasons[0] is None
