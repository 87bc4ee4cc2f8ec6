"""All lambdas at once without hidden layer: scikit-learn's answers, exact zeros, F5, and data that make it hard."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.linear_model import LogisticRegression

from app.engine.analysis.thresholds import thresholds
from app.engine.arrays import Array
from app.engine.linear.linear_path import largest_lambda, linear_path
from app.engine.objective.backpropagation import TrainingSet
from app.engine.objective.network import Architecture
from app.engine.objective.objective import TOLERANCE, Objective, Solution
from app.engine.path.regularization_path import regularization_path
from tests.engine.conftest import SYNTHETIC, training_set

LAMBDAS = np.geomspace(1e-4, 1e3, 41)
LOSSES = ["cross_entropy", "squared_error"]
REGULARIZERS = ["l1", "l2"]


def objective_of(data: TrainingSet, regularizer: str = "l2") -> Objective:
    return Objective(Architecture(len(data.inputs) - 1, ()), data, regularizer)


def random_problem(seed: int, m: int, d: int, loss: str, regularizer: str) -> Objective:
    """Labels of both classes that follow the first input, or real ones."""
    rng = np.random.default_rng(seed)
    points = rng.standard_normal((m, d)) * 10.0 ** rng.uniform(-1.0, 1.0, d) + rng.standard_normal(d)
    labels = points[:, 0] / np.abs(points[:, 0]).max() + 0.5 * rng.standard_normal(m)
    if loss == "cross_entropy":
        labels = (labels > np.median(labels)).astype(float)
    return objective_of(TrainingSet.of(points, labels, loss), regularizer)


def independent_gradient_norm(objective: Objective, solution: Solution) -> float:
    """The least entry-wise distance of 0 from the subdifferential of J, written out without the engine's parts."""
    data, m = objective.data, objective.m
    points, weights, bias = data.inputs[:-1].T, solution.theta[:-1], solution.theta[-1]
    z = points @ weights + bias
    output = z if data.loss == "squared_error" else 0.5 * (1.0 + np.tanh(0.5 * z))
    residual = (output - data.labels) * data.sample_weights
    pull = points.T @ residual
    if objective.regularizer == "l2":
        from_weights = pull + solution.lam / m * weights
    else:
        at_zero = np.maximum(np.abs(pull) - solution.lam / m, 0.0)
        from_weights = np.where(weights == 0.0, at_zero, pull + solution.lam / m * np.sign(weights))
    return float(max(np.abs(from_weights).max(), abs(residual.sum())))


@pytest.mark.parametrize("dataset", SYNTHETIC)
def test_l2_agrees_with_scikit_learn(dataset: str) -> None:
    data = training_set(dataset)
    points = data.inputs[:-1].T
    for solution in linear_path(objective_of(data), np.geomspace(0.01, 100.0, 9).tolist()):
        reference = LogisticRegression(C=1.0 / solution.lam, tol=1e-10, solver="newton-cholesky", max_iter=1000)
        reference.fit(points, data.labels)
        np.testing.assert_allclose(solution.theta, [*reference.coef_[0], reference.intercept_[0]], atol=1e-6)


def test_l1_agrees_with_scikit_learn_and_its_zeros_are_exact() -> None:
    data = training_set("decoys", 200)
    points = data.inputs[:-1].T
    for solution in linear_path(objective_of(data, "l1"), [0.3, 1.0, 3.0, 10.0]):
        reference = LogisticRegression(C=1.0 / solution.lam, l1_ratio=1.0, solver="saga", tol=1e-10, max_iter=20_000)
        reference.fit(points, data.labels)
        np.testing.assert_allclose(solution.theta, [*reference.coef_[0], reference.intercept_[0]], atol=1e-6)
        np.testing.assert_array_equal(solution.theta[:-1] == 0.0, np.abs(reference.coef_[0]) < 1e-7)


@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("regularizer", REGULARIZERS)
@given(st.integers(0, 10**6), st.integers(8, 40), st.integers(1, 10))
def test_every_minimum_is_one_by_an_independent_computation(
    loss: str, regularizer: str, seed: int, m: int, d: int
) -> None:
    objective = random_problem(seed, m, d, loss, regularizer)
    for solution in linear_path(objective, [1e-8, 1e-3, 0.1, 1.0, 30.0, 1e6]):
        assert solution.gradient_norm <= 1e-8
        assert independent_gradient_norm(objective, solution) <= 1e-8
        assert not solution.ran_out


@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("regularizer", REGULARIZERS)
@given(st.integers(0, 10**6), st.integers(8, 40), st.integers(1, 10))
def test_j_rises_and_is_concave_with_the_slope_of_the_envelope(
    loss: str, regularizer: str, seed: int, m: int, d: int
) -> None:
    objective = random_problem(seed, m, d, loss, regularizer)
    lambdas = np.geomspace(1e-3, 1e3, 15)
    found = linear_path(objective, lambdas.tolist())
    total = np.array([solution.cost(m, solution.lam) for solution in found])
    slope = np.array([solution.size for solution in found]) / m
    chord = np.diff(total) / np.diff(lambdas)
    assert (np.diff(total) >= -1e-12).all()
    assert (np.diff([solution.data_cost for solution in found]) >= -1e-9).all()
    rounding = 1e-9 + 1e-13 / np.diff(lambdas)
    assert (chord <= slope[:-1] + rounding).all()  # a concave J lies below its tangents, which are dJ/dlambda = size/m
    assert (chord >= slope[1:] - rounding).all()


