"""Regression over HTTP: the documented fields, and a page that says that it does not show them."""

from __future__ import annotations

import httpx2
import pytest

from app.experiments.answers.regression_results import RegressionAnswer
from app.experiments.answers.results import DatasetAnswer


@pytest.mark.parametrize("query", ["", "&regularizer=l1&degree=12&folds=5", "&dataset=sine&draws=2", "&format=typed"])
def test_a_path_has_the_documented_fields(client: httpx2.Client, query: str) -> None:
    answer = client.get(f"/api/v1/path?task=regression&grid=9&inspect=true&lambdas=0,0.1,1{query}").json()
    RegressionAnswer.model_validate(answer, extra="forbid")
    assert "accuracy" not in answer["train"]
    assert client.get(f"/api/v1/path?{answer['share_url'].removeprefix('/?')}").is_success


@pytest.mark.parametrize("query", ["", "&dataset=step", "&data=1_1_2_-1.5_.25_2_-3_4_1"])
def test_the_data_have_the_documented_fields(client: httpx2.Client, query: str) -> None:
    answer = client.get(f"/api/v1/dataset?task=regression{query}").json()
    DatasetAnswer.model_validate(answer, extra="forbid")
    assert {len(row) for row in answer["points"]} == {1}
    assert any(label % 1.0 for label in answer["labels"])


def test_a_body_and_a_query_get_the_same_bytes(client: httpx2.Client) -> None:
    values = {"task": "regression", "points": [[0], [1], [3]], "labels": [0.5, 2, -1], "degree": 2, "lambdas": [1]}
    by_query = client.get("/api/v1/path?task=regression&data=1_1_3_0_.5_1_2_3_-1&degree=2&lambdas=1")
    assert client.post("/api/v1/path", json=values).content == by_query.content


def test_what_does_not_fit_is_refused_in_words(client: httpx2.Client) -> None:
    refusal = client.get("/api/v1/path?task=regression&hidden_layer_sizes=8")
    assert refusal.status_code == 422
    assert refusal.json()["detail"] == "hidden_layer_sizes: expected none for regression, got [8]"
    assert client.get("/api/v1/train?task=regression").status_code == 422


def test_the_api_page_says_what_regression_answers(client: httpx2.Client) -> None:
    page = client.get("/docs").text
    for word in ("task=regression", "squared_error", "coefficients", "line_and_two"):
        assert word in page
