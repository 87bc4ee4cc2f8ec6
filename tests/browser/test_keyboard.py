"""Everything can be done without a pointer."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenLab, stop_the_clock, two_frames


def lambda_text(page: Page) -> str:
    return page.locator("#lambda").get_attribute("aria-valuetext") or ""


def test_the_slider_says_lambda_and_state(lab: Page) -> None:
    assert re.fullmatch(r"λ = [\d.]+, just right", lambda_text(lab))


def test_arrows_pages_home_and_end_move_lambda(lab: Page) -> None:
    slider = lab.locator("#lambda")
    slider.focus()
    best = int(slider.input_value())
    lab.keyboard.press("ArrowRight")
    expect(slider).to_have_value(str(best + 1))
    lab.keyboard.press("Home")
    expect(slider).to_have_value("0")
    expect(slider).to_have_attribute("aria-valuetext", re.compile(r"^λ = 0, "))
    lab.keyboard.press("PageUp")
    expect(slider).to_have_attribute("aria-valuetext", re.compile(r"^λ = 0\.00010, "))
    lab.keyboard.press("PageDown")
    expect(slider).to_have_value("0")
    lab.keyboard.press("End")
    expect(slider).to_have_attribute("aria-valuetext", "λ = 1000, collapsed")
    lab.keyboard.press("PageDown")
    expect(slider).to_have_attribute("aria-valuetext", re.compile(r"^λ = (100|89.1|112), "))


def test_keys_work_anywhere_until_they_are_switched_off(lab: Page) -> None:
    slider = lab.locator("#lambda")
    best = slider.input_value()
    lab.keyboard.press("End")
    expect(slider).to_have_value(slider.get_attribute("max") or "")
    lab.keyboard.press("g")
    expect(slider).to_have_value(best)
    lab.keyboard.press("t")
    expect(lab.locator("html")).to_have_attribute("data-theme", "dark")
    lab.keyboard.press("?")
    sheet = lab.get_by_role("dialog", name="Keys")
    expect(sheet).to_be_visible()
    sheet.get_by_role("checkbox").uncheck()
    lab.keyboard.press("Escape")
    expect(sheet).to_be_hidden()
    lab.evaluate("document.activeElement.blur()")
    lab.keyboard.press("t")
    expect(lab.locator("html")).to_have_attribute("data-theme", "dark")


def test_space_sweeps_and_pauses(lab: Page) -> None:
    lab.locator("#lambda").focus()
    lab.keyboard.press("Space")
    play = lab.locator("[data-play]")
    expect(play).to_have_attribute("aria-pressed", "true")
    lab.keyboard.press("Space")
    expect(play).to_have_attribute("aria-pressed", "false")


def test_typing_in_a_control_is_not_taken_for_a_key(lab: Page) -> None:
    before = lab.locator("#lambda").input_value()
    lab.locator("[popovertarget=set-noise]").focus()
    lab.keyboard.press("Enter")
    expect(lab.locator("#amount-noise")).to_be_focused()
    lab.keyboard.press("Home")
    lab.keyboard.type("gt?")
    two_frames(lab)
    expect(lab.locator("html")).to_have_attribute("data-theme", "light")
    assert lab.locator("#lambda").input_value() == before


def test_the_first_tab_stop_skips_to_the_content(lab: Page) -> None:
    lab.keyboard.press("Tab")
    skip = lab.get_by_role("link", name="Skip to the content")
    expect(skip).to_be_focused()
    lab.keyboard.press("Enter")
    expect(lab.locator("#main")).to_be_focused()


NAME = "((e) => e.id || e.getAttribute('popovertarget') || e.textContent.trim())(document.activeElement)"
OUTLINED = """() => {
  const focused = document.activeElement;
  const seen = focused.id === "lambda" ? document.querySelector("[data-thumb]") : focused;
  const { outlineStyle, outlineWidth, outlineColor } = getComputedStyle(seen);
  return outlineStyle !== "none" && parseFloat(outlineWidth) >= 2 && !/rgba\\(.*, 0\\)/.test(outlineColor);
}"""


def test_every_control_can_be_reached_by_tab_and_shows_its_focus(lab: Page) -> None:
    reached: list[str] = []
    for _ in range(60):
        lab.keyboard.press("Tab")
        if lab.evaluate("document.activeElement === document.body"):
            break  # past the last
        reached.append(lab.evaluate(NAME))
        assert lab.evaluate(OUTLINED), f"{reached[-1]} does not show its focus"
    for wanted in ("set-dataset", "set-noise", "set-hidden-layer-sizes", "set-seed", "lambda"):
        assert wanted in reached


def test_letters_work_on_a_canvas_and_its_arrows_stay_its_own(lab: Page) -> None:
    canvas, slider = lab.locator("#network-drawing canvas"), lab.locator("#lambda")
    best = slider.input_value()
    slider.press("Home")
    canvas.focus()
    weight = canvas.get_attribute("aria-valuenow")
    lab.keyboard.press("ArrowRight")
    expect(canvas).not_to_have_attribute("aria-valuenow", weight or "")
    expect(slider).to_have_value("0")
    lab.keyboard.press("g")
    expect(slider).to_have_value(best)
    lab.keyboard.press("t")
    expect(lab.locator("html")).to_have_attribute("data-theme", "dark")
    lab.keyboard.press("Space")
    expect(lab.locator("[data-play]")).to_have_attribute("aria-pressed", "true")
    lab.keyboard.press("Space")
    lab.keyboard.press("?")
    expect(lab.get_by_role("dialog", name="Keys")).to_be_visible()


def test_where_the_page_scrolls_its_keys_scroll_it(open_lab: OpenLab) -> None:
    page = open_lab("?n_samples=40&restarts=1", width=1024, height=600)
    slider = page.locator("#lambda")
    before = slider.input_value()
    page.evaluate("document.activeElement.blur()")
    page.evaluate("addEventListener('scrollend', () => { window.rested = true })")
    for key in ("End", "Home", "PageDown", "PageUp", "Space"):
        # Scrolling glides: a key pressed in the middle of the last one's glide would take it back.
        start = page.evaluate("scrollY")
        page.evaluate("void (window.rested = false)")
        page.keyboard.press(key)
        page.wait_for_function("(start) => window.rested && scrollY !== start", arg=start)
    two_frames(page)
    assert slider.input_value() == before
    expect(page.locator("[data-play]")).to_have_attribute("aria-pressed", "false")
    slider.press("End")
    expect(slider).to_have_value(slider.get_attribute("max") or "")


def test_the_figures_of_the_phone_are_chosen_by_pressed_buttons(open_lab: OpenLab) -> None:
    page = open_lab("?n_samples=40&restarts=1", width=390, height=844)
    group = page.get_by_role("group", name="Figures")
    group.get_by_role("button", name="Error").focus()
    page.keyboard.press("Space")
    expect(page.locator("#validation-curve")).to_be_visible()
    expect(group.locator("[aria-pressed=true]")).to_have_text("Error")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#network-drawing")).to_be_visible()
    expect(group.locator("[aria-pressed=true]")).to_have_text("Network")


@pytest.mark.fresh
def test_with_reduced_motion_the_sweep_goes_in_steps(open_lab: OpenLab, page: Page) -> None:
    page.emulate_media(reduced_motion="reduce")
    open_lab()
    stop_the_clock(page)
    page.locator("[data-play]").click()
    page.clock.run_for(1000)
    first = page.locator("#lambda").input_value()
    page.clock.run_for(100)
    assert page.locator("#lambda").input_value() == first
    page.clock.run_for(1200)
    assert int(page.locator("#lambda").input_value()) > int(first) + 1
