"""The server of a checkout, as a process of its own, and what it answers."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

from tests.same_bytes.requests import EVENTS, Ask

HEADERS = ("Content-Type", "ETag", "Content-Disposition", "Cache-Control", "Vary", "Content-Encoding", "Allow")
HOST = "goldilambda.test"
"""What requests call both servers, so that a QR code of the address is the same."""
PATIENCE = 300
"""Seconds for one answer, on a busy machine."""


@dataclass(frozen=True)
class Answer:
    """What matters of a response."""

    status: int
    headers: dict[str, str | None]
    body: bytes


@contextmanager
def serving(checkout: Path) -> Iterator[int]:
    """The port of the checkout's server while the block runs."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GOLDILAMBDA_")}
    environment |= {"GOLDILAMBDA_TIME_LIMIT": "600", "PYTHONPATH": str(checkout)}
    command = [sys.executable, "-m", "app", "--port", "0", "--workers", "1"]
    server = subprocess.Popen(command, cwd=checkout, env=environment, stdout=subprocess.PIPE, text=True)
    try:
        assert server.stdout
        said = server.stdout.readline()
        port = re.search(r"http://127\.0\.0\.1:(\d+)/", said)
        if not port:
            raise SystemExit(f"{checkout}: expected a server that says its address, got {said!r}")
        yield int(port[1])
    finally:
        server.terminate()
        server.wait()


def answer(port: int, ask: Ask) -> Answer:
    """What the server at the port answers."""
    connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    try:
        connection.request(ask.method, ask.address, ask.body, {"Host": HOST, **ask.headers})
        response = connection.getresponse()
        body = response.read()
        headers = {name: response.getheader(name) for name in HEADERS}
    finally:
        connection.close()
    if ask.headers == EVENTS and headers["Content-Type"] and "event-stream" in headers["Content-Type"]:
        body = body[body.rindex(b"event: ") :]  # how often progress is told depends on the clock
    if (headers["Content-Type"] or "").startswith("text/html"):
        body, headers = b"", {**headers, "ETag": None}  # a page names static files by their version
    return Answer(response.status, headers, body)
