"""What /train says: the numbers hold together, divergence is told and never NaN, and what is refused is said why."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest

from app.engine.data.datasets import DATASETS
from app.engine.training.gradient_descent import OPTIMIZERS
from app.experiments.address.canonical import normalised, share_url, to_query
from app.experiments.address.parsing import parse, parse_query
from app.experiments.answers.catalogue import catalogue
from app.experiments.compute.drawn_data import compute_dataset
from app.experiments.compute.path import compute_path
from app.experiments.compute.training import compute_training
from app.experiments.requests.experiment import DEFAULT_LAMBDAS, Experiment
from app.experiments.requests.request_errors import RequestError
from app.experiments.requests.training_run import TRAINING_FIELDS, TrainingRun
from app.experiments.running.admission import admit
from app.experiments.running.cost_estimate import count_numbers, estimate_seconds
from app.experiments.running.jobs import Job, produce

Answer = dict[str, Any]
DIVERGING = 1e4


def run(**values: Any) -> TrainingRun:
    return parse(TrainingRun, {"n_samples": 60, "hidden_layer_sizes": [3], "n_epochs": 100, "snapshots": 20, **values})


def trained(**values: Any) -> Answer:
    return compute_training(run(**values), lambda *_: None)


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize("dataset", ["moons", "penguins"])
def test_scores_and_costs_are_those_of_the_weights_at_every_snapshot(dataset: str, optimizer: str) -> None:
    asked = {"dataset": dataset, "mislabeled": 0.1, "optimizer": optimizer, "learning_rate": 0.05}
    answer, drawn = trained(**asked, lambdas=[0, 2]), compute_dataset(run(**asked))
    seen = (drawn["points"] - answer["inputs"]["mean"]) / answer["inputs"]["scale"]
    hidden, output = answer["layers"]
    a = np.tanh(np.einsum("nd,lsud->lsnu", seen, hidden["weights"]) + hidden["biases"][:, :, None])
    z = np.einsum("lsnu,lsu->lsn", a, output["weights"][:, :, 0]) + output["biases"]
    loss = np.logaddexp(0.0, z) - drawn["labels"] * z
    right = (z > 0) == (drawn["labels"] == 1)
    training = np.array(drawn["split"]) == "train"
    for name, members in (("train", training), ("validation", ~training)):
        np.testing.assert_allclose(answer[name]["cross_entropy"], loss[..., members].mean(axis=2), atol=1e-9)
        np.testing.assert_allclose(answer[name]["accuracy"], right[..., members].mean(axis=2))
    flipped = training & drawn["mislabeled"]
    np.testing.assert_array_equal(answer["train"]["mislabeled_right"], right[..., flipped].sum(axis=2))
    assert (answer["test"] is None) == DATASETS[dataset].real
    norm = sum((layer["weights"] ** 2).sum(axis=(2, 3)) for layer in answer["layers"])
    np.testing.assert_allclose(answer["squared_weight_norm"], norm, rtol=1e-9)
    cost = answer["cost"]
    np.testing.assert_allclose(cost["penalty"], np.array([[0.0], [2.0]]) / (2 * answer["n_train"]) * norm, rtol=1e-9)
    np.testing.assert_allclose(cost["total"], cost["cross_entropy"] + cost["penalty"])


def test_every_lambda_starts_from_the_same_weights() -> None:
    answer = trained(lambdas=[0, 1, 10])
    for layer in answer["layers"]:
        for weights in layer["weights"][1:, 0]:
            np.testing.assert_array_equal(weights, layer["weights"][0, 0])


def test_epochs_are_all_there_when_they_fit_and_first_and_last_always() -> None:
    assert trained(n_epochs=19)["epochs"] == list(range(20))
    some = trained(n_epochs=5000)["epochs"]
    assert (some[0], some[-1], len(some)) == (0, 5000, 20)


@pytest.mark.parametrize("regularizer", ["l2", "l1"])
def test_training_ends_where_the_path_has_its_minimum_when_there_is_but_one(regularizer: str) -> None:
    asked = {"hidden_layer_sizes": [], "lambdas": [1, 10], "regularizer": regularizer}
    end = {name: value[:, -1] for name, value in trained(**asked, n_epochs=5000)["cost"].items()}
    path = compute_path(parse(Experiment, {"n_samples": 60, **asked}), lambda *_: None)
    # L1's steps take each of the two weights back and forth by alpha lambda/m, which costs lambda/m times it
    jitter = 2 * 0.3 * np.array([1 / 30, 10 / 30]) ** 2
    assert (np.abs(end["total"] - path["cost"]["total"]) < (1e-9 if regularizer == "l2" else jitter)).all()


def test_divergence_is_told_with_epoch_and_reason_and_is_null_from_there_on() -> None:
    request = run(lambdas=[0, 1, DIVERGING], n_epochs=50, snapshots=51)
    body = json.loads(produce(Job("train", request), lambda *_: None).body, parse_constant=pytest.fail)
    assert body["diverged_at"][:2] == [None, None]
    assert body["reason"][:2] == [None, None]
    end = body["diverged_at"][2]
    assert 0 < end < 50
    assert body["weight_decay"][2] == pytest.approx(0.3 * DIVERGING / 30)
    assert body["reason"][2].startswith("αλ/m = 100 is more than 2")
    assert body["reason"][2].endswith("The learning rate must be below 2m/λ = 0.006.")
    rows = [body["cost"]["total"], body["validation"]["accuracy"], body["test"]["cross_entropy"], body["gradient_norm"]]
    for row in rows:
        assert [value is None for value in row[2]] == [epoch >= end for epoch in body["epochs"]]
        assert None not in [*row[0], *row[1]]
    weights = body["layers"][0]["weights"][2]
    assert weights[end] == [[None, None]] * 3
    assert None not in weights[end - 1][0]


def test_the_reason_of_decay_is_true_while_the_data_still_hold_the_weights() -> None:
    answer = trained(n_samples=40, learning_rate=1, lambdas=[40.4], n_epochs=60, snapshots=61)
    assert answer["weight_decay"][0] == pytest.approx(2.02)
    norm = answer["squared_weight_norm"][0]
    assert (np.diff(norm[:4]) < 0).all()  # not every epoch takes the weights further away
    assert norm[-1] > norm[0]
    assert "decay alone" in answer["reason"][0]


BOUNDED = {"points": [[0, 0], [1, 0], [0, 1], [1, 1]], "labels": [0, 1, 1, 0], "hidden_layer_sizes": [8]}


@pytest.mark.parametrize("activation", ["tanh", "sigmoid", "relu"])
@pytest.mark.parametrize("lam", [3e5, 1e6])
def test_weights_thrown_to_and_fro_have_not_diverged(lam: float, activation: str) -> None:
    answer = trained(**BOUNDED, regularizer="l1", learning_rate=10, lambdas=[lam], activation=activation, snapshots=101)
    assert (answer["diverged_at"], answer["reason"]) == ([None], [None])
    largest = np.abs(answer["layers"][0]["weights"][0]).max(axis=(1, 2))
    assert largest[40:].max() <= 1.01 * largest[:40].max()
    assert largest.max() > 1e5


@pytest.mark.parametrize("learning_rate", [0.1, 1, 10])
def test_what_has_diverged_grew_over_several_epochs_and_goes_on_growing(learning_rate: float) -> None:
    asked = {**BOUNDED, "learning_rate": learning_rate, "lambdas": [1e3, 1e4], "n_epochs": 60, "snapshots": 61}
    answer = trained(**asked)
    for end, norms in zip(answer["diverged_at"], answer["squared_weight_norm"], strict=True):
        assert end >= 5
        norm = norms[:end]
        assert (np.diff(norm[-4:]) > 0).all()


def test_a_slower_learner_does_not_diverge() -> None:
    answer = trained(lambdas=[DIVERGING], learning_rate=0.99 * 0.006)
    assert answer["diverged_at"] == [None]
    assert answer["reason"] == [None]


def test_what_will_diverge_with_more_epochs_says_so() -> None:
    answer = trained(lambdas=[DIVERGING], learning_rate=1.001 * 0.006, n_epochs=3)
    assert answer["diverged_at"] == [None]
    assert "more than 2" in answer["reason"][0]


@pytest.mark.parametrize("values", [{"optimizer": "adam"}, {"regularizer": "l1", "lambdas": [100]}])
def test_the_share_of_decay_is_no_reason_where_weights_lose_no_share(values: dict[str, Any]) -> None:
    assert trained(**{"lambdas": [DIVERGING], **values})["reason"] == [None]


def test_steps_that_overshoot_by_themselves_diverge_for_another_reason() -> None:
    points = [[1e6, 1e6], [-1e6, 1e6], [1e6, -1e6], [-1e6, -1.5e5]]
    answer = trained(points=points, labels=[0, 1, 1, 0], activation="relu", learning_rate=10, lambdas=[0])
    assert answer["diverged_at"][0] > 0
    assert "learning rate below 10" in answer["reason"][0]
    assert f"by epoch {answer['diverged_at'][0]} " in answer["reason"][0]


def test_snapshots_are_scored_the_same_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = trained(lambdas=[0, 1, DIVERGING])
    monkeypatch.setattr("app.experiments.compute.training.NETWORKS_AT_ONCE", 7)
    parts = trained(lambdas=[0, 1, DIVERGING])
    for name in ("train", "validation", "test", "cost"):
        for score, values in whole[name].items():
            np.testing.assert_allclose(parts[name][score], values, rtol=1e-14)  # sums in another order


def test_progress_counts_epochs() -> None:
    reports: list[tuple[int, int, float]] = []
    compute_training(run(lambdas=[0, 3]), lambda *progress: reports.append(progress))
    assert reports[-1] == (100, 100, 3.0)
    assert len(reports) > 2


REFUSED = [
    ({"learning_rate": 0}, "learning_rate: expected a number from 1e-6 to 10, got 0"),
    ({"learning_rate": "fast"}, 'learning_rate: expected a number from 1e-6 to 10, got "fast"'),
    ({"n_epochs": 20001}, "n_epochs: expected a whole number from 1 to 20000, got 20001"),
    ({"snapshots": 1}, "snapshots: expected a whole number from 2 to 1000, got 1"),
    ({"optimizer": "sgd"}, 'optimizer: expected one of gradient_descent, adam, adamw, got "sgd"'),
    (
        {"optimizer": "adamw", "regularizer": "l1"},
        'optimizer: expected gradient_descent or adam with l1, since decoupled decay is L2\'s, got "adamw"',
    ),
    (
        {"lambdas": list(range(43))},
        (
            "lambdas: expected a list of 1 to 42 ascending numbers, each 0 or from 1e-8 to 1000000, such as [0.1, 1] "
            "(in an address: 0.1,1 or 0.1..10..6), got 43 numbers"
        ),
    ),
    ({"epochs": 5}, "epochs: expected a known field (perhaps n_epochs), got 5"),
]


@pytest.mark.parametrize(("values", "message"), REFUSED)
def test_what_no_run_can_have_is_refused_in_a_sentence(values: dict[str, Any], message: str) -> None:
    with pytest.raises(RequestError) as caught:
        parse(TrainingRun, values)
    assert [error.message for error in caught.value.errors] == [message]


@pytest.mark.parametrize("field", [name for name in TRAINING_FIELDS if name != "lambdas"])
def test_an_experiment_has_no_field_of_training(field: str) -> None:
    with pytest.raises(RequestError, match=f"{field}: expected a known field"):
        parse(Experiment, {field: 1})


def test_query_string_and_normalised_form_lead_back_to_the_same_run() -> None:
    given = run(optimizer="adam", learning_rate=0.01, lambdas=[0.5], format="typed")
    pairs = [tuple(part.split("=", 1)) for part in to_query(given).split("&")]
    assert parse_query(pairs, TrainingRun) == given  # type: ignore[arg-type]
    assert parse(TrainingRun, normalised(given)) == given
    assert to_query(TrainingRun()) == ""


def test_the_page_address_opens_the_film_of_the_run() -> None:
    usual = "film=1&learning_rate=0.3&n_epochs=2000&optimizer=gradient_descent"
    assert share_url(TrainingRun()) == f"/?lambdas=0,0.1,1,10&{usual}"
    assert share_url(TrainingRun(lambdas=DEFAULT_LAMBDAS)) == f"/?{usual}"
    recipe = "film=1&learning_rate=1&n_epochs=40&optimizer=adam"
    given = run(seed=7, learning_rate=1, lambdas=[3], n_epochs=40, optimizer="adam")
    assert share_url(given) == f"/?n_samples=60&hidden_layer_sizes=3&lambdas=3&seed=7&{recipe}"
    own = run(points=[[0, 0], [1, 1]], labels=[0, 1])
    address = share_url(own)
    assert address is not None
    parts = address.removeprefix("/?").split("&")
    again = parse_query([tuple(part.split("=", 1)) for part in parts[: parts.index("film=1")]])  # type: ignore[misc]
    assert again == own.set_up()


def test_a_run_and_a_path_of_the_same_set_up_are_different_jobs() -> None:
    assert Job("train", TrainingRun()).key != Job("path", Experiment()).key
    assert Job("dataset", Experiment()).key != Job("path", Experiment()).key
    assert Job("train", TrainingRun()).key != Job("train", TrainingRun(learning_rate=0.1)).key


def test_the_choices_describe_the_fields_of_training_beside_the_forms() -> None:
    fields = catalogue()["training"]
    assert tuple(fields) == TRAINING_FIELDS
    assert fields["lambdas"]["default"] == [0.0, 0.1, 1.0, 10.0]
    assert [choice["name"] for choice in fields["optimizer"]["choices"]] == list(OPTIMIZERS)
    assert (fields["n_epochs"]["minimum"], fields["n_epochs"]["maximum"]) == (1, 20000)


LARGE = [
    {"hidden_layer_sizes": [64, 64, 64, 64], "n_samples": 2000, "n_epochs": 20000, "snapshots": 1000},
    {"hidden_layer_sizes": [4], "lambdas": [float(i) for i in range(42)], "n_epochs": 20000, "snapshots": 1000},
    {"hidden_layer_sizes": [16, 16], "n_samples": 1000, "n_epochs": 20000, "optimizer": "adam"},
    {"hidden_layer_sizes": [32, 32], "lambdas": [float(i) for i in range(42)], "snapshots": 1000},
]


@pytest.mark.parametrize("values", LARGE)
@pytest.mark.parametrize("limit", [2.0, 5.0])
def test_the_nearest_run_fits_and_changes_only_what_it_names(values: dict[str, Any], limit: float) -> None:
    large = run(**{"n_epochs": 2000, **values})
    with pytest.raises(RequestError) as caught:
        admit(large, limit)
    change = caught.value.facts["nearest"]
    assert change
    assert "restarts" not in change
    admit(parse(TrainingRun, normalised(large) | change), limit)
    assert f"expected work of at most {limit:g} s, got" in caught.value.detail


def test_the_default_run_is_admitted() -> None:
    assert estimate_seconds(TrainingRun()) < 1.0
    admit(TrainingRun(format="typed"), 20.0)


def test_the_numbers_of_an_answer_are_counted() -> None:
    request = run(snapshots=200)
    body = json.loads(produce(Job("train", request), lambda *_: None).body)
    assert count_numbers(request) == pytest.approx(_held(body), rel=0.1)


def _held(part: object) -> int:
    if isinstance(part, dict):
        return sum(_held(inner) for inner in part.values())
    return sum(_held(inner) for inner in part) if isinstance(part, list) else 1