@pytest.mark.parametrize("loss", LOSSES)
@given(st.integers(0, 10**6), st.integers(8, 40), st.integers(1, 10))
def test_l1_keeps_every_weight_at_exactly_zero_from_lambda_max_on(loss: str, seed: int, m: int, d: int) -> None:
    objective = random_problem(seed, m, d, loss, "l1")
    points, labels = objective.data.inputs[:-1].T, objective.data.labels
    lambda_max = largest_lambda(objective)
    assert lambda_max == pytest.approx(np.abs(points.T @ (labels.mean() - labels)).max(), rel=1e-10)
    assert thresholds(objective).minimum == thresholds(objective).least == lambda_max
    below, at, above = linear_path(objective, [0.999 * lambda_max, lambda_max, 2.0 * lambda_max])
    assert below.squared_weight_norm > 0.0
    assert at.squared_weight_norm == above.squared_weight_norm == 0.0
    assert not at.theta[:-1].any()


@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("regularizer", REGULARIZERS)
def test_a_fold_is_solved_as_if_its_held_out_samples_were_not_there(loss: str, regularizer: str) -> None:
    whole = random_problem(4, 40, 5, loss, regularizer)
    counts = np.arange(40) % 5 != 2
    weights = np.where(counts, 1.0 / counts.sum(), 0.0)
    fold = objective_of(replace(whole.data, sample_weights=weights), regularizer)
    alone = objective_of(TrainingSet.of(whole.data.inputs[:-1, counts].T, whole.data.labels[counts], loss), regularizer)
    assert largest_lambda(fold) == pytest.approx(largest_lambda(alone), rel=1e-12)
    for left, right in zip(linear_path(fold, [0.1, 1.0]), linear_path(alone, [0.1, 1.0]), strict=True):
        np.testing.assert_allclose(left.theta, right.theta, atol=1e-8)
        assert left.data_cost == pytest.approx(right.data_cost, rel=1e-9)


def hard_points(name: str) -> Array:
    rng = np.random.default_rng(5)
    points = rng.standard_normal((60, 3))
    hard = {
        "far from 0": points + 1000.0,
        "on different scales": points * [1e-4, 1.0, 1e4],
        "twice the same": points[:, [0, 0, 1]],
        "one constant": np.column_stack([points[:, :2], np.full(60, 7.0)]),
        "more inputs than points": rng.standard_normal((6, 10)),
        "skewed": np.exp(2.0 * points),
    }
    return hard[name]


@pytest.mark.parametrize("regularizer", REGULARIZERS)
@pytest.mark.parametrize(
    "name",
    ["far from 0", "on different scales", "twice the same", "one constant", "more inputs than points", "skewed"],
)
def test_hard_data_are_solved_too(name: str, regularizer: str) -> None:
    points = hard_points(name)
    labels = (np.arange(len(points)) % 3 == 0).astype(float)
    objective = objective_of(TrainingSet.of(points, labels), regularizer)
    for solution in linear_path(objective, [1e-8, *LAMBDAS]):
        assert independent_gradient_norm(objective, solution) <= 1e-8


@pytest.mark.parametrize("regularizer", REGULARIZERS)
def test_at_lambda_zero_separable_classes_have_no_minimum_and_others_have_one(
    regularizer: str, rng: np.random.Generator
) -> None:
    points = rng.standard_normal((60, 2))
    clean, noisy = points[:, 0] > 0.0, points[:, 0] + rng.standard_normal(60) > 0.0
    for sides, reason in ((clean, "no_minimum"), (noisy, None)):
        objective = objective_of(TrainingSet.of(points, sides.astype(float)), regularizer)
        path = regularization_path(objective, (0.0, 1.0), 1, rng)
        assert path.reasons == (reason, None)
        assert np.isfinite(path.theta).all()


def test_a_class_that_touches_the_other_in_one_place_only_has_no_minimum_either(rng: np.random.Generator) -> None:
    points = np.array([[-2.0], [-1.0], [0.0], [0.0], [1.0], [2.0]])
    labels = np.array([0.0, 0.0, 0.0, 1.0, 1.0, 1.0])
    path = regularization_path(objective_of(TrainingSet.of(points, labels)), (0.0,), 1, rng)
    assert path.reasons == ("no_minimum",)


def test_the_path_is_the_same_from_every_start_and_in_every_direction() -> None:
    objective = objective_of(training_set("xor"))
    lambdas = (0.0, *LAMBDAS.tolist())
    paths = [
        regularization_path(objective, lambdas, restarts, np.random.default_rng(restarts), direction=direction)
        for restarts, direction in ((1, "best"), (3, "up"), (2, "down"), (1, "independent"))
    ]
    for other in paths[1:]:
        np.testing.assert_array_equal(other.theta, paths[0].theta)
    assert paths[0].converged.all()
    assert (paths[0].gradient_norm <= TOLERANCE).all()


def test_the_l1_path_collapses_at_lambda_max() -> None:
    objective = objective_of(training_set("linear"), "l1")
    path = regularization_path(objective, tuple(LAMBDAS.tolist()), 1, np.random.default_rng(0))
    assert path.collapse_lambda == largest_lambda(objective)
    np.testing.assert_array_equal(path.trivial, path.collapse_lambda <= LAMBDAS)
    assert not path.cliff
