"""/train over HTTP: answers as documented in both forms, progress in epochs, refusals, its place on the API page."""

from __future__ import annotations

import base64
import json
from typing import Any

import httpx2
import numpy as np
import pytest

from app.experiments.answers.choices_results import ChoicesAnswer
from app.experiments.answers.training_results import TrainingAnswer

RUN = "n_samples=40&hidden_layer_sizes=3,2&lambdas=0,1,1000&n_epochs=300&snapshots=10"
BODY = {
    "n_samples": 40,
    "hidden_layer_sizes": [3, 2],
    "lambdas": [0, 1, 1000],
    "n_epochs": 300,
    "snapshots": 10,
}
ADDRESS = f"/api/v1/train?{RUN}"


def unpacked(array: dict[str, str]) -> Any:
    shape = [int(length) for length in array["shape"].split(",")]
    return np.frombuffer(base64.b64decode(array["bdata"]), "<f4").reshape(shape)


@pytest.mark.parametrize("optimizer", ["gradient_descent", "adam", "adamw"])
@pytest.mark.parametrize("form", ["arrays", "typed"])
@pytest.mark.parametrize("dataset", ["moons", "penguins"])
def test_a_run_has_the_documented_fields(client: httpx2.Client, dataset: str, form: str, optimizer: str) -> None:
    answer = client.get(f"{ADDRESS}&dataset={dataset}&format={form}&optimizer={optimizer}").json()
    TrainingAnswer.model_validate(answer, extra="forbid")
    assert (answer["test"] is None) == (dataset == "penguins")
    assert [len(answer[name]) for name in ("lambdas", "weight_decay", "diverged_at", "reason")] == [3] * 4
    assert len(answer["epochs"]) == 10
    assert len(answer["layers"]) == 3


def test_without_held_out_points_there_is_no_validation(client: httpx2.Client) -> None:
    assert client.get(f"{ADDRESS}&validation_fraction=0").json()["validation"] is None


def test_typed_arrays_are_the_lists_as_float32_with_nan_for_null(client: httpx2.Client) -> None:
    lists, typed = client.get(ADDRESS).json(), client.get(f"{ADDRESS}&format=typed").json()
    assert lists["diverged_at"][:2] == [None, None]
    assert lists["diverged_at"][2] is not None
    for plain, packed in zip(lists["layers"], typed["layers"], strict=True):
        for name in ("weights", "biases"):
            wanted = np.array(plain[name], dtype="f4")  # None becomes NaN
            np.testing.assert_array_equal(unpacked(packed[name]), wanted)
            assert np.isnan(wanted[2, -1]).all()
            assert np.isfinite(wanted[:2]).all()
    assert unpacked(typed["layers"][1]["weights"]).shape == (3, 10, 2, 3)
    np.testing.assert_array_equal(unpacked(typed["cost"]["total"]), np.array(lists["cost"]["total"], dtype="f4"))


def test_no_answer_has_a_number_that_json_lacks(client: httpx2.Client) -> None:
    text = client.get(f"/api/v1/train?{RUN}&learning_rate=10&activation=relu").text
    assert json.loads(text, parse_constant=pytest.fail)["diverged_at"][2] is not None


def test_query_string_and_json_body_and_normalised_form_get_the_same_bytes(client: httpx2.Client) -> None:
    answer = client.get(ADDRESS)
    assert client.post("/api/v1/train", json=BODY).content == answer.content
    assert client.post("/api/v1/train", json=answer.json()["experiment"]).content == answer.content
    recipe = "film=1&learning_rate=0.3&n_epochs=300&optimizer=gradient_descent"
    assert answer.json()["share_url"] == f"/?n_samples=40&hidden_layer_sizes=3,2&lambdas=0,1,1000&{recipe}"


def test_the_weights_of_an_answer_are_one_update_apart(client: httpx2.Client) -> None:
    """W <- (1 - alpha lambda/m) W - alpha dCE/dW, to the bit, with the gradient that /cost gives."""
    points = [[0.5, -1.0], [1.5, 0.25], [-2.0, 1.0], [0.0, 0.75]]
    labels = [0, 1, 1, 0]
    body = {"points": points, "labels": labels, "hidden_layer_sizes": [3], "lambdas": [2], "n_epochs": 3}
    answer = client.post("/api/v1/train", json=body).json()
    for epoch in range(3):
        before, after = (
            [{name: layer[name][0][at] for name in ("weights", "biases")} for layer in answer["layers"]]
            for at in (epoch, epoch + 1)
        )
        cost = {"points": points, "labels": labels, "layers": before, "lambda": 2}
        told = client.post("/api/v1/cost", json=cost).json()
        assert told["cost"]["total"] == pytest.approx(answer["cost"]["total"][0][epoch], rel=1e-14)
        for old, new, gradient in zip(before, after, told["gradients"], strict=True):
            W, dW = np.array(old["weights"]), np.array(gradient["weights"]["data"])
            np.testing.assert_array_equal(new["weights"], (1 - 0.3 * 2 / 4) * W - 0.3 * dW)
            np.testing.assert_array_equal(new["biases"], np.array(old["biases"]) - 0.3 * np.array(gradient["biases"]))


