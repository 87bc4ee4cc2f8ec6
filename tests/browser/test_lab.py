"""The Lab makes its point at first sight, and its one λ holds everything together."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenLab, Watch, opened_once, resize, stop_the_clock, two_frames

SIZES = [(1280, 720), (1440, 900), (1920, 1080), (1024, 768), (390, 844)]


def text(page: Page, selector: str) -> str:
    return page.locator(selector).first.inner_text().replace("\u00a0", " ").replace("\u202f", " ")


def value(page: Page, name: str) -> str:
    return text(page, f'#equation [data-value="{name}"]')


def set_lambda(page: Page, index: int) -> None:
    """Moves the slider and waits until the page shows that λ."""
    page.locator("#lambda").evaluate(
        "(input, index) => { input.value = index; input.dispatchEvent(new Event('input')); }", index
    )
    two_frames(page)


def last_index(page: Page) -> int:
    return int(page.locator("#lambda").get_attribute("max") or 0)


def api_path(page: Page, query: str = "") -> dict[str, Any]:
    answer: dict[str, Any] = page.request.get(f"/api/v1/path?{query}").json()
    return answer


def test_the_first_view_makes_its_point_without_scrolling(lab: Page) -> None:
    expect(lab.locator("#state-words strong")).to_have_text("Just right.")
    assert lab.locator("[data-thumb]").get_attribute("data-at-star") is not None
    middle = "(element) => { const box = element.getBoundingClientRect(); return box.left + box.width / 2; }"
    assert abs(lab.locator("[data-star]").evaluate(middle) - lab.locator("[data-thumb]").evaluate(middle)) <= 1
    size = lab.evaluate("[document.documentElement.scrollWidth, document.documentElement.scrollHeight]")
    assert size == [1280, 720]
    assert "lambda" not in lab.url


def test_the_numbers_are_those_of_the_api(lab: Page) -> None:
    path = api_path(lab)
    best = path["goldilocks"]["index"]
    assert value(lab, "total") == f"{path['cost']['total'][best]:.3f}"
    assert value(lab, "cross_entropy") == f"{path['cost']['cross_entropy'][best]:.3f}"
    assert value(lab, "penalty") == f"{path['cost']['penalty'][best]:.3f}"
    assert value(lab, "factor").endswith(f"/{2 * path['n_train']}")
    assert text(lab, '#accuracies [data-value="validation"]') == f"{100 * path['validation']['accuracy'][best]:.0f} %"


def test_small_lambda_overfits_and_large_lambda_collapses(first_view: Page) -> None:
    lab = first_view
    set_lambda(lab, 1)
    expect(lab.locator("#state-words strong")).to_have_text("Overfits.")
    set_lambda(lab, last_index(lab))
    expect(lab.locator("#state-words strong")).to_have_text("Collapsed.")
    assert value(lab, "penalty") == "0"
    assert value(lab, "size") == "0"
    assert value(lab, "total") == value(lab, "cross_entropy")


@pytest.fixture(scope="module")
def first_view(second_page: Page, base_url: str) -> Iterator[Page]:
    """For tests that change nothing but λ and the size."""
    with opened_once(second_page, base_url) as page:
        yield page


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_thumb_and_cursor_are_one_line(first_view: Page, width: int, height: int) -> None:
    page = first_view
    resize(page, width, height)
    middle = "(element) => { const box = element.getBoundingClientRect(); return box.left + box.width / 2; }"
    for index in (0, 1, 17, last_index(page)):
        set_lambda(page, index)
        apart = page.locator("[data-thumb]").evaluate(middle) - page.locator("[data-cursor]").evaluate(middle)
        assert abs(apart) <= 0.5


def test_with_no_lambda_above_0_the_track_is_a_stop(open_lab: OpenLab) -> None:
    page = open_lab("?lambdas=0&n_samples=40&restarts=1")
    for part in ("band", "track", "break", "collapse"):
        expect(page.locator(f"[data-{part}]")).to_be_hidden()
    expect(page.locator("[data-stop]")).to_be_visible()


@pytest.mark.parametrize("lambdas", ["0.1,1", "500,1000", "0,0.1", "1"])
def test_the_map_never_leaves_its_track(open_lab: OpenLab, lambdas: str) -> None:
    page = open_lab(f"?lambdas={lambdas}&n_samples=40&restarts=1")
    outside = page.evaluate(
        "(() => { const edges = document.querySelector('[data-track]').getBoundingClientRect();"
        "return [...document.querySelectorAll('[data-band], [data-collapse]')].filter((part) => !part.hidden)"
        ".map((part) => part.getBoundingClientRect())"
        ".filter(({ left, right }) => left < edges.left - 1 || right > edges.right + 1).length; })()"
    )
    assert outside == 0


def test_rounded_numbers_that_do_not_add_up_are_not_said_to(first_view: Page) -> None:
    lab = first_view
    signs = set()
    lab.focus("#lambda")
    lab.keyboard.press("Home")
    for _ in range(20):
        lab.keyboard.press("ArrowRight")
        two_frames(lab)
        total, data, penalty = (value(lab, name) for name in ("total", "cross_entropy", "penalty"))
        sign = value(lab, "equals")
        assert (sign == "=") == (abs(float(total) - float(data) - float(penalty)) < 1e-9)
        signs.add(sign)
    assert signs == {"=", "≈"}


def test_the_equation_keeps_its_columns_while_lambda_moves(first_view: Page) -> None:
    lab = first_view
    resize(lab, 1280, 720)
    columns = "[...document.querySelectorAll('#equation .terms > *, #equation .product > *')]"
    lefts = f"{columns}.map((column) => column.getBoundingClientRect().left)"
    before = lab.evaluate(lefts)
    for index in (0, 1, 12, last_index(lab)):
        set_lambda(lab, index)
        assert lab.evaluate(lefts) == before
    box = lab.locator("#equation").bounding_box()
    right = max(lab.evaluate(f"{columns}.map((column) => column.getBoundingClientRect().right)"))
    assert box is not None
    assert right <= box["x"] + box["width"] + 0.5


def test_the_factors_of_the_penalty_stand_together_at_every_lambda(first_view: Page) -> None:
    lab = first_view
    resize(lab, 1280, 720)
    numbers = lab.locator("#equation .product .number > [data-value]")
    for index in (0, 1, 12, 25, last_index(lab)):
        set_lambda(lab, index)
        factor, size = (number.bounding_box() for number in numbers.all())
        assert factor
        assert size
        assert 0 < size["x"] - factor["x"] - factor["width"] < 40


def test_the_cursor_runs_under_no_word_of_a_heading(first_view: Page) -> None:
    """The upper strip of the words looks the same whether the cursor is there or not."""
    lab = first_view
    resize(lab, 1280, 720)
    words = lab.locator("#cost-components-title").bounding_box()
    assert words
    clip = {"x": words["x"], "y": words["y"], "width": words["width"], "height": 0.75 * words["height"]}
    crossed = 0
    for index in range(last_index(lab)):
        set_lambda(lab, index)
        cursor = lab.locator("[data-cursor]").bounding_box()
        assert cursor
        if not words["x"] + 4 < cursor["x"] < words["x"] + words["width"] - 4:
            continue
        crossed += 1
        there = lab.screenshot(clip=clip)  # type: ignore[arg-type]
        lab.evaluate("document.querySelector('[data-cursor]').hidden = true")
        assert lab.screenshot(clip=clip) == there  # type: ignore[arg-type]
        lab.evaluate("document.querySelector('[data-cursor]').hidden = false")
    assert crossed > 3


def test_scrubbing_never_calls_the_server(lab: Page, watch: Watch) -> None:
    lab.wait_for_load_state("networkidle")
    watch.requests.clear()
    for index in range(0, last_index(lab), 4):
        set_lambda(lab, index)
    # The browser takes the icon from its own cache once more when the address changes.
    assert [url for url in watch.requests if not url.endswith("/favicon.svg")] == []


def test_dragging_on_the_track_moves_lambda_to_the_pointer(lab: Page) -> None:
    track = lab.locator("[data-track]").bounding_box()
    assert track is not None
    y = track["y"] + track["height"] / 2
    lab.mouse.move(track["x"] + 5, y)
    lab.mouse.down()
    expect(lab.locator("#state-words strong")).to_have_text("Overfits.")
    lab.mouse.move(track["x"] + track["width"] - 5, y, steps=5)
    lab.mouse.up()
    expect(lab.locator("#state-words strong")).to_have_text("Collapsed.")
    expect(lab.locator("#lambda")).to_be_focused()
    expect(lab).to_have_url(re.compile(r"lambda="))


@pytest.mark.fresh
def test_a_sweep_runs_through_every_state_can_be_paused_and_ends(lab: Page) -> None:
    stop_the_clock(lab)
    word, play = lab.locator("#state-words strong"), lab.locator("[data-play]")
    play.click()
    lab.clock.run_for(300)
    expect(word).to_have_text("Overfits.")
    lab.clock.run_for(3000)
    play.click()
    paused_at = lab.locator("#lambda").input_value()
    lab.clock.run_for(4000)
    assert lab.locator("#lambda").input_value() == paused_at
    play.click()
    lab.clock.run_for(12_000)
    expect(word).to_have_text("Collapsed.")
    expect(play).to_have_attribute("aria-pressed", "false")


def test_the_wide_page_has_a_fourth_chart(open_lab: OpenLab) -> None:
    page = open_lab(width=1440, height=900)
    expect(page.locator("#squared-weight-norm")).to_be_visible()
    expect(page.locator("#weight-paths")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollHeight") == 900


def test_the_smaller_page_shows_one_weight_chart_or_the_other(lab: Page) -> None:
    expect(lab.locator("#squared-weight-norm")).to_be_hidden()
    lab.locator('#weight-paths [data-weight-chart="squared_weight_norm"]').click()
    expect(lab.locator("#squared-weight-norm")).to_be_visible()
    expect(lab.locator("#weight-paths")).to_be_hidden()
    expect(lab.locator('#squared-weight-norm [data-weight-chart="squared_weight_norm"]')).to_be_focused()


@pytest.mark.parametrize(("width", "height"), [*SIZES, (900, 700), (1200, 700)])
def test_nothing_is_cut_off_or_sticks_out(first_view: Page, width: int, height: int) -> None:
    page = first_view
    resize(page, width, height)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    star = api_path(page)["goldilocks"]["index"]
    for index in (0, 6, star, last_index(page)):  # λ = 0, 0.0003, the best, 1000
        set_lambda(page, index)
        cut = page.evaluate(
            "[...document.querySelectorAll('.heading, .state-words p, .readout, .terms')]"
            ".filter((e) => e.offsetParent && e.scrollWidth > e.clientWidth + 1).map((e) => e.textContent.trim())"
        )
        assert cut == []


def test_the_phone_has_one_chart_at_a_time_and_its_slider_under_the_thumb(open_lab: OpenLab) -> None:
    page = open_lab(width=390, height=844)
    charts = page.locator(".charts > .view:visible")
    expect(charts).to_have_count(1)
    page.get_by_role("button", name="Weights").click()
    expect(page.locator("#weight-paths")).to_be_visible()
    expect(page.locator("#weight-magnitudes")).to_be_visible()
    expect(page.locator("#cost-components")).to_be_hidden()
    page.get_by_role("button", name="Network").click()
    expect(page.locator("#network-drawing")).to_be_visible()
    expect(page.locator("#decision-boundary")).to_be_visible()
    for control in page.locator("#lambda-slider button:visible").all():
        box = control.bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) >= 44
    before = page.locator("#lambda").input_value()
    page.get_by_role("button", name="Larger λ").click()
    expect(page.locator("#lambda")).to_have_value(str(int(before) + 1))


def test_in_two_columns_picture_and_network_share_a_place(open_lab: OpenLab) -> None:
    page = open_lab(width=1024, height=768)
    expect(page.locator("#decision-boundary")).to_be_visible()
    expect(page.locator("#network-drawing")).to_be_hidden()
    page.get_by_role("button", name="Network").click()
    expect(page.locator("#decision-boundary")).to_be_hidden()
    expect(page.locator("#network-drawing")).to_be_visible()
    expect(page.locator(".charts > .view:visible")).to_have_count(3)


def test_share_copies_the_address_and_says_so(lab: Page) -> None:
    lab.context.grant_permissions(["clipboard-read", "clipboard-write"])
    set_lambda(lab, 3)
    lab.get_by_role("button", name="Share").click()
    expect(lab.locator("[data-share-said]")).to_have_text("Link copied.")
    assert lab.evaluate("navigator.clipboard.readText()") == lab.url
    assert "lambda=" in lab.url


def test_the_theme_follows_the_system_until_it_is_chosen_and_is_then_remembered(lab: Page) -> None:
    root = lab.locator("html")
    expect(root).to_have_attribute("data-theme", "light")
    lab.emulate_media(color_scheme="dark")
    expect(root).to_have_attribute("data-theme", "dark")
    lab.get_by_role("button", name="Theme").click()
    expect(root).to_have_attribute("data-theme", "light")
    lab.reload()
    expect(root).to_have_attribute("data-theme", "light")
