"""What Newton's method among kinks promises, checked by values of J alone."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from app.engine.arrays import Array
from app.engine.data.datasets import streams
from app.engine.objective.backpropagation import TrainingSet
from app.engine.objective.network import Architecture, initialize
from app.engine.objective.objective import TOLERANCE, Objective
from app.engine.path.regularization_path import RegularizationPath, regularization_path
from app.engine.solvers.damped_newton import FRESH_DAMPING
from app.engine.solvers.kinks import kink_point
from app.engine.solvers.relu_newton import relu_newton
from tests.conftest import others_slow
from tests.engine.conftest import training_set

LAMBDAS = tuple(np.geomspace(1e-3, 100.0, 21).tolist())
DATASETS = ("moons", "circles", "xor")


def relu(name: str, width: int = 5) -> Objective:
    data = training_set(name)
    return Objective(Architecture(len(data.inputs) - 1, (width,), "relu"), data)


def value(objective: Objective, theta: Array, lam: float) -> float:
    return objective.evaluate(theta, lam)[0]


@cache
def solved(name: str) -> tuple[Objective, RegularizationPath]:
    objective = relu(name)
    return objective, regularization_path(objective, LAMBDAS, 3, streams(1)["weights"])


@pytest.mark.parametrize("name", others_slow(DATASETS))
def test_every_minimum_is_reached_and_most_lie_on_kinks(name: str) -> None:
    objective, path = solved(name)
    assert path.converged.all()
    learned = [solution for solution in path.solutions if solution.squared_weight_norm > 0.0]
    on_kinks = [kink_point(objective, solution.theta, solution.lam).active.any() for solution in learned]
    assert np.mean(on_kinks) > 0.5


@pytest.mark.parametrize("name", others_slow(DATASETS))
def test_from_a_converged_solution_j_falls_in_no_direction(name: str, rng: np.random.Generator) -> None:
    """One-sided differences of J: in random directions, along every axis and against the one-sided gradient."""
    objective, path = solved(name)
    step, n = 1e-7, objective.architecture.n_parameters
    for solution in path.solutions:
        theta, lam = solution.theta, solution.lam
        here = value(objective, theta, lam)
        directions = [*rng.standard_normal((100, n)), *np.eye(n), *-np.eye(n), -objective.gradient(theta, lam)]
        for direction in directions:
            length = float(np.abs(direction).sum())
            if length > 0.0:
                rise = (value(objective, theta + step * direction / length, lam) - here) / step
                assert rise >= -(TOLERANCE + 1e-7)


@pytest.mark.parametrize("name", DATASETS)
def test_points_nearby_cost_more(name: str, rng: np.random.Generator) -> None:
    objective, path = solved(name)
    for solution in path.solutions:
        here = value(objective, solution.theta, solution.lam)
        for direction in rng.standard_normal((100, len(solution.theta))):
            nearby = solution.theta + 1e-3 * direction / np.linalg.norm(direction)
            assert value(objective, nearby, solution.lam) > here - 1e-9


@pytest.mark.parametrize("max_steps", [0, 1, 3, 10, 200])
def test_it_never_ends_above_its_start_and_says_when_steps_ran_out(max_steps: int, rng: np.random.Generator) -> None:
    objective = relu("moons")
    for theta in initialize(objective.architecture, rng, 5):
        for lam in (0.01, 1.0):
            solution = relu_newton(objective, theta, lam, max_steps, FRESH_DAMPING)
            assert value(objective, solution.theta, lam) <= value(objective, theta, lam)
            assert solution.gradient_norm == kink_point(objective, solution.theta, lam).norm
            assert solution.converged or solution.ran_out


@pytest.mark.parametrize("lam", [0.05, 0.1, 0.2])
def test_a_minimum_on_a_kink_by_hand(lam: float) -> None:
    # Points -1, 0, 1 with labels 1, 0, 1 and one unit for the right one. Its edge rests on the middle point: further
    # left it would raise that one too, further right the last one less. There b = 0, w = v and, with s = sigma(c) and
    # m J = softplus(-c) + softplus(c) + softplus(-c - w v) + lambda w v, the derivatives by w v and c are 0 where
    # sigma(c + w v) = 1 - lambda and s = (1 + lambda) / 2. The edge rests where t s = lambda.
    points, labels = np.array([[-1.0], [0.0], [1.0]]), np.array([1.0, 0.0, 1.0])
    objective = Objective(Architecture(1, (1,), "relu"), TrainingSet.of(points, labels))
    solution = relu_newton(objective, np.array([1.0, 0.1, 1.0, 0.0]), lam, 100, FRESH_DAMPING)
    c = np.log((1.0 + lam) / (1.0 - lam))
    w = np.sqrt(np.log((1.0 - lam) / lam) - c)
    assert solution.converged
    np.testing.assert_allclose(solution.theta, [w, 0.0, w, c], atol=1e-6)
    here = kink_point(objective, solution.theta, lam)
    assert here.multipliers.tolist() == [pytest.approx(2.0 * lam / (1.0 + lam), abs=1e-6)]
