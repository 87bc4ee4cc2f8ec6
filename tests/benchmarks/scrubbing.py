"""One step of the λ slider to after paint, over full passes of the real page at 1280×720.

`make bench` prints this table second, where there is a browser. The first pass begins as soon as the page can be used,
while the browser still prepares the pictures of other λ; a later one finds them ready. A frame is late when two
steps are over 25 ms apart, that is when one was missed at 60 Hz. `--base` measures a server that runs already.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
from contextlib import nullcontext
from itertools import pairwise
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from tests.benchmarks.path_over_http import server

CASES = (([8], ""), ([8, 8], ""), ([8, 8], "view=inspect"), ([16, 16], ""))
"""Networks, and what is open on the page: `view=inspect` is the inspector of one weight."""
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
WALK = """
async () => {
  const input = document.querySelector("#lambda");
  const channel = new MessageChannel();
  const steps = [];
  const painted = () => new Promise((done) => { channel.port1.onmessage = done; });
  for (let index = 0; index <= Number(input.max); index += 1) {
    let start = 0;
    requestAnimationFrame(() => { start = performance.now(); });
    input.value = String(index);
    input.dispatchEvent(new Event("input", { bubbles: true }));
    requestAnimationFrame(() => channel.port2.postMessage(null));
    await painted();
    steps.push({ start, took: performance.now() - start });
  }
  return steps;
}
"""


def one_pass(page: Page) -> tuple[list[float], int]:
    """Milliseconds of each step, and how many frames were late."""
    steps: list[dict[str, float]] = page.evaluate(WALK)
    starts = [step["start"] for step in steps]
    late = sum(later - earlier > 25 for earlier, later in pairwise(starts))
    return [step["took"] for step in steps], late


def row(name: str, passes: list[tuple[list[float], int]]) -> str:
    took = [step for steps, _ in passes for step in steps]
    late = sum(late for _, late in passes)
    p95 = statistics.quantiles(took, n=20)[-1]
    return f"| {name} | {statistics.median(took):.1f} | {p95:.1f} | {max(took):.1f} | {late} of {len(took)} |"


def open_lab(page: Page, address: str) -> None:
    page.goto(address)
    page.wait_for_selector("html[data-ready][data-status=ready]", state="attached", timeout=90_000)
    page.wait_for_selector("html[data-charts]", state="attached", timeout=30_000)


def measure(browser: Browser, base: str, sizes: list[int], shown: str) -> list[str]:
    page = browser.new_page(viewport={"width": 1280, "height": 720})
    address = f"{base}/?hidden_layer_sizes={','.join(map(str, sizes))}&seed=10&{shown}"
    open_lab(page, address)
    open_lab(page, address)  # now the server has the answer
    first = one_pass(page)
    page.evaluate("new Promise((done) => setTimeout(done, 3000))")
    later = [one_pass(page) for _ in range(3)]
    page.close()
    name = f"{sizes}{', inspector open' if shown else ''}"
    return [row(f"{name}, first pass", [first]), row(f"{name}, later", later)]


def launch(playwright: Any) -> Browser:
    browser: Browser = playwright.chromium.launch(
        executable_path=shutil.which("chromium") or shutil.which("google-chrome"), args=QUIET
    )
    return browser


def main(options: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--base", help="address of a running server")
    arguments = parser.parse_args(options)
    print("| network | median ms | p95 ms | worst ms | late frames |")
    print("|---|---|---|---|---|")
    with nullcontext(arguments.base) if arguments.base else server() as base, sync_playwright() as playwright:
        browser = launch(playwright)
        for sizes, shown in CASES:
            print("\n".join(measure(browser, base, sizes, shown)), flush=True)
        browser.close()


if __name__ == "__main__":
    main()
