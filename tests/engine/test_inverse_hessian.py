"""The inverse of a Hessian under BFGS corrections: the same matrix, whichever way it is kept."""

from __future__ import annotations

import numpy as np
import pytest

from app.engine.arrays import Array
from app.engine.solvers.inverse_hessian import LARGE, PARAMETERS_PER_PAIR, InverseHessian

SIZES = [5, LARGE - 1, LARGE, LARGE + 30]


def quadratic(n: int, rng: np.random.Generator) -> Array:
    """A positive definite Hessian (n, n)."""
    half = rng.standard_normal((n, 2 * n))
    return np.asarray(half @ half.T / n)


def textbook(inverse: Array, step: Array, change: Array) -> Array:
    """Nocedal and Wright, equation 6.17, as it stands there."""
    rho = 1.0 / (change @ step)
    left = np.eye(len(step)) - rho * np.outer(step, change)
    return np.asarray(left @ inverse @ left.T + rho * np.outer(step, step))


@pytest.mark.parametrize("n", SIZES)
def test_corrections_are_those_of_the_textbook(n: int, rng: np.random.Generator) -> None:
    hessian, true = quadratic(n, rng), quadratic(n, rng)
    inverse = InverseHessian(np.asarray(np.linalg.cholesky(hessian)))
    expected: Array = np.asarray(np.linalg.inv(hessian))
    vector = rng.standard_normal(n)
    for _ in range(3 + n // PARAMETERS_PER_PAIR):  # until those kept apart have become part of the matrix, and further
        step = rng.standard_normal(n)
        change = true @ step
        inverse.correct(step, change)
        expected = textbook(expected, step, change)
        np.testing.assert_allclose(inverse @ change, step, atol=1e-8)
        np.testing.assert_allclose(inverse @ vector, expected @ vector, rtol=1e-6, atol=1e-8)


@pytest.mark.parametrize("n", SIZES)
def test_a_step_along_which_j_bends_down_changes_nothing(n: int, rng: np.random.Generator) -> None:
    inverse = InverseHessian(np.asarray(np.linalg.cholesky(quadratic(n, rng))))
    vector, step = rng.standard_normal((2, n))
    before = inverse @ vector
    inverse.correct(step, -step)
    np.testing.assert_array_equal(inverse @ vector, before)
