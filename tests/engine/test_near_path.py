"""A known path followed to points that moved: minima of J, on branches as low as those of a search."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from app.engine.arrays import Array
from app.engine.objective.network import Architecture
from app.engine.objective.objective import TOLERANCE, Objective
from app.engine.path.regularization_path import RegularizationPath, regularization_path
from tests.conftest import others_slow
from tests.engine.conftest import training_set

LAMBDAS = (0.0, *np.geomspace(1e-2, 1e3, 16).tolist())


def objective_of(hidden: tuple[int, ...], moved: float, regularizer: str = "l2", activation: str = "tanh") -> Objective:
    """The moons, with one point moved so far."""
    data = training_set()
    inputs = data.inputs.copy()
    inputs[:2, 7] += moved * np.array([0.6, 0.8])
    return Objective(Architecture(2, hidden, activation), replace(data, inputs=inputs), regularizer)


def path_of(objective: Objective, starts: int = 10, near: Array | None = None) -> RegularizationPath:
    return regularization_path(objective, LAMBDAS, starts, np.random.default_rng(2), near=near)


def cost(path: RegularizationPath, objective: Objective) -> Array:
    return path.data_cost + np.array(LAMBDAS) / objective.m * path.size


@pytest.mark.parametrize("hidden", [(4,), (3, 3)])
def test_a_point_that_moved_a_little_leaves_the_path_as_low_as_a_search_finds_it(hidden: tuple[int, ...]) -> None:
    known, moved = path_of(objective_of(hidden, 0.0)), objective_of(hidden, 0.1)
    followed, searched = path_of(moved, near=known.theta), path_of(moved)
    positive = slice(1, None)
    assert followed.converged[positive].all()
    assert (followed.gradient_norm[positive] <= TOLERANCE).all()
    above = cost(followed, moved)[positive] / cost(searched, moved)[positive] - 1.0
    assert np.median(above) <= 1e-9
    assert above.max() <= 0.05  # where the point has made another branch the lowest, that is not followed to
    assert followed.trivial.tolist() == searched.trivial.tolist()
    assert followed.collapse_lambda == pytest.approx(searched.collapse_lambda, rel=1e-3)


def test_points_that_did_not_move_leave_the_path_as_it_is() -> None:
    objective = objective_of((4,), 0.0)
    known = path_of(objective)
    followed = path_of(objective, near=known.theta)
    np.testing.assert_allclose(followed.theta[1:], known.theta[1:], atol=1e-5)
    np.testing.assert_array_equal(followed.trivial, known.trivial)


@pytest.mark.parametrize("hidden", [(4,), (3, 3)])
def test_j_rises_along_it_below_its_own_tangents(hidden: tuple[int, ...]) -> None:
    objective = objective_of(hidden, 0.3)
    followed = path_of(objective, near=path_of(objective_of(hidden, 0.0)).theta)
    total, slope, lambdas = cost(followed, objective), followed.size / objective.m, np.array(LAMBDAS)
    for i in range(1, len(LAMBDAS)):
        assert (total <= total[i] + slope[i] * (lambdas - lambdas[i]) + 1e-9)[1:].all()


@pytest.mark.parametrize(
    ("regularizer", "activation"), others_slow([("l2", "relu"), ("l1", "tanh"), ("l1", "relu")], n_names=2)
)
def test_networks_with_kinks_are_followed_too(regularizer: str, activation: str) -> None:
    known = path_of(objective_of((3,), 0.0, regularizer, activation), 1)
    moved = objective_of((3,), 0.1, regularizer, activation)
    followed = path_of(moved, near=known.theta)
    frozen = [moved.evaluate(row, lam)[0] for row, lam in zip(known.theta, LAMBDAS, strict=True)]
    assert np.isfinite(followed.theta).all()
    assert (cost(followed, moved) <= np.array(frozen) + 1e-12).all()


def test_networks_far_from_any_minimum_still_lead_to_minima(rng: np.random.Generator) -> None:
    objective = objective_of((4,), 0.0)
    far = 3.0 * rng.standard_normal((len(LAMBDAS), objective.architecture.n_parameters))
    assert path_of(objective, near=far).converged[1:].all()
