"""Training step by step: the course's update to the bit, the two Adams, several lambdas at once, and divergence."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.engine.arrays import Array
from app.engine.objective.activations import ACTIVATIONS
from app.engine.objective.backpropagation import TrainingSet, data_cost_of, data_gradient
from app.engine.objective.cost import LOSSES, REGULARIZERS
from app.engine.objective.network import Architecture
from app.engine.objective.objective import Objective
from app.engine.path.regularization_path import regularization_path
from app.engine.training.gradient_descent import FAR, OPTIMIZERS, Training, snapshot_epochs, starting_point, train
from tests.engine.conftest import SYNTHETIC, training_set

ALPHA = 0.3
DATA = training_set(n_samples=60)
M = DATA.n_samples
LAMBDAS = (0.0, 0.1, 1.0, 10.0)
COMBINATIONS = [
    (optimizer, regularizer)
    for optimizer in OPTIMIZERS
    for regularizer in REGULARIZERS
    if (optimizer, regularizer) != ("adamw", "l1")
]


def start_of(architecture: Architecture, data: TrainingSet = DATA, seed: int = 3) -> Array:
    return starting_point(architecture, data, np.random.default_rng(seed))


def trained(architecture: Architecture, lambdas: tuple[float, ...] = LAMBDAS, **settings: Any) -> Training:
    """Every epoch of 40, unless asked for otherwise."""
    return train(architecture, DATA, start_of(architecture), lambdas, **{"n_epochs": 40, **settings})


def test_gradient_descent_is_the_update_of_the_course_to_the_bit() -> None:
    """Against the loop a student would write, with the biases as a last column of W."""
    architecture = Architecture(2, (5,))
    lam, alpha, X, y = 2.0, 0.3, DATA.inputs, DATA.labels
    W1, W2 = (block.copy() for block in architecture.blocks(start_of(architecture)))
    found = trained(architecture, (0.5, lam), learning_rate=alpha)
    for epoch in found.epochs:
        for W, block in zip((W1, W2), architecture.blocks(found.theta[1, epoch]), strict=True):
            np.testing.assert_array_equal(W, block)
        A = np.vstack([np.tanh(W1 @ X), np.ones(M)])
        p = (1.0 + np.tanh(W2 @ A / 2.0)) / 2.0
        dZ2 = (p - y) * (1.0 / M)
        dZ1 = W2[:, :-1].T @ dZ2 * (1.0 - A[:-1] * A[:-1])
        dW1, dW2 = dZ1 @ X.T, dZ2 @ A.T
        for W, dW in ((W1, dW1), (W2, dW2)):
            W[:, :-1] = (1 - alpha * lam / M) * W[:, :-1] - alpha * dW[:, :-1]
            W[:, -1] = W[:, -1] - alpha * dW[:, -1]


@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("hidden", [(), (1,), (4,), (3, 2, 3)])
def test_every_step_follows_the_gradient_of_the_cost(loss: str, activation: str, hidden: tuple[int, ...]) -> None:
    architecture, data = Architecture(2, hidden, activation), replace(DATA, loss=loss)
    found = train(architecture, data, start_of(architecture), LAMBDAS, n_epochs=40)
    for lam, path in zip(LAMBDAS, found.theta, strict=True):
        for before, after in pairwise(path):
            push = ALPHA * data_gradient(architecture, before, data)
            shrunk = (1 - ALPHA * lam / M) * before - push
            np.testing.assert_array_equal(after, np.where(architecture.is_weight, shrunk, before - push))


def reference(architecture: Architecture, optimizer: str, regularizer: str, lam: float, n_epochs: int) -> Array:
    """The last theta, by the textbook's formulas, one after the other."""
    theta = start_of(architecture)
    first = second = np.zeros_like(theta)
    for t in range(1, n_epochs + 1):
        weights = np.where(architecture.is_weight, theta, 0.0)
        pull = lam / M * (weights if regularizer == "l2" else np.sign(weights))
        g = data_gradient(architecture, theta, DATA)
        if optimizer == "gradient_descent":
            theta = theta - ALPHA * (g + pull)
            continue
        g = g + pull if optimizer == "adam" else g
        first, second = 0.9 * first + 0.1 * g, 0.999 * second + 0.001 * g**2
        step = first / (1 - 0.9**t) / (np.sqrt(second / (1 - 0.999**t)) + 1e-8)
        theta = theta - ALPHA * (step if optimizer == "adam" else step + pull)
    return theta


@pytest.mark.parametrize(("optimizer", "regularizer"), COMBINATIONS)
@pytest.mark.parametrize("lam", [0.0, 1.0])
def test_every_optimizer_does_what_its_source_says(optimizer: str, regularizer: str, lam: float) -> None:
    architecture = Architecture(2, (4, 3))
    found = trained(architecture, (lam,), optimizer=optimizer, regularizer=regularizer, n_epochs=25)
    # the formulas in another order; rounding grows a little over 25 steps
    np.testing.assert_allclose(found.theta[0, -1], reference(architecture, optimizer, regularizer, lam, 25), atol=1e-9)


