"""The sheets of a lesson, its worksheet and its key: complete, with their pictures, and nothing that paper can't do."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from app.web.lessons import LESSONS, lesson_named
from tests.browser.conftest import Watch, leave_as_new, two_frames, watching
from tests.browser.lesson_pages import MAX_SOLVING, Steps, open_lesson, steps_of
from tests.browser.test_accessibility import violations

Sheet = tuple[Page, str, Steps]


@pytest.fixture(
    scope="module",
    params=[
        pytest.param((lesson, sheet), marks=[] if lesson is LESSONS[0] else [pytest.mark.slow])
        for lesson in LESSONS
        for sheet in ("questions", "key")
    ],
    ids=lambda asked: f"{asked[0].name}-{asked[1]}",
)
def sheet(request: pytest.FixtureRequest, second_page: Page, browser: Browser, base_url: str) -> Iterator[Sheet]:
    """A lesson's worksheet or its key, for tests that only look at it, with the name of it and the lesson's steps."""
    lesson, kind = request.param
    with watching(browser, base_url):
        open_lesson(second_page, lesson, f"?sheet={kind}")
        steps = steps_of(second_page)
        n_asking = sum(step["asks"] for step in steps)
        expect(second_page.locator(".scene-pictures")).to_have_count(n_asking, timeout=MAX_SOLVING)
    yield second_page, kind, steps
    leave_as_new(second_page)


@pytest.mark.slow
def test_axe_finds_nothing_on_the_sheets(sheet: Sheet) -> None:
    page, _, _ = sheet
    page.set_viewport_size({"width": 390, "height": 844})
    two_frames(page)
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_the_key_answers_what_the_worksheet_asks(sheet: Sheet) -> None:
    page, kind, steps = sheet
    if kind == "questions":
        expect(page.locator("[data-right]")).to_have_count(0)
        expect(page.locator(".prediction:visible")).to_have_count(sum(step["asks"] for step in steps))
    else:
        answered = page.locator(".prediction:has([type=radio])").count()
        expect(page.locator("[data-right]")).to_have_count(answered, timeout=MAX_SOLVING)
        for number in page.locator("[data-number]:visible").all():
            expect(number).not_to_have_text(re.compile("^[\u2013…]$"))


INK = """async (image) => {
  await image.decode();
  const { naturalWidth: width, naturalHeight: height } = image;
  const canvas = Object.assign(document.createElement("canvas"), { width, height });
  const context = canvas.getContext("2d");
  context.drawImage(image, 0, 0);
  const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
  return data.filter((value, k) => k % 4 === 0 && value < 100).length;
}"""
"""How many pixels of a picture are dark."""


POINTS_OF_SMALLEST_WORDS = "(all) => all.map((image) => 12 * 0.75 * image.clientWidth / image.naturalWidth)"
"""On paper, of the 12 pixels of the smallest words that a figure is drawn with."""


def test_the_sheets_show_the_scene_of_each_question(sheet: Sheet) -> None:
    page, kind, steps = sheet
    page.set_viewport_size({"width": 1280, "height": 720})
    n_asking = sum(step["asks"] for step in steps)
    expect(page.locator(".scene-pictures")).to_have_count(n_asking)
    expect(page.locator(".scene-pictures[data-covered]")).to_have_count(n_asking if kind == "questions" else 0)
    for step in steps:
        pictures = page.locator(f'[data-step="{step["name"]}"] .scene-pictures > *')
        expect(pictures.first).to_be_visible(visible=step["asks"])
        expect(page.locator(f'[data-step="{step["name"]}"] .scene-pictures > [inert]')).to_have_count(0)
        for picture in pictures.all():
            expect(picture).to_be_visible()
            if not picture.locator("table").count():
                expect(picture).to_have_attribute("alt", re.compile(r"\w{3}"))
                if kind == "questions":
                    assert "held-out points stand" not in (picture.get_attribute("alt") or "")
                expect(picture).to_have_js_property("complete", True)
                assert picture.evaluate("(image) => image.naturalWidth") > 200
    page.emulate_media(media="print")
    for smallest in page.locator("img.scene-picture").evaluate_all(POINTS_OF_SMALLEST_WORDS):
        assert smallest >= 7
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280
    page.emulate_media(media="screen")


BREAKABLE_PICTURES = """
  const make = URL.createObjectURL;
  const drop = URL.revokeObjectURL;
  window.live = new Set();
  window.broken = location.search.includes("broken");
  URL.createObjectURL = (file) => {
    if (window.broken) throw new Error("no picture today");
    const address = make.call(URL, file);
    window.live.add(address);
    return address;
  };
  URL.revokeObjectURL = (address) => (window.live.delete(address), drop.call(URL, address));"""
"""Pictures can't be made until `broken` is false; `live` are those whose files are kept."""


