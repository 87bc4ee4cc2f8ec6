"""Polynomial features: their scale, and that they describe the polynomials they say."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.engine.data.polynomial import MAX_DEGREE, PolynomialFeatures


@given(st.integers(0, 10**6), st.integers(3, 50), st.integers(1, MAX_DEGREE))
def test_features_of_training_points_have_mean_0_and_deviation_1_or_do_not_vary(seed: int, n: int, degree: int) -> None:
    x = np.random.default_rng(seed).normal(1990.0, 12.0, n)
    features = PolynomialFeatures.of(x, degree)(x)
    np.testing.assert_allclose(features.mean(axis=0), 0.0, atol=1e-7)
    np.testing.assert_allclose(features.std(axis=0), 1.0, atol=1e-7)


def test_points_all_in_one_place_have_features_of_0() -> None:
    x = np.full(4, 3.0)
    np.testing.assert_array_equal(PolynomialFeatures.of(x, 5)(x), np.zeros((4, 5)))


def test_by_hand() -> None:
    """x = 0, 2, 4: mean 2, deviation sqrt(8/3), t^2 = 1.5, 0, 1.5 with mean 1 and deviation sqrt(1/2)."""
    features = PolynomialFeatures.of(np.array([0.0, 2.0, 4.0]), 2)
    np.testing.assert_allclose(features(np.array([4.0, 2.0])), [[np.sqrt(1.5), np.sqrt(0.5)], [0.0, -np.sqrt(2.0)]])


@pytest.mark.parametrize("degree", [1, 2, 5, MAX_DEGREE])
def test_the_coefficients_of_the_powers_of_x_draw_the_same_curve(degree: int) -> None:
    rng = np.random.default_rng(2)
    x = rng.uniform(-1.0, 1.0, 20)
    features = PolynomialFeatures.of(x, degree)
    theta = rng.standard_normal((3, degree + 1))
    curves = features(x) @ theta[:, :-1].T + theta[:, -1]
    powers = np.vander(x, degree + 1, increasing=True)
    np.testing.assert_allclose(powers @ features.coefficients(theta).T, curves, atol=1e-8)
