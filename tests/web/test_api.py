"""The API over HTTP: answers as documented, the same bytes each time, and caches that can rely on it."""

from __future__ import annotations

import base64
import gzip
import json
from concurrent.futures import ThreadPoolExecutor

import httpx2
import numpy as np
import pytest
from fastapi import FastAPI

from app.experiments.answers.choices_results import ChoicesAnswer
from app.experiments.answers.cost_results import CostAnswer
from app.experiments.answers.results import DatasetAnswer, PathAnswer
from app.experiments.requests.experiment import Experiment
from app.main import create_app
from app.settings import Settings
from tests.web.conftest import serving

SMALL = "n_samples=40&hidden_layer_sizes=2&lambdas=0,.1,1,10&restarts=1"
RUN = "n_samples=40&hidden_layer_sizes=2&lambdas=0,1,1000&n_epochs=300&snapshots=10"
NETWORK = {
    "points": [[1, 2], [-1, 0.5]],
    "labels": [1, 0],
    "layers": [{"weights": [[0.5, -0.5], [1, 1]], "biases": [0.1, 0]}, {"weights": [[1, -1]], "biases": [0]}],
    "lambda": 0.7,
}


INSPECTED = {"data_gradient", "penalty_gradient", "price", "knock_out", "shrinkage", "predicted_shrinkage"}


@pytest.mark.parametrize("form", ["arrays", "typed"])
@pytest.mark.parametrize("dataset", ["moons", "penguins"])
def test_a_path_has_the_documented_fields(client: httpx2.Client, form: str, dataset: str) -> None:
    answer = client.get(f"/api/v1/path?{SMALL}&dataset={dataset}&format={form}&inspect=true&grid=5").json()
    PathAnswer.model_validate(answer, extra="forbid")
    assert set(answer["layers"][0]) == {"weights", "biases"} | INSPECTED
    assert (answer["test"] is None) == (dataset == "penguins")
    lengths = [len(answer[name]) for name in ("lambdas", "converged", "reason", "trivial", "jump", "gradient_norm")]
    assert lengths == [4] * 6


def test_only_what_is_asked_for_is_sent(client: httpx2.Client) -> None:
    answer = client.get(f"/api/v1/path?{SMALL}").json()
    assert set(answer["layers"][0]) == {"weights", "biases"}
    assert answer["grid"] is answer["pieces"] is answer["events"] is answer["unit_groups"] is None


def test_typed_arrays_are_the_lists_as_float32(client: httpx2.Client) -> None:
    lists = client.get(f"/api/v1/path?{SMALL}&grid=5").json()
    typed = client.get(f"/api/v1/path?{SMALL}&grid=5&format=typed").json()
    packed = typed["grid"]["probabilities"]
    assert packed["shape"] == "4, 5, 5"
    got = np.frombuffer(base64.b64decode(packed["bdata"]), "<f4").reshape(4, 5, 5)
    np.testing.assert_array_equal(got, np.array(lists["grid"]["probabilities"], dtype="f4"))
    assert typed["lambdas"] == lists["lambdas"]


def test_the_data_have_the_documented_fields(client: httpx2.Client) -> None:
    answer = client.get("/api/v1/dataset?n_samples=30&nuisance_features=1").json()
    DatasetAnswer.model_validate(answer, extra="forbid")
    assert np.array(answer["points"]).shape == (30, 3)
    assert {len(answer[name]) for name in ("labels", "split", "mislabeled")} == {30}


def test_a_cost_has_the_documented_fields(client: httpx2.Client) -> None:
    CostAnswer.model_validate(client.post("/api/v1/cost", json=NETWORK).json(), extra="forbid")


def test_the_choices_describe_every_field(client: httpx2.Client) -> None:
    answer = client.get("/api/v1/choices").json()
    ChoicesAnswer.model_validate(answer, extra="forbid")
    assert set(answer["fields"]) == set(Experiment.model_fields)
    for field in answer["fields"].values():
        assert field["title"]
        assert field["description"]
    moons = answer["fields"]["dataset"]["choices"][0]
    assert (moons["name"], moons["has_noise"], moons["real"], moons["n_inputs"]) == ("moons", True, False, 2)


def test_query_string_and_json_body_get_the_same_bytes(client: httpx2.Client) -> None:
    body = {"n_samples": 40, "hidden_layer_sizes": [2], "lambdas": [0, 0.1, 1, 10], "restarts": 1}
    assert client.get(f"/api/v1/path?{SMALL}").content == client.post("/api/v1/path", json=body).content
    drawn = client.post("/api/v1/dataset", json={"n_samples": 30})
    assert drawn.content == client.get("/api/v1/dataset?n_samples=30").content


def test_share_url_and_normalised_experiment_lead_back_to_the_same_answer(client: httpx2.Client) -> None:
    answer = client.get(f"/api/v1/path?{SMALL}")
    query = answer.json()["share_url"].removeprefix("/?")
    assert client.get(f"/api/v1/path?{query}").content == answer.content
    assert client.post("/api/v1/path", json=answer.json()["experiment"]).content == answer.content


def test_the_same_bytes_after_a_restart(client: httpx2.Client) -> None:
    addresses = [
        f"/api/v1/path?{SMALL}&inspect=true&format=typed",
        f"/api/v1/train?{RUN}",
        "/api/v1/dataset",
        "/api/v1/choices",
    ]
    with serving(create_app(Settings(workers=1))) as other, httpx2.Client(base_url=other, timeout=60) as restarted:
        for address in addresses:
            before, after = client.get(address), restarted.get(address)
            assert before.content == after.content
            assert before.headers["etag"] == after.headers["etag"]


