from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from scipy.optimize import minimize as descend

from app.engine.analysis.thresholds import thresholds
from app.engine.data.datasets import streams
from app.engine.objective.activations import ACTIVATIONS
from app.engine.objective.backpropagation import TrainingSet
from app.engine.objective.network import Architecture
from app.engine.objective.objective import Objective
from app.engine.path.regularization_path import regularization_path
from app.engine.path.zero_solution import critical_lambda
from tests.conftest import others_slow
from tests.engine.conftest import training_set


def objective(
    name: str, activation: str = "tanh", hidden: tuple[int, ...] = (6,), regularizer: str = "l2"
) -> Objective:
    data = training_set(name, 100)
    return Objective(Architecture(len(data.inputs) - 1, hidden, activation), data, regularizer)


def largest_found(problem: Objective, n_searches: int = 40) -> float:
    """max |sum r phi(w.x + b)| / ||w|| by another way: Nelder-Mead from random units."""
    points, labels = problem.data.inputs[:-1].T, problem.data.labels
    phi: dict[str, Callable[[np.ndarray], np.ndarray]] = {
        "tanh": np.tanh,
        "relu": lambda z: np.maximum(z, 0.0),
        "sigmoid": lambda z: 1.0 / (1.0 + np.exp(-z)),
    }
    activation = phi[problem.architecture.activation]
    rng = np.random.default_rng(3)

    def ratio(unit: np.ndarray) -> float:
        a = activation(points @ unit[:-1] + unit[-1])
        return -abs(float(a @ (labels.mean() - labels))) / float(np.linalg.norm(unit[:-1]))

    found = []
    for _ in range(n_searches):
        start = rng.standard_normal(points.shape[1] + 1) * np.exp(rng.uniform(-1.0, 2.5))
        found.append(-float(descend(ratio, start, method="Nelder-Mead", options={"maxiter": 800}).fun))
    return max(found)


@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("name", ["moons", "circles", "xor"])
def test_no_search_finds_a_larger_ratio(name: str, activation: str) -> None:
    problem = objective(name, activation)
    least = thresholds(problem).least
    assert least is not None
    assert largest_found(problem) <= least * (1.0 + 1e-6)


@pytest.mark.parametrize("name", others_slow(["xor", "circles"]))
@pytest.mark.parametrize("activation", others_slow(ACTIVATIONS))
def test_the_collapse_that_a_path_finds_lies_between_the_two(name: str, activation: str) -> None:
    problem = objective(name, activation)
    lambdas = tuple(float(lam) for lam in np.geomspace(0.01, 100.0, 30))
    path = regularization_path(problem, lambdas, 3, streams(1)["weights"])
    found = thresholds(problem)
    collapse = path.collapse_lambda or 0.0
    assert 0.0 < collapse <= (found.least or 0.0) * (1.0 + 1e-6)
    if activation != "relu":
        assert found.minimum == critical_lambda(problem)
        assert collapse >= (found.minimum or np.inf) * (1.0 - 1e-6)


EXACT = [
    ({"hidden": (), "regularizer": "l1"}, False),
    ({"activation": "relu"}, False),
    ({"activation": "tanh"}, True),
    ({"activation": "sigmoid"}, True),
    ({"name": "decoys", "activation": "relu"}, True),
]


@pytest.mark.parametrize(("network", "by_search"), EXACT)
def test_what_a_search_found_is_said_to_be_found_by_one(network: dict[str, Any], by_search: bool) -> None:
    found = thresholds(objective(**{"name": "moons", **network}))
    assert found.least is not None
    assert found.least_by_search == by_search


def test_where_weights_slide_to_0_both_are_one() -> None:
    found = thresholds(objective("moons"))
    assert found.minimum == pytest.approx(found.least, rel=1e-9)


def test_more_than_two_inputs_are_searched_too() -> None:
    problem = objective("decoys", "relu")
    assert problem.architecture.n_inputs > 2
    assert largest_found(problem, 10) <= (thresholds(problem).least or 0.0) * (1.0 + 1e-3)


def test_logistic_weights_reach_0_with_l1_only() -> None:
    assert thresholds(objective("moons", hidden=())).minimum is None
    problem = objective("moons", hidden=(), regularizer="l1")
    data = problem.data
    largest = np.abs(data.inputs[:-1] @ (data.labels.mean() - data.labels)).max()
    assert thresholds(problem).minimum == pytest.approx(largest)
    path = regularization_path(problem, (0.99 * float(largest), float(largest)), 1, streams(1)["weights"])
    assert path.trivial.tolist() == [False, True]


@pytest.mark.parametrize("regularizer", ["l1", "l2"])
def test_behind_two_layers_zero_weights_are_always_a_minimum(regularizer: str) -> None:
    assert thresholds(objective("moons", hidden=(3, 3), regularizer=regularizer)).minimum == 0.0


@pytest.mark.parametrize("activation", ["tanh", "sigmoid"])
@pytest.mark.parametrize("n_inputs", others_slow([2, 1, 3]))
def test_points_far_off_do_not_lift_it_over_what_slopes_allow(n_inputs: int, activation: str) -> None:
    """|phi(w.x + b) - phi(b)| is at most ||w|| ||x|| times the steepest slope of phi."""
    steepest = {"tanh": 1.0, "sigmoid": 0.25}[activation]
    for seed in range(25):
        rng = np.random.default_rng(seed)
        points = rng.standard_normal((n_inputs, 40))
        labels = (points[0] > 0.0).astype(float)
        far = rng.random(40) < 0.06
        points[:, far] *= 30.0
        labels[far] = 1.0 - labels[far]
        problem = Objective(Architecture(n_inputs, (6,), activation), TrainingSet.of(points.T, labels))
        bound = steepest * np.abs(labels.mean() - labels) @ np.linalg.norm(points, axis=0)
        assert (critical_lambda(problem) or 0.0) <= (thresholds(problem).least or 0.0) <= bound * (1.0 + 1e-9)
