"""Share: the link is copied, can be read, and stands there as a QR code, at a desk and before a room."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenLab, Watch
from tests.browser.test_accessibility import violations_in_both_themes


def shown_code(page: Page) -> str:
    """The address in the QR code's own address, once the picture is there."""
    code = page.locator("[data-qr]")
    expect(code).to_be_visible()
    page.wait_for_function("() => document.querySelector('[data-qr]').naturalWidth > 0")
    source = str(code.evaluate("(e) => e.src"))
    return parse_qs(urlsplit(source).query)["address"][0]


def test_the_link_the_code_and_the_clipboard_agree(open_lab: OpenLab) -> None:
    page = open_lab("?seed=3&hidden_layer_sizes=4,4&restarts=1&lambda=0.1&weight=1.2.1")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Share").click()
    expect(page.locator("[data-share-said]")).to_have_text("Link copied.")
    link = page.get_by_label("The link").input_value()
    assert link == page.url
    assert page.evaluate("navigator.clipboard.readText()") == link
    parts = urlsplit(link)
    assert shown_code(page) == f"{parts.path}?{parts.query}"


def test_who_opens_the_link_is_not_presenting(open_lab: OpenLab) -> None:
    page = open_lab("?seed=3&restarts=1&present=2")
    page.keyboard.press("q")
    expect(page.get_by_role("dialog", name="Share")).to_be_visible()
    assert parse_qs(shown_code(page).removeprefix("/?")) == {"seed": ["3"], "restarts": ["1"]}


def test_before_a_room_the_code_is_large(open_lab: OpenLab) -> None:
    page = open_lab("?present=1", width=1920, height=1080)
    page.get_by_role("button", name="Link and QR code").click()
    shown_code(page)
    box = page.locator("[data-qr]").bounding_box()
    dialog = page.locator("#share").bounding_box()
    assert box
    assert dialog
    assert box["width"] >= 0.45 * 1080
    assert dialog["y"] >= 0
    assert dialog["y"] + dialog["height"] <= 1080


def test_a_page_of_this_machine_only_says_so(lab: Page) -> None:
    lab.get_by_role("button", name="Share").click()
    expect(lab.get_by_text("works on this machine only")).to_be_visible()


def test_a_link_too_long_for_a_code_says_so(open_lab: OpenLab) -> None:
    points = "_".join(f"{i / 1000:.4f}_{(i * 7 % 100) / 100}_{i % 2}" for i in range(200))
    page = open_lab(f"?data=1_2_200_{points}&restarts=1&hidden_layer_sizes=")
    page.get_by_role("button", name="Share").click()
    expect(page.get_by_text("too long for a QR code")).to_be_visible()
    expect(page.locator("[data-qr]")).to_be_hidden()


def test_a_code_that_does_not_come_is_said(lab: Page, watch: Watch) -> None:
    watch.allow("qr.svg")
    lab.route("**/qr.svg*", lambda route: route.abort())
    lab.get_by_role("button", name="Share").click()
    expect(lab.locator("[data-share-said]")).to_contain_text("could not be fetched")


@pytest.mark.parametrize("query", ["", "?present=1"])
@pytest.mark.slow
def test_axe_finds_nothing_in_the_dialog(page: Page, open_lab: OpenLab, query: str) -> None:
    page.emulate_media(reduced_motion="reduce")
    open_lab(query)
    page.keyboard.press("q")
    shown_code(page)
    assert violations_in_both_themes(page) == []


def test_the_keys_work_again_when_it_is_closed(open_lab: OpenLab) -> None:
    page = open_lab("?present=1")
    for _ in range(3):
        page.keyboard.press("q")
        shown_code(page)
        page.keyboard.press("Escape")
        expect(page.locator("#share")).to_be_hidden()
        page.keyboard.press("?")
        expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
        page.keyboard.press("Escape")
        expect(page.locator("#keys")).to_be_hidden()
    expect(page.locator("#presenting")).to_be_visible()


def test_a_key_right_after_it_is_closed_is_not_lost_in_its_field(open_lab: OpenLab) -> None:
    page = open_lab("?present=1")
    page.keyboard.press("q")
    shown_code(page)
    field = page.evaluate(
        """() => {
          const field = document.activeElement;
          document.querySelector("#share").close();
          field.dispatchEvent(new KeyboardEvent("keydown", { key: "?", bubbles: true, cancelable: true }));
          return field.localName;
        }"""
    )
    assert field == "input"
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
