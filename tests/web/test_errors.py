"""One shape for every refusal, at every address; and nothing else is disturbed by it."""

from __future__ import annotations

import http.client
import json
from typing import Any, get_args

import httpx2
import pytest

from app.experiments.answers.serialization import Answer
from app.experiments.requests.experiment import Experiment
from app.experiments.requests.request_errors import Kind, RequestError
from app.experiments.running.answer_cache import AnswerCache, Answers
from app.experiments.running.jobs import Job, Report
from app.experiments.running.runner import Runner
from app.main import create_app
from app.settings import Settings
from app.web.events import event_stream
from app.web.problems import PROBLEM_TYPES
from tests.conftest import RunAsync
from tests.web.conftest import serving

PROBLEM = "application/problem+json"
PAGE_MARK = "text/html"


def assert_problem(answer: httpx2.Response, status: int, kind: Kind) -> dict[str, Any]:
    assert answer.status_code == status, answer.text[:500]
    assert answer.headers["content-type"] == PROBLEM
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["x-content-type-options"] == "nosniff"
    content: dict[str, Any] = answer.json()
    assert set(content) >= {"type", "title", "status", "detail", "errors"}
    assert (content["type"], content["status"], content["title"]) == (
        f"/problems/{kind}",
        status,
        PROBLEM_TYPES[kind].title,
    )
    assert content["detail"]
    for error in content["errors"]:
        assert set(error) == {"field", "message"}
        assert error["message"].startswith(f"{error['field']}: expected ")
        assert ", got " in error["message"]
    assert "Traceback" not in answer.text
    return content


ADDRESSES = [
    "/api/v1/path",
    "/api/v1/train",
    "/api/v1/dataset",
    "/api/v1/cost",
    "/api/v1/choices",
    "/healthz",
    "/readyz",
    "/docs",
    "/",
]


@pytest.mark.parametrize("path", ADDRESSES)
@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS"])
def test_a_wrong_method_is_405_and_names_the_right_ones(client: httpx2.Client, path: str, method: str) -> None:
    answer = client.request(method, path)
    assert_problem(answer, 405, "method")
    posts = path in ("/api/v1/path", "/api/v1/train", "/api/v1/dataset", "/api/v1/cost")
    gets = path != "/api/v1/cost"
    assert answer.headers["allow"] == ", ".join(["GET", "HEAD"] * gets + ["POST"] * posts)


@pytest.mark.parametrize(
    "path", ["/nothing", "/api", "/api/v1/nothing", "/static/x/nothing.js", "/static/x/../main.py", "/problems"]
)
def test_an_unknown_address_is_404(client: httpx2.Client, path: str) -> None:
    assert_problem(client.get(path), 404, "not-found")


def test_a_browser_gets_a_page_for_what_is_not_there_but_the_api_keeps_its_shape(client: httpx2.Client) -> None:
    browser = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
    page = client.get("/nothing", headers=browser)
    assert page.status_code == 404
    assert page.headers["content-type"].startswith(PAGE_MARK)
    assert "content-security-policy" in page.headers
    assert_problem(client.get("/api/v1/nothing", headers=browser), 404, "not-found")


def test_an_address_stands_in_its_page_as_text(client: httpx2.Client) -> None:
    page = client.get("/no/<i>such</i>", headers={"Accept": "text/html"}).text
    assert "&lt;i&gt;such" in page
    assert "<i>such" not in page


@pytest.mark.parametrize("path", ["/api", "/api/v1", "/api/v1/path/", "/api/v2/path"])
def test_an_address_near_the_api_is_told_which_there_are(client: httpx2.Client, path: str) -> None:
    detail = assert_problem(client.get(path), 404, "not-found")["detail"]
    for known in ("path", "train", "dataset", "cost", "export", "choices"):
        assert f"/api/v1/{known}" in detail
    assert detail.endswith(f", got {path}")


@pytest.mark.parametrize("body", ["dataset=moons", "{'dataset': 'moons'}"])
def test_what_is_nearly_json_is_told_what_json_has(client: httpx2.Client, body: str) -> None:
    detail = assert_problem(client.post("/api/v1/path", content=body), 400, "malformed")["detail"]
    assert detail.startswith("body: expected JSON, with names and texts between double quotes, got ")


