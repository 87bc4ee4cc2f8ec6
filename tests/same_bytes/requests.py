"""The requests that both servers get: set-ups at every address of the API, and what no set-up says."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random
from typing import Any
from urllib.parse import quote, urlencode

from tests.same_bytes.set_ups import Fields, network_to_weigh, set_up, spoiled, training

EXPORTS = ["csv", "csv", "python", "python", "sklearn", "pytorch", "excel"]
PROBLEMS = ["invalid", "budget", "malformed", "not-found", "busy", "time-limit", "nonsense"]
EVENTS = {"Accept": "text/event-stream"}
DEFAULTS = [
    "",
    "dataset=circles&activation=relu",
    "dataset=penguins&inspect=true&folds=5",
    "regularizer=l1",
    "hidden_layer_sizes=&dataset=blobs&draws=10",
    "direction=down&hidden_layer_sizes=4,4&grid=30&format=typed",
    "task=regression",
    "task=regression&dataset=sine&regularizer=l1&folds=5&draws=5&grid=100",
]
"""Set-ups with everything else as it is by default."""


@dataclass(frozen=True)
class Ask:
    """One request."""

    address: str
    method: str = "GET"
    body: bytes | None = None
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def endpoint(self) -> str:
        return self.address.partition("?")[0]

    def __str__(self) -> str:
        body = f" {self.body[:2000].decode(errors='replace')}" if self.body else ""
        return f"{self.method} {self.address[:2000]}{body}"


def asks(n: int, seed: int) -> Iterator[Ask]:
    """All requests: the fixed ones, then those about n random set-ups."""
    yield from _fixed()
    for query in DEFAULTS:
        yield Ask(f"/api/v1/path?{query}")
        yield Ask(f"/api/v1/dataset?{query}")
    for number in range(n):
        yield from _about_a_set_up(Random(f"{seed} {number}"))  # a string: each set-up is drawn apart from the others


def _about_a_set_up(rng: Random) -> Iterator[Ask]:
    fields = set_up(rng)
    yield _ask("path", fields, rng, headers=rng.choice([{}, {}, {"Accept-Encoding": "gzip"}, EVENTS]))
    yield _ask("dataset", fields, rng)
    more = {"as": rng.choice(EXPORTS)} | ({"lambda": rng.choice([0, 0.3, 20, 1e9])} if rng.random() < 0.5 else {})
    yield _ask("export", fields | more, rng)
    if fields.get("task") != "regression" or rng.random() < 0.2:
        yield _ask("train", training(rng, fields), rng)
    yield Ask("/api/v1/cost", "POST", json.dumps(network_to_weigh(rng)).encode())
    for endpoint in rng.sample(["path", "dataset", "export", "train"], 2):
        yield _ask(endpoint, spoiled(rng, fields, endpoint), rng)


def _ask(endpoint: str, fields: Fields, rng: Random, headers: dict[str, str] | None = None) -> Ask:
    """The fields as an address, or three times in ten as JSON, where that can say the same."""
    in_words = "data" in fields or isinstance(fields["lambdas"], str)
    if endpoint != "export" and not in_words and rng.random() < 0.3:
        return Ask(f"/api/v1/{endpoint}", "POST", json.dumps(fields).encode(), headers or {})
    query = urlencode(_as_text(fields), quote_via=quote, safe=",")
    return Ask(f"/api/v1/{endpoint}?{query}", headers=headers or {})


def _as_text(fields: Fields) -> dict[str, str]:
    """Fields as an address has them; own points as `data`, where they are as they should be."""
    fields = dict(fields)
    rows: Any = fields.get("points")
    labels: Any = fields.get("labels")
    if _is_rows(rows) and isinstance(labels, list) and len(rows) == len(labels):
        held_out, held_labels = fields.get("validation_points", []), fields.get("validation_labels", [])
        for name in ("points", "labels", "validation_points", "validation_labels", "mislabeled_points"):
            fields.pop(name, None)
        cells = [
            f"{value:g}" for row, label in zip([*rows, *held_out], [*labels, *held_labels], strict=False)
            for value in (*row, label)
        ]  # fmt: skip
        fields["data"] = "_".join(["1", str(len(rows[0])), str(len(rows)), *cells])
    return {name: _text(value) for name, value in fields.items()}


def _is_rows(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(row, list) for row in value)


def _text(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return ",".join(_text(item) for item in value) if isinstance(value, list) else str(value)


def _fixed() -> Iterator[Ask]:
    """What no set-up says: other addresses, methods, bodies that are no JSON, caches."""
    small = "/api/v1/path?hidden_layer_sizes=&lambdas=1&n_samples=20"
    for address in ("/openapi.json", "/api/v1/choices", "/healthz", "/readyz", "/", "/docs", "/lessons", "/nothing"):
        yield Ask(address)
    for kind in PROBLEMS:
        yield Ask(f"/problems/{kind}")
    for address in ("/api", "/api/v1/nothing", "/api/v1/path/", "/api/v2/path", f"{small}&seed=1&seed=2"):
        yield Ask(address)
    for method in ("HEAD", "DELETE", "PUT", "POST", "OPTIONS"):
        yield Ask(small, method)
        yield Ask("/api/v1/choices", method)
    yield Ask(small, headers={"If-None-Match": "*"})
    yield Ask(small, headers={"Accept-Encoding": "gzip"})
    yield Ask("/api/v1/train?n_epochs=3&snapshots=2&lambdas=1", headers=EVENTS)
    yield Ask(f"/api/v1/path?{'a' * 2**17}")
    for body in (b"", b"[1, 2", b"[]", b"7", b'{"n_samples": NaN}', b"\xff", b"[" * 5000, b" " * (2**20 + 1)):
        yield Ask("/api/v1/path", "POST", body)
        yield Ask("/api/v1/cost", "POST", body)
    for address in ("/?seed=3", "//elsewhere", "", "/" + "a" * 2001):
        yield Ask(f"/qr.svg?{urlencode({'address': address})}")