def test_adamw_with_l1_is_refused() -> None:
    with pytest.raises(ValueError, match="L2"):
        trained(Architecture(2, (3,)), optimizer="adamw", regularizer="l1")


def test_adam_and_adamw_agree_without_a_penalty_only() -> None:
    architecture = Architecture(2, (4,))
    adam, adamw = (trained(architecture, (0.0, 5.0), optimizer=name).theta[:, -1] for name in ("adam", "adamw"))
    np.testing.assert_array_equal(adam[0], adamw[0])
    assert np.abs(adam[1] - adamw[1]).max() > 0.01


def test_only_decoupled_decay_takes_the_same_share_of_a_weight_that_the_data_do_not_need() -> None:
    """An input that is always 0 has no data gradient: AdamW shrinks its weight by (1 - alpha lambda/m) a step; to Adam
    the penalty's gradient is all there is, which it rescales to steps of about alpha, whatever lambda is."""
    points = np.column_stack([DATA.inputs[0], np.zeros(M)])
    data, architecture = TrainingSet.of(points, DATA.labels), Architecture(2, ())
    start = np.array([0.0, 1.0, 0.0])
    found = {
        name: train(architecture, data, start, (0.1, 1.0), learning_rate=0.01, n_epochs=50, optimizer=name)
        for name in ("adam", "adamw")
    }
    for lam, path in zip((0.1, 1.0), found["adamw"].theta, strict=True):
        np.testing.assert_allclose(path[:, 1], (1 - 0.01 * lam / M) ** np.arange(51), rtol=1e-12)
    weak, strong = found["adam"].theta[:, :, 1]
    np.testing.assert_allclose(weak, strong, atol=1e-5)  # epsilon is not nothing beside a gradient of 1e-3
    assert weak[-1] == pytest.approx(1 - 50 * 0.01, abs=0.05)


@pytest.mark.parametrize(("optimizer", "regularizer"), COMBINATIONS)
@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_a_batch_gives_every_lambda_the_bits_it_has_alone(activation: str, optimizer: str, regularizer: str) -> None:
    architecture = Architecture(2, (4, 3), activation)
    lambdas = (0.0, 0.3, 3.0, 1e3, 1e4)  # the last two diverge where weights shrink by a share
    settings = {"optimizer": optimizer, "regularizer": regularizer, "n_epochs": 60, "snapshots": 20}
    together = trained(architecture, lambdas, **settings)
    for index, lam in enumerate(lambdas):
        alone = trained(architecture, (lam,), **settings)
        np.testing.assert_array_equal(together.theta[index], alone.theta[0])
        assert together.diverged_at[index] == alone.diverged_at[0]


def test_more_lambdas_than_fit_in_one_batch_are_several(monkeypatch: pytest.MonkeyPatch) -> None:
    architecture = Architecture(2, (4,))
    reports: list[tuple[int, int, float]] = []
    together = trained(architecture, n_epochs=100)
    monkeypatch.setattr("app.engine.training.gradient_descent.BATCH_NUMBERS", 2 * M * 5)
    parts = trained(architecture, n_epochs=100, on_progress=lambda *progress: reports.append(progress))
    np.testing.assert_array_equal(parts.theta, together.theta)
    assert [done for done, _, _ in reports] == sorted(done for done, _, _ in reports)
    assert reports[-1] == (100, 100, LAMBDAS[-1])
    assert len(reports) > 4


def test_beyond_two_the_decay_itself_diverges_and_disturbs_no_other_lambda() -> None:
    architecture = Architecture(2, (4,))
    edge = 2.0 * M / ALPHA  # alpha lambda / m = 2
    found = trained(architecture, (1.0, 0.5 * edge, 1.5 * edge), n_epochs=200, snapshots=201)
    assert found.diverged_at[:2] == (None, None)
    end = found.diverged_at[2]
    assert end is not None
    weights = np.abs(found.theta[2][:, architecture.is_weight])
    assert np.isfinite(weights[:end]).all()
    assert np.isnan(found.theta[2, end:]).all()
    largest = weights[:end].max(axis=1)
    assert largest.max() <= FAR * max(1.0, np.abs(found.theta[2, 0]).max())
    np.testing.assert_allclose(largest[11:end] / largest[10 : end - 1], 2.0, rtol=0.01)  # |1 - 3|
    assert np.isfinite(found.theta[:2]).all()


def test_when_all_have_diverged_nothing_more_is_computed() -> None:
    reports: list[tuple[int, int, float]] = []
    found = trained(
        Architecture(2, ()), (1e5, 1e6), n_epochs=10**6, snapshots=5, on_progress=lambda *done: reports.append(done)
    )
    assert all(end is not None and end < 10 for end in found.diverged_at)
    assert reports == [(10**6, 10**6, 1e6)]


