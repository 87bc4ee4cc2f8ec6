"""The Lab on paper: light, with its figures, its equation and its address, without the controls."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenLab
from tests.conftest import others_slow


@pytest.mark.parametrize("theme", others_slow(["dark", "light"]))
def test_paper_is_light_and_holds_figures_equation_and_address(page: Page, open_lab: OpenLab, theme: str) -> None:
    page.emulate_media(color_scheme="dark" if theme == "dark" else "light")
    open_lab("?n_samples=60&restarts=2&seed=3")
    page.wait_for_selector("html[data-charts]", state="attached")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    ground, ink = page.evaluate(
        "[document.body, document.querySelector('.equation')].map((e) => getComputedStyle(e))"
        ".map(({ backgroundColor, color }) => [backgroundColor, color])"
    )
    assert ground[0] == "rgb(255, 255, 255)"
    assert ink[1] == "rgb(20, 23, 28)"
    for name in ("equation", "decision-boundary", "cost-components", "validation-curve", "weight-paths"):
        expect(page.locator(f"#{name}")).to_be_visible()
    expect(page.locator(".printed-address")).to_have_text(page.url)
    for control in (".tools", "#presenting", "#share", "#export", "#lambda-slider .play"):
        expect(page.locator(control)).to_be_hidden()
    filtered = page.locator("#decision-boundary canvas").evaluate("(e) => getComputedStyle(e).filter !== 'none'")
    assert filtered == (theme == "dark")


@pytest.mark.parametrize(
    ("query", "width", "height"), others_slow([("", 1366, 768), ("", 800, 1000), ("&present=1", 1280, 720)], n_names=3)
)
def test_it_is_one_sheet_of_the_screen_s_shape(open_lab: OpenLab, query: str, width: int, height: int) -> None:
    page = open_lab(f"?n_samples=60&restarts=1{query}", width=width, height=height)
    page.wait_for_selector("html[data-charts]", state="attached")
    asked = "[...document.styleSheets].flatMap((s) => [s, ...s.cssRules]).map((r) => r.media?.mediaText)"
    before = page.evaluate(asked)
    sheets = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", page.pdf(prefer_css_page_size=True))
    assert [[float(side) for side in sheet] for sheet in sheets] == [
        pytest.approx([0.75 * width, 0.75 * height], abs=1)  # points
    ]
    assert page.evaluate(asked) == before


def test_an_address_too_long_for_the_head_of_the_sheet_follows_on_the_next(open_lab: OpenLab) -> None:
    page = open_lab("?n_samples=300&restarts=1&hidden_layer_sizes=2")
    page.get_by_role("button", name="Edit points").click()
    page.get_by_role("button", name="Two outliers").click()
    page.wait_for_function("() => location.search.includes('data=')")
    page.wait_for_selector("html[data-status=ready]", state="attached")
    page.keyboard.press("Escape")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    picture, address = (page.locator(name).bounding_box() for name in ("#decision-boundary", ".printed-address"))
    assert picture
    assert address
    assert address["y"] > picture["y"] + picture["height"]
