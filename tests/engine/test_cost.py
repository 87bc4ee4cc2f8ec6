from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.engine.objective.cost import REGULARIZERS, accuracy, entropy, losses, penalty


@given(st.floats(-800, 800), st.sampled_from([0.0, 1.0]))
def test_the_loss_is_minus_the_log_of_the_probability_given_to_the_label(logit: float, label: float) -> None:
    expected = np.logaddexp(0.0, -logit if label else logit)
    assert losses(np.array([logit]), np.array([label]))[0] == pytest.approx(expected, rel=1e-12, abs=1e-15)


def test_published_penalty_of_the_course() -> None:
    # L2 of weights (1, 2, 2) at lambda = 0.7 and m = 4: 0.7 / 8 * 9. L1: 0.7 / 4 * 5.
    weights = np.array([1.0, -2.0, 2.0])
    assert penalty("l2", weights, 0.7 / 4) == pytest.approx(0.7 / 8 * 9)
    assert penalty("l1", weights, 0.7 / 4) == pytest.approx(0.7 / 4 * 5)


@pytest.mark.parametrize("name", REGULARIZERS)
def test_the_slope_is_the_derivative_of_the_size(name: str) -> None:
    weights = np.array([0.3, -1.2, 4.0])
    rise = [REGULARIZERS[name].size(weights + d) - REGULARIZERS[name].size(weights - d) for d in 1e-6 * np.eye(3)]
    np.testing.assert_allclose(REGULARIZERS[name].slope(weights), np.array(rise) / 2e-6, rtol=1e-8)


def test_entropy_is_largest_for_even_shares_and_0_for_one_class() -> None:
    assert entropy(0.5) == pytest.approx(np.log(2.0))
    assert entropy(0.0) == entropy(1.0) == 0.0
    assert entropy(0.2) == pytest.approx(entropy(0.8))
    assert entropy(0.2) < entropy(0.3)


def test_accuracy_is_the_share_on_the_right_side() -> None:
    assert accuracy(np.array([2.0, -1.0, 0.5, -0.5]), np.array([1.0, 0.0, 0.0, 0.0])) == 0.75


def test_an_output_of_exactly_one_half_counts_as_class_0() -> None:
    assert accuracy(np.zeros(3), np.array([0.0, 0.0, 1.0])) == pytest.approx(2 / 3)
