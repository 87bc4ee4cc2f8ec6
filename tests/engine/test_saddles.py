"""Networks too large for Newton's method: what is called a minimum bends down in no direction."""

from __future__ import annotations

import numpy as np
import pytest

from app.engine.objective.backpropagation import evaluate
from app.engine.objective.hessian import Hessian
from app.engine.objective.hessian_product import hessian_times
from app.engine.objective.network import Architecture, initialize
from app.engine.objective.objective import NEWTON_PARAMETERS, TOLERANCE, Objective
from app.engine.path.regularization_path import regularization_path
from app.engine.path.zero_solution import trivial_solution
from app.engine.solvers import saddles
from app.engine.solvers.saddles import bends_down, least_curvature
from app.engine.solvers.solver import minimize
from tests.engine.conftest import training_set


@pytest.mark.parametrize("activation", ["tanh", "sigmoid", "relu"])
@pytest.mark.parametrize("sizes", [(), (3,), (4, 3), (3, 2, 4)])
def test_a_product_with_the_hessian_is_the_hessians(
    sizes: tuple[int, ...], activation: str, rng: np.random.Generator
) -> None:
    architecture, data = Architecture(2, sizes, activation), training_set("moons", 60)
    theta = initialize(architecture, rng, 1)[0]
    _, _, evaluation = evaluate(architecture, theta, data)
    vector = rng.standard_normal(len(theta))
    expected = Hessian(architecture, data)(theta, evaluation) @ vector
    found = hessian_times(architecture, theta, data, evaluation, vector)
    np.testing.assert_allclose(found, expected, rtol=1e-10, atol=1e-13)


def test_the_least_curvature_is_an_upper_bound_close_to_the_least_eigenvalue(rng: np.random.Generator) -> None:
    turned = np.linalg.qr(rng.standard_normal((200, 200)))[0]
    eigenvalues = np.concatenate([[-0.1], np.geomspace(1e-6, 5.0, 199)])
    matrix = (turned * eigenvalues) @ turned.T
    found = least_curvature(lambda vector: matrix @ vector, rng.standard_normal(200))
    assert -0.1 - 1e-12 <= found <= -0.099


@pytest.mark.parametrize("exact", [True, False])
@pytest.mark.parametrize("regularizer", ["l2", "l1"])
def test_zero_weights_bend_down_below_the_critical_lambda_alone(
    regularizer: str, exact: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not exact:
        monkeypatch.setattr(saddles, "EXACT_PARAMETERS", 0)
    objective = Objective(Architecture(2, (6,)), training_set("moons"), regularizer)
    zero = trivial_solution(objective).theta
    assert bends_down(objective, zero, 1.0) == (regularizer == "l2")  # L1 holds every weight at 0
    assert not bends_down(objective, zero, 1000.0)


@pytest.mark.slow
def test_what_is_converged_in_a_large_network_at_a_tiny_lambda_bends_down_nowhere() -> None:
    objective = Objective(Architecture(2, (26, 26)), training_set("moons", 60, mislabeled=0.0))
    assert objective.architecture.n_parameters > NEWTON_PARAMETERS
    path = regularization_path(objective, (1e-8, 1e-5, 1e-3, 0.1), 1, np.random.default_rng(1))
    assert path.converged.sum() >= 2
    for solution, reason in zip(path.solutions, path.reasons, strict=True):
        _, gradient, evaluation = objective.evaluate(solution.theta, solution.lam)
        least = np.linalg.eigvalsh(objective.hessian(solution.theta, solution.lam, evaluation))[0]
        if reason is None:
            assert np.abs(gradient).max() <= min(TOLERANCE, 0.01 * solution.lam / objective.m)
            assert least >= -1e-9
            further = minimize(objective, solution.theta, solution.lam, 200)
            assert further.cost(objective.m, solution.lam) >= 0.9999 * solution.cost(objective.m, solution.lam)
        elif reason == "saddle":
            assert least < 0.0


@pytest.mark.parametrize("regularizer", ["l2", "l1"])
def test_the_gradient_is_small_beside_the_penaltys_pull_at_every_lambda(regularizer: str) -> None:
    objective = Objective(Architecture(2, (4,)), training_set("circles", 60), regularizer)
    lambdas = (1e-7, 1e-5, 1e-3, 0.1)
    path = regularization_path(objective, lambdas, 1, np.random.default_rng(2))
    for solution, reason in zip(path.solutions, path.reasons, strict=True):
        assert (reason is None) == (solution.gradient_norm <= min(TOLERANCE, 0.01 * solution.lam / objective.m))
