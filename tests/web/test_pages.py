"""Pages and static files: what they carry, who may keep them, and that they need nothing from elsewhere."""

from __future__ import annotations

import json
import re
from html import unescape

import httpx2
import pytest

from app.web.headers import FOREVER
from app.web.pages import Site
from app.web.reference import BODIES
from app.web.static_files import MEDIA_TYPES, folder

PLOTLY = "vendor/plotly/plotly-basic.min.js"
REFERENCE = re.compile(r"""(?:src|href)=["']([^"'#?]+)""")


def references(page: str) -> set[str]:
    return {target for target in REFERENCE.findall(page) if not target.startswith("data:")}


def static(client: httpx2.Client, name: str) -> str:
    """The address of a static file under the version of this very server."""
    found = re.search(r"/static/\w+/", client.get("/").text)
    assert found
    return found.group() + name


@pytest.mark.parametrize("page", ["/", "/docs", "/problems/invalid", "/?dataset=circles", "/?n_samples=1&colour=red"])
def test_all_that_a_page_names_is_here(client: httpx2.Client, page: str) -> None:
    text = client.get(page).text
    for target in references(text):
        assert target.startswith("/")
        assert client.head(target).status_code == 200, target


@pytest.mark.parametrize("page", ["/", "/docs", "/problems/budget"])
def test_a_page_keeps_to_its_own_policy(client: httpx2.Client, page: str) -> None:
    answer = client.get(page)
    policy = answer.headers["content-security-policy"]
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
    assert not re.search(r"<style|style=\"|\son\w+=\"", answer.text)
    for script in re.findall(r"<script([^>]*)>", answer.text):
        assert "src=" in script or 'type="application/json"' in script


def test_the_lab_carries_the_choices(client: httpx2.Client) -> None:
    page = client.get("/").text
    embedded = re.search(r'<script type="application/json" id="choices">(.*?)</script>', page, re.DOTALL)
    assert embedded
    shown, offered = json.loads(embedded.group(1)), client.get("/api/v1/choices").json()
    assert set(offered["fields"]) - set(shown["fields"]) == {"degree"}  # the page shows classification
    assert {choice["task"] for choice in shown["fields"]["dataset"]["choices"]} == {"classification"}
    assert [choice["name"] for choice in shown["fields"]["task"]["choices"]] == ["classification"]
    assert shown["fields"]["noise"] == offered["fields"]["noise"]


def test_the_api_page_says_every_field_and_address(client: httpx2.Client) -> None:
    page = client.get("/docs").text
    openapi = client.get("/openapi.json").json()
    for path, methods in openapi["paths"].items():
        assert f"<code>{path}</code>" in page
        for parameter in methods.get("get", {}).get("parameters", []):
            assert f"<code>{parameter['name']}</code>" in page
    for field in ("goldilocks", "collapse_lambda", "knock_out", "bayes_accuracy"):
        assert f"<code>{field}</code>" in page


@pytest.mark.parametrize(("path", "body"), BODIES.items())
def test_what_the_api_page_offers_to_post_is_answered(client: httpx2.Client, path: str, body: str) -> None:
    assert body in unescape(client.get("/docs").text)
    assert client.post(path, content=body.encode()).status_code == 200


def test_the_api_page_says_query_string_only_where_there_is_a_body_too(client: httpx2.Client) -> None:
    page = client.get("/docs").text
    said = [part.count("(query string only)") for part in re.split(r"<section id=", page)]
    assert [count for count in said if count] == [1, 1, 1]  # `data` of path, train and dataset
    assert "list of number " not in page
    assert "1e-06" not in page


def test_the_api_page_writes_numbers_in_a_row_as_a_range(client: httpx2.Client) -> None:
    page = client.get("/docs").text
    assert "<td>0, 2 to 10</td>" in page
    assert "<td>0, 2 to 50</td>" in page
    assert "2, 3, 4" not in page


def test_the_examples_of_the_api_page_work(client: httpx2.Client) -> None:
    page = client.get("/docs").text
    examples = [unescape(target) for target in re.findall(r'href="(/(?:api|\?|openapi)[^"]*)"', page)]
    assert len(examples) >= 5
    for example in examples:
        assert client.get(example).status_code == 200, example


def test_static_files_may_be_kept_for_ever_under_this_version_only(client: httpx2.Client) -> None:
    current = client.get(static(client, "css/tokens.css"))
    assert current.headers["cache-control"] == FOREVER
    assert current.headers["content-type"] == "text/css; charset=utf-8"
    older = client.get("/static/0123456789ab/css/tokens.css")
    assert older.content == current.content
    assert older.headers["cache-control"] == "no-store"


def test_angle_brackets_are_text_on_the_api_page(client: httpx2.Client) -> None:
    assert "1_&lt;inputs&gt;_&lt;training points&gt;_" in client.get("/docs").text


@pytest.mark.parametrize("encoding", ["identity", "gzip", "gzip;q=0, identity", "br, gzip;q=0.5"])
def test_static_files_come_as_the_client_reads_them(client: httpx2.Client, encoding: str) -> None:
    address = static(client, "js/state/store.js")
    answer = client.get(address, headers={"Accept-Encoding": encoding})
    packed = "gzip" in encoding and "q=0," not in encoding
    assert ("content-encoding" in answer.headers) == packed
    assert answer.content == (folder("static") / "js" / "state" / "store.js").read_bytes()
    assert answer.headers["vary"] == "Accept-Encoding"
    again = client.get(address, headers={"If-None-Match": answer.headers["etag"]})
    assert again.status_code == 304


def test_plotly_is_its_basic_bundle_with_its_licence(client: httpx2.Client) -> None:
    answer = client.get(static(client, PLOTLY), headers={"Accept-Encoding": "gzip"})
    assert answer.headers["cache-control"] == FOREVER
    assert answer.headers["content-type"].startswith("text/javascript")
    assert int(answer.headers["content-length"]) < 420_000
    assert b"plotly.js (basic - minified) v4.1.1" in answer.content[:200]
    assert "MIT License" in client.get(static(client, "vendor/plotly/LICENSE.txt")).text


def test_every_static_file_has_a_known_type() -> None:
    files = [path for path in folder("static").rglob("*") if path.is_file()]
    assert {path.suffix for path in files} <= set(MEDIA_TYPES)


def test_a_name_that_is_no_file_fails_in_the_template() -> None:
    site = Site(development=False)
    with pytest.raises(KeyError, match="got css/nothing"):
        site.tree.address("css/nothing.css")


@pytest.mark.slow
def test_the_first_view_is_under_900_kilobytes_on_the_wire(client: httpx2.Client) -> None:
    packed = {"Accept-Encoding": "gzip"}
    page = client.get("/", headers=packed)
    addresses = references(page.text) - {"/", "/docs"} | {static(client, PLOTLY)}
    addresses |= {"/api/v1/path?inspect=true&format=typed", "/api/v1/dataset"}
    sizes = [int(client.head(address, headers=packed).headers["content-length"]) for address in addresses]
    assert int(page.headers["content-length"]) + sum(sizes) < 900_000