def test_events_tell_of_epochs_and_end_with_the_very_answer(client: httpx2.Client) -> None:
    query = "/api/v1/train?hidden_layer_sizes=8,8&n_epochs=5000&snapshots=5&seed=5"
    stream = client.get(query, headers={"Accept": "text/event-stream"})
    assert stream.headers["content-type"].startswith("text/event-stream")
    events = [event.split("\n") for event in stream.text.strip().split("\n\n")]
    progress = [json.loads(data.removeprefix("data: ")) for name, data in events[:-1] if name == "event: progress"]
    assert len(progress) == len(events) - 1 > 0
    assert {event["of"] for event in progress} == {5000}
    assert [event["done"] for event in progress] == sorted(event["done"] for event in progress)
    assert {event["lambda"] for event in progress} == {10.0}
    name, data = events[-1]
    assert name == "event: result"
    assert data.removeprefix("data: ").encode() == client.get(query).content


REFUSED = [
    ("learning_rate=0", "learning_rate"),
    ("learning_rate=nan", "learning_rate"),
    ("n_epochs=1.5", "n_epochs"),
    ("n_epochs=20001", "n_epochs"),
    ("snapshots=1", "snapshots"),
    ("optimizer=sgd", "optimizer"),
    ("optimizer=adamw&regularizer=l1", "optimizer"),
    ("lambdas=" + ",".join(str(i) for i in range(43)), "lambdas"),
    ("learning_rates=1", "learning_rates"),
]


@pytest.mark.parametrize(("query", "field"), REFUSED)
def test_a_bad_field_of_training_is_422_and_named(client: httpx2.Client, query: str, field: str) -> None:
    answer = client.get(f"/api/v1/train?{query}")
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    (error,) = answer.json()["errors"]
    assert error["field"] == field
    assert error["message"].startswith(f"{field}: expected ")


@pytest.mark.parametrize("path", ["/api/v1/path", "/api/v1/dataset", "/api/v1/export"])
@pytest.mark.parametrize("query", ["learning_rate=0.3", "optimizer=adam", "n_epochs=5", "snapshots=7"])
def test_a_field_of_training_is_refused_elsewhere_and_said_where_it_belongs(
    client: httpx2.Client, path: str, query: str
) -> None:
    answer = client.get(f"{path}?{query}")
    name, value = query.split("=")
    assert answer.status_code == 422
    assert answer.json()["detail"] == (f'{name}: expected a known field (it belongs to /api/v1/train), got "{value}"')


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("path?as=csv", "it belongs to /api/v1/export"),
        ("train?lambda=3", "here it is lambdas; lambda belongs to the page, /api/v1/export and /api/v1/cost"),
        ("path?layers=8,8", "perhaps hidden_layer_sizes; layers with weights belong to /api/v1/cost"),
        ("dataset?weight=1.2.1", "it belongs to the address of the page"),
        ("path?film=1", "it belongs to the address of the page"),
        ("path?penalty=l1", "perhaps regularizer"),
    ],
)
def test_a_field_that_belongs_elsewhere_is_told_where(client: httpx2.Client, query: str, said: str) -> None:
    answer = client.get(f"/api/v1/{query}")
    assert answer.status_code == 422
    assert f": expected a known field ({said}), got " in answer.json()["detail"]


def test_own_points_as_in_an_address_are_no_json(client: httpx2.Client) -> None:
    answer = client.post("/api/v1/path", json={"data": "1_2_2_0_0_0_1_1_1"})
    assert "(in a JSON body own points are points and labels)" in answer.json()["detail"]


def test_too_long_a_run_is_refused_with_one_that_fits(client: httpx2.Client) -> None:
    large = {"hidden_layer_sizes": [64, 64, 64, 64], "n_samples": 2000, "n_epochs": 20000}
    answer = client.post("/api/v1/train", json=large)
    assert answer.status_code == 422
    problem = answer.json()
    assert problem["type"] == "/problems/budget"
    assert problem["estimate"] > problem["limit"]
    assert problem["nearest"]


def test_the_choices_tell_of_the_fields_of_training(client: httpx2.Client) -> None:
    answer = client.get("/api/v1/choices").json()
    ChoicesAnswer.model_validate(answer, extra="forbid")
    assert {"learning_rate", "n_epochs", "optimizer", "snapshots", "lambdas"} == set(answer["training"])
    assert not {"learning_rate", "n_epochs", "optimizer", "snapshots"} & set(answer["fields"])


def test_the_api_page_has_it(client: httpx2.Client) -> None:
    page = client.get("/docs").text
    for text in ("/api/v1/train", "learning_rate", "gradient_descent, adam, adamw", "diverged_at"):
        assert text in page
