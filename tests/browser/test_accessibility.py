"""axe finds nothing, at every width and in both themes, at rest and with what can be opened open."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenLab, Watch, in_both_themes, resize, two_frames

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


COLORS = ["color-contrast"]
"""The rules that another theme can break."""
SIZES = [(1280, 720), (1440, 900), (1024, 768), (390, 844)]
RUN = """(only) => axe.run({ runOnly: only, resultTypes: ["violations"] }).then(({ violations }) =>
  violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target} ${node.failureSummary}`)))"""


def violations(page: Page, only: list[str] = TAGS) -> list[str]:
    """What axe finds by the rules with these tags, or of these names."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(Axe().axe_script)
    found: list[str] = page.evaluate(RUN, only)
    return found


def violations_in_both_themes(page: Page) -> list[str]:
    return [
        f"{theme}: {found}"
        for theme in in_both_themes(page)
        for found in violations(page, TAGS if theme == "light" else COLORS)
    ]


@pytest.mark.slow
def test_axe_finds_nothing_in_the_lab(page: Page, open_lab: OpenLab) -> None:
    page.emulate_media(reduced_motion="reduce")
    open_lab()
    for size in SIZES:
        resize(page, *size)
        assert violations_in_both_themes(page) == [], size


def test_axe_would_find_a_button_without_a_name_and_pale_words(lab: Page) -> None:
    lab.evaluate("document.querySelector('#main').append(document.createElement('button'))")
    lab.evaluate("document.querySelector('#equation').style.color = 'rgb(200, 200, 200)'")
    found = " ".join(violations(lab))
    assert "button-name" in found
    assert "color-contrast" in found
    assert "color-contrast" in " ".join(violations(lab, COLORS))


def test_axe_finds_nothing_in_what_can_be_opened(lab: Page) -> None:
    for control in ("dataset", "noise", "hidden-layer-sizes", "seed"):
        lab.locator(f"[popovertarget=set-{control}]").click()
        expect(lab.locator(f"#set-{control}")).to_be_visible()
        assert violations(lab) == [], control
        lab.keyboard.press("Escape")
        expect(lab.locator(f"#set-{control}")).to_be_hidden()
    lab.keyboard.press("?")
    expect(lab.get_by_role("dialog", name="Keys")).to_be_visible()
    assert violations(lab) == []


def test_only_what_says_the_state_is_a_live_region(lab: Page) -> None:
    live = lab.locator("output, [aria-live]:not([aria-live=off]), [role=status], [role=alert], [role=log]")
    visible = [element for element in live.all() if element.is_visible()]
    names = [element.evaluate("(e) => e.dataset.view ?? Object.keys(e.dataset)[0]") for element in visible]
    assert set(names) <= {"announcer", "shareSaid", "notices", "comparisonSaid"}


def test_many_notices_leave_room_to_dismiss_them(open_lab: OpenLab) -> None:
    query = "&".join(f"unknown{i}={'long' * 20}" for i in range(60))
    for width, height in ((1280, 720), (390, 600)):
        page = open_lab(f"?n_samples=40&restarts=1&{query}", width=width, height=height)
        notice = page.locator(".notice")
        expect(notice.get_by_role("listitem")).to_have_count(4)
        expect(notice).to_contain_text("And 57 more.")
        assert violations(page) == []
        notice.get_by_role("button", name="Dismiss").click()
        expect(notice).to_be_hidden()


def test_axe_finds_nothing_on_the_page_of_an_unknown_address(page: Page, watch: Watch) -> None:
    watch.allow("404")
    page.goto("/no/such/page")
    assert violations(page) == []


@pytest.mark.slow
def test_axe_finds_nothing_with_the_menu_open_on_a_phone(open_lab: OpenLab) -> None:
    page = open_lab(width=390, height=844)
    page.get_by_role("button", name="Menu and set-up").click()
    expect(page.locator("#sentence")).to_be_visible()
    assert violations(page) == []


def test_what_is_going_on_is_announced_once_and_scrubbing_is_not(lab: Page) -> None:
    announcer = lab.locator('[data-view="announcer"][role="status"]')
    expect(announcer).to_contain_text("Just right. It follows")
    before = announcer.inner_text()
    shown = lab.locator('#lambda-slider [data-value="lambda"]')
    at_star = shown.inner_text()
    for _ in range(5):
        lab.locator("#lambda").press("ArrowRight")
    two_frames(lab)
    assert shown.inner_text() != at_star
    assert announcer.inner_text() == before


@pytest.mark.parametrize(("width", "height"), [(1280, 720), (390, 844)])
@pytest.mark.slow
def test_axe_finds_nothing_while_points_are_edited(page: Page, open_lab: OpenLab, width: int, height: int) -> None:
    page.emulate_media(reduced_motion="reduce")
    open_lab("?n_samples=40&restarts=1", width=width, height=height)
    page.get_by_role("button", name="Edit points").click()
    page.get_by_role("button", name="Two outliers").click()
    page.wait_for_selector("html[data-status=ready]", state="attached")
    page.keyboard.press("]")
    assert violations_in_both_themes(page) == []
    page.get_by_role("button", name="CSV: paste or drop a table").click()
    page.get_by_label("The table as text").fill("1,2,0\n1,zero,1")
    expect(page.locator("#csv-problem")).to_contain_text("Line 2")
    assert violations_in_both_themes(page) == []
