from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from app.engine.data.datasets import streams
from app.engine.objective.network import Architecture
from app.engine.objective.objective import TOLERANCE, Objective
from app.engine.path.regularization_path import DIRECTIONS, RegularizationPath, regularization_path
from app.engine.path.zero_solution import critical_lambda
from tests.conftest import others_slow
from tests.engine.conftest import training_set

LAMBDAS = tuple(sorted({*np.geomspace(1e-3, 1e2, 31).tolist(), *np.geomspace(3.1, 9.1, 15).tolist()}))


@cache
def objective(name: str, hidden: tuple[int, ...] = (6,)) -> Objective:
    return Objective(Architecture(2, hidden), training_set(name, 200))


@cache
def solved(problem: Objective, direction: str, restarts: int = 1) -> RegularizationPath:
    return regularization_path(problem, LAMBDAS, restarts, streams(1)["weights"], direction=direction)


def total(path: RegularizationPath, m: int) -> np.ndarray:
    return np.asarray(path.data_cost + np.array(LAMBDAS) / m * path.size)


@pytest.mark.parametrize("direction", DIRECTIONS)
@pytest.mark.parametrize("hidden", others_slow([(6,), (), (4, 4)]))
def test_every_direction_ends_at_stationary_points(direction: str, hidden: tuple[int, ...]) -> None:
    problem = objective("moons", hidden)
    path = solved(problem, direction)
    norms = [np.abs(problem.gradient(theta, lam)).max() for theta, lam in zip(path.theta, LAMBDAS, strict=True)]
    np.testing.assert_array_equal(path.converged, np.array(norms) <= TOLERANCE)
    assert path.converged.mean() >= 0.95


@pytest.mark.parametrize("name", ["circles", "xor"])
def test_between_the_collapse_points_the_way_up_keeps_weights_that_the_way_down_never_meets(name: str) -> None:
    """F8: zero weights are a minimum from lambda_c on; upwards the network survives beyond the lambda where it pays."""
    problem = objective(name)
    up, best, down = (solved(problem, direction) for direction in ("up", "best", "down"))
    assert (down.collapse_lambda or 0.0) < (best.collapse_lambda or 0.0) < (up.collapse_lambda or 0.0)
    assert up.cliff
    assert best.cliff
    assert down.collapse_lambda == pytest.approx(critical_lambda(problem), rel=1e-3)
    between = (np.array(LAMBDAS) > down.collapse_lambda) & (np.array(LAMBDAS) < up.collapse_lambda)
    assert between.any()
    assert not up.trivial[between].any()
    assert down.trivial[between].all()


def test_a_slide_to_0_is_the_same_both_ways() -> None:
    problem = objective("moons")
    up, down = solved(problem, "up"), solved(problem, "down")
    assert up.collapse_lambda == pytest.approx(critical_lambda(problem), rel=1e-3)
    assert down.collapse_lambda == pytest.approx(critical_lambda(problem), rel=1e-3)
    assert not up.cliff


def test_downwards_two_hidden_layers_never_leave_0() -> None:
    path = solved(objective("moons", (4, 4)), "down")
    assert path.trivial.all()
    assert path.collapse_lambda is None


@pytest.mark.parametrize("direction", others_slow(["down", "up", "independent"]))
@pytest.mark.parametrize("name", others_slow(["circles", "moons"]))
def test_nothing_costs_less_than_the_best_found(direction: str, name: str) -> None:
    """Over the whole path, from the same starts: `best` continues them both ways and keeps the lowest."""
    problem = objective(name)
    best, other = solved(problem, "best", 3), solved(problem, direction, 3)
    assert total(best, problem.m).sum() <= total(other, problem.m).sum()


def test_independent_starts_jump_where_the_best_path_is_smooth() -> None:
    problem = objective("moons")

    def largest_steps(path: RegularizationPath) -> int:
        weights = path.theta * problem.is_weight
        change = np.linalg.norm(np.diff(weights, axis=0), axis=1)
        return int((change > 0.25 * np.maximum(np.linalg.norm(weights[:-1], axis=1), 1e-12)).sum())

    assert largest_steps(solved(problem, "independent")) > largest_steps(solved(problem, "up"))
