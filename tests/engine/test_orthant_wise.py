"""L1 behind hidden layers: stationary by its own definition, zeros that are zeros, and what exact minima have."""

from __future__ import annotations

import numpy as np
import pytest

from app.engine.arrays import Array
from app.engine.objective.backpropagation import TrainingSet
from app.engine.objective.cost import entropy
from app.engine.objective.network import Architecture, initialize
from app.engine.objective.objective import NEWTON_PARAMETERS, TOLERANCE, Objective
from app.engine.path.regularization_path import RegularizationPath, regularization_path
from app.engine.solvers.damped_newton import FRESH_DAMPING
from app.engine.solvers.orthant_wise import orthant_wise_lbfgs, orthant_wise_newton
from app.engine.solvers.solver import minimize
from tests.engine.conftest import training_set

LAMBDAS = tuple(np.geomspace(1e-3, 30.0, 12).tolist())


def objective_of(
    hidden: tuple[int, ...] = (5,), activation: str = "tanh", data: TrainingSet | None = None
) -> Objective:
    return Objective(Architecture(2, hidden, activation), data or training_set("moons", 100), "l1")


def path_of(objective: Objective, lambdas: tuple[float, ...] = LAMBDAS) -> RegularizationPath:
    return regularization_path(objective, lambdas, 1, np.random.default_rng(3))


def start_of(objective: Objective, seed: int = 5) -> Array:
    start: Array = initialize(objective.architecture, np.random.default_rng(seed), 1)[0]
    return start


def by_hand(objective: Objective, theta: Array, lam: float) -> tuple[float, Array]:
    """J and the infinity norms, per parameter, of its least subgradient: one hidden layer, point by point."""
    layers = objective.architecture.layers(theta)
    (hidden, output), data = layers, objective.data
    points, labels = data.inputs[:-1].T, data.labels
    strength, cost = lam / len(labels), 0.0
    gradient = [np.zeros_like(part) for layer in layers for part in (layer.weights, layer.biases)]
    for x, y in zip(points, labels, strict=True):
        z = hidden.weights @ x + hidden.biases
        a = np.tanh(z) if objective.architecture.activation == "tanh" else 1.0 / (1.0 + np.exp(-z))
        slope = 1.0 - a**2 if objective.architecture.activation == "tanh" else a * (1.0 - a)
        score = float(output.weights[0] @ a + output.biases[0])
        cost += (np.logaddexp(0.0, score) - y * score) / len(labels)
        r = (1.0 / (1.0 + np.exp(-score)) - y) / len(labels)
        pull = r * output.weights[0] * slope
        for part, added in zip(gradient, (np.outer(pull, x), pull, r * a[None], np.array([r])), strict=True):
            part += added
    least = []
    for weights, at in ((hidden.weights, 0), (output.weights, 2)):
        cost += strength * np.abs(weights).sum()
        held = np.maximum(np.abs(gradient[at]) - strength, 0.0)
        least += [np.where(weights == 0.0, held, np.abs(gradient[at] + strength * np.sign(weights))).ravel()]
        least += [np.abs(gradient[at + 1]).ravel()]
    return cost, np.concatenate(least)


@pytest.mark.parametrize("activation", ["tanh", "sigmoid"])
@pytest.mark.parametrize("name", ["moons", "circles"])
def test_every_lambda_is_solved_to_the_tolerance_by_an_independent_pass(name: str, activation: str) -> None:
    objective = objective_of(activation=activation, data=training_set(name, 100))
    path = path_of(objective)
    assert path.converged.all()
    for solution in path.solutions:
        cost, least = by_hand(objective, solution.theta, solution.lam)
        assert least.max() <= TOLERANCE
        assert least.max() == pytest.approx(solution.gradient_norm, abs=1e-12)
        assert cost == pytest.approx(solution.cost(objective.m, solution.lam), rel=1e-12)


def test_weights_are_zero_exactly_or_not_near_it() -> None:
    objective = objective_of()
    weights = path_of(objective).theta[:, objective.architecture.is_weight]
    assert np.count_nonzero(weights == 0.0) > 40
    assert np.abs(weights[weights != 0.0]).min() > 1e-6


def test_a_unit_without_outgoing_weight_has_no_incoming_ones() -> None:
    path = path_of(objective_of((8,)))
    n_dead = 0.0
    for theta in path.theta:
        hidden, output = Architecture(2, (8,)).layers(theta)
        dead = output.weights[0] == 0.0
        assert np.array_equal(dead, ~hidden.weights.any(axis=1))
        n_dead += dead.sum()
    assert n_dead > 20


