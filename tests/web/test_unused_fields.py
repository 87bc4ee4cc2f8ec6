"""Which fields change an answer: all but those of which the API page says that they change nothing there."""

from __future__ import annotations

import json
from urllib.parse import parse_qsl

import httpx2
import pytest

from app.experiments.address.own_points import DATA_FIELDS
from app.experiments.requests.experiment import Experiment
from app.experiments.requests.field_hints import NOT_USED

SMALL = "n_samples=40&hidden_layer_sizes=2&lambdas=0,.1,1,10&restarts=1"
OTHER_VALUES = {
    "dataset": "circles",
    "n_samples": "44",
    "noise": "0.4",
    "mislabeled": "0.2",
    "nuisance_features": "1",
    "validation_fraction": "0.25",
    "standardize": "false",
    "hidden_layer_sizes": "3",
    "activation": "sigmoid",
    "regularizer": "l1",
    "penalize_biases": "true",
    "lambdas": "0,1",
    "direction": "up",
    "restarts": "2",
    "folds": "3",
    "draws": "3",
    "seed": "2",
    "inspect": "true",
    "continuous": "true",
    "grid": "4",
    "format": "typed",
}
"""Of every field of classification that an address takes, beside own points: another value than in SMALL."""


def _told(client: httpx2.Client, kind: str, query: dict[str, str]) -> str:
    """The answer without what repeats the question."""
    answer = client.get(f"/api/v1/{kind}", params=query)
    assert answer.status_code == 200, answer.text
    return json.dumps({name: part for name, part in answer.json().items() if name not in ("experiment", "share_url")})


@pytest.mark.parametrize("kind", ["path", "train", "dataset"])
@pytest.mark.parametrize("field", OTHER_VALUES)
def test_a_field_changes_the_answer_unless_it_is_said_to_change_nothing(
    client: httpx2.Client, kind: str, field: str
) -> None:
    query = dict(parse_qsl(f"{SMALL}&n_epochs=20&snapshots=3" if kind == "train" else SMALL))
    is_same = _told(client, kind, query) == _told(client, kind, query | {field: OTHER_VALUES[field]})
    assert is_same == (field in NOT_USED[kind])


def test_every_field_has_been_asked_whether_it_changes_the_answer() -> None:
    assert set(Experiment.model_fields) - set(OTHER_VALUES) - set(DATA_FIELDS) == {"task", "degree"}


def test_the_degree_changes_no_points_and_what_changes_nothing_is_said(client: httpx2.Client) -> None:
    lines = [_told(client, "dataset", {"task": "regression", "degree": degree}) for degree in ("2", "5")]
    assert lines[0] == lines[1]
    paths = client.get("/openapi.json").json()["paths"]
    for kind, fields in NOT_USED.items():
        parameters = paths[f"/api/v1/{kind}"]["get"]["parameters"]
        said = [one["name"] for one in parameters if one["description"].startswith("changes nothing here: ")]
        assert sorted(said) == sorted(fields)
