"""The quadratic with an L1 penalty: its optimality conditions, checked entry by entry."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from app.engine.linear.quadratic_l1 import quadratic_l1, solve


@given(st.integers(0, 10**6), st.integers(1, 8), st.integers(1, 12), st.sampled_from([0.0, 1.0]))
def test_every_coordinate_is_balanced_or_held_at_exactly_zero(seed: int, n: int, rows: int, free: float) -> None:
    rng = np.random.default_rng(seed)
    factor = rng.standard_normal((5, rows, n))
    matrices = factor.swapaxes(1, 2) @ factor  # singular where there are fewer rows than coordinates
    targets = (factor.swapaxes(1, 2) @ rng.standard_normal((5, rows, 1)))[..., 0]
    strengths = rng.uniform(0.05, 3.0, (5, n))
    if free and rows >= n:
        strengths[:, -1] = 0.0
    u = quadratic_l1(matrices, targets, strengths, rng.standard_normal((5, n)) * rng.integers(0, 2, (5, n)))
    pull = (matrices @ u[..., None])[..., 0] - targets
    active = u != 0.0
    scale = np.abs(targets).max() + 1.0
    np.testing.assert_allclose(pull[active], -(strengths * np.sign(u))[active], atol=1e-9 * scale)
    assert (np.abs(pull[~active]) <= strengths[~active] + 1e-9 * scale).all()


def test_by_hand_one_coordinate_is_pulled_towards_zero_by_s() -> None:
    """u^2 - 3u + s|u| is least at (3 - s) / 2, and at 0 from s = 3 on."""
    u = quadratic_l1(np.full((3, 1, 1), 2.0), np.full((3, 1), 3.0), np.array([[1.0], [2.9], [3.0]]), np.zeros((3, 1)))
    np.testing.assert_allclose(u[:2, 0], [1.0, 0.05], rtol=1e-12)
    assert u[2, 0] == 0.0


def test_units_of_measurement_do_not_matter_to_a_solve() -> None:
    rng = np.random.default_rng(3)
    factor = rng.standard_normal((1, 6, 4))
    matrix, right = factor.swapaxes(1, 2) @ factor, rng.standard_normal((1, 4))
    units = np.array([1e-6, 1.0, 1e6, 1e3])
    scaled = solve(matrix * units * units[:, None], right * units) * units
    np.testing.assert_allclose(scaled, solve(matrix, right), rtol=1e-10)
