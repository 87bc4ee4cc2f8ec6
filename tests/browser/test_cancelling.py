"""What takes long can be given up: then what was there before is there again."""

from __future__ import annotations

import re

from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import OpenLab
from tests.browser.test_lowest import SMALL, HeldSearch, wait_first, wait_lowest

ONE_START = "?n_samples=40&restarts=1"


def hold_paths(page: Page) -> None:
    """Answers that never come."""

    def hold(route: Route) -> None:
        """Neither answered nor refused."""

    page.route(re.compile("/api/v1/path"), hold)


def test_cancelling_brings_back_the_set_up_before(open_lab: OpenLab) -> None:
    page = open_lab(f"{ONE_START}&lambda=1")
    numbers = page.locator("#equation").inner_text()
    hold_paths(page)
    page.locator("[popovertarget=set-seed]").click()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Cancel").click()
    expect(page.locator("[popovertarget=set-seed]")).to_have_text("1")
    expect(page.locator(".lab")).not_to_have_attribute("data-stale", "")
    expect(page.locator("#state-words progress")).to_be_hidden()
    assert page.locator("#equation").inner_text() == numbers
    expect(page).not_to_have_url(re.compile("seed="))
    page.unroute_all()
    page.locator("[popovertarget=set-seed]").click()
    page.keyboard.press("ArrowUp")
    expect(page.locator("[popovertarget=set-seed]")).to_have_text("2")
    wait_lowest(page)


def test_with_nothing_before_it_can_be_asked_for_again(open_lab: OpenLab, page: Page) -> None:
    hold_paths(page)
    open_lab(ONE_START, ready=False)
    words = page.locator("#state-words")
    words.get_by_role("button", name="Cancel").click()
    expect(words).to_contain_text("Cancelled. You cancelled it.")
    page.unroute_all()
    words.get_by_role("button", name="Try again").click()
    wait_lowest(page)
    expect(words).not_to_contain_text("Cancelled.")


def test_the_first_start_stays_when_the_search_is_stopped(open_lab: OpenLab, page: Page) -> None:
    search = HeldSearch(page)
    open_lab(SMALL, ready=False)
    wait_first(page)
    words = page.locator("#state-words")
    words.get_by_role("button", name="Stop searching").click()
    expect(words).to_contain_text(
        "It is the first of 4 starts; lower minima could not be looked for: you cancelled it."
    )
    expect(page.locator("[popovertarget=set-search]")).to_have_text("first of 4 starts")
    expect(words.get_by_role("button", name="Stop searching")).to_be_hidden()
    page.unroute_all()
    words.get_by_role("button", name="Try again").click()
    wait_lowest(page)
    expect(page.locator("[popovertarget=set-search]")).to_have_text("lowest J of 4 starts")
    search.held.clear()
