"""What a link leaves out is part of what it says: with another default, an old link would show another network."""

from __future__ import annotations

from typing import Any

import httpx2
import pytest

COMMON: dict[str, Any] = {
    "task": "classification",
    "n_samples": 200,
    "mislabeled": 0.06,
    "nuisance_features": 0,
    "validation_fraction": 0.5,
    "standardize": True,
    "hidden_layer_sizes": [8],
    "degree": None,
    "activation": "tanh",
    "regularizer": "l2",
    "direction": "best",
    "restarts": 60,
    "folds": 0,
    "draws": 0,
    "seed": 1,
}
LINE_AND_TWO = {"n_samples": 10, "mislabeled": 0, "validation_fraction": 0, "hidden_layer_sizes": [], "restarts": 1}
LINKS: dict[str, dict[str, Any]] = {
    "": {"dataset": "moons", "noise": 0.25},
    "dataset=circles": {"dataset": "circles", "noise": 0.15},
    "dataset=decoys": {"dataset": "decoys", "noise": 0.6},
    "dataset=penguins": {"dataset": "penguins", "noise": None, "mislabeled": 0},
    "task=regression": {"task": "regression", "dataset": "line_and_two", "noise": 0, "degree": 9, **LINE_AND_TWO},
}
FIRST_POINTS = {
    "": [-1.143490769230809, 0.08667981070839004],
    "dataset=circles": [0.6084368047254188, -0.8435686038724187],
    "dataset=decoys": [-1.10864094, -1.06459696, 0.71955829, 1.47314991, -0.20917121, 1.1743045],
    "dataset=penguins": [35.7, 17.0],
    "task=regression": [-1.0],
}


@pytest.mark.parametrize("query", LINKS)
def test_a_short_link_still_means_what_it_meant(client: httpx2.Client, query: str) -> None:
    answer = client.get(f"/api/v1/dataset?{query}").json()
    meant = COMMON | LINKS[query]
    assert {name: answer["experiment"][name] for name in meant} == meant
    lambdas = answer["experiment"]["lambdas"]
    assert (len(lambdas), lambdas[0], lambdas[1], lambdas[20], lambdas[-1]) == (42, 0, 0.0001, 0.211349, 1000)


@pytest.mark.parametrize("query", LINKS)
def test_a_seed_still_draws_the_same_points(client: httpx2.Client, query: str) -> None:
    points = client.get(f"/api/v1/dataset?{query}").json()["points"]
    assert points[0] == pytest.approx(FIRST_POINTS[query], rel=1e-7)
