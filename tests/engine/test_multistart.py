from __future__ import annotations

import numpy as np
import pytest

from app.engine.data.datasets import streams
from app.engine.objective.activations import ACTIVATIONS
from app.engine.objective.network import Architecture
from app.engine.objective.objective import Objective
from app.engine.path.continuation import random_starts
from app.engine.path.regularization_path import regularization_path
from app.engine.solvers.batched_lbfgs import Descents, lowest_of_many
from tests.conftest import others_slow
from tests.engine.conftest import training_set

LAMBDAS = tuple(float(lam) for lam in np.geomspace(1e-3, 1e2, 16))


def objective(hidden: tuple[int, ...] = (6,), activation: str = "tanh", regularizer: str = "l2") -> Objective:
    return Objective(Architecture(2, hidden, activation), training_set("circles"), regularizer)


@pytest.mark.parametrize("regularizer", ["l2", "l1"])
@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("hidden", [(3,), (4, 3), (3, 2, 3)])
def test_single_precision_has_the_same_cost_and_gradient(
    hidden: tuple[int, ...], activation: str, regularizer: str, rng: np.random.Generator
) -> None:
    problem = objective(hidden, activation, regularizer)
    starts = random_starts(problem, 5, rng)
    lambdas = np.array([0.01, 0.1, 1.0, 10.0, 100.0])
    single, strengths = starts.astype(np.float32), (lambdas / problem.m).astype(np.float32)
    values, gradients = Descents(problem).evaluate(single, strengths)
    for theta, lam, value, gradient in zip(single.astype(np.float64), lambdas, values, gradients, strict=True):
        expected, slope, _ = problem.evaluate(theta, lam)
        assert value == pytest.approx(expected, rel=1e-5)
        np.testing.assert_allclose(gradient, slope, atol=2e-6, rtol=1e-4)


def test_the_lowest_of_many_are_lower_than_where_they_started(rng: np.random.Generator) -> None:
    problem = objective()
    starts = random_starts(problem, 30, rng)
    lambdas = np.repeat([0.01, 1.0], 15)
    theta, lam, values = lowest_of_many(problem, starts, lambdas)
    assert set(lam) == {0.01, 1.0}
    for row, at, value in zip(theta, lam, values, strict=True):
        assert problem.evaluate(row, at)[0] == pytest.approx(value, rel=1e-4)
        assert value < min(problem.evaluate(start, at)[0] for start in starts[lambdas == at])


def test_each_descends_as_if_alone(rng: np.random.Generator) -> None:
    problem = objective()
    starts = random_starts(problem, 4, rng)
    together, _, _ = lowest_of_many(problem, starts, np.array([0.01, 0.1, 1.0, 10.0]))
    for i, lam in enumerate([0.01, 0.1, 1.0, 10.0]):
        alone, _, _ = lowest_of_many(problem, starts[i : i + 1], np.array([lam]))
        np.testing.assert_allclose(alone[0], together[i], rtol=1e-2, atol=1e-2)


@pytest.mark.parametrize("hidden", others_slow([(4,), (4, 3)]))
def test_more_starts_cost_less_and_the_same_starts_the_same(hidden: tuple[int, ...]) -> None:
    problem = objective(hidden)

    def total(restarts: int) -> np.ndarray:
        path = regularization_path(problem, LAMBDAS, restarts, streams(1)["weights"])
        assert path.converged.all()
        return np.asarray(path.data_cost + np.array(LAMBDAS) / problem.m * path.size)

    one, many = total(1), total(30)
    assert (many <= 1.005 * one).all()
    assert many.sum() < one.sum()
    np.testing.assert_array_equal(many, total(30))


@pytest.mark.parametrize("lambdas", [(3.0,), (1e-8, 1e6), (0.0, 500.0)])
def test_any_list_of_lambdas_will_do(lambdas: tuple[float, ...]) -> None:
    path = regularization_path(objective(), lambdas, 8, streams(1)["weights"])
    assert len(path.solutions) == len(lambdas)
    assert path.converged[np.array(lambdas) > 1e-6].all()


def test_inputs_far_from_unit_scale_do_no_harm() -> None:
    data = training_set("moons")
    scaled = type(data)(data.inputs * np.array([[1e4], [1e-3], [1.0]]), data.labels, data.sample_weights)
    path = regularization_path(Objective(Architecture(2, (4,)), scaled), LAMBDAS, 10, streams(1)["weights"])
    assert np.isfinite(path.theta).all()
