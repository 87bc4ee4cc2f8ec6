"""QR codes: of this server's own addresses only, as the visitor's browser sees them."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import httpx2
import pytest
import segno

from app.experiments.address.canonical import MAX_QR_ADDRESS

SVG = "{http://www.w3.org/2000/svg}"


def dark_modules(svg: bytes) -> set[tuple[int, int]]:
    """Row and column of each dark module, as the drawing's horizontal strokes have them, without the quiet zone."""
    path = ElementTree.fromstring(svg).findall(f"{SVG}path")[-1].attrib["d"]  # noqa: S314  # our own answer
    found = set()
    x, y = 0.0, 0.0
    for command, numbers in re.findall(r"([Mmh])([^Mmh]*)", path):
        values = [float(number) for number in re.findall(r"-?\d*\.?\d+", numbers)]
        if command == "h":
            found |= {(int(y), int(x) + k) for k in range(int(values[0]))}
            x += values[0]
        else:
            x, y = values if command == "M" else (x + values[0], y + values[1])
    return {(row - 4, column - 4) for row, column in found}


def code_of(text: str) -> set[tuple[int, int]]:
    matrix = segno.make(text, error="m", micro=False).matrix
    return {(i, k) for i, row in enumerate(matrix) for k, module in enumerate(row) if module}


@pytest.mark.parametrize("target", ["/", "/?seed=3&hidden_layer_sizes=8,8&lambda=0.1", "/lessons/how?step=2"])
@pytest.mark.parametrize("host", ["", "school.example:8000", "[::1]:8000"])
def test_it_holds_the_absolute_address_under_the_host_that_was_asked(
    client: httpx2.Client, target: str, host: str
) -> None:
    answer = client.get("/qr.svg", params={"address": target}, headers={"Host": host} if host else {})
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "image/svg+xml"
    assert answer.headers["cache-control"] == "no-store"
    origin = f"http://{host}" if host else str(client.base_url).rstrip("/")
    assert dark_modules(answer.content) == code_of(origin + target)
    assert dark_modules(answer.content) != code_of(origin + target + "x")


def test_it_has_the_quiet_zone_that_readers_need(client: httpx2.Client) -> None:
    image = ElementTree.fromstring(client.get("/qr.svg?address=/").content)  # noqa: S314  # our own answer
    side = int(image.attrib["viewBox"].split()[-1])
    modules = dark_modules(client.get("/qr.svg?address=/").content)
    assert min(min(place) for place in modules) == 0
    assert max(max(place) for place in modules) == side - 8 - 1


@pytest.mark.parametrize(
    "target",
    [
        "",
        "?seed=3",
        "https://elsewhere.example/",
        "//elsewhere.example/",
        "/\\elsewhere.example/",
        "javascript:alert(1)",
        "/?a=<script>",
        "/ space",
        "/#part",
        "/?é",
        "/\n",
        "/?" + MAX_QR_ADDRESS * "a",
    ],
)
def test_what_is_no_address_of_this_server_is_refused_in_a_sentence(client: httpx2.Client, target: str) -> None:
    answer = client.get("/qr.svg", params={"address": target})
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["detail"].startswith("address: expected ")


def test_the_longest_address_fits(client: httpx2.Client) -> None:
    address = "/?" + (MAX_QR_ADDRESS - 2) * "a"
    assert client.get("/qr.svg", params={"address": address}).status_code == 200


def test_a_host_that_is_none_never_comes_into_a_code(client: httpx2.Client) -> None:
    answer = client.get("/qr.svg?address=/", headers={"Host": "a b<c>"})
    own = code_of(str(client.base_url).rstrip("/") + "/")
    assert answer.status_code == 422 or dark_modules(answer.content) == own
