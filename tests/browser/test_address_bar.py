"""The address while the page is used: it follows λ, and is up to date for whoever turns to it."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import stop_the_clock, two_frames

NO_TIMER = "() => { window.setTimeout = () => 1; }"
"""Nothing that waits for a time comes: what is seen then does not wait."""


def move_lambda(page: Page) -> str:
    """Moves λ four steps and returns its number as text."""
    slider = page.locator("#lambda")
    for _ in range(4):
        slider.press("ArrowRight")
    two_frames(page)
    return slider.input_value()


@pytest.mark.fresh
def test_the_address_follows_a_lambda_that_never_rests(lab: Page) -> None:
    stop_the_clock(lab)
    slider = lab.locator("#lambda")
    for _ in range(4):
        slider.press("ArrowRight")
        lab.clock.run_for(200)
    assert "lambda=" not in lab.url, "an address takes longer to write than a picture"
    for _ in range(3):
        slider.press("ArrowRight")
        lab.clock.run_for(200)
    expect(lab).to_have_url(re.compile("lambda="))


@pytest.mark.fresh
def test_the_address_follows_at_once_a_lambda_that_rests(lab: Page) -> None:
    stop_the_clock(lab)
    lab.locator("#lambda").press("ArrowRight")
    lab.clock.run_for(300)
    expect(lab).to_have_url(re.compile("lambda="))


def test_a_page_that_is_left_while_lambda_moves_comes_back_as_it_was(lab: Page) -> None:
    lab.evaluate(NO_TIMER)
    index = move_lambda(lab)
    assert "lambda=" not in lab.url
    lab.get_by_role("link", name="Lessons").first.click()
    lab.wait_for_url(re.compile("/lessons"))
    lab.go_back()
    expect(lab.locator("#lambda")).to_have_value(index)


@pytest.mark.parametrize("key", ["F5", "Control"])
def test_a_page_that_is_loaded_again_while_lambda_moves_shows_the_same(lab: Page, key: str) -> None:
    lab.evaluate(NO_TIMER)
    index = move_lambda(lab)
    assert "lambda=" not in lab.url
    lab.keyboard.down(key)
    lab.wait_for_url(re.compile("lambda="))
    lab.keyboard.up(key)
    lab.reload()
    lab.wait_for_selector("html[data-ready][data-status=ready]", state="attached")
    expect(lab.locator("#lambda")).to_have_value(index)


@pytest.mark.parametrize(
    "turned",
    ["window.dispatchEvent(new Event('blur'))", "document.documentElement.dispatchEvent(new Event('mouseleave'))"],
)
def test_the_address_is_up_to_date_for_who_turns_to_it(lab: Page, turned: str) -> None:
    lab.evaluate(NO_TIMER)
    move_lambda(lab)
    assert "lambda=" not in lab.url
    lab.evaluate(f"() => {{ {turned}; }}")
    expect(lab).to_have_url(re.compile("lambda="))
