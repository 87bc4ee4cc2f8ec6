"""What changes nothing about a path: names of units, inputs and classes, the order of points, the units of inputs."""

from __future__ import annotations

import numpy as np
import pytest

from app.engine.objective.backpropagation import TrainingSet
from app.engine.objective.cost import entropy
from tests.conftest import others_slow
from tests.engine.conftest import training_set
from tests.engine.test_regularization_path import cost, solve


@pytest.mark.parametrize("change", ["points", "classes", "sign"])
def test_nothing_reported_depends_on_names(change: str) -> None:
    """Points in another order, classes exchanged, inputs turned round: the same costs for a convex problem."""
    data = training_set("moons")
    labels, points = data.labels, data.inputs[:-1].T
    if change == "points":
        order = np.random.default_rng(0).permutation(len(labels))
        changed = TrainingSet.of(points[order], labels[order])
    elif change == "classes":
        changed = TrainingSet.of(points, 1 - labels)
    else:
        changed = TrainingSet.of(-points, labels)
    first, second = solve(data, ()), solve(changed, ())
    np.testing.assert_allclose(first.data_cost, second.data_cost, atol=1e-10)
    np.testing.assert_allclose(first.squared_weight_norm, second.squared_weight_norm, rtol=1e-6)


@pytest.mark.slow
def test_inputs_in_small_units_are_fitted_as_well_as_others() -> None:
    data = training_set("moons", n_samples=120)
    small = TrainingSet.of(1e-3 * data.inputs[:-1].T, data.labels)
    lambdas = tuple(1e-3 * lam for lam in (0.1, 1.0, 10.0))
    path = solve(small, (8,), restarts=3, lambdas=lambdas)
    pull = float(np.linalg.norm((small.labels.mean() - small.labels) @ small.inputs[:-1].T))
    assert not path.trivial.any()
    assert lambdas[-1] < pull
    assert (cost(path, small.n_samples, lambdas) < entropy(0.5) - 0.05).all()


def test_logistic_regression_in_tiny_units_is_not_called_collapsed() -> None:
    data = training_set("moons")
    path = solve(TrainingSet.of(1e-4 * data.inputs[:-1].T, data.labels), ())
    assert not path.trivial.any()
    assert path.collapse_lambda is None
    assert path.converged[1:].all()


@pytest.mark.parametrize("activation", others_slow(["tanh", "sigmoid", "relu"]))
def test_order_of_points_and_names_of_classes_change_no_cost_by_more_than_another_start_would(activation: str) -> None:
    data = training_set("moons", n_samples=60)
    points, labels = data.inputs[:-1].T, data.labels
    order = np.random.default_rng(0).permutation(len(labels))
    lambdas = (1.0, 10.0)
    costs = [
        cost(solve(changed, (3,), activation, 4, lambdas), len(labels), lambdas)
        for changed in (data, TrainingSet.of(points[order], labels[order]), TrainingSet.of(points, 1.0 - labels))
    ]
    np.testing.assert_allclose(costs[1:], [costs[0]] * 2, rtol=0.02)
