"""Ridge and lasso against scikit-learn, and their optimality conditions where scikit-learn does not get there."""

from __future__ import annotations

import warnings

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import Lasso, Ridge

from app.engine.arrays import Array
from app.engine.data.polynomial import PolynomialFeatures
from app.engine.linear.least_squares import least_squares
from app.engine.objective.backpropagation import TrainingSet

LAMBDAS = np.geomspace(1e-3, 1e3, 13)


def noisy_wave(m: int, degree: int, seed: int = 0) -> tuple[Array, Array]:
    """Polynomial features (m, degree) and labels (m,)."""
    rng = np.random.default_rng(seed)
    x = rng.uniform(-1.0, 1.0, m)
    return PolynomialFeatures.of(x, degree)(x), np.sin(4.0 * x) + 0.3 * rng.standard_normal(m)


def solved(points: Array, labels: Array, regularizer: str, lambdas: Array) -> Array:
    data = TrainingSet.of(points, labels, "squared_error")
    return least_squares(data, regularizer, lambdas / len(labels))


@pytest.mark.parametrize(("m", "degree"), [(10, 6), (10, 12), (40, 3), (200, 12)])
def test_ridge_has_the_coefficients_of_scikit_learn(m: int, degree: int) -> None:
    points, labels = noisy_wave(m, degree)
    theta = solved(points, labels, "l2", LAMBDAS)
    for lam, row in zip(LAMBDAS, theta, strict=True):
        reference = Ridge(alpha=lam, solver="svd").fit(points, labels)
        np.testing.assert_allclose(row, [*reference.coef_, reference.intercept_], atol=1e-8)


@pytest.mark.parametrize(("m", "degree"), [(10, 6), (40, 3), (200, 5)])
def test_lasso_has_the_coefficients_of_scikit_learn(m: int, degree: int) -> None:
    points, labels = noisy_wave(m, degree)
    lambdas = np.geomspace(0.03, 100.0, 13)
    for lam, row in zip(lambdas, solved(points, labels, "l1", lambdas), strict=True):
        with warnings.catch_warnings():  # a duality gap of 1e-16 is asked for, and 1e-15 is reached
            warnings.simplefilter("ignore", ConvergenceWarning)
            reference = Lasso(alpha=lam / m, tol=1e-16, max_iter=100_000).fit(points, labels)
        np.testing.assert_allclose(row, [*reference.coef_, reference.intercept_], atol=1e-8)
        np.testing.assert_array_equal(row[:-1] == 0.0, np.abs(reference.coef_) < 1e-12)


@given(st.integers(0, 10**6), st.integers(4, 60), st.integers(1, 12), st.sampled_from([1e-8, 1e-4, 0.1, 3.0]))
def test_the_lasso_is_balanced_or_held_at_exactly_zero(seed: int, m: int, degree: int, lam: float) -> None:
    points, labels = noisy_wave(m, degree, seed)
    theta = solved(points, labels, "l1", np.array([lam]))[0]
    residual = points @ theta[:-1] + theta[-1] - labels
    pull = points.T @ residual / m
    active = theta[:-1] != 0.0
    assert abs(residual.mean()) <= 1e-9
    np.testing.assert_allclose(pull[active], -lam / m * np.sign(theta[:-1][active]), atol=1e-9)
    assert (np.abs(pull[~active]) <= lam / m + 1e-9).all()


def test_of_two_equal_columns_both_stay_on_the_side_that_the_data_pull_to() -> None:
    """On three points t^3 can be a multiple of t: after standardization the same column twice."""
    x, labels = np.array([11.0, 0.0, 1.0]), np.array([0.0, 29.0, 0.0])
    points = PolynomialFeatures.of(x, 3)(x)
    theta = solved(points, labels, "l1", np.array([1e-3, 1.0]))
    residual = points @ theta[:, :-1].T + theta[:, -1] - labels[:, None]
    balance = (points.T @ residual / 3.0).T + np.sign(theta[:, :-1]) * np.array([[1e-3], [1.0]]) / 3.0
    assert np.abs(balance[theta[:, :-1] != 0.0]).max() < 1e-12


@pytest.mark.parametrize("regularizer", ["l1", "l2"])
def test_without_penalty_the_least_of_all_least_squares_fits_is_taken(regularizer: str) -> None:
    points, labels = noisy_wave(10, 12)
    theta = solved(points, labels, regularizer, np.zeros(1))[0]
    np.testing.assert_allclose(points @ theta[:-1] + theta[-1], labels, atol=1e-9)  # twelve powers meet ten points
    centred = points - points.mean(axis=0)
    least = np.linalg.pinv(centred, rcond=1e-13) @ (labels - labels.mean())
    assert np.linalg.norm(theta[:-1]) <= np.linalg.norm(least) * (1.0 + 1e-6)


@pytest.mark.parametrize("regularizer", ["l1", "l2"])
def test_samples_of_weight_zero_are_not_there(regularizer: str) -> None:
    points, labels = noisy_wave(20, 4)
    counts = np.arange(20) % 4 != 1
    data = TrainingSet.of(points, labels, "squared_error")
    weights = np.where(counts, 1.0 / counts.sum(), 0.0)
    held_out = TrainingSet(data.inputs, data.labels, weights, data.loss)
    strengths = LAMBDAS / counts.sum()
    alone = solved(points[counts], labels[counts], regularizer, LAMBDAS)
    np.testing.assert_allclose(least_squares(held_out, regularizer, strengths), alone, atol=1e-12)