def test_a_picture_that_fails_is_shown_as_drawn_and_made_with_the_next_change(page: Page, watch: Watch) -> None:
    watch.allow("no picture today")
    with page.add_init_script(BREAKABLE_PICTURES):
        open_lesson(page, LESSONS[0], "?sheet=questions&broken=1")
    drawn = page.locator(".scene-pictures > .view")
    n_asking = sum(step["asks"] for step in steps_of(page))
    expect(drawn).to_have_count(n_asking, timeout=MAX_SOLVING)
    expect(page.locator(".scene-pictures > [data-drawing]")).to_have_count(0)
    for view in drawn.all():
        expect(view).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280
    page.evaluate("window.broken = false")
    page.evaluate("history.replaceState(null, '', `${location.search}&again=1`)")
    page.evaluate("void window.dispatchEvent(new PopStateEvent('popstate'))")  # any change of state
    expect(page.locator("img.scene-picture")).to_have_count(n_asking, timeout=MAX_SOLVING)


def test_a_picture_in_another_theme_gives_the_file_of_the_old_one_back(page: Page) -> None:
    with page.add_init_script(BREAKABLE_PICTURES):
        open_lesson(page, LESSONS[0], "?sheet=questions")
    pictures = page.locator("img.scene-picture")
    n_asking = sum(step["asks"] for step in steps_of(page))
    expect(pictures).to_have_count(n_asking, timeout=MAX_SOLVING)
    old = pictures.first.get_attribute("src") or ""
    page.emulate_media(color_scheme="dark")
    expect(page.locator(f'img[src="{old}"]')).to_have_count(0)
    expect(pictures).to_have_count(n_asking)
    shown = pictures.evaluate_all("(all) => all.map((image) => image.src).sort()")
    assert page.evaluate("[...window.live].sort()") == shown


def test_the_key_has_the_chart_over_lambda_that_answers_and_the_worksheet_has_not(page: Page) -> None:
    for sheet, n in (("questions", 0), ("key", 1)):
        open_lesson(page, LESSONS[0], f"?sheet={sheet}")
        for step, words in (("budget", "Over λ the sum falls"), ("hump", "entropy")):
            pictures = page.locator(f'[data-step="{step}"] img.scene-picture')
            expect(pictures).to_have_count(1, timeout=MAX_SOLVING)
            told = [text for text in [pictures.get_attribute("alt") or ""] if words in text]
            assert len(told) == n, step


def test_a_curve_is_drawn_on_the_key_and_not_on_the_worksheet(page: Page) -> None:
    lesson = lesson_named("eight-and-two")
    assert lesson
    ink = {}
    for sheet, words in (("questions", "^10 points: 8 on the true line"), ("key", "polynomial")):
        open_lesson(page, lesson, f"?sheet={sheet}")
        picture = page.locator('[data-step="let-go"] img.scene-picture').first
        expect(picture).to_have_attribute("alt", re.compile(words))
        ink[sheet] = picture.evaluate(INK)
    assert 0 < 1.2 * ink["questions"] < ink["key"]


def test_the_worksheet_answers_none_of_its_questions(page: Page) -> None:
    lesson = lesson_named("eight-and-two")
    assert lesson
    open_lesson(page, lesson, "?sheet=questions")
    pictures = page.locator("img.scene-picture")
    expect(pictures).to_have_count(6, timeout=MAX_SOLVING)
    expect(page.locator(".by-power:visible")).to_have_count(1)
    shown = page.locator(".lesson-text").inner_text()
    for words in ("lets go of the two", "weights are exactly 0.", "none is 0"):
        assert words not in shown
    for picture in pictures.all()[:-1]:  # the last is not of the curve
        expect(picture).to_have_attribute("alt", re.compile("^10 points: "))


def test_the_sheets_ask_for_nothing_that_paper_cannot_do(sheet: Sheet) -> None:
    page, _, _ = sheet
    text = page.locator(".lesson-text").inner_text()
    assert len(text) > 500
    assert not re.search(r"Move (λ|the)|drag|Here, at", text)
