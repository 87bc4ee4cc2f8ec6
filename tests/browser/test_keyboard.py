"""Everything can be done without a pointer."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenLab, Run, stop_the_clock, two_frames

WRITTEN = {
    "←": "ArrowLeft",
    "→": "ArrowRight",
    "Page Up": "PageUp",
    "Page Down": "PageDown",
    "Space": " ",
    "Esc": "Escape",
    "Del": "Delete",
}
"""Keys as a sheet writes them, where that is not their own name."""
IN_THE_PICTURE = {"[", "]", "a", "Delete"}  # its own while points are edited: no keys of the page
SAID_BY_THE_EDITOR = {
    "Ctrl+z",
    "Ctrl+y",
    "Ctrl+Shift+z",
    "Enter",
}  # known from elsewhere; Enter opens what has the focus
LISTED = """
const sheet = new DOMParser().parseFromString(await (await fetch(given)).text(), "text/html").querySelector("#keys");
const keysIn = (row) => [...row.querySelectorAll("kbd")].map((key) => key.textContent);
const rows = [...sheet.querySelectorAll("dl > div")].map(keysIn);
const [table] = Object.values(module).map((keysOf) => keysOf({}));
return { rows, keys: table.flatMap(({ keys }) => keys) };
"""


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


def listed_and_bound(run_module: Run, module: str, address: str) -> tuple[set[str], set[str]]:
    """The keys on the sheet of a page, and those in its table."""
    found = run_module(module, LISTED, address)
    rows = [[WRITTEN.get(key, key.lower() if len(key) == 1 else key) for key in row] for row in found["rows"]]
    chords = [["+".join(row)] if row[0] == "Shift" else row for row in rows]
    return {key for row in chords for key in row}, set(found["keys"])


def test_the_sheet_of_the_lab_lists_the_keys_of_its_table(run_module: Run) -> None:
    listed, bound = listed_and_bound(run_module, "pages/lab_keys.js", "/")
    assert listed >= IN_THE_PICTURE
    assert bound >= SAID_BY_THE_EDITOR
    assert listed - IN_THE_PICTURE == bound - SAID_BY_THE_EDITOR


def test_the_sheet_of_a_lesson_lists_the_keys_of_its_table(run_module: Run) -> None:
    listed, bound = listed_and_bound(run_module, "pages/lesson_keys.js", "/lessons/goldilocks")
    assert bound - {"any key", "2", "3"} == listed  # "1 to 4"


OWN_KEYS = """
const [tag, keys] = given;
document.body.innerHTML = `<div>${tag}</div>`;
const element = document.querySelector("div > *");
const taken = [];
module.listenToKeys([
  { keys: ["PageDown", "Shift+f"], act: (_, key) => taken.push(key), clicker: true },
  { keys: ["g", " ", "ArrowLeft", "PageUp", "Enter", "Escape", "Ctrl+z"], act: (_, key) => taken.push(key) },
], () => ({}));
for (const key of keys) {
  const [name, ...held] = key.split("+").reverse();
  const modifiers = Object.fromEntries(["ctrl", "alt", "shift"].map((one) => [`${one}Key`, held.includes(one)]));
  const init = { key: name, bubbles: true, cancelable: true, ...modifiers };
  element.dispatchEvent(new KeyboardEvent("keydown", init));
}
return taken;
"""
KEYS = ["g", "shift+G", "alt+g", " ", "ArrowLeft", "PageUp", "PageDown", "Enter", "Escape", "ctrl+z", "shift+F"]
ALWAYS = ["Escape", "Ctrl+z"]


@pytest.mark.parametrize(
    ("tag", "taken"),
    [
        ("<p>", ["g", " ", "ArrowLeft", "PageUp", "PageDown", "Enter", *ALWAYS, "Shift+f"]),
        ("<button>", ["g", "ArrowLeft", "PageUp", "PageDown", *ALWAYS, "Shift+f"]),
        ("<input type=radio>", ["g", "PageUp", "PageDown", *ALWAYS, "Shift+f"]),
        ("<input type=range>", ["g", " ", "PageDown", "Enter", *ALWAYS, "Shift+f"]),
        ("<input id=lambda type=range>", ["g", " ", "PageUp", "PageDown", "Enter", *ALWAYS, "Shift+f"]),
        ("<input type=text>", ["PageDown", "Escape"]),
        ("<textarea>", ["PageDown", "Escape"]),
    ],
)
def test_a_key_is_left_to_what_has_the_focus_and_uses_it(run_module_alone: Run, tag: str, taken: list[str]) -> None:
    assert run_module_alone("dom/keymap.js", OWN_KEYS, [tag, KEYS]) == taken


@pytest.mark.parametrize("opened", ["<dialog open>", "<dialog open><button>"])
def test_what_is_open_over_the_page_has_every_key(run_module_alone: Run, opened: str) -> None:
    assert run_module_alone("dom/keymap.js", OWN_KEYS, [opened, KEYS]) == []


def test_keys_that_are_switched_off_in_the_lab_are_off_in_a_lesson(page: Page) -> None:
    page.goto("/lessons/goldilocks")
    page.wait_for_selector("html[data-ready]", state="attached")
    page.keyboard.press("?")
    sheet = page.get_by_role("dialog", name="Keys")
    sheet.get_by_role("checkbox").uncheck()
    page.keyboard.press("Escape")
    expect(sheet).to_be_hidden()
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("t")
    page.keyboard.press("PageDown")  # a clicker's key is never off
    expect(page.locator("[data-count]")).to_contain_text("2 of")
    expect(page.locator("html")).to_have_attribute("data-theme", "light")
    page.locator("#lambda").press("t")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")


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
