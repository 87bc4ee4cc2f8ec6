"""Biases that pay like weights: J, its minima, the model without weights, and where it is the least."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import minimize as scipy_minimize
from scipy.optimize import minimize_scalar

from app.engine.analysis.inspection import curvature
from app.engine.analysis.thresholds import thresholds
from app.engine.arrays import Array
from app.engine.linear.constant_output import constant_output
from app.engine.linear.linear_path import largest_lambda
from app.engine.objective.backpropagation import TrainingSet
from app.engine.objective.cost import LOSSES
from app.engine.objective.network import Architecture, initialize, logits
from app.engine.objective.objective import Objective
from app.engine.path.regularization_path import regularization_path
from app.engine.path.zero_solution import constant_cost, critical_lambda, trivial_solution
from app.engine.training.gradient_descent import train
from tests.engine.conftest import central_difference, training_set

LAMBDAS = tuple(np.geomspace(1e-3, 100.0, 12).tolist())


def unbalanced(name: str = "moons") -> TrainingSet:
    """Three points of class 0 for one of class 1, inputs with a mean: so a free bias would be far from 0."""
    data = training_set(name, 120)
    kept = np.flatnonzero((data.labels == 0.0) | (np.cumsum(data.labels) % 3 == 1))
    return TrainingSet.of(data.inputs[:-1, kept].T + 0.3, data.labels[kept])


def objective_of(sizes: tuple[int, ...], activation: str = "tanh", regularizer: str = "l2") -> Objective:
    return Objective(Architecture(2, sizes, activation, penalize_biases=True), unbalanced(), regularizer)


def by_hand(objective: Objective, theta: Array, lam: float) -> float:
    data = objective.data
    z = logits(objective.architecture, theta, data.inputs)
    paid = 0.5 * np.sum(theta**2) if objective.regularizer == "l2" else np.sum(np.abs(theta))
    return float(np.mean(np.logaddexp(0.0, z) - data.labels * z) + lam / data.n_samples * paid)


@pytest.mark.parametrize("regularizer", ["l2", "l1"])
@pytest.mark.parametrize("sizes", [(), (4,), (3, 2)])
def test_j_counts_every_parameter_and_its_gradient_is_that_of_j(sizes: tuple[int, ...], regularizer: str) -> None:
    objective = objective_of(sizes, regularizer=regularizer)
    theta = initialize(objective.architecture, np.random.default_rng(1), 1)[0] + 0.1
    assert objective.evaluate(theta, 3.0)[0] == pytest.approx(by_hand(objective, theta, 3.0), rel=1e-12)
    differences = central_difference(lambda at: np.array(by_hand(objective, at, 3.0)), theta)
    np.testing.assert_allclose(objective.gradient(theta, 3.0), differences, atol=1e-8)


@pytest.mark.parametrize("regularizer", ["l2", "l1"])
@pytest.mark.parametrize("loss", ["cross_entropy", "squared_error"])
def test_without_hidden_layer_an_independent_method_finds_nothing_lower(loss: str, regularizer: str) -> None:
    source = unbalanced()
    labels = source.labels if loss == "cross_entropy" else source.labels + source.inputs[0] ** 2 + 2.0
    data = TrainingSet.of(source.inputs[:-1].T, labels, loss)
    objective = Objective(Architecture(2, (), penalize_biases=True), data, regularizer)
    path = regularization_path(objective, LAMBDAS, 1, np.random.default_rng(0))
    assert path.converged.all()
    for solution in path.solutions:
        strength, n = solution.lam / objective.m, len(solution.theta)

        def cost(halves: Array, strength: float = strength, n: int = n) -> float:
            """Of theta = the first half - the second, both at least 0: smooth, with L1 too."""
            theta = halves[:n] - halves[n:]
            fit = float(data.cost_of(theta @ data.inputs))
            return fit + strength * float(halves.sum() if regularizer == "l1" else 0.5 * theta @ theta)

        start = np.concatenate([np.maximum(solution.theta, 0.0), np.maximum(-solution.theta, 0.0)]) + 0.1
        found = scipy_minimize(cost, start, method="L-BFGS-B", bounds=[(0.0, None)] * (2 * n), options={"ftol": 1e-14})
        here = solution.cost(objective.m, solution.lam)
        assert here == pytest.approx(
            cost(np.concatenate([np.maximum(solution.theta, 0), np.maximum(-solution.theta, 0)]))
        )
        assert here <= found.fun + 1e-9


@pytest.mark.parametrize("regularizer", ["l2", "l1"])
@pytest.mark.parametrize("lam", [0.0, 0.5, 20.0, 1e4])
def test_the_constant_output_is_the_cheapest(lam: float, regularizer: str) -> None:
    objective = objective_of((3,), regularizer=regularizer)

    def cost(bias: float) -> float:
        return by_hand(objective, np.append(np.zeros(objective.architecture.n_parameters - 1), bias), lam)

    found = minimize_scalar(cost, bounds=(-5.0, 5.0), method="bounded", options={"xatol": 1e-10})
    bias, output = constant_output(objective, lam)
    assert bias == pytest.approx(found.x, abs=1e-5)
    assert output == pytest.approx(float(LOSSES["cross_entropy"].output(np.array(bias))))
    assert constant_cost(objective, lam) == pytest.approx(found.fun, abs=1e-8)


@pytest.mark.parametrize(
    ("activation", "regularizer"), [("tanh", "l2"), ("sigmoid", "l2"), ("tanh", "l1"), ("relu", "l2")]
)
def test_j_rises_with_the_size_as_its_slope_up_to_the_constant_model(activation: str, regularizer: str) -> None:
    objective = objective_of((4,), activation, regularizer)
    path = regularization_path(objective, LAMBDAS, 3, np.random.default_rng(1))
    assert path.converged.mean() > 0.9 or objective.has_kinks
    lambdas, slopes = np.array(LAMBDAS), path.size / objective.m
    costs = path.data_cost + lambdas * slopes
    secants = np.diff(costs) / np.diff(lambdas)
    assert np.all(secants <= slopes[:-1] + 1e-9)
    assert np.all(secants >= slopes[1:] - 1e-9)
    ceilings = np.array([constant_cost(objective, lam) for lam in LAMBDAS])
    assert np.all(costs <= ceilings + 1e-9)
    np.testing.assert_allclose(costs[path.trivial], ceilings[path.trivial], atol=1e-9)
    assert path.trivial[-1] == (activation != "sigmoid")  # what answers something at 0 stays of use to the output


def test_weights_of_zero_become_a_minimum_at_the_critical_lambda() -> None:
    objective = objective_of((3,))
    critical = critical_lambda(objective)
    assert critical is not None
    for lam, is_minimum in ((0.99 * critical, False), (1.01 * critical, True)):
        trivial = trivial_solution(objective, lam)
        assert trivial is not None
        _, gradient, evaluation = objective.evaluate(trivial.theta, lam)
        assert np.abs(gradient).max() < 1e-9
        least = np.linalg.eigvalsh(objective.hessian(trivial.theta, lam, evaluation))[0]
        assert (least > 0.0) == is_minimum
    assert thresholds(objective).minimum == critical
    assert critical_lambda(objective_of((3,), "sigmoid")) is None


def test_with_l1_and_no_hidden_layer_weights_are_zero_from_lambda_max_on() -> None:
    objective = objective_of((), regularizer="l1")
    largest = largest_lambda(objective)
    path = regularization_path(objective, (0.99 * largest, 1.01 * largest), 1, np.random.default_rng(0))
    assert path.trivial.tolist() == [False, True]
    assert path.collapse_lambda == pytest.approx(largest)


def test_effective_parameters_count_biases() -> None:
    objective = objective_of((3,))
    lambdas = (0.05, 0.5, 50.0)
    path = regularization_path(objective, lambdas, 3, np.random.default_rng(1))
    assert path.trivial.tolist() == [False, False, True]
    bends = curvature(objective, np.array(lambdas), path.theta)
    assert bends is not None
    for solution, found in zip(path.solutions[:2], bends.effective_parameters, strict=False):
        _, _, evaluation = objective.evaluate(solution.theta, 0.0)
        h = np.maximum(np.linalg.eigvalsh(objective.hessian(solution.theta, 0.0, evaluation)), 0.0)
        assert found == pytest.approx(np.sum(h / (h + solution.lam / objective.m)), rel=1e-6)
    _, output = constant_output(objective, 50.0)
    h = output * (1.0 - output)
    assert bends.effective_parameters[2] == pytest.approx(h / (h + 50.0 / objective.m))


@pytest.mark.parametrize("optimizer", ["gradient_descent", "adam", "adamw"])
def test_training_shrinks_biases_as_weights(optimizer: str) -> None:
    """Long enough, gradient descent ends at a minimum of J; one step tells the others."""
    objective = objective_of((2,))
    start = initialize(objective.architecture, np.random.default_rng(3), 1)[0] + 0.5
    free = Architecture(2, (2,))

    def after_one(architecture: Architecture) -> Array:
        found = train(architecture, objective.data, start, (5.0,), learning_rate=0.1, n_epochs=1, optimizer=optimizer)
        end: Array = found.theta[0, -1]
        return end

    penalised, without = after_one(objective.architecture), after_one(free)
    np.testing.assert_array_equal(penalised[free.is_weight], without[free.is_weight])
    decay = 0.1 * 5.0 / objective.m
    if optimizer != "adam":
        np.testing.assert_allclose((without - penalised)[~free.is_weight], decay * start[~free.is_weight], rtol=1e-9)
    else:
        gradient = objective.gradient(start, 5.0)
        np.testing.assert_allclose(start - penalised, 0.1 * gradient / (np.abs(gradient) + 1e-8), rtol=1e-6)


def test_gradient_descent_ends_at_a_minimum_of_this_j() -> None:
    objective = objective_of(())
    found = train(objective.architecture, objective.data, np.zeros(3), (2.0,), learning_rate=1.0, n_epochs=3000).theta[
        0, -1
    ]
    (exact,) = regularization_path(objective, (2.0,), 1, np.random.default_rng(0)).solutions
    np.testing.assert_allclose(found, exact.theta, atol=1e-8)


def test_inputs_far_from_0_are_solved_where_they_are_for_another_mean_has_another_price() -> None:
    near = unbalanced()
    data = TrainingSet.of(near.inputs[:-1].T + 8.0, near.labels)
    objective = Objective(Architecture(2, (3,), penalize_biases=True), data)
    path = regularization_path(objective, LAMBDAS, 1, np.random.default_rng(0))
    assert path.converged.all()
    for solution in path.solutions:
        own = scipy_minimize(lambda theta, lam=solution.lam: by_hand(objective, theta, lam), solution.theta, tol=1e-12)
        assert solution.cost(objective.m, solution.lam) <= own.fun + 1e-7
