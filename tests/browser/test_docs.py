"""The pages of the API, as a browser shows them: text and tables that need nothing more."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import THEMES
from tests.browser.test_accessibility import COLORS, TAGS, violations


@pytest.mark.parametrize("path", ["/docs", "/problems/budget"])
@pytest.mark.slow
def test_axe_finds_nothing_on_the_pages_of_the_api(page: Page, path: str) -> None:
    for theme in THEMES:
        page.emulate_media(color_scheme=theme)
        page.goto(path)
        expect(page.locator("html")).to_have_attribute("data-theme", theme)
        for width in (1280, 390):
            page.set_viewport_size({"width": width, "height": 760})
            assert violations(page, TAGS if theme == "light" else COLORS) == [], width
            assert page.evaluate("document.documentElement.scrollWidth") == width


def test_from_a_kind_of_refusal_to_its_page_and_back(page: Page) -> None:
    page.goto("/docs#refusals")
    page.get_by_role("link", name="/problems/time-limit").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Took too long")
    page.get_by_role("link", name="all kinds of refusal").click()
    expect(page.get_by_role("heading", name="Refusals")).to_be_in_viewport()
