"""The lessons before a room: large enough, whole on the screen, turned by a clicker."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from app.web.lessons import LESSONS, Lesson
from tests.browser.lesson_pages import FIRST_LESSON, named, open_lesson, settle, steps_of
from tests.browser.test_lessons import REVEALED

TOO_SMALL = """() => [...document.querySelectorAll(".lesson *")].filter((element) =>
  element.checkVisibility({ visibilityProperty: true })
  && !element.closest(".visually-hidden, math, .plot")
  && [...element.childNodes].some((node) => node.nodeType === 3 && node.nodeValue.trim())
  && parseFloat(getComputedStyle(element).fontSize) < 27.9).map((element) => element.outerHTML)"""
"""Words before a room under 28 px at 1280 by 720."""


@pytest.mark.parametrize("lesson", FIRST_LESSON, ids=named)
def test_a_clicker_presents_every_step_large_and_reveals_before_it_goes_on(page: Page, lesson: Lesson) -> None:
    open_lesson(page, lesson, "?present=1")
    for k, step in enumerate(steps_of(page)):
        settle(page)
        expect(page.locator("[data-count]")).to_have_text(re.compile(f"^{k + 1} of"))
        assert page.evaluate(TOO_SMALL) == [], step["name"]
        if step["asks"]:
            page.keyboard.press("PageDown")
            expect(page.locator("[data-verdict]:visible")).to_have_text(REVEALED)
            assert page.evaluate(TOO_SMALL) == [], step["name"]
        assert page.locator(".lesson-text").evaluate("(e) => e.scrollHeight - e.clientHeight") <= 0, step["name"]
        page.keyboard.press("PageDown")


@pytest.mark.parametrize("lesson", FIRST_LESSON, ids=named)
def test_a_wrong_answer_fits_before_a_room_too(page: Page, lesson: Lesson) -> None:
    open_lesson(page, lesson, "?present=1")
    for step in steps_of(page):
        settle(page)
        radios = page.locator("[data-step]:visible [type=radio]").count()
        for option in range(radios):
            page.keyboard.press(str(option + 1))
            page.keyboard.press("Enter")
            expect(page.locator("[data-verdict]:visible")).to_have_text(re.compile(f"^You said {option + 1}"))
            assert page.locator(".lesson-text").evaluate("(e) => e.scrollHeight - e.clientHeight") <= 0, step["name"]
            if option < radios - 1:
                page.get_by_role("button", name="Ask again").click()
                settle(page)
        if step["asks"] and not radios:
            page.keyboard.press("PageDown")
        page.keyboard.press("PageDown")


def test_presenting_is_switched_by_p_and_a_blank_screen_comes_back_with_any_key(page: Page) -> None:
    open_lesson(page, LESSONS[0])
    page.keyboard.press("p")
    expect(page.locator("html[data-presenting]")).to_have_count(1)
    assert page.evaluate("location.search") == "?present=1"
    page.keyboard.press("b")
    expect(page.locator("h2:visible")).to_have_count(0)
    page.keyboard.press("PageDown")
    expect(page.locator("[data-count]")).to_have_text(re.compile("^1 of"))
    expect(page.locator("[data-verdict]")).to_have_text([""] * page.locator("[data-verdict]").count())
    page.keyboard.press("Escape")
    expect(page.locator("html[data-presenting]")).to_have_count(0)
