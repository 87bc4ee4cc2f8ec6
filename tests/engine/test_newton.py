"""Newton's method and the secant steps between its Hessians: fewer Hessians, the same kind of minimum."""

from __future__ import annotations

import numpy as np
import pytest

from app.engine.arrays import Array
from app.engine.objective.backpropagation import Evaluation, TrainingSet
from app.engine.objective.hessian import Hessian
from app.engine.objective.network import Architecture
from app.engine.objective.objective import TOLERANCE, Objective, inf_norm
from app.engine.path.continuation import random_starts
from app.engine.solvers.damped_newton import FRESH_DAMPING
from app.engine.solvers.lockstep import run
from app.engine.solvers.newton import newton
from app.engine.solvers.triangular import inverse_of_lower
from tests.engine.conftest import training_set


@pytest.mark.parametrize("n", [1, 2, 63, 64, 65, 130, 337])
def test_the_inverse_of_a_triangular_matrix(n: int) -> None:
    rng = np.random.default_rng(n)
    root = np.tril(rng.standard_normal((n, n))) / np.sqrt(n) + 2.0 * np.eye(n)
    inverse = inverse_of_lower(root)
    np.testing.assert_allclose(inverse @ root, np.eye(n), atol=1e-10)
    assert not np.triu(inverse, 1).any()


@pytest.mark.parametrize("hidden", [(3,), (8,), (4, 3), (8, 8)])
@pytest.mark.parametrize("lam", [0.01, 0.3, 3.0])
@pytest.mark.parametrize("activation", ["tanh", "sigmoid"])
def test_it_ends_at_a_minimum_below_its_start(hidden: tuple[int, ...], lam: float, activation: str) -> None:
    objective = Objective(Architecture(2, hidden, activation), training_set("moons", 80))
    start = random_starts(objective, 1, np.random.default_rng(5))[0]
    solution = run(newton(objective, start, lam, 200, FRESH_DAMPING))
    value, gradient, evaluation = objective.evaluate(solution.theta, lam)
    assert solution.gradient_norm == inf_norm(gradient) <= TOLERANCE
    assert value < objective.evaluate(start, lam)[0]
    assert np.linalg.eigvalsh(objective.hessian(solution.theta, lam, evaluation))[0] > -1e-8


class Counting(Objective):
    """Keeps where it was asked for J, and where for its Hessian."""

    def __init__(self, architecture: Architecture, data: TrainingSet) -> None:
        super().__init__(architecture, data)
        self.evaluated: list[bytes] = []
        self.curved: set[bytes] = set()

    def evaluate(self, theta: Array, lam: float) -> tuple[float, Array, Evaluation]:
        self.evaluated.append(theta.tobytes())
        return super().evaluate(theta, lam)

    def hessian(self, theta: Array, lam: float, evaluation: Evaluation) -> Array:
        self.curved.add(theta.tobytes())
        return super().hessian(theta, lam, evaluation)


def test_most_steps_need_no_hessian_of_their_own() -> None:
    objective = Counting(Architecture(2, (16, 16)), training_set("moons", 200))
    start = random_starts(objective, 1, np.random.default_rng(1))[0]
    assert run(newton(objective, start, 1.0, 200, FRESH_DAMPING)).converged
    assert 0 < 10 * len(objective.curved) < len(objective.evaluated)


def test_a_hessian_that_is_kept_is_that_of_its_network_alone() -> None:
    objective = Objective(Architecture(2, (4, 3)), training_set("moons", 60))
    first, second = random_starts(objective, 2, np.random.default_rng(2))
    fresh = [
        Hessian(objective.architecture, objective.data)(theta, objective.evaluate(theta, 0.0)[2])
        for theta in (first, second)
    ]
    for _ in range(2):
        for theta, expected in ((first, fresh[0]), (first, fresh[0]), (second, fresh[1])):
            matrix = objective.hessian(theta, 0.0, objective.evaluate(theta, 0.0)[2])
            np.testing.assert_array_equal(matrix, expected)
            matrix[:] = np.nan
    moved = first.copy()
    objective.hessian(moved, 0.0, objective.evaluate(moved, 0.0)[2])
    moved[:] = second
    np.testing.assert_array_equal(objective.hessian(moved, 0.0, objective.evaluate(moved, 0.0)[2]), fresh[1])
