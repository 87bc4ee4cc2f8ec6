"""axe finds nothing, at every width and in both themes, at rest and with what can be opened open."""

from __future__ import annotations

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenLab, Watch

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def violations(page: Page) -> list[str]:
    found: list[dict[str, Any]] = Axe().run(page, options={"runOnly": TAGS}).response["violations"]
    return [f"{rule['id']}: {node['target']} {node['failureSummary']}" for rule in found for node in rule["nodes"]]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("width", "height"), [(1280, 720), (1440, 900), (1024, 768), (390, 844)])
def test_axe_finds_nothing_in_the_lab(page: Page, open_lab: OpenLab, width: int, height: int, theme: str) -> None:
    page.emulate_media(color_scheme="dark" if theme == "dark" else "light", reduced_motion="reduce")
    open_lab(width=width, height=height)
    assert violations(page) == []


@pytest.mark.parametrize("control", ["dataset", "noise", "hidden-layer-sizes", "seed"])
def test_axe_finds_nothing_in_an_open_control(lab: Page, control: str) -> None:
    lab.locator(f"[popovertarget=set-{control}]").click()
    expect(lab.locator(f"#set-{control}")).to_be_visible()
    assert violations(lab) == []


def test_axe_finds_nothing_in_the_sheet_of_keys(lab: Page) -> None:
    lab.keyboard.press("?")
    expect(lab.get_by_role("dialog", name="Keys")).to_be_visible()
    assert violations(lab) == []


def test_axe_finds_nothing_on_the_page_of_an_unknown_address(page: Page, watch: Watch) -> None:
    watch.allow("404")
    page.goto("/no/such/page")
    assert violations(page) == []


def test_axe_finds_nothing_with_the_menu_open_on_a_phone(open_lab: OpenLab) -> None:
    page = open_lab(width=390, height=844)
    page.get_by_role("button", name="Menu and set-up").click()
    expect(page.locator("#sentence")).to_be_visible()
    assert violations(page) == []


def test_what_is_going_on_is_announced_once_and_scrubbing_is_not(lab: Page) -> None:
    announcer = lab.locator('[data-view="announcer"]')
    expect(announcer).to_contain_text("Just right. It follows")
    before = announcer.inner_text()
    for _ in range(5):
        lab.locator("#lambda").press("ArrowRight")
    assert announcer.inner_text() == before
