"""Regression data sets: what their names say, the same for the same seed, and scattered about their curve."""

from __future__ import annotations

import numpy as np
import pytest

from app.engine.data.regression_datasets import CURVES, draw_curve, draw_curve_test, random_mask


def test_eight_points_lie_on_a_line_and_two_far_off() -> None:
    kind = CURVES["line_and_two"]
    x, labels = draw_curve(kind, kind.n_samples, kind.noise, np.random.default_rng(1))
    distance = np.abs(labels - x)
    assert len(x) == 10
    assert (distance < 1e-12).sum() == 8
    assert (distance[distance >= 1e-12] > 1.0).all()


@pytest.mark.parametrize("name", CURVES)
def test_jitter_has_the_deviation_asked_for_and_moves_the_same_points(name: str) -> None:
    kind = CURVES[name]
    x, labels = draw_curve_test(kind, 0.3, np.random.default_rng(1))
    assert np.std(labels - kind.truth(x)) == pytest.approx(0.3, rel=0.05)
    assert x.min() >= -1.0
    assert x.max() <= 1.0
    once, twice = (draw_curve(kind, kind.n_samples, noise, np.random.default_rng(1)) for noise in (0.1, 0.2))
    np.testing.assert_array_equal(once[0], twice[0])
    on_curve = np.ones(kind.n_samples, dtype=bool)
    on_curve[[index for index, _ in kind.far_off]] = False
    off = once[1] - kind.truth(once[0])
    np.testing.assert_allclose(2.0 * off[on_curve], (twice[1] - kind.truth(twice[0]))[on_curve], atol=1e-12)


@pytest.mark.parametrize(("n", "fraction", "training"), [(10, 0.0, 10), (10, 0.5, 5), (3, 0.9, 2), (2, 0.5, 2)])
def test_the_share_held_out_is_the_one_asked_for_but_two_points_stay(n: int, fraction: float, training: int) -> None:
    assert random_mask(n, fraction, np.random.default_rng(1)).sum() == training
