"""The path as a function of λ over HTTP: pieces and events as documented, and what an event says can be seen."""

from __future__ import annotations

import base64
from typing import Any

import httpx2
import numpy as np
import pytest

from app.experiments.answers.regression_results import RegressionAnswer
from app.experiments.answers.results import PathAnswer

ASKED: dict[str, Any] = {
    "n_samples": 60,
    "hidden_layer_sizes": [4],
    "lambdas": [0, 0.001, 0.1, 10, 100],
    "restarts": 5,
    "continuous": True,
}


def ask(client: httpx2.Client, **changes: Any) -> dict[str, Any]:
    response = client.post("/api/v1/path", json=ASKED | changes)
    assert response.status_code == 200, response.text
    answer: dict[str, Any] = response.json()
    return answer


def network(piece: dict[str, Any], node: int, at: np.ndarray) -> np.ndarray:
    """Scores of a tanh network at points (n, 2), from the lists of the answer."""
    a = at
    *hidden, output = piece["nodes"]["layers"]
    for layer in hidden:
        a = np.tanh(a @ np.array(layer["weights"][node]).T + layer["biases"][node])
    z: np.ndarray = (a @ np.array(output["weights"][node]).T + output["biases"][node])[:, 0]
    return z


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"format": "typed", "inspect": True},
        {"hidden_layer_sizes": []},
        {"hidden_layer_sizes": [], "regularizer": "l1", "nuisance_features": 2},
        {"activation": "relu"},
        {"regularizer": "l1"},
        {"lambdas": [1]},
        {"lambdas": [0]},
        {"lambdas": [500, 1000]},
        {"lambdas": [0.5, 500, 1000], "hidden_layer_sizes": [2, 2]},
    ],
)
def test_pieces_and_events_have_the_documented_fields(client: httpx2.Client, changes: dict[str, Any]) -> None:
    answer = ask(client, **changes)
    PathAnswer.model_validate(answer, extra="forbid")
    assert [piece["from"] for piece in answer["pieces"][:1]] == [lam for lam in answer["lambdas"] if lam > 0][:1]


@pytest.mark.parametrize("regularizer", ["l1", "l2"])
def test_in_regression_too(client: httpx2.Client, regularizer: str) -> None:
    query = f"task=regression&dataset=sine&regularizer={regularizer}&lambdas=0.001,1,100&continuous=true"
    answer = client.get(f"/api/v1/path?{query}").json()
    RegressionAnswer.model_validate(answer, extra="forbid")
    assert all(piece["refined"] for piece in answer["pieces"])
    assert len(answer["events"]) == len(answer["pieces"]) - 1


def test_the_points_that_change_sides_are_those_of_the_networks_on_both_sides(client: httpx2.Client) -> None:
    answer, data = ask(client), client.post("/api/v1/dataset", json=ASKED).json()
    points = (np.array(data["points"]) - data["inputs"]["mean"]) / data["inputs"]["scale"]
    labels, training = np.array(data["labels"]), np.array(data["split"]) == "train"
    ties = [event for event in answer["events"] if event["kind"] in ("tie", "vanish")]
    assert ties
    for event in ties:
        before = next(piece for piece in answer["pieces"] if piece["to"] == event["lambda"])
        after = next(piece for piece in answer["pieces"] if piece["from"] == event["lambda"])
        right = [(network(*end, points) > 0) == (labels == 1) for end in ((before, -1), (after, 0))]
        if event["kind"] == "vanish" and event["squared_weight_norm"][0] == 0.0:
            continue
        changed = np.flatnonzero((right[0] != right[1]) & training)
        assert [point["index"] for point in event["changed_points"]] == changed.tolist()
        for point in event["changed_points"]:
            k = point["index"]
            assert point["right"] == [bool(right[0][k]), bool(right[1][k])]
            assert point["mislabeled"] == data["mislabeled"][k]


def test_at_the_lambdas_asked_pieces_and_answer_are_one_network(client: httpx2.Client) -> None:
    answer = ask(client)
    for i, lam in enumerate(answer["lambdas"]):
        if lam == 0:
            continue
        piece = next(piece for piece in answer["pieces"] if lam in piece["nodes"]["lambda"])
        k = piece["nodes"]["lambda"].index(lam)
        for own, of_piece in zip(answer["layers"], piece["nodes"]["layers"], strict=True):
            assert own["weights"][i] == of_piece["weights"][k]
        total = piece["nodes"]["cross_entropy"][k] + piece["nodes"]["penalty"][k]
        assert answer["cost"]["total"][i] == pytest.approx(total, abs=1e-14)


def test_typed_nodes_are_the_lists_as_float32(client: httpx2.Client) -> None:
    lists, typed = (ask(client, format=form)["pieces"][0]["nodes"] for form in ("arrays", "typed"))
    for name in ("layers", "slopes"):
        packed, weights = typed[name][0]["weights"], np.array(lists[name][0]["weights"], dtype="f4")
        assert packed["shape"] == ", ".join(str(length) for length in weights.shape)
        got = np.frombuffer(base64.b64decode(packed["bdata"]), "<f4").reshape(weights.shape)
        np.testing.assert_array_equal(got, weights)


def test_the_same_bytes_from_query_and_body(client: httpx2.Client) -> None:
    query = "n_samples=60&hidden_layer_sizes=4&lambdas=0,.001,.1,10,100&restarts=5&continuous=true"
    assert client.get(f"/api/v1/path?{query}").content == client.post("/api/v1/path", json=ASKED).content


def test_a_direction_that_does_not_look_for_the_lowest_is_refused(client: httpx2.Client) -> None:
    response = client.get("/api/v1/path?continuous=true&direction=up")
    assert response.status_code == 422
    assert response.json()["errors"] == [
        {"field": "direction", "message": "direction: expected best beside continuous, got up"}
    ]
