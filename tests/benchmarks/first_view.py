"""The first view: when the page can be used, when its charts stand, and how many bytes that took.

`make bench` prints this table, where there is a browser. Medians of fresh browsers; times are milliseconds from the
start of navigation on this machine, the server and its answers warm. `--base` measures a server that runs already.
"""

from __future__ import annotations

import argparse
import statistics
from contextlib import nullcontext
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Playwright, sync_playwright

from tests.benchmarks.path_over_http import server
from tests.benchmarks.scrubbing import launch

PAGES = {"Lab": "/", "lesson": "/lessons/goldilocks"}
OBSERVE = """
new MutationObserver(() => {
  for (const name of ["data-ready", "data-charts"]) {
    const drawn = document.documentElement?.hasAttribute(name);
    if (drawn && !performance.getEntriesByName(name).length) performance.mark(name);
  }
}).observe(document, { attributes: true, subtree: true, attributeFilter: ["data-ready", "data-charts"] });
window.shifts = [];
new PerformanceObserver((list) => window.shifts.push(...list.getEntries().map(({ value }) => value)))
  .observe({ type: "layout-shift", buffered: true });
"""
FOUND = """() => ({
  usable: performance.getEntriesByName("data-ready")[0].startTime,
  charts: performance.getEntriesByName("data-charts")[0].startTime,
  shift: window.shifts.reduce((sum, value) => sum + value, 0),
})"""


@dataclass(frozen=True)
class View:
    """One visit: milliseconds, kilobytes over the wire, and the sum of all layout shifts."""

    usable: float
    charts: float
    kilobytes: float
    shift: float


def visit(playwright: Playwright, address: str) -> View:
    """The page in a browser that has never seen it."""
    browser = launch(playwright)
    page = browser.new_page(viewport={"width": 1280, "height": 720})
    page.add_init_script(OBSERVE)
    received: list[float] = []
    network = page.context.new_cdp_session(page)
    network.send("Network.enable")
    network.on("Network.loadingFinished", lambda event: received.append(event["encodedDataLength"]))
    page.goto(address)
    page.wait_for_selector("html[data-ready][data-charts]", state="attached", timeout=60_000)
    found: dict[str, Any] = page.evaluate(FOUND)
    browser.close()
    return View(found["usable"], found["charts"], sum(received) / 1000, found["shift"])


def row(name: str, views: list[View]) -> str:
    def median(values: list[float]) -> float:
        return statistics.median(values)

    usable = median([view.usable for view in views])
    charts = median([view.charts for view in views])
    size = median([view.kilobytes for view in views])
    shift = max(view.shift for view in views)
    return f"| {name} | {usable:.0f} | {charts:.0f} | {size:.0f} | {shift:.4f} |"


def main(options: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--base", help="address of a running server")
    parser.add_argument("--rounds", type=int, default=7)
    arguments = parser.parse_args(options)
    print("| page | usable ms | charts drawn ms | kB over the wire | largest layout shift |")
    print("|---|---|---|---|---|")
    with nullcontext(arguments.base) if arguments.base else server() as base, sync_playwright() as playwright:
        for name, path in PAGES.items():
            visit(playwright, base + path)  # now the server has the answers
            views = [visit(playwright, base + path) for _ in range(arguments.rounds)]
            print(row(name, views), flush=True)


if __name__ == "__main__":
    main()
