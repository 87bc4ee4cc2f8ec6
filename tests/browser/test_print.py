"""The Lab on paper: light, with its figures, its equation and its address, without the controls."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenLab


@pytest.mark.parametrize("theme", ["light", "dark"])
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
