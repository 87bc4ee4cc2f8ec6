"""POST /path with a path that is near: minima of the points sent along, and a sentence for what does not fit."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import httpx2
import numpy as np
import pytest

LAMBDAS = [0.0, 0.03, 0.3, 3.0, 300.0]
SET_UP: dict[str, Any] = {"n_samples": 60, "hidden_layer_sizes": [3], "lambdas": LAMBDAS, "restarts": 5}


@pytest.fixture(scope="module")
def known(client: httpx2.Client) -> dict[str, Any]:
    """The path of 30 points, as own points."""
    drawn = client.post("/api/v1/dataset", json=SET_UP | {"validation_fraction": 0}).json()
    points = (np.array(drawn["points"]) - drawn["inputs"]["mean"]) / drawn["inputs"]["scale"]
    body = SET_UP | {"points": points.tolist(), "labels": drawn["labels"]}
    del body["n_samples"]
    return {"body": body, "answer": client.post("/api/v1/path", json=body).json()}


def moved(known: dict[str, Any], by: float = 0.1) -> dict[str, Any]:
    body: dict[str, Any] = deepcopy(known["body"])
    body["points"][4][0] += by
    return body | {"near": {"layers": known["answer"]["layers"]}}


def test_the_answer_is_a_path_of_the_moved_points(client: httpx2.Client, known: dict[str, Any]) -> None:
    body = moved(known)
    answer = client.post("/api/v1/path", json=body).json()
    assert all(answer["converged"][1:])
    weights = [{"weights": layer["weights"][2], "biases": layer["biases"][2]} for layer in answer["layers"]]
    weighed = client.post(
        "/api/v1/cost",
        json={"points": body["points"], "labels": body["labels"], "layers": weights, "lambda": LAMBDAS[2]},
    ).json()
    assert weighed["cost"]["total"] == pytest.approx(answer["cost"]["total"][2], rel=1e-6)
    gradients = [np.abs(layer["weights"]["total"]).max() for layer in weighed["gradients"]]
    assert max(gradients) <= 1e-5  # the inputs of own points are not standardized; figures travel with six digits
    searched = client.post("/api/v1/path", json={key: value for key, value in body.items() if key != "near"}).json()
    np.testing.assert_allclose(answer["cost"]["total"][1:], searched["cost"]["total"][1:], rtol=0.02)


def test_what_is_near_is_no_part_of_the_set_up(client: httpx2.Client, known: dict[str, Any]) -> None:
    body = moved(known)
    answer = client.post("/api/v1/path", json=body).json()
    assert "near" not in answer["experiment"]
    del body["near"]
    plain = client.post("/api/v1/path", json=body)
    assert plain.json()["experiment"] == answer["experiment"]
    assert plain.json()["share_url"] == answer["share_url"]
    assert client.post("/api/v1/path", json=body | {"near": None}).headers["ETag"] == plain.headers["ETag"]
    query = answer["share_url"].removeprefix("/?")
    assert client.get(f"/api/v1/path?{query}").headers["ETag"] == plain.headers["ETag"]


def test_fresh_draws_are_searched_as_ever(client: httpx2.Client) -> None:
    body = SET_UP | {"restarts": 2, "draws": 2}
    answer = client.post("/api/v1/path", json=body).json()
    near = client.post("/api/v1/path", json=body | {"near": {"layers": answer["layers"]}}).json()
    assert near["repeated_draws"] == answer["repeated_draws"]


def wrong(layers: list[dict[str, Any]], change: str) -> object:
    if change == "a layer":
        return layers[:1]
    if change == "a λ":
        return [{name: values[:-1] for name, values in layer.items()} for layer in layers]
    if change == "a unit":
        return [{"weights": [table[:2] for table in layers[0]["weights"]], "biases": layers[0]["biases"]}, layers[1]]
    if change == "a bias":
        return [layers[0] | {"biases": [row[:2] for row in layers[0]["biases"]]}, layers[1]]
    if change == "a number":
        return [layers[0] | {"biases": [["x", *row[1:]] for row in layers[0]["biases"]]}, layers[1]]
    return change


@pytest.mark.parametrize(
    ("change", "field", "words"),
    [
        ("a layer", "near.layers", "expected 2 layers, as the network has, got 1"),
        ("a λ", "near.layers.0.weights", "expected 5 entries, one for each λ, got 4"),
        ("a unit", "near.layers.0.weights", "expected 3 rows of 2 numbers at every λ, got 2 rows of 2 at position 1"),
        ("a bias", "near.layers.0.biases", "expected 3 numbers at every λ, got 2 at position 1"),
        ("a number", "near.layers.0.biases", 'got "x" at position 1 of row 1'),
        ("layers", "near.layers", "expected"),
    ],
)
def test_what_does_not_fit_is_said(
    client: httpx2.Client, known: dict[str, Any], change: str, field: str, words: str
) -> None:
    body = moved(known)
    body["near"] = {"layers": wrong(body["near"]["layers"], change)}
    answer = client.post("/api/v1/path", json=body)
    assert answer.status_code == 422
    (error,) = answer.json()["errors"]
    assert error["field"] == field
    assert words in error["message"]


@pytest.mark.parametrize(
    ("change", "field"),
    [({"near": 3}, "near"), ({"near": {"layer": []}}, "near.layer"), ({"direction": "up"}, "direction")],
)
def test_near_beside_what_it_cannot_be_beside(
    client: httpx2.Client, known: dict[str, Any], change: dict[str, Any], field: str
) -> None:
    answer = client.post("/api/v1/path", json=moved(known) | change)
    assert answer.status_code == 422
    assert field in {error["field"] for error in answer.json()["errors"]}


def test_an_address_takes_none(client: httpx2.Client) -> None:
    assert client.get("/api/v1/path?near=1").status_code == 422
