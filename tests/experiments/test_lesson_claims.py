"""What the lessons say in words, without a number on screen, computed anew from the engine's own answers."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import pytest

from app.experiments.address.parsing import parse
from app.experiments.compute.cost import compute_cost
from app.experiments.compute.path import compute_path
from app.experiments.compute.training import compute_training
from app.experiments.requests.cost_request import CostRequest
from app.experiments.requests.experiment import Experiment
from app.experiments.requests.training_run import TrainingRun

Answer = dict[str, Any]
LAMBDAS = (0.0, *(float(f"{10 ** (-4 + i / 6):.6g}") for i in range(43)))
"""Those of the lessons."""


@cache
def solved(**values: Any) -> Answer:
    return compute_path(parse(Experiment, {"lambdas": LAMBDAS} | values), lambda *_: None)


def at(lam: float) -> int:
    return LAMBDAS.index(lam)


def two_weights(seed: int, n_samples: int = 100, **values: Any) -> Answer:
    return solved(dataset="linear", n_samples=n_samples, hidden_layer_sizes=(), seed=seed, **values)


@pytest.mark.slow
def test_two_weights_are_best_at_lambda_0_where_training_labels_are_wrong_and_seldom_where_all_are_right() -> None:
    some = LAMBDAS[:1] + LAMBDAS[1::3]
    wrong, right = (
        [two_weights(seed, mislabeled=share, lambdas=some) for seed in range(1, 41)] for share in (0.06, 0.0)
    )
    best_at_0 = [sum(int(np.argmin(one["test"]["cross_entropy"])) == 0 for one in many) for many in (wrong, right)]
    assert best_at_0[0] >= 36
    assert best_at_0[1] <= 14  # for most data sets a larger one is better
    assert sum(one["reason"][0] == "no_minimum" for one in right) >= 12  # their weights often grow for ever
    sizes = [float(np.median([one["squared_weight_norm"][0] for one in many])) for many in (wrong, right)]
    assert sizes[0] < sizes[1] / 20  # wrong labels do a penalty's work


def test_with_very_many_points_lambda_hardly_matters() -> None:
    some = LAMBDAS[:1] + LAMBDAS[1::3]
    fresh = [two_weights(seed, mislabeled=0.0, n_samples=2000, lambdas=some)["test"] for seed in range(1, 11)]
    truth = [one["cross_entropy"] for one in fresh]
    assert np.median([one[0] / one.min() for one in truth]) < 1.01


def ridge() -> np.ndarray[Any, Any]:
    """The nine weights of lesson 3 under L2, (L, 9)."""
    path = solved(task="regression", dataset="line_and_two", validation_fraction=0, degree=9)
    return np.asarray(path["layers"][0]["weights"][:, 0])


def test_of_single_weights_no_law_says_which_shrinks() -> None:
    weights = ridge()
    first, later = weights[at(0.001)], weights[at(1.0)]
    lost = np.abs(first) - np.abs(later)
    assert max((1, 2, 5, 9), key=lambda power: lost[power - 1]) == 5
    assert abs(weights[at(10.0)][8]) > abs(later[8])
    middle = np.abs(weights[at(0.1)])
    assert middle[8] < middle[4]
    assert middle[8] - abs(later[8]) > middle[4] - abs(later[4])


def test_of_every_direction_its_share_is_left_and_never_grows() -> None:
    path = solved(task="regression", dataset="line_and_two", validation_fraction=0, degree=9)
    mean, scale = path["features"]["mean"], path["features"]["scale"]
    t = (np.linspace(-1.0, 1.0, 10) - path["inputs"]["mean"][0]) / path["inputs"]["scale"][0]
    features = (np.stack([t**k for k in range(1, 10)], axis=1) - mean) / scale
    curvatures, directions = np.linalg.eigh(features.T @ features / path["n_train"])
    along = ridge() @ directions
    strengths = np.array(LAMBDAS)[:, None] / path["n_train"]
    shares = curvatures / (curvatures + strengths)
    i, j = at(0.1), at(1.0)
    np.testing.assert_allclose(along[j] / along[i], shares[j] / shares[i], rtol=1e-6)
    assert (np.diff(np.abs(along[1:]), axis=0) <= 1e-12).all()


def test_l1_sets_the_noise_to_0_first_and_a_useful_weight_before_the_last() -> None:
    path = two_weights(1, nuisance_features=1, regularizer="l1")
    gone = [int(np.argmax(path["layers"][0]["weights"][:, 0, k] == 0.0)) for k in range(3)]
    assert gone[2] < gone[1] < gone[0]


STUCK = [
    ("relu", [[-30.0, 5.0], [-40.0, -6.0]], [-500.0, -600.0]),
    ("tanh", [[3.0, -2.0], [1.0, 4.0]], [500.0, -700.0]),
    ("sigmoid", [[3.0, -2.0], [1.0, 4.0]], [900.0, -900.0]),
]


@pytest.mark.parametrize(("activation", "weights", "biases"), STUCK)
def test_units_that_are_stuck_give_one_value_for_all_inputs_whatever_their_weights(
    activation: str, weights: list[list[float]], biases: list[float]
) -> None:
    layers = [{"weights": weights, "biases": biases}, {"weights": [[7.0, -9.0]], "biases": [0.3]}]
    points = np.random.default_rng(0).normal(size=(30, 2)).tolist()
    labels = [k % 2 for k in range(30)]
    request = parse(
        CostRequest,
        {"points": points, "labels": labels, "layers": layers, "activation": activation, "lambda": 0.0},
    )
    assert np.ptp(compute_cost(request)["probabilities"]) < 1e-12


def test_decay_alone_takes_a_weight_to_0_with_the_factor_0_and_with_none_between_0_and_1() -> None:
    no_pull = {"points": [[0, 0]] * 4, "labels": [0, 1, 0, 1], "hidden_layer_sizes": []}
    asked = {**no_pull, "learning_rate": 0.5, "lambdas": [0, 4, 8], "n_epochs": 100, "snapshots": 101}
    answer = compute_training(parse(TrainingRun, asked), lambda *_: None)
    kept, halved, gone = np.abs(answer["layers"][0]["weights"]).max(axis=(2, 3))
    np.testing.assert_array_equal(1.0 - answer["weight_decay"], [1.0, 0.5, 0.0])
    assert (kept == kept[0]).all()
    np.testing.assert_allclose(halved[1:] / halved[:-1], 0.5)
    assert gone[0] > 0.0
    assert (gone[1:] == 0.0).all()


@pytest.mark.slow
def test_where_the_folds_are_least_their_network_is_the_one_of_the_step_before() -> None:
    folded = solved(folds=10, restarts=3, lambdas=tuple(float(f"{10 ** (-3 + i / 3):.6g}") for i in range(19)))
    best = folded["goldilocks"]
    step_2 = solved()["validation"]["cross_entropy"][at(float(best["lambda"]))]
    assert folded["validation"]["cross_entropy"][best["index"]] == pytest.approx(step_2, abs=5e-4)
