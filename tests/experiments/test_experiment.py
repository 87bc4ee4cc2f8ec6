"""The Experiment: what it takes, what it refuses and in which words, and that its three forms say the same."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.engine.data.datasets import DATASETS
from app.engine.data.real_data import n_penguins
from app.experiments.address.canonical import normalised, share_url, to_query
from app.experiments.address.parsing import limits, parse, parse_query
from app.experiments.answers.catalogue import catalogue
from app.experiments.answers.choices_results import Limits
from app.experiments.requests.choices import CHOICES, names
from app.experiments.requests.experiment import DEFAULT_LAMBDAS, Experiment
from app.experiments.requests.request_errors import RequestError
from app.experiments.running.cost_estimate import estimate_seconds
from app.experiments.running.jobs import Job

NAN, INFINITY = float("nan"), float("inf")
SQUARE = {"points": [[0, 0], [1, 0], [0, 1], [1, 1]], "labels": [0, 1, 1, 0]}


def pairs(query: str) -> list[tuple[str, str]]:
    return parse_qsl(query, keep_blank_values=True)


def refused(values: object) -> RequestError:
    with pytest.raises(RequestError) as caught:
        parse(Experiment, values)
    return caught.value


def test_the_defaults_are_the_first_view() -> None:
    experiment = Experiment()
    assert (experiment.dataset, experiment.n_samples, experiment.noise) == ("moons", 200, DATASETS["moons"].noise)
    assert (experiment.hidden_layer_sizes, experiment.activation, experiment.regularizer) == ((8,), "tanh", "l2")
    assert len(experiment.lambdas) == 42
    assert experiment.lambdas[0] == 0.0
    assert (experiment.lambdas[1], experiment.lambdas[-1]) == (1e-4, 1e3)


BAD: list[tuple[dict[str, Any], str]] = [
    ({"n_samples": 5}, "n_samples: expected a whole number from 10 to 2000, got 5"),
    ({"n_samples": "200"}, 'n_samples: expected a whole number from 10 to 2000, got "200"'),
    ({"n_samples": True}, "n_samples: expected a whole number from 10 to 2000, got true"),
    ({"n_samples": 20.5}, "n_samples: expected a whole number from 10 to 2000, got 20.5"),
    ({"noise": True}, "noise: expected a number from 0 to 1, got true"),
    ({"noise": NAN}, "noise: expected a number from 0 to 1, got NaN"),
    ({"noise": INFINITY}, "noise: expected a number from 0 to 1, got Infinity"),
    ({"mislabeled": None}, "mislabeled: expected a number from 0 to 0.5, got null"),
    ({"inspect": 1}, "inspect: expected true or false, got 1"),
    ({"seed": 10**400}, "seed: expected a whole number from 0 to 4294967295, got"),
    ({"dataset": "mons"}, "dataset: expected one of moons, circles"),
    ({"dataset": ["moons"]}, 'got ["moons"]'),
    ({"activation": "softmax"}, 'activation: expected one of tanh, relu, sigmoid, got "softmax"'),
    ({"n_sampels": 3}, "n_sampels: expected a known field (perhaps n_samples), got 3"),
    ({"lambdas": [0, -1]}, "got -1.0 at position 2"),
    ({"lambdas": [1, 0.5]}, "got 0.5 after 1.0"),
    ({"lambdas": [1, 1]}, "got 1.0 after 1.0"),
    ({"lambdas": []}, "got 0 numbers"),
    ({"lambdas": list(range(202))}, "got 202 numbers"),
    ({"lambdas": [0, NAN]}, "got NaN at position 2"),
    ({"lambdas": [0, INFINITY]}, "got Infinity at position 2"),
    ({"lambdas": [0, True]}, "got true at position 2"),
    ({"lambdas": [0, "1"]}, 'got "1" at position 2'),
    ({"lambdas": 3}, "lambdas: expected a list of 1 to 201 ascending numbers"),
    ({"hidden_layer_sizes": [8] * 5}, "such as [8, 8] (in an address: 8,8), got 5 layers"),
    ({"hidden_layer_sizes": [8, 0]}, "hidden_layer_sizes: expected a list of at most 4 layers of 1 to 64 units"),
    ({"hidden_layer_sizes": [65]}, "got [65]"),
    ({"hidden_layer_sizes": [True]}, "got [true]"),
    ({"points": [[1], [2]], "labels": [0, 1]}, "got row 1 of length 1"),
    ({"points": [[1.0] * 11] * 2, "labels": [0, 1]}, "got row 1 of length 11"),
    ({"points": [[1, 2], [3, 4, 5]], "labels": [0, 1]}, "got row 1 of length 2 and row 2 of length 3"),
    ({"points": [[1, 2], [NAN, 4]], "labels": [0, 1]}, "got NaN at position 1 of row 2"),
    ({"points": [[1, 2], [1e7, 4]], "labels": [0, 1]}, "got 10000000.0 at position 1 of row 2"),
    (
        {"points": [[1, 2], 3], "labels": [0, 1]},
        "each a list of 2 to 10 numbers from -1000000 to 1000000, got 3 as row 2",
    ),
    ({"points": [[1, 2], [3, 4]], "labels": [1, 1]}, "labels: expected both classes, 0 and 1, got only 1"),
    ({"points": [[1, 2], [3, 4]], "labels": [0, 2]}, "got 2 at position 2"),
    ({"points": [[1, 2], [3, 4]], "labels": [0]}, "labels: expected 2 labels, one for each of points, got 1"),
    ({"points": [[1, 2], [3, 4]]}, "labels: expected a label for each of points, got none"),
    ({"labels": [0, 1]}, "points: expected own points beside labels, got none"),
    ({"dataset": "own"}, "points: expected own points for the data set own, got none"),
    ({**SQUARE, "validation_points": [[1, 2, 3]], "validation_labels": [0]}, "validation_points: expected rows of 2"),
    ({**SQUARE, "validation_points": [[1, 2]]}, "validation_labels: expected a label for each of validation_points"),
    (
        {**SQUARE, "validation_points": [[1, 2]], "validation_labels": [0], "validation_fraction": 0.5},
        "validation_fraction: expected 0 beside own validation points, got 0.5",
    ),
]


@pytest.mark.parametrize(("values", "sentence"), BAD)
def test_a_bad_value_is_refused_in_a_sentence_that_names_field_and_value(values: dict[str, Any], sentence: str) -> None:
    refusal = refused(values)
    assert refusal.kind == "invalid"
    assert sentence in refusal.errors[0].message
    assert refusal.errors[0].message.startswith(f"{refusal.errors[0].field}: expected ")
    assert len(refusal.errors[0].message) < 250


@pytest.mark.parametrize("values", [[], "moons", 3, None, True])
def test_a_body_that_is_no_object_is_refused(values: object) -> None:
    assert refused(values).errors[0].message.startswith("body: expected a JSON object, got ")


def test_every_bad_field_is_named_at_once() -> None:
    assert {error.field for error in refused({"seed": -1, "noise": 2, "dataset": "x"}).errors} == {
        "seed",
        "noise",
        "dataset",
    }


def test_own_points_take_the_place_of_a_data_set() -> None:
    experiment = parse(Experiment, {**SQUARE, "dataset": "circles", "noise": 0.3, "n_samples": 50})
    assert (experiment.dataset, experiment.n_samples, experiment.noise) == ("own", 4, None)
    assert (experiment.mislabeled, experiment.validation_fraction, experiment.standardize) == (0.0, 0.0, False)


def test_real_data_have_no_noise() -> None:
    assert parse(Experiment, {"dataset": "penguins", "noise": 0.3}) == Experiment(dataset="penguins")


def test_real_data_are_as_measured_no_label_flipped_and_no_more_points_than_birds() -> None:
    most = parse(Experiment, {"dataset": "penguins", "n_samples": 2000})
    assert (most.n_samples, most.mislabeled) == (n_penguins(), 0.0)
    assert Job("path", most).key == Job("path", Experiment(dataset="penguins", n_samples=n_penguins())).key
    assert share_url(Experiment(dataset="penguins", mislabeled=0.06)) == "/?dataset=penguins&mislabeled=0.06"
    assert Experiment(dataset="penguins", n_samples=60).n_samples == 60
    assert estimate_seconds(most) < estimate_seconds(Experiment(dataset="moons", n_samples=2000))


@pytest.mark.parametrize("entry", catalogue()["fields"]["dataset"]["choices"], ids=lambda entry: entry["name"])
def test_the_catalogue_has_the_defaults_and_limits_of_each_data_set(entry: dict[str, Any]) -> None:
    plain, largest = (Experiment(task=entry["task"], dataset=entry["name"], n_samples=n) for n in (10, 2000))
    assert (entry["noise"], entry["mislabeled"]) == (plain.noise, plain.mislabeled)
    most = {"line_and_two": 10}.get(entry["name"], n_penguins() if entry["real"] else 2000)
    assert entry["max_samples"] == largest.n_samples == most


def test_the_limits_that_are_sent_are_those_that_are_kept() -> None:
    sent = catalogue()["limits"]
    assert set(sent) == set(Limits.model_fields)
    least, most, number = sent["min_lambda"], sent["max_lambda"], sent["max_number"]

    def own(x: float) -> dict[str, Any]:
        return {"points": [[x, 0], [0, 0]], "labels": [0, 1]}

    for fits in ({"lambdas": [least, most]}, own(number), own(-number)):
        parse(Experiment, fits)
    for beyond in ({"lambdas": [least / 2]}, {"lambdas": [2 * most]}, own(2 * number), own(-2 * number)):
        with pytest.raises(RequestError):
            parse(Experiment, beyond)


def numeric(name: str) -> st.SearchStrategy[float]:
    low, high = limits(Experiment, name)
    assert low is not None
    assert high is not None
    return st.floats(low, high)


def whole(name: str) -> st.SearchStrategy[int]:
    low, high = limits(Experiment, name)
    return st.integers(int(low or 0), int(high or 0))


own_rows = st.integers(2, 4).flatmap(
    lambda d: st.lists(st.lists(st.floats(-1e6, 1e6), min_size=d, max_size=d), min_size=2, max_size=6)
)
settings_values = st.fixed_dictionaries(
    {},
    optional={
        "dataset": st.sampled_from(list(DATASETS)),
        "n_samples": whole("n_samples"),
        "noise": numeric("noise"),
        "mislabeled": numeric("mislabeled"),
        "nuisance_features": whole("nuisance_features"),
        "validation_fraction": numeric("validation_fraction"),
        "standardize": st.booleans(),
        "hidden_layer_sizes": st.lists(st.integers(1, 64), max_size=4),
        "activation": st.sampled_from(names("activation")),
        "lambdas": st.lists(st.just(0.0) | st.floats(1e-8, 1e6), min_size=1, max_size=5, unique=True).map(sorted),
        "restarts": whole("restarts"),
        "seed": whole("seed"),
        "penalize_biases": st.booleans(),
        "inspect": st.booleans(),
        "grid": whole("grid"),
        "format": st.sampled_from(names("format")),
    },
)


@st.composite
def experiments(draw: st.DrawFn) -> Experiment:
    values = draw(settings_values)
    if draw(st.booleans()):
        points = draw(own_rows)
        values |= {"points": points, "labels": [i % 2 for i in range(len(points))]}
        if draw(st.booleans()):
            values |= {"validation_points": points[:1], "validation_labels": [1], "validation_fraction": 0}
    return parse(Experiment, values)


@given(experiments())
def test_json_query_string_and_page_address_give_back_the_same_experiment(experiment: Experiment) -> None:
    assert parse(Experiment, normalised(experiment)) == experiment
    assert parse_query(pairs(to_query(experiment))) == experiment
    address = share_url(experiment)
    assert address is not None
    assert share_url(parse_query(pairs(address.removeprefix("/").removeprefix("?")))) == address
    assert to_query(parse_query(pairs(to_query(experiment)))) == to_query(experiment)


def test_an_address_says_only_what_differs_from_the_defaults() -> None:
    assert share_url(Experiment()) == "/"
    assert share_url(Experiment(dataset="circles", noise=DATASETS["circles"].noise)) == "/?dataset=circles"
    given_values = {"hidden_layer_sizes": [8, 8], "lambdas": [0, 0.1, 1], "inspect": True}
    assert share_url(parse(Experiment, given_values)) == "/?hidden_layer_sizes=8,8&lambdas=0,0.1,1"
    assert share_url(Experiment(hidden_layer_sizes=())) == "/?hidden_layer_sizes="


def test_own_points_too_many_for_an_address_have_none() -> None:
    points = [[i / 7, i / 3] for i in range(2000)]
    assert share_url(parse(Experiment, {"points": points, "labels": [0, 1] * 1000})) is None


@pytest.mark.parametrize(
    "text", ["", "1", "1_2", "1_2_3", "1_2_1_0_0", "1_2_1_0_x_0", "1_99_1_0", "1_2_1_0_0_0_", "2_2"]
)
def test_own_points_that_cannot_be_read_are_refused(text: str) -> None:
    with pytest.raises(RequestError) as caught:
        parse_query([("data", text)])
    assert "expected" in caught.value.detail


def test_a_field_given_twice_is_refused() -> None:
    with pytest.raises(RequestError, match="seed: expected one value"):
        parse_query(pairs("seed=1&seed=2"))


def test_every_choice_is_described() -> None:
    for choices in CHOICES.values():
        for choice in choices:
            assert choice.title
            assert choice.description.endswith(".")


def test_the_default_lambdas_can_be_read_and_typed() -> None:
    assert all(len(f"{lam:.6g}") <= 11 and float(f"{lam:.6g}") == lam for lam in DEFAULT_LAMBDAS)


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"folds": 1}, "folds: expected 0 for none, or a whole number from 2 to 10, got 1"),
        ({"folds": 11}, "folds: expected 0 for none, or a whole number from 2 to 10, got 11"),
        ({"draws": 51}, "draws: expected 0 for none, or a whole number from 2 to 50, got 51"),
        (
            {"draws": 5, "validation_fraction": 0},
            "draws: expected folds or held-out points beside draws, to choose λ by, got neither",
        ),
        (
            {"draws": 5, "dataset": "penguins"},
            "draws: expected 0 with points that cannot be drawn again, got 5",
        ),
        ({"direction": "left"}, 'direction: expected one of best, up, down, independent, got "left"'),
    ],
)
def test_folds_draws_and_directions_that_make_no_sense_are_refused(values: dict[str, object], message: str) -> None:
    assert refused(values).errors[0].message == message