def test_j_rises_and_is_concave_with_the_sum_of_weights_as_its_slope() -> None:
    objective = objective_of()
    path = path_of(objective, tuple(np.geomspace(1e-3, 30.0, 25).tolist()))
    lambdas = np.array([solution.lam for solution in path.solutions])
    costs = path.data_cost + lambdas / objective.m * path.size
    slopes = path.size / objective.m
    secants = np.diff(costs) / np.diff(lambdas)
    assert np.all(np.diff(costs) >= -1e-9)
    assert np.all(secants <= slopes[:-1] + 1e-9)
    assert np.all(secants >= slopes[1:] - 1e-9)
    assert np.all(np.diff(path.data_cost) >= -1e-9)
    assert np.all(np.diff(path.size) <= 1e-7)


def test_the_budget_holds() -> None:
    objective = objective_of()
    for solution in path_of(objective).solutions:
        budget = entropy(float(objective.data.labels.mean())) - solution.data_cost
        assert solution.lam / objective.m * solution.size <= budget + 1e-9


def test_large_penalties_leave_the_trivial_model() -> None:
    path = path_of(objective_of())
    assert path.trivial[-1]
    assert not path.theta[-1, Architecture(2, (5,)).is_weight].any()
    assert path.collapse_lambda is not None
    before = np.flatnonzero(path.trivial)[0]
    assert path.solutions[before - 1].lam <= path.collapse_lambda <= path.solutions[before].lam


@pytest.mark.parametrize("lam", [0.01, 0.3])
def test_the_order_of_units_and_points_does_not_matter(lam: float) -> None:
    objective = objective_of()
    start, data = start_of(objective), objective.data
    hidden, output = objective.architecture.blocks(start)
    units, points = np.random.default_rng(1).permutation(5), np.random.default_rng(2).permutation(data.n_samples)
    other = start.copy()
    blocks = objective.architecture.blocks(other)
    blocks[0][...] = hidden[units]
    blocks[1][0, :-1] = output[0, :-1][units]
    shuffled = TrainingSet(data.inputs[:, points], data.labels[points], data.sample_weights)
    here = minimize(objective, start, lam, 200, FRESH_DAMPING)
    there = minimize(objective_of(data=shuffled), other, lam, 200, FRESH_DAMPING)
    assert here.converged
    assert there.converged
    assert here.cost(objective.m, lam) == pytest.approx(there.cost(objective.m, lam), abs=1e-8)


def test_no_small_step_lowers_j(rng: np.random.Generator) -> None:
    objective = objective_of()
    for solution in path_of(objective).solutions:
        steps = rng.standard_normal((200, len(solution.theta)))
        steps[::2][:, (solution.theta == 0.0) & objective.architecture.is_weight] = 0.0
        for step in 1e-4 * steps / np.linalg.norm(steps, axis=1, keepdims=True):
            value = objective.evaluate(solution.theta + step, solution.lam)[0]
            assert value >= solution.cost(objective.m, solution.lam) - 1e-10


def test_two_hidden_layers_say_where_they_are_not_solved() -> None:
    objective = objective_of((4, 4))
    path = path_of(objective)
    for solution, reason in zip(path.solutions, path.reasons, strict=True):
        assert (reason is None) == (solution.gradient_norm <= TOLERANCE)
        assert reason in (None, "work_limit", "rounding")
    assert path.converged.mean() > 0.8


def test_a_work_limit_is_said() -> None:
    objective = objective_of()
    solution = orthant_wise_newton(objective, start_of(objective), 0.01, 2, FRESH_DAMPING)
    assert solution.ran_out
    assert not solution.converged


def test_limited_memory_steps_come_to_a_minimum_too() -> None:
    objective = objective_of()
    start = start_of(objective)
    exact = orthant_wise_newton(objective, start, 0.3, 200, FRESH_DAMPING)
    rough = orthant_wise_lbfgs(objective, exact.theta + 0.05 * np.sign(exact.theta), 0.3, 2000)
    assert rough.cost(objective.m, 0.3) == pytest.approx(exact.cost(objective.m, 0.3), rel=1e-4)
    weights = rough.theta[objective.architecture.is_weight]
    assert np.array_equal(weights == 0.0, exact.theta[objective.architecture.is_weight] == 0.0)


def test_large_networks_take_limited_memory_steps_and_never_end_higher() -> None:
    objective = objective_of((24, 24))
    assert objective.architecture.n_parameters > NEWTON_PARAMETERS
    start = start_of(objective)
    solution = minimize(objective, start, 0.3, max_steps=20)
    assert solution.cost(objective.m, 0.3) < objective.evaluate(start, 0.3)[0]
    assert solution.converged or solution.ran_out
    assert np.any(solution.theta[objective.architecture.is_weight] == 0.0)
