"""A beside B on every screen: a desk, a tablet, a phone, a room."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenLab, in_both_themes, opened_once, resize
from tests.browser.test_accessibility import violations_in_both_themes
from tests.browser.test_comparison import BESIDE_L1, SMALL, compared
from tests.browser.test_presenting import small_text
from tests.conftest import others_slow


@pytest.fixture(scope="module")
def beside(second_page: Page, base_url: str) -> Iterator[Page]:
    """L1 beside L2, for tests that change nothing but the size."""
    with opened_once(second_page, base_url, BESIDE_L1) as page:
        compared(page)
        yield page


@pytest.mark.parametrize(
    "query", others_slow(["&hidden_layer_sizes=6,5&mislabeled=0.1&nuisance_features=3&folds=5", ""])
)
def test_nothing_scrolls_or_is_cut_at_1280_by_720(open_lab: OpenLab, query: str) -> None:
    page = open_lab(f"{BESIDE_L1}{query}")
    compared(page)
    assert page.evaluate("document.documentElement.scrollHeight") <= 720
    for part in ("#pinned-boundary canvas", "#decision-boundary canvas", ".comparison-numbers"):
        box = page.locator(part).bounding_box()
        assert box, part
        assert box["y"] + box["height"] <= 720, part
        assert box["x"] + box["width"] <= 708, part
    a, b = (page.locator(f"{view} canvas").bounding_box() for view in ("#pinned-boundary", "#decision-boundary"))
    assert a
    assert b
    assert (a["y"], a["width"], a["height"]) == pytest.approx((b["y"], b["width"], b["height"]), abs=0.6)


@pytest.mark.slow
def test_axe_finds_nothing(page: Page, open_lab: OpenLab) -> None:
    page.emulate_media(reduced_motion="reduce")
    open_lab(BESIDE_L1)
    compared(page)
    for width, height in ((1280, 720), (1024, 768), (390, 844)):
        resize(page, width, height)
        assert violations_in_both_themes(page) == [], width
        assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize(("width", "height"), [(720, 900), (820, 1180), (1024, 768), (1179, 900)])
def test_on_a_tablet_both_pictures_and_the_slider_are_seen_at_once(beside: Page, width: int, height: int) -> None:
    page = beside
    resize(page, width, height)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    boxes = [page.locator(of).bounding_box() for of in ("#pinned-boundary .figure", "#decision-boundary .figure")]
    slider = page.locator(".thumb").bounding_box()
    a, b = (box or pytest.fail("one of the two pictures is not shown") for box in boxes)
    assert (a["y"], a["width"], a["height"]) == pytest.approx((b["y"], b["width"], b["height"]), abs=0.5)
    assert a["width"] >= 250
    assert a["x"] + a["width"] < b["x"]
    assert slider
    assert slider["y"] + slider["height"] <= height
    for cell in page.locator(".comparison-numbers dd").all():
        box = cell.bounding_box()
        assert box
        assert box["x"] + box["width"] <= width


def test_on_a_phone_both_pictures_have_one_size_and_the_tabs_stay(open_lab: OpenLab) -> None:
    page = open_lab(BESIDE_L1, width=390, height=844)
    compared(page)
    a, b = (page.locator(f"{view} canvas").bounding_box() for view in ("#pinned-boundary", "#decision-boundary"))
    assert a
    assert b
    assert (a["width"], a["height"]) == (b["width"], b["height"])
    assert a["y"] + a["height"] < b["y"]
    page.get_by_role("button", name="Network").click()
    expect(page.locator("#network-drawing")).to_be_visible()


def test_before_a_room_it_is_one_more_figure(page: Page, open_lab: OpenLab) -> None:
    open_lab(f"{BESIDE_L1}&present=6")
    dots = page.locator("[data-dots] button:visible")
    expect(dots).to_have_count(7)
    page.keyboard.press("PageDown")
    section = compared(page)
    box = section.locator(".comparison-numbers").bounding_box()
    assert box
    assert box["x"] + box["width"] <= 1280
    assert box["y"] + box["height"] <= 640
    for _ in in_both_themes(page):
        found = small_text(page)
        assert found["seen"] > 20
        assert found["small"] == []
    page.keyboard.press("PageDown")
    expect(page.locator("html")).to_have_attribute("data-presenting", "comparison")


def test_before_a_room_without_a_pinned_set_up_there_is_no_such_figure(open_lab: OpenLab) -> None:
    page = open_lab(f"?{SMALL}&present=7")
    expect(page.locator("html")).to_have_attribute("data-presenting", "cost_components")
    expect(page.locator("[data-dots] button:visible")).to_have_count(6)
    page.keyboard.press("l")
    expect(page.locator("html")).to_have_attribute("data-presenting", "comparison")