@pytest.mark.parametrize("kind", PROBLEM_TYPES)
def test_the_type_of_a_refusal_is_the_address_of_a_page_about_it(client: httpx2.Client, kind: Kind) -> None:
    page = client.get(f"/problems/{kind}")
    refusal = PROBLEM_TYPES[kind]
    assert page.status_code == 200
    assert page.headers["content-type"].startswith(PAGE_MARK)
    assert f"<h1>{refusal.title}</h1>" in page.text
    assert f"comes with status {refusal.status}" in page.text
    assert f'href="/problems/{kind}"' in client.get("/docs").text


def test_each_kind_of_refusal_has_a_meaning_and_no_other_has_a_page(client: httpx2.Client) -> None:
    assert list(PROBLEM_TYPES) == list(get_args(Kind))
    assert all(refusal.meaning for refusal in PROBLEM_TYPES.values())
    assert_problem(client.get("/problems/none"), 404, "not-found")


BAD_QUERIES = [
    ("n_samples=5", "n_samples"),
    ("noise=nan", "noise"),
    ("noise=inf", "noise"),
    ("lambdas=-1", "lambdas"),
    ("lambdas=1,0", "lambdas"),
    ("lambdas=" + ",".join(str(i) for i in range(202)), "lambdas"),
    ("lambdas=0,x", "lambdas"),
    ("hidden_layer_sizes=8,8,8,8,8", "hidden_layer_sizes"),
    ("hidden_layer_sizes=0", "hidden_layer_sizes"),
    ("hidden_layer_sizes=8,", "hidden_layer_sizes"),
    ("dataset=nothing", "dataset"),
    ("dataset=%FF%FE", "dataset"),
    ("colour=red", "colour"),
    ("lambda=1", "lambda"),
    ("seed=1&seed=2", "seed"),
    ("data=1_1_2_0_0_1_1", "points"),
    ("data=1_2_2_0_0_1_1_1_1", "labels"),
    ("data=hello", "data"),
    ("points=1", "points"),
    ("inspect=yes", "inspect"),
    ("grid=201", "grid"),
]


@pytest.mark.parametrize("path", ["/api/v1/path", "/api/v1/train", "/api/v1/dataset"])
@pytest.mark.parametrize(("query", "field"), BAD_QUERIES)
def test_a_bad_query_is_422_and_names_the_field(client: httpx2.Client, path: str, query: str, field: str) -> None:
    content = assert_problem(client.get(f"{path}?{query}"), 422, "invalid")
    assert [error["field"] for error in content["errors"]] == [field]


BAD_BODIES: list[tuple[bytes, str]] = [
    (b'{"noise": NaN}', "noise"),
    (b'{"noise": 1e999}', "noise"),
    (b'{"lambdas": [0, -1]}', "lambdas"),
    (b'{"lambdas": [Infinity]}', "lambdas"),
    (b'{"points": [[1, 2], [3]], "labels": [0, 1]}', "points"),
    (b'{"points": [[1], [2]], "labels": [0, 1]}', "points"),
    (b'{"points": [[1,2,3,4,5,6,7,8,9,10,11],[1,2,3,4,5,6,7,8,9,10,11]], "labels": [0, 1]}', "points"),
    (b'{"points": [[1, 2], [3, 4]], "labels": [1, 1]}', "labels"),
    (b'{"dataset": "\\ud800"}', "dataset"),
    (b'{"\\ud800": 1}', "body"),
    (b"[]", "body"),
    (b"null", "body"),
    (b'{"seed": 1' + b"0" * 300 + b"}", "seed"),
]


@pytest.mark.parametrize("path", ["/api/v1/path", "/api/v1/train", "/api/v1/dataset"])
@pytest.mark.parametrize(("body", "field"), BAD_BODIES)
def test_a_bad_body_is_422_and_names_the_field(client: httpx2.Client, path: str, body: bytes, field: str) -> None:
    content = assert_problem(client.post(path, content=body), 422, "invalid")
    assert [error["field"] for error in content["errors"]] == [field]


@pytest.mark.parametrize("path", ["/api/v1/path", "/api/v1/train", "/api/v1/dataset", "/api/v1/cost"])
@pytest.mark.parametrize(
    "body",
    [b"", b"{", b'{"dataset": "\xff"}', b"\xff\xfe", b"hello", b"[" * 100_000, b'{"seed": ' + b"9" * 5000 + b"}"],
    ids=["empty", "cut off", "broken UTF-8", "another encoding", "words", "deep", "endless number"],
)
def test_what_is_no_json_is_400(client: httpx2.Client, path: str, body: bytes) -> None:
    assert_problem(client.post(path, content=body), 400, "malformed")