def test_steep_costs_overflow_into_divergence_never_into_nan() -> None:
    points = np.array([[1e6, 1e6], [-1e6, 1e6], [1e6, -1e6], [-1e6, -1e6]])
    data = TrainingSet.of(points, np.array([0.0, 1.0, 1.0, 0.0]))
    architecture = Architecture(2, (4, 4, 4), "relu")
    start = 3.0 * np.abs(np.random.default_rng(0).standard_normal(architecture.n_parameters))
    found = train(architecture, data, start, (0.0, 1.0), learning_rate=10.0, n_epochs=50, snapshots=51)
    stays, diverges = found.diverged_at
    assert stays is None  # one step took it far off, where every unit is dead
    assert diverges is not None
    for end, path in zip((51, diverges), found.theta, strict=True):
        assert np.isfinite(path[:end]).all()
        assert np.isnan(path[end:]).all()
        assert np.isfinite(data_cost_of(architecture, path[:end], data)).all()


@given(st.integers(1, 20000), st.integers(2, 1000))
def test_snapshots_begin_at_0_and_end_at_the_end_and_are_as_many_as_may_be(n_epochs: int, at_most: int) -> None:
    epochs = snapshot_epochs(n_epochs, at_most)
    assert epochs[0] == 0
    assert epochs[-1] == n_epochs
    assert len(epochs) == min(at_most, n_epochs + 1)
    assert (np.diff(epochs) > 0).all()


def test_snapshots_are_evenly_spaced_on_a_log_axis_once_epochs_are_dense_enough() -> None:
    epochs = np.array(snapshot_epochs(20000, 60), dtype=float)
    ratios = epochs[31:] / epochs[30:-1]
    assert ratios.max() / ratios.min() < 1.05
    assert snapshot_epochs(5, 60) == (0, 1, 2, 3, 4, 5)
    assert snapshot_epochs(2000, 2) == (0, 2000)


def test_snapshots_are_glimpses_of_one_and_the_same_run() -> None:
    architecture = Architecture(2, (3,))
    every, some = trained(architecture), trained(architecture, snapshots=9)
    np.testing.assert_array_equal(some.theta, every.theta[:, list(some.epochs)])


def test_training_starts_where_a_regularization_path_does_and_at_unit_scale() -> None:
    architecture = Architecture(2, (4,))
    stretched = TrainingSet(DATA.inputs * np.array([[100.0], [0.01], [1.0]]), DATA.labels, DATA.sample_weights)
    ordinary, scaled = (start_of(architecture, data) for data in (DATA, stretched))
    first, other = (architecture.blocks(theta)[0] for theta in (ordinary, scaled))
    np.testing.assert_allclose(first @ DATA.inputs, other @ stretched.inputs)


@pytest.mark.parametrize("regularizer", REGULARIZERS)
def test_a_convex_cost_is_brought_down_to_its_minimum(regularizer: str) -> None:
    """Gradient descent arrives; with L1 the subgradient keeps it jittering by about alpha lambda/m."""
    architecture = Architecture(2, ())
    found = trained(architecture, (0.1, 1.0, 10.0), n_epochs=5000, snapshots=2, regularizer=regularizer)
    weights = found.theta[:, -1, :2]
    if regularizer == "l2":
        path = regularization_path(Objective(architecture, DATA), (0.1, 1.0, 10.0), 1, np.random.default_rng(0))
        np.testing.assert_allclose(found.theta[:, -1], path.theta, atol=1e-5)
    else:
        gradient = data_gradient(architecture, found.theta[:, -1], DATA)[:, :2]
        for lam, w, g in zip((0.1, 1.0, 10.0), weights, gradient, strict=True):
            at_zero = np.abs(w) <= 2 * ALPHA * lam / M
            assert (np.abs(g[at_zero]) <= 1.05 * lam / M).all()
            np.testing.assert_allclose(g[~at_zero], -lam / M * np.sign(w[~at_zero]), atol=1e-5)


@pytest.mark.parametrize("activation", ["tanh", "sigmoid"])
@pytest.mark.parametrize("name", SYNTHETIC)
def test_short_steps_of_gradient_descent_never_raise_the_cost(name: str, activation: str) -> None:
    data = training_set(name, 60)
    architecture = Architecture(len(data.inputs) - 1, (4, 3), activation)
    found = train(architecture, data, start_of(architecture, data), LAMBDAS, learning_rate=0.02, n_epochs=300)
    squares = (found.theta[..., architecture.is_weight] ** 2).sum(axis=-1)
    cost = data_cost_of(architecture, found.theta, data) + np.array(LAMBDAS)[:, None] / (2 * data.n_samples) * squares
    assert (np.diff(cost) < 0).all()


def test_more_regularization_ends_in_smaller_weights() -> None:
    found = trained(Architecture(2, (4,)), (0.0, 0.1, 1.0, 10.0), n_epochs=2000)
    norms = (found.theta[:, -1, Architecture(2, (4,)).is_weight] ** 2).sum(axis=1)
    assert (np.diff(norms) < 0).all()
