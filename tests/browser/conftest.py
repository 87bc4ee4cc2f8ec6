"""The real page, served by the real server, in a real browser. No test may cause an error or a request elsewhere."""

from __future__ import annotations

import re
import shutil
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any, Literal, TypeAlias

import pytest
import uvicorn
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, WebError, expect

from app.main import create_app
from app.settings import Settings

Json: TypeAlias = Any
"""What JSON or JavaScript hands over."""
NOTHING = "/healthz"
"""A page of our own origin without content."""
MAX_WAIT = 60_000
"""Milliseconds in which what is waited for comes on a machine that does much else; who waits goes on at once."""
expect.set_options(timeout=MAX_WAIT / 2)
QUIET = [
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-renderer-backgrounding",  # a page behind another one would starve on a busy machine
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
    """The browser that is installed here, or Playwright's own. Chromium without windows takes a fifth less time."""
    installed = next(filter(None, map(shutil.which, ("chromium-headless-shell", "chromium", "google-chrome"))), None)
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

    def on_error(self, error: WebError) -> None:
        self.complaints.append(f"script error: {error.error}")

    def on_message(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.complaints.append(f"console: {message.text} {message.location['url']}")

    def on_request(self, request: Request) -> None:
        self.requests.append(request.url)
        if not request.url.startswith((self.origin, "data:", "blob:")):
            self.complaints.append(f"request elsewhere: {request.url}")

    def unexpected(self) -> list[str]:
        return [text for text in self.complaints if not any(re.search(pattern, text) for pattern in self.allowed)]


@contextmanager
def watching(browser: Browser, origin: str) -> Iterator[Watch]:
    """Collects script errors, console errors (CSP reports among them) and requests, and asserts that all is well."""
    watch = Watch(origin)
    heard = {"request": watch.on_request, "weberror": watch.on_error, "console": watch.on_message}
    heard_of = [(context, event, listener) for context in browser.contexts for event, listener in heard.items()]
    for context, event, listener in heard_of:
        context.on(event, listener)  # type: ignore[call-overload]
    yield watch
    for context, event, listener in heard_of:
        context.remove_listener(event, listener)
    assert watch.unexpected() == []


@pytest.fixture(scope="session")
def new_kept_page(browser: Browser, browser_context_args: dict[str, Any]) -> Iterator[Callable[[], Page]]:
    """Opens pages for the whole session, each in a window of its own: one behind another would draw no frames."""
    contexts: list[BrowserContext] = []

    def new_page() -> Page:
        contexts.append(browser.new_context(**browser_context_args))
        contexts[-1].set_default_timeout(MAX_WAIT)
        return contexts[-1].new_page()

    yield new_page
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def kept_page(new_kept_page: Callable[[], Page]) -> Page:
    """The page that tests share: opened in a fresh context, the Lab costs four times the processor's time."""
    return new_kept_page()


@pytest.fixture(scope="session")
def second_page(new_kept_page: Callable[[], Page]) -> Page:
    """For what is opened once and looked at by several tests of a module, while each has a page of its own too."""
    return new_kept_page()


@pytest.fixture
def page(request: pytest.FixtureRequest) -> Iterator[Page]:
    """The shared page, as good as new; for tests marked `fresh` or with `browser_context_args` one of their own."""
    if any(request.node.get_closest_marker(name) for name in ("fresh", "browser_context_args")):
        own: BrowserContext = request.getfixturevalue("context")
        own.set_default_timeout(MAX_WAIT)
        yield own.new_page()
    else:
        kept: Page = request.getfixturevalue("kept_page")
        yield kept
        leave_as_new(kept)


def leave_as_new(page: Page) -> None:
    """No route, request, choice, media, permission or pointer of one test is met by the next."""
    if page.url == "about:blank" or page.url.endswith(NOTHING):
        return  # the test was about no page
    page.unroute_all(behavior="ignoreErrors")
    page.context.set_offline(False)
    page.context.clear_permissions()
    page.emulate_media(media="null", color_scheme="null", reduced_motion="null")
    page.mouse.up()
    page.mouse.move(0, 0)
    page.goto(NOTHING)  # of the same origin: to about:blank and back the browser changes processes
    page.evaluate("localStorage.clear()")


def browser_of(page: Page) -> Browser:
    browser = page.context.browser
    assert browser
    return browser


@pytest.fixture(autouse=True)
def watch(page: Page, base_url: str) -> Iterator[Watch]:
    """What this test's pages ask for and complain of; a complaint that it does not allow fails it."""
    with watching(browser_of(page), base_url) as watch:
        yield watch


OpenLab = Callable[..., Page]
THEMES: tuple[Literal["light"], Literal["dark"]] = ("light", "dark")
READY = "html[data-ready][data-status=ready]"


def go_to_lab(page: Page, query: str = "", *, width: int = 1280, height: int = 720, ready: bool = True) -> Page:
    """Opens the Lab at a query and waits until it can be used and the lowest J is found."""
    page.set_viewport_size({"width": width, "height": height})
    page.goto(f"/{query}")
    if ready:
        page.wait_for_selector(READY, state="attached")
    return page


@pytest.fixture
def open_lab(page: Page) -> OpenLab:
    return partial(go_to_lab, page)


@pytest.fixture
def lab(open_lab: OpenLab) -> Page:
    """The first view, as a newcomer meets it."""
    return open_lab()


@contextmanager
def opened_once(page: Page, origin: str, query: str = "", width: int = 1280, height: int = 720) -> Iterator[Page]:
    """The Lab with its charts, for all tests of a module that only look at it, or move λ."""
    with watching(browser_of(page), origin):
        go_to_lab(page, query, width=width, height=height)
        page.wait_for_selector("html[data-charts]", state="attached")
    yield page
    leave_as_new(page)


def two_frames(page: Page) -> None:
    """Waits until what was asked for has been shown: λ moves with the next frame."""
    page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")


def settled(page: Page) -> None:
    """Waits until the charts stand again after a change of size or theme."""
    two_frames(page)
    page.wait_for_selector("html[data-charts]", state="attached")


def resize(page: Page, width: int, height: int) -> None:
    page.set_viewport_size({"width": width, "height": height})
    settled(page)


def in_both_themes(page: Page) -> Iterator[str]:
    """Shows an open Lab in one theme, then in the other."""
    for theme in THEMES:
        page.emulate_media(color_scheme=theme)
        page.wait_for_selector(f"html[data-theme={theme}]", state="attached")
        settled(page)
        yield theme


def stop_the_clock(page: Page) -> None:
    """From here on no time passes on the page but by `page.clock.run_for`."""
    page.clock.install()
    page.clock.pause_at(datetime.now(tz=UTC) + timedelta(hours=1))


Run = Callable[..., Any]


@pytest.fixture(scope="session")
def blank_page(new_kept_page: Callable[[], Page]) -> Page:
    """A page without content of our own origin, on which modules are imported once."""
    page = new_kept_page()
    page.goto(NOTHING)
    return page


def running_on(page: Page) -> Run:
    """Runs JavaScript with a module of the page imported as `module` and the argument as `given`."""
    html = page.evaluate("fetch('/').then((answer) => answer.text())")
    found = re.search(r"/static/[^/\"]+/", html)
    assert found, "the page names no static files"

    def run(module: str, body: str, given: Json = None) -> Json:
        script = f"async ([path, given]) => {{ const module = await import(path); {body} }}"
        return page.evaluate(script, [f"{found.group()}js/{module}", given])

    return run


@pytest.fixture(scope="session")
def run_module(blank_page: Page) -> Run:
    """For functions that leave nothing behind."""
    return running_on(blank_page)


@pytest.fixture(scope="session")
def choices(blank_page: Page) -> Json:
    """What the server says can be chosen."""
    return blank_page.request.get("/api/v1/choices").json()


@pytest.fixture
def run_module_alone(page: Page) -> Run:
    """For a test that changes what the browser gives to every script."""
    page.goto(NOTHING)
    return running_on(page)
