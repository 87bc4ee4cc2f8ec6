"""CostRequest: a given network has to fit its points, and itself."""

from __future__ import annotations

from typing import Any

import pytest

from app.experiments.address.parsing import parse
from app.experiments.compute.cost import compute_cost
from app.experiments.requests.cost_request import CostRequest
from app.experiments.requests.request_errors import RequestError

GOOD: dict[str, Any] = {
    "points": [[1, 2], [3, 4]],
    "labels": [1, 1],
    "layers": [{"weights": [[1, 2], [3, 4]], "biases": [0, 0]}, {"weights": [[1, 2]], "biases": [0.5]}],
    "lambda": 0.7,
}


def test_one_class_only_is_fine_here() -> None:
    assert parse(CostRequest, GOOD).lam == 0.7


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (
            {"points": []},
            "rows, each a list of 1 to 64 numbers from -1000000 to 1000000, got 0 rows",
        ),
        ({"labels": [1]}, "labels: expected 2 labels, one for each point, got 1"),
        (
            {"layers": []},
            'layers: expected a list of 1 to 5 layers, such as [{"weights": [[1, 2]], "biases": [0]}], got 0 layers',
        ),
        (
            {"layers": [{"weights": [[1, 2, 3]], "biases": [0]}]},
            "layers.0.weights: expected rows of 2 numbers, one for each input, got rows of 3 in the first layer",
        ),
        (
            {"layers": [{"weights": [[1, 2]], "biases": [0, 1]}]},
            "layers.0.biases: expected 1 number, one for each unit, got 2 in the first layer",
        ),
        (
            {"layers": [{"weights": [[1, 2], [3, 4]], "biases": [0, 0]}]},
            "layers.0.weights: expected one unit, the output, got 2 units in the first layer",
        ),
        ({"layers": [{"weights": [[1, 2]]}]}, "layers.0.biases: expected a value, got none in the first layer"),
        ({"layers": [{"weights": [1, 2], "biases": [0]}]}, "numbers from -1000000 to 1000000, got 1 as row 1"),
        (
            {"layers": [{"weights": [[1, 2]], "biases": [0], "bias": 0}]},
            "layers.0.bias: expected a known field (perhaps biases), got 0 in the first layer",
        ),
        ({"layers": [3]}, "layers.0: expected a JSON object, got 3 as the first layer"),
        (
            {"layers": [GOOD["layers"][0], {"weights": [[1, 2, 3]], "biases": [0]}]},
            "layers.1.weights: expected rows of 2 numbers, one for each input, got rows of 3 in the second layer",
        ),
        ({"layers.9": 1}, "layers.9: expected a known field (perhaps layers), got 1"),
        (
            {"hidden_layer_sizes": [3]},
            "hidden_layer_sizes: expected a known field (it belongs to /api/v1/path), got [3]",
        ),
        ({"lambda": -1}, "lambda: expected a number from 0 to 1000000, got -1"),
        ({"regularizer": "l3"}, 'regularizer: expected one of l2, l1, got "l3"'),
        ({"lambdas": [1]}, "lambdas: expected a known field (perhaps lambda)"),
    ],
)
def test_what_does_not_fit_is_refused_in_a_sentence(change: dict[str, Any], sentence: str) -> None:
    with pytest.raises(RequestError) as caught:
        parse(CostRequest, GOOD | change)
    assert sentence in caught.value.errors[0].message
    assert [error.message for error in caught.value.errors] == [caught.value.detail]


def test_the_sentence_for_all_has_the_first_three() -> None:
    with pytest.raises(RequestError) as caught:
        parse(CostRequest, {"points": [], "labels": [2], "layers": [], "lambda": -1, "regularizer": "l3"})
    fields = [part.split(": expected")[0] for part in caught.value.detail.split("; ")]
    assert fields == ["points", "labels", "layers", "and 2 more, see errors"]
    assert len(caught.value.errors) == 5


@pytest.mark.parametrize("regularizer", ["l2", "l1"])
def test_penalised_biases_pay_and_are_pulled(regularizer: str) -> None:
    free = compute_cost(parse(CostRequest, {**GOOD, "regularizer": regularizer}))
    paying = compute_cost(parse(CostRequest, {**GOOD, "regularizer": regularizer, "penalize_biases": True}))
    price, pull = (0.5**2 / 2, 0.5) if regularizer == "l2" else (0.5, 1.0)  # of the one bias other than 0
    assert paying["cost"]["penalty"] == pytest.approx(free["cost"]["penalty"] + 0.7 / 2 * price)
    assert paying["cost"]["total"] == pytest.approx(paying["cost"]["cross_entropy"] + paying["cost"]["penalty"])
    added = [
        after["biases"] - before["biases"] for after, before in zip(paying["gradients"], free["gradients"], strict=True)
    ]
    assert added[0].tolist() == [0.0, 0.0]
    assert added[1][0] == pytest.approx(0.7 / 2 * pull)
    assert parse(CostRequest, GOOD).penalize_biases is False