@pytest.mark.parametrize(
    "target",
    [f"/api/v1/path?{SMALL}", f"/api/v1/train?{RUN}", "/api/v1/dataset", "/api/v1/choices", "/", "/docs"],
)
def test_a_client_that_has_the_answer_is_told_so(client: httpx2.Client, target: str) -> None:
    plain = client.get(target, headers={"Accept-Encoding": "identity"})
    packed = client.get(target, headers={"Accept-Encoding": "gzip"})
    assert plain.content == packed.content
    assert plain.headers["etag"] != packed.headers["etag"]
    assert not plain.headers["etag"].startswith("W/")
    assert packed.headers["content-encoding"] == "gzip"
    assert "Accept-Encoding" in plain.headers["vary"]
    for known in (plain.headers["etag"], packed.headers["etag"], f'"x", W/{plain.headers["etag"]}', "*"):
        again = client.get(target, headers={"If-None-Match": known})
        assert again.status_code == 304
        assert again.content == b""
        assert again.headers["cache-control"] == plain.headers["cache-control"]
    assert client.get(target, headers={"If-None-Match": '"another"'}).status_code == 200


def test_any_cache_may_keep_pure_answers(client: httpx2.Client) -> None:
    for address in (f"/api/v1/path?{SMALL}", f"/api/v1/train?{RUN}", "/api/v1/dataset"):
        kept = client.get(address).headers["cache-control"]
        assert kept.startswith("public, max-age=")
        assert int(kept.rpartition("=")[2]) >= 86400
    assert "public" not in client.post("/api/v1/dataset", json={}).headers["cache-control"]


@pytest.mark.parametrize(
    "target",
    [f"/api/v1/path?{SMALL}", f"/api/v1/train?{RUN}", "/api/v1/dataset", "/api/v1/choices", "/", "/docs", "/healthz"],
)
def test_head_is_get_without_the_body(client: httpx2.Client, target: str) -> None:
    head, get = client.head(target), client.get(target)
    assert head.status_code == get.status_code == 200
    assert head.content == b""
    for name in ("content-type", "content-length", "etag", "cache-control"):
        assert head.headers.get(name) == get.headers.get(name)


def test_equal_requests_at_the_same_time_are_one_computation(app: FastAPI, client: httpx2.Client) -> None:
    before = app.state.runner.runs
    query = "/api/v1/path?hidden_layer_sizes=8,8&seed=77"
    with ThreadPoolExecutor(6) as threads:
        answers = list(threads.map(lambda _: client.get(query).content, range(6)))
    assert len(set(answers)) == 1
    assert app.state.runner.runs == before + 1
    client.get(query)
    assert app.state.runner.runs == before + 1


def test_events_tell_of_progress_and_end_with_the_very_answer(client: httpx2.Client) -> None:
    query = "/api/v1/path?hidden_layer_sizes=8,8&seed=78&n_samples=60&restarts=2"
    stream = client.get(query, headers={"Accept": "text/event-stream"})
    assert stream.headers["content-type"].startswith("text/event-stream")
    assert "content-encoding" not in stream.headers
    events = [event.split("\n") for event in stream.text.strip().split("\n\n")]
    assert {name for name, _ in events[:-1]} == {"event: progress"}
    for _, data in events[:-1]:
        assert set(json.loads(data.removeprefix("data: "))) == {"done", "of", "lambda"}
    name, data = events[-1]
    assert name == "event: result"
    assert data.removeprefix("data: ").encode() == client.get(query).content


def test_who_hangs_up_leaves_the_worker_free(client: httpx2.Client) -> None:
    long = "/api/v1/path?hidden_layer_sizes=12,12,12&n_samples=600&restarts=30&seed=79"
    with client.stream("GET", long, headers={"Accept": "text/event-stream"}) as stream:
        assert next(stream.iter_lines()) == "event: progress"
    with pytest.raises(httpx2.TimeoutException):
        client.get(f"{long}0", timeout=0.5)
    assert client.get(f"/api/v1/path?{SMALL}&seed=79", timeout=20).status_code == 200


def test_cost_agrees_with_a_network_worked_out_by_hand(client: httpx2.Client) -> None:
    # one unit, x = 2, w = 0.5, b = -1: z = 0, p = 1/2, CE = ln 2; dCE/dz = p - y = -1/2, dCE/dw = -1
    request = {"points": [[2]], "labels": [1], "layers": [{"weights": [[0.5]], "biases": [-1]}], "lambda": 4}
    answer = client.post("/api/v1/cost", json=request).json()
    assert answer["cost"] == {
        "cross_entropy": pytest.approx(np.log(2)),
        "penalty": 0.5,
        "total": pytest.approx(0.5 + np.log(2)),
    }
    assert answer["probabilities"] == [0.5]
    assert answer["gradients"] == [
        {"weights": {"data": [[-1.0]], "penalty": [[2.0]], "total": [[1.0]]}, "biases": [-0.5]}
    ]
    # without the weight z = -1
    assert answer["knock_out"] == [[[pytest.approx(np.log1p(np.e) - np.log(2))]]]


def test_compressed_answers_unpack_to_the_plain_ones(client: httpx2.Client) -> None:
    with client.stream("GET", "/api/v1/dataset", headers={"Accept-Encoding": "gzip"}) as packed:
        raw = b"".join(packed.iter_raw())
    assert gzip.decompress(raw) == client.get("/api/v1/dataset", headers={"Accept-Encoding": "identity"}).content
