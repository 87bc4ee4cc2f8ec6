"""Presenting: one large figure at a time, a clicker's keys, a blank screen, and nothing too small for the last row."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Json, OpenLab, in_both_themes, resize, two_frames
from tests.browser.test_accessibility import violations_in_both_themes
from tests.conftest import others_slow

FIGURES = [
    "cost_components",
    "validation_curve",
    "squared_weight_norm",
    "weight_paths",
    "weight_magnitudes",
    "network_drawing",
]
MIN_WORD_HEIGHT = 28
"""Units of 1280×720."""

SMALL_TEXT = """() => {
  const unit = Math.min(innerWidth / 1280, innerHeight / 720);
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const small = [];
  let seen = 0;
  while (walker.nextNode()) {
    const { parentElement: element, textContent } = walker.currentNode;
    const clipped = (part) => part && getComputedStyle(part).clipPath !== "none";
    if (!textContent.trim() || !element.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
    if (element.closest(".visually-hidden, script, noscript") || clipped(element)) continue;
    if (clipped(element.closest("h2")) || clipped(element.closest(".heading"))) continue;
    seen += 1;
    const size = parseFloat(getComputedStyle(element).fontSize) / unit;
    if (size < 27.99) small.push([textContent.trim(), size]);
  }
  return { seen, small };
}"""

RECORD_CANVAS_WORDS = """() => {
  window.words = [];
  const { fillText } = CanvasRenderingContext2D.prototype;
  CanvasRenderingContext2D.prototype.fillText = function (text, ...rest) {
    const style = this.font.match(/([\\d.]+)px/);
    window.words.push([text, Number(style[1])]);
    return fillText.call(this, text, ...rest);
  };
}"""


def wait_for_charts(page: Page) -> None:
    page.wait_for_selector("html[data-charts]", state="attached")


def small_text(page: Page) -> Json:
    return page.evaluate(SMALL_TEXT)


@pytest.mark.parametrize(("width", "height"), others_slow([(1920, 1080), (1280, 720)], n_names=2))
def test_every_word_is_at_least_28_of_the_720_units_high(open_lab: OpenLab, width: int, height: int) -> None:
    page = open_lab("?present=1", width=width, height=height)
    for name in FIGURES:
        expect(page.locator("html")).to_have_attribute("data-presenting", name)
        for theme in in_both_themes(page):
            found = small_text(page)
            assert found["seen"] > 20, name
            assert found["small"] == [], (name, theme)
        page.keyboard.press("PageDown")


def test_the_words_on_the_canvases_are_as_large(page: Page, open_lab: OpenLab) -> None:
    with page.add_init_script(f"({RECORD_CANVAS_WORDS})()"):
        open_lab("?present=5")
    two_frames(page)
    page.keyboard.press("PageDown")
    page.wait_for_function("() => window.words.some(([text]) => text === 'output')")
    words = page.evaluate("window.words")
    assert {"class 0", "mislabeled", "output"} <= {text for text, _ in words}
    assert [word for word in words if word[1] < MIN_WORD_HEIGHT - 0.01] == []


PARTS = ["#equation [data-terms]", "#state-words", "#decision-boundary", "#lambda-slider", "#cost-components"]


def test_all_fits_on_the_screen(open_lab: OpenLab) -> None:
    page = open_lab("?present=1&n_samples=2000&mislabeled=0&restarts=1")
    for width, height in ((1280, 720), (1920, 1080), (1024, 768)):
        resize(page, width, height)
        for selector in PARTS:
            box = page.locator(selector).bounding_box()
            assert box, selector
            assert box["x"] >= 0, selector
            assert box["x"] + box["width"] <= width, selector
            assert box["y"] >= 0, selector
            assert box["y"] + box["height"] <= height, selector
        terms = page.locator("#equation [data-terms]")
        assert terms.evaluate("(element) => element.scrollWidth <= element.clientWidth")


def test_a_clicker_turns_the_figures_and_stays_at_both_ends(open_lab: OpenLab) -> None:
    page = open_lab("?present=1")
    shown = page.locator("html")
    at = page.locator('#lambda-slider [data-value="lambda"]').inner_text()
    page.keyboard.press("PageUp")
    expect(shown).to_have_attribute("data-presenting", FIGURES[0])
    for name in [*FIGURES[1:], FIGURES[-1]]:
        page.keyboard.press("PageDown")
        expect(shown).to_have_attribute("data-presenting", name)
        expect(page.locator(f'[data-view="{name}"]')).to_be_visible()
    visible = [name for name in FIGURES if page.locator(f'[data-view="{name}"]').is_visible()]
    assert visible == [FIGURES[-1]]
    page.keyboard.press("PageUp")
    expect(shown).to_have_attribute("data-presenting", FIGURES[-2])
    page.keyboard.press(" ")
    expect(shown).to_have_attribute("data-presenting", FIGURES[-1])
    assert page.locator('#lambda-slider [data-value="lambda"]').inner_text() == at


def test_arrows_step_lambda_and_the_figures_follow(open_lab: OpenLab) -> None:
    page = open_lab("?present=1")
    before = page.locator("#equation [data-value='total']").inner_text()
    page.keyboard.press("ArrowRight")
    two_frames(page)
    assert float(page.locator("#equation [data-value='total']").inner_text()) > float(before)
    expect(page.locator("#cost-components-alternative")).to_contain_text("At λ = 0.316")


def test_p_presents_and_escape_leads_back_to_where_it_began(lab: Page) -> None:
    lab.locator("#lambda").focus()
    lab.keyboard.press("p")
    expect(lab.locator("#presenting")).to_be_visible()
    expect(lab.locator("#lambda")).to_be_focused()
    expect(lab.locator(".site-header")).to_be_hidden()
    expect(lab).to_have_url(re.compile(r"present=1"))
    lab.keyboard.press("Escape")
    expect(lab.locator("#presenting")).to_be_hidden()
    expect(lab.get_by_role("button", name="Present")).to_be_focused()
    expect(lab).not_to_have_url(re.compile("present"))


def test_the_button_presents_and_the_dots_choose(lab: Page) -> None:
    lab.get_by_role("button", name="Present").click()
    lab.get_by_role("button", name="The network").click()
    expect(lab.locator("#network-drawing")).to_be_visible()
    expect(lab.get_by_role("button", name="The network")).to_have_attribute("aria-current", "true")
    lab.get_by_role("button", name="Leave presenting").click()
    expect(lab.locator(".site-header")).to_be_visible()


def test_a_key_blanks_the_screen_and_any_key_brings_it_back(open_lab: OpenLab) -> None:
    page = open_lab("?present=2")
    for key in (".", "b", "B"):
        page.keyboard.press(key)
        blank = page.get_by_role("dialog", name="The screen is blank")
        expect(blank).to_be_visible()
        assert blank.evaluate("(e) => getComputedStyle(e).backgroundColor") == "rgb(0, 0, 0)"
        box = blank.bounding_box()
        assert box
        assert (box["width"], box["height"]) == (1280, 720)
        page.keyboard.press("PageDown")
        expect(blank).to_be_hidden()
        expect(page.locator("html")).to_have_attribute("data-presenting", FIGURES[1])


def test_the_key_sheet_opens_over_it_and_is_as_large(open_lab: OpenLab) -> None:
    page = open_lab("?present=1")
    page.keyboard.press("?")
    sheet = page.get_by_role("dialog", name="Keys")
    expect(sheet).to_be_visible()
    assert small_text(page)["small"] == []
    page.keyboard.press("Escape")
    expect(sheet).to_be_hidden()
    expect(page.locator("#presenting")).to_be_visible()


def test_keys_that_are_characters_can_be_switched_off(open_lab: OpenLab) -> None:
    page = open_lab("?present=1")
    page.evaluate("localStorage.setItem('keys', 'off')")
    page.get_by_role("button", name="Full screen").focus()
    page.keyboard.press("b")
    expect(page.locator("dialog.blank")).to_be_hidden()
    page.keyboard.press("PageDown")
    expect(page.locator("html")).to_have_attribute("data-presenting", FIGURES[1])


def test_back_in_the_lab_everything_is_as_it_was(lab: Page) -> None:
    wait_for_charts(lab)
    place = """(plot) => JSON.stringify(plot?.getBoundingClientRect())"""
    before = lab.locator("#cost-components .plot svg").first.evaluate(place)
    lab.keyboard.press("p")
    lab.wait_for_selector("[data-presenting]", state="attached")
    wait_for_charts(lab)
    lab.keyboard.press("Escape")
    lab.wait_for_function(
        f"(before) => ({place})(document.querySelector('#cost-components .plot svg')) === before", arg=before
    )
    expect(lab.locator("#cost-components .ytick text").first).to_have_css("font-size", "12px")


def test_lines_are_thicker_and_contrast_is_higher(lab: Page) -> None:
    def line_width() -> float:
        wait_for_charts(lab)
        line = lab.locator("#cost-components .scatterlayer .js-line").last
        return float(line.evaluate("(e) => parseFloat(getComputedStyle(e).strokeWidth)"))

    def tick_color() -> str:
        tick = lab.locator("#cost-components .ytick text").first
        return str(tick.evaluate("(e) => getComputedStyle(e).fill"))

    at_a_desk, quiet = line_width(), tick_color()
    lab.keyboard.press("p")
    lab.wait_for_selector("html[data-presenting]", state="attached")
    assert line_width() > 1.4 * at_a_desk
    assert tick_color() != quiet


def test_a_figure_that_is_none_is_said_and_the_lab_is_shown(open_lab: OpenLab) -> None:
    page = open_lab("?present=9")
    expect(page.locator(".notice")).to_contain_text("present: expected a figure from 1 to 7, got “9”")
    expect(page.locator("#presenting")).to_be_hidden()


def test_on_a_phone_nothing_changes(open_lab: OpenLab) -> None:
    page = open_lab("?present=1", width=390, height=844)
    expect(page.locator(".site-header")).to_be_visible()
    expect(page.locator("#presenting")).to_be_hidden()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


@pytest.mark.slow
def test_axe_finds_nothing_while_presenting(page: Page, open_lab: OpenLab) -> None:
    page.emulate_media(reduced_motion="reduce")
    open_lab("?present=1")
    for name in FIGURES:
        expect(page.locator("html")).to_have_attribute("data-presenting", name)
        if name in (FIGURES[0], FIGURES[1], FIGURES[5]):
            assert violations_in_both_themes(page) == [], name
        page.keyboard.press("PageDown")
