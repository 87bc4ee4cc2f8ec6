from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.engine.data.datasets import (
    DATASETS,
    bayes_accuracy,
    draw,
    draw_test,
    mislabel,
    standardization,
    streams,
    training_mask,
)
from tests.engine.conftest import SYNTHETIC


@pytest.mark.parametrize("name", SYNTHETIC)
def test_the_same_seed_draws_the_same_points_and_another_seed_others(name: str) -> None:
    kind = DATASETS[name]
    first, again, other = (draw(kind, 50, 0.2, 1, streams(seed)["points"])[0] for seed in (3, 3, 4))
    np.testing.assert_array_equal(first, again)
    assert np.abs(first - other).max() > 0.1


@pytest.mark.parametrize("name", SYNTHETIC)
def test_more_points_and_more_nuisance_inputs_keep_the_points_there_were(name: str) -> None:
    kind = DATASETS[name]
    few, _ = draw(kind, 20, 0.2, 0, streams(1)["points"])
    many, labels = draw(kind, 60, 0.2, 3, streams(1)["points"])
    np.testing.assert_array_equal(many[:20, : kind.n_inputs], few)
    assert many.shape == (60, kind.n_inputs + 3)
    assert labels.sum() == 30


@pytest.mark.parametrize("name", SYNTHETIC)
def test_the_density_is_that_of_the_draws(name: str) -> None:
    """Points that the density calls class 1 with probability p are of class 1 in that share."""
    kind = DATASETS[name]
    assert kind.noise is not None
    assert kind.log_density is not None
    fresh = draw_test(kind, kind.noise, 0, np.random.default_rng(5))
    zero, one = (kind.log_density(fresh.points[:, :2], label, kind.noise) for label in (0, 1))
    p = 1.0 / (1.0 + np.exp(zero - one))
    for low in np.arange(0.0, 1.0, 0.25):
        inside = (p >= low) & (p < low + 0.25)
        if inside.sum() >= 30:
            error = 4.0 * 0.5 / np.sqrt(inside.sum())  # four standard deviations of a share
            assert abs(fresh.labels[inside].mean() - p[inside].mean()) < error
    assert abs(np.mean((p > 0.5) == (fresh.labels > 0.5)) - fresh.bayes_accuracy) < 0.02


def test_overlapping_clouds_have_the_bayes_accuracy_of_the_textbook() -> None:
    # Two round Gaussians at distance d and deviation s: accuracy Phi(d / 2s), here Phi(0.7211 / 0.6) = 0.8853.
    fresh = draw_test(DATASETS["blobs"], 0.6, 0, np.random.default_rng(0))
    assert fresh.bayes_accuracy == pytest.approx(0.8853, abs=0.01)
    assert bayes_accuracy(DATASETS["blobs"], fresh.points, 0.0) == 1.0


@pytest.mark.parametrize("name", SYNTHETIC)
@pytest.mark.parametrize("noise", [1e-300, 1e-9, 1e-5, 1e-3])
def test_with_hardly_any_noise_nearly_every_point_can_be_told(name: str, noise: float) -> None:
    fresh = draw_test(DATASETS[name], noise, 0, np.random.default_rng(0))
    # 2e-3: squares and halves touch, where jitter of 1e-3 blurs about as much
    assert fresh.bayes_accuracy == pytest.approx(1.0, abs=2e-3)


@given(st.integers(2, 60), st.floats(0.0, 0.9), st.integers(0, 50))
def test_the_split_keeps_both_classes_in_training(n: int, fraction: float, seed: int) -> None:
    labels = np.arange(n, dtype=np.float64) % 2.0
    training = training_mask(labels, fraction, np.random.default_rng(seed))
    assert set(labels[training]) == {0.0, 1.0}
    assert abs((~training).sum() - min(round(fraction * n), n - 2)) <= 1


@given(st.integers(10, 80), st.floats(0.0, 0.5), st.integers(0, 50))
def test_only_training_labels_are_flipped_and_as_many_as_asked(n: int, fraction: float, seed: int) -> None:
    labels = np.arange(n, dtype=np.float64) % 2.0
    training = training_mask(labels, 0.5, np.random.default_rng(seed))
    flipped_labels, flipped = mislabel(labels, training, fraction, np.random.default_rng(seed))
    assert flipped.sum() == round(fraction * training.sum())
    assert not flipped[~training].any()
    np.testing.assert_array_equal(flipped_labels != labels, flipped)


def test_a_constant_input_keeps_scale_1() -> None:
    mean, scale = standardization(np.array([[1.0, 5.0], [3.0, 5.0]]))
    np.testing.assert_array_equal(mean, [2.0, 5.0])
    np.testing.assert_array_equal(scale, [1.0, 1.0])