@pytest.mark.parametrize("path", ["/api/v1/path", "/api/v1/dataset", "/api/v1/cost"])
@pytest.mark.parametrize("size", [2**20 + 1, 2 * 2**20])
def test_a_body_over_one_mebibyte_is_413(client: httpx2.Client, path: str, size: int) -> None:
    assert_problem(client.post(path, content=b"1" * size), 413, "too-large")


def test_a_body_of_exactly_one_mebibyte_is_read(client: httpx2.Client) -> None:
    assert_problem(client.post("/api/v1/dataset", content=b"[" + b" " * (2**20 - 2) + b"]"), 422, "invalid")


@pytest.mark.parametrize("path", ["/api/v1/path", "/api/v1/train", "/api/v1/dataset"])
def test_an_endless_query_is_414(address: str, path: str) -> None:
    """By a plainer client: httpx2 does not send such addresses."""
    connection = http.client.HTTPConnection(address.removeprefix("http://"))
    for target, status in ((path, 414), ("/", 200)):
        connection.request("GET", f"{target}?data=1_2_{'1_' * 100_000}")
        answer = connection.getresponse()
        content = answer.read()
        assert answer.status == status
        if status == 414:
            assert answer.headers["content-type"] == PROBLEM
            assert json.loads(content)["type"] == "/problems/address-too-long"
    connection.close()


def test_fields_in_the_query_of_a_post_are_not_passed_over(client: httpx2.Client) -> None:
    assert_problem(client.post("/api/v1/path?seed=3", json={}), 422, "invalid")


def test_too_much_work_is_refused_with_what_would_fit(client: httpx2.Client) -> None:
    query = "/api/v1/path?hidden_layer_sizes=64,64,64,64&n_samples=2000&restarts=20"
    content = assert_problem(client.get(query), 422, "budget")
    assert content["estimate"] > content["limit"]
    assert content["nearest"]
    events = client.get(query, headers={"Accept": "text/event-stream"})
    assert_problem(events, 422, "budget")


def test_too_long_a_computation_is_504_and_the_next_one_is_answered() -> None:
    with serving(create_app(Settings(workers=1, time_limit=0.1))) as address, httpx2.Client(base_url=address) as client:
        client.get("/readyz")
        query = "/api/v1/path?hidden_layer_sizes=12,12&n_samples=1000"
        assert_problem(client.get(query, timeout=60), 504, "time-limit")
        events = client.get(query, headers={"Accept": "text/event-stream"}, timeout=60).text.strip().split("\n\n")
        name, data = events[-1].split("\n")
        assert name == "event: problem"
        assert json.loads(data.removeprefix("data: "))["type"] == "/problems/time-limit"
        assert client.get("/api/v1/path?hidden_layer_sizes=&lambdas=1").status_code == 200


def test_a_fault_of_the_server_is_told_without_a_trace_of_its_inside() -> None:
    app = create_app(Settings(workers=1))

    @app.get("/fault")
    async def fault() -> None:
        raise ZeroDivisionError("inner words")

    @app.get("/refuse/{kind}")
    async def refuse(kind: Kind) -> None:
        raise RequestError(kind, "a reason", retry_after=7)

    with serving(app) as address, httpx2.Client(base_url=address) as client:
        for kind, refusal in PROBLEM_TYPES.items():
            answer = client.get(f"/refuse/{kind}")
            assert_problem(answer, refusal.status, kind)
            assert answer.headers["retry-after"] == "7"
        assert "inner words" not in json.dumps(assert_problem(client.get("/fault"), 500, "failed"))


class Faulty(Answers):
    """Breaks in a way that nobody expected."""

    async def get(self, job: Job, report: Report | None = None) -> Answer:
        raise ZeroDivisionError(f"inner words of {job.kind} with {report}")


def test_a_fault_in_a_stream_of_events_is_told_too(run_async: RunAsync, caplog: pytest.LogCaptureFixture) -> None:
    runner = Runner(workers=1, queue_length=1, time_limit=1.0)

    async def events() -> list[bytes]:
        stream = event_stream(Faulty(runner, AnswerCache(0)), Job("path", Experiment()))
        return [bytes(event) async for event in stream.body_iterator]  # type: ignore[arg-type]

    (event,) = run_async(events())
    name, data = event.decode().strip().split("\n")
    assert name == "event: problem"
    assert json.loads(data.removeprefix("data: "))["type"] == "/problems/failed"
    assert "inner words" not in data
    assert "inner words" in caplog.text


def test_after_all_that_the_server_answers_as_before(client: httpx2.Client) -> None:
    assert client.get("/healthz").status_code == 200
    assert client.get("/readyz").status_code == 200
