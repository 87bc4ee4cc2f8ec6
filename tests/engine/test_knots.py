"""The knots of L1: where the minimum's zeros change, by solving around them, and by scikit-learn's LARS."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.linear_model import lars_path

from app.engine.arrays import Mask
from app.engine.linear.knots import WeightKnot, linear_knots
from app.engine.linear.linear_path import largest_lambda, linear_path
from app.engine.objective.backpropagation import TrainingSet
from app.engine.objective.network import Architecture
from app.engine.objective.objective import Objective

LOSSES = ["cross_entropy", "squared_error"]


def correlated(seed: int, m: int, d: int, loss: str) -> Objective:
    """The first input is about the sum of those that count: it enters first, and returns to 0."""
    rng = np.random.default_rng(seed)
    points = rng.standard_normal((m, d))
    labels = points[:, 1:].sum(axis=1) + 0.5 * rng.standard_normal(m)
    points[:, 0] = points[:, 1:].sum(axis=1) + 0.5 * points[:, 0]
    if loss == "cross_entropy":
        labels = (labels > np.median(labels)).astype(float)
    return Objective(Architecture(d, ()), TrainingSet.of(points, labels, loss), "l1")


def is_active(objective: Objective, lam: float) -> Mask:
    return np.asarray(linear_path(objective, [lam])[0].theta[:-1] != 0.0)


def active_after(knots: list[WeightKnot], n: int, d: int) -> Mask:
    active = np.zeros(d, dtype=np.bool_)
    for knot in knots[:n]:
        assert active[knot.weight] != knot.enters
        active[knot.weight] = knot.enters
    return active


@pytest.mark.parametrize("loss", LOSSES)
@given(st.integers(0, 10**6), st.integers(12, 40), st.integers(1, 6))
def test_between_knots_the_zeros_are_those_of_the_minimum_there(loss: str, seed: int, m: int, d: int) -> None:
    objective = correlated(seed, m, d, loss)
    lowest, beside = 0.01 * largest_lambda(objective), 1e-4  # weights are exact to 1e-9 over the curvature
    knots = linear_knots(objective, lowest)
    places = [1.1 * knots[0].lam, *(knot.lam for knot in knots), lowest]
    assert knots[0].lam == pytest.approx(largest_lambda(objective), rel=1e-9)
    for n, (above, below) in enumerate(pairwise(places)):
        assert above >= below
        if above > below * (1.0 + 3.0 * beside):
            for lam in (above * (1.0 - beside), np.sqrt(above * below), below * (1.0 + beside)):
                np.testing.assert_array_equal(is_active(objective, lam), active_after(knots, n, d))


def test_the_lasso_has_the_knots_of_lars() -> None:
    for seed in range(10):
        objective = correlated(seed, 40, 8, "squared_error")
        points, labels = objective.data.inputs[:-1].T, objective.data.labels
        alphas, order, _ = lars_path(points - points.mean(axis=0), labels - labels.mean(), method="lasso")
        knots = linear_knots(objective, 1e-12)
        np.testing.assert_allclose([knot.lam / objective.m for knot in knots], alphas[:-1], rtol=1e-9)
        last = [knot.weight for knot in knots if knot.enters][-1]
        assert last == order[-1]


def test_weights_that_return_to_zero_are_knots_too() -> None:
    for loss in LOSSES:
        objectives = [correlated(seed, 30, 6, loss) for seed in range(20)]
        assert any(not knot.enters for objective in objectives for knot in linear_knots(objective, 1e-3))


@pytest.mark.parametrize("loss", LOSSES)
def test_of_two_equal_inputs_one_is_enough(loss: str) -> None:
    whole = correlated(3, 30, 3, loss)
    points = whole.data.inputs[:-1].T
    twice = TrainingSet.of(points[:, [0, 0, 1, 2]], whole.data.labels, loss)
    single = linear_knots(whole, 1e-2)
    double = linear_knots(Objective(Architecture(4, ()), twice, "l1"), 1e-2)
    np.testing.assert_allclose([knot.lam for knot in double], [knot.lam for knot in single], rtol=1e-8)


@pytest.mark.parametrize("loss", LOSSES)
def test_above_the_largest_lambda_there_are_no_knots(loss: str) -> None:
    objective = correlated(1, 20, 3, loss)
    assert linear_knots(objective, 1.01 * largest_lambda(objective)) == []
