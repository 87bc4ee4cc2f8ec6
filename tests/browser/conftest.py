"""The real page, served by the real server, in a real browser. No test may cause an error or a request elsewhere."""

from __future__ import annotations

import re
import shutil
import socket
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any, TypeAlias

import pytest
import uvicorn
from playwright.sync_api import BrowserContext, Page, Request

from app.main import create_app
from app.settings import Settings

Json: TypeAlias = Any
"""What JSON or JavaScript hands over."""
QUIET = [
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def base_url() -> Iterator[str]:
    """Address of a server that runs for the whole session on a port of its own."""
    # named as TCP, or asyncio leaves the delay for acknowledgements on
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.bind(("127.0.0.1", 0))
    config = uvicorn.Config(create_app(Settings(workers=1)), log_level="warning", timeout_graceful_shutdown=2)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, args=([listener],))
    thread.start()
    started = threading.Event()
    while not server.started and thread.is_alive():
        started.wait(0.02)
    yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    server.should_exit = True
    thread.join()
    listener.close()


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """The browser that is installed here, or Playwright's own."""
    installed = shutil.which("chromium") or shutil.which("google-chrome")
    arguments = {**browser_type_launch_args, "args": ["--no-sandbox", "--disable-gpu", *QUIET]}
    return {**arguments, "executable_path": installed} if installed else arguments


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    return {**browser_context_args, "viewport": {"width": 1280, "height": 720}}


class Watch:
    """What went wrong on a page, and what a test allows to go wrong."""

    def __init__(self, origin: str) -> None:
        self.origin = origin
        self.requests: list[str] = []
        self.complaints: list[str] = []
        self.allowed: list[str] = []

    def allow(self, pattern: str) -> None:
        """Complaints that match are what this test is about."""
        self.allowed.append(pattern)

    def on_request(self, request: Request) -> None:
        self.requests.append(request.url)
        if not request.url.startswith((self.origin, "data:", "blob:")):
            self.complaints.append(f"request elsewhere: {request.url}")

    def unexpected(self) -> list[str]:
        return [text for text in self.complaints if not any(re.search(pattern, text) for pattern in self.allowed)]


@pytest.fixture(autouse=True)
def watch(context: BrowserContext, base_url: str) -> Iterator[Watch]:
    """Collects script errors, console errors (CSP reports among them) and requests, and asserts that all is well."""
    watching = Watch(base_url)
    context.on("request", watching.on_request)
    context.on("weberror", lambda error: watching.complaints.append(f"script error: {error.error}"))
    context.on(
        "console",
        lambda message: (
            watching.complaints.append(f"console: {message.text} {message.location['url']}")
            if message.type in ("error", "warning")
            else None
        ),
    )
    yield watching
    assert watching.unexpected() == []


OpenLab = Callable[..., Page]


@pytest.fixture
def open_lab(page: Page) -> OpenLab:
    """Opens the Lab at a query and waits until it can be used and the lowest J is found."""

    def open_(query: str = "", *, width: int = 1280, height: int = 720, ready: bool = True) -> Page:
        page.set_viewport_size({"width": width, "height": height})
        page.goto(f"/{query}")
        if ready:
            page.wait_for_selector("html[data-ready][data-status=ready]", state="attached")
        return page

    return open_


@pytest.fixture
def lab(open_lab: OpenLab) -> Page:
    """The first view, as a newcomer meets it."""
    return open_lab()


def two_frames(page: Page) -> None:
    """Waits until what was asked for has been shown: λ moves with the next frame."""
    page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")


def stop_the_clock(page: Page) -> None:
    """From here on no time passes on the page but by `page.clock.run_for`."""
    page.clock.install()
    page.clock.pause_at(datetime.now(tz=UTC) + timedelta(hours=1))


Run = Callable[..., Any]


@pytest.fixture
def run_module(page: Page) -> Run:
    """Runs JavaScript with a module of the page imported as `module` and the argument as `given`."""
    page.goto("/healthz")
    html = page.evaluate("fetch('/').then((answer) => answer.text())")
    found = re.search(r"/static/[^/\"]+/", html)
    assert found, "the page names no static files"

    def run(module: str, body: str, given: Json = None) -> Json:
        script = f"async ([path, given]) => {{ const module = await import(path); {body} }}"
        return page.evaluate(script, [f"{found.group()}js/{module}", given])

    return run
