"""Points edited by a finger: a tap adds, a long press flips, a drag moves and does not scroll."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenLab
from tests.browser.test_own_data import OWN, SMALL, editing, own_of, said

PHONE = {"has_touch": True, "is_mobile": True, "viewport": {"width": 390, "height": 844}}
pytestmark = pytest.mark.browser_context_args(**PHONE)


class Finger:
    """One finger on the screen, that can stay there."""

    def __init__(self, page: Page) -> None:
        self.session = page.context.new_cdp_session(page)

    def do(self, kind: str, x: float = 0, y: float = 0) -> None:
        points = [] if kind == "touchEnd" else [{"x": x, "y": y}]
        self.session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})


def in_picture(page: Page, x: float, y: float) -> tuple[float, float]:
    """The place on the screen of a share of the picture."""
    figure = page.locator("#decision-boundary [data-figure]")
    figure.scroll_into_view_if_needed()
    box = figure.bounding_box()
    assert box
    return box["x"] + x * box["width"], box["y"] + y * box["height"]


def phone(open_lab: OpenLab) -> Page:
    return editing(open_lab, f"?{SMALL}&data={OWN}", width=390, height=844)


def test_a_tap_adds_a_point_where_it_fell(open_lab: OpenLab) -> None:
    page = phone(open_lab)
    page.get_by_role("button", name="Cross", exact=True).tap()
    page.touchscreen.tap(*in_picture(page, 0.75, 0.2))
    page.wait_for_function("() => location.search.includes('data=2.2.5.')")
    own = own_of(page)
    assert own["labels"] == [0, 0, 1, 1, 1]
    x, y = own["points"][-1]
    assert x > 1.5
    assert y > 0.5


def test_a_long_press_flips_a_point_and_a_short_one_picks_it(open_lab: OpenLab) -> None:
    page = phone(open_lab)
    place = in_picture(page, 0.75, 0.2)
    page.touchscreen.tap(*place)
    said(page, "A circle is added")
    page.wait_for_selector("html[data-status=ready]", state="attached")
    added = page.evaluate("performance.now()")
    page.wait_for_function("(added) => performance.now() > added + 450", arg=added)  # or it is a double tap
    finger = Finger(page)
    finger.do("touchStart", *place)
    said(page, "Point 5 is a cross now.")
    finger.do("touchEnd")
    page.wait_for_function("() => location.search.includes('data=2.2.5.')")
    assert own_of(page)["labels"] == [0, 0, 1, 1, 1]
    page.wait_for_selector("html[data-status=ready]", state="attached")
    page.touchscreen.tap(*in_picture(page, 0.75, 0.2))  # what stands above may be of another height now
    said(page, "Point 5 is selected.")
    assert own_of(page)["labels"] == [0, 0, 1, 1, 1]


def test_a_finger_drags_a_point_and_the_page_stays(open_lab: OpenLab) -> None:
    page = phone(open_lab)
    place = in_picture(page, 0.75, 0.2)
    page.touchscreen.tap(*place)
    page.wait_for_function("() => location.search.includes('data=2.2.5.')")
    page.wait_for_selector("html[data-status=ready]", state="attached")
    before, scrolled, address = own_of(page), page.evaluate("scrollY"), page.url
    added = page.evaluate("performance.now()")
    page.wait_for_function("(added) => performance.now() > added + 450", arg=added)
    finger = Finger(page)
    finger.do("touchStart", *place)
    for step in range(1, 6):
        finger.do("touchMove", place[0], place[1] + 20 * step)
    finger.do("touchEnd")
    said(page, "Point 5 is at")
    page.wait_for_function("(address) => location.href !== address", arg=address)
    after = own_of(page)
    assert after["points"][:4] == before["points"][:4]
    assert after["points"][4][1] < before["points"][4][1]
    assert page.evaluate("scrollY") == scrolled


def test_a_tap_on_the_track_moves_lambda_there(open_lab: OpenLab) -> None:
    page = open_lab(f"?{SMALL}", width=390, height=844)
    box = page.locator("#lambda").bounding_box()
    assert box
    page.touchscreen.tap(box["x"] + box["width"] * 0.97, box["y"] + box["height"] / 2)
    expect(page.locator("#lambda")).to_have_attribute("aria-valuetext", "λ = 1000, collapsed")
