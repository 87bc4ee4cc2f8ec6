"""ReLU under L1: zeros that are zeros, and what is said where kinks of both kinds meet."""

from __future__ import annotations

import numpy as np
import pytest

from app.engine.analysis.inspection import curvature
from app.engine.objective.network import Architecture, initialize
from app.engine.objective.objective import NEWTON_PARAMETERS, TOLERANCE, Objective
from app.engine.path.regularization_path import RegularizationPath, regularization_path
from app.engine.solvers.kinks import is_near_kink
from app.engine.solvers.solver import minimize
from tests.engine.conftest import central_difference, training_set

LAMBDAS = (0.1, 0.3, 1.0, 2.0, 100.0)


@pytest.fixture(scope="module", params=[((8,), 100), ((4, 4), 60)], ids=str)
def solved(request: pytest.FixtureRequest) -> tuple[Objective, RegularizationPath]:
    sizes, n_samples = request.param
    objective = Objective(Architecture(2, sizes, "relu"), training_set("moons", n_samples), "l1")
    return objective, regularization_path(objective, LAMBDAS, 1, np.random.default_rng(1))


def test_small_weights_are_zero_or_matter(solved: tuple[Objective, RegularizationPath]) -> None:
    objective, path = solved
    for solution in path.solutions:
        small = (np.abs(solution.theta) < 1e-3) & objective.architecture.is_weight
        without = np.where(small, 0.0, solution.theta)
        changed = objective.evaluate(without, solution.lam)[0] - solution.cost(objective.m, solution.lam)
        assert np.array_equal(without, solution.theta) or abs(changed) > 1e-9


def test_weights_vanish_one_after_the_other_and_effective_parameters_count_the_others(
    solved: tuple[Objective, RegularizationPath],
) -> None:
    objective, path = solved
    left = np.count_nonzero(path.theta[:, objective.architecture.is_weight], axis=1)
    bends = curvature(objective, np.array(LAMBDAS), path.theta)
    assert bends is not None
    assert bends.effective_parameters.tolist() == left.tolist()
    assert left[0] < objective.architecture.n_weights  # some are gone long before all are
    assert left[-1] == 0


def test_where_no_kink_of_relu_is_near_the_least_subgradient_vanishes(
    solved: tuple[Objective, RegularizationPath],
) -> None:
    objective, path = solved
    seen = 0
    for solution, reason in zip(path.solutions, path.reasons, strict=True):
        if solution.squared_weight_norm == 0.0 or is_near_kink(objective, solution.theta):
            continue
        seen += 1
        assert reason in (None, "work_limit")
        if reason is None:
            strength, weights = solution.lam / objective.m, objective.architecture.is_weight
            data = central_difference(lambda t: np.array(objective.evaluate(t, 0.0)[0]), solution.theta, 1e-7)
            pull = np.where(weights, strength * np.sign(solution.theta), 0.0)
            held = (solution.theta == 0.0) & weights
            assert np.abs(data + pull)[~held].max() <= TOLERANCE + 1e-7
            assert np.abs(data[held]).max(initial=0.0) <= strength + 1e-7
    assert seen > 0 or len(objective.architecture.hidden_layer_sizes) > 1


def test_a_solution_that_kinks_hold_is_near_one(solved: tuple[Objective, RegularizationPath]) -> None:
    objective, path = solved
    for solution, reason in zip(path.solutions, path.reasons, strict=True):
        if reason == "kinks_and_zeros":
            assert is_near_kink(objective, solution.theta)
            assert not solution.converged


def test_networks_too_large_for_newton_have_zeros_too() -> None:
    architecture = Architecture(2, (26, 26), "relu")
    objective = Objective(architecture, training_set("moons", 60), "l1")
    assert architecture.n_parameters > NEWTON_PARAMETERS
    start = initialize(architecture, np.random.default_rng(1), 1)[0]
    solution = minimize(objective, start, 0.3, 200)
    assert np.count_nonzero(solution.theta[architecture.is_weight]) < 0.2 * architecture.n_weights
