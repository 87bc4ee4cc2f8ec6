"""Back, forward and again: every set-up is one page to go back to, and only what was asked for last is shown."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.browser.conftest import OpenLab, Watch, stop_the_clock, two_frames
from tests.conftest import others_slow

ONE_CLASS = "1_2_2_0_0_0_1_1_0"
"""Own points that can be read and not be solved."""


@pytest.mark.parametrize("query", [f"?data={ONE_CLASS}", f"?data={ONE_CLASS}&seed=4"])
def test_start_again_leads_out_of_own_points_that_are_refused(open_lab: OpenLab, watch: Watch, query: str) -> None:
    watch.allow("422")
    page = open_lab(query, ready=False)
    words = page.locator("#state-words")
    expect(words).to_contain_text("Not possible.")
    expect(page.locator("#sentence")).to_contain_text("Points of your own.")
    words.get_by_role("button", name="Start again").click()
    expect(words.locator("strong")).to_have_text("Just right.")
    assert page.url.endswith("/")
    page.go_back()
    expect(words).to_contain_text("Not possible.")


def force_of(page: Page) -> Locator:
    return page.locator('#force-balance [data-value="weight"]')


def test_back_to_a_deeper_network_shows_the_weight_of_its_address(open_lab: OpenLab) -> None:
    page = open_lab("?hidden_layer_sizes=3,3&n_samples=40&restarts=1&weight=3.1.2")
    deep = force_of(page).inner_text()
    page.locator("[popovertarget=set-hidden-layer-sizes]").click()
    page.get_by_role("button", name="Remove layer 2").click()
    page.wait_for_selector(".lab:not([data-stale])")
    expect(force_of(page)).not_to_have_text(deep)
    held: list[Route] = []
    page.route(re.compile("/api/v1/path"), lambda route: held.append(route))
    page.go_back()
    page.wait_for_selector(".lab[data-stale]")
    page.locator("#lambda").press("ArrowRight")  # the shallow network is still there, and can still be looked at
    for route in held:
        route.continue_()
    page.unroute_all()
    expect(force_of(page)).to_have_text(deep)
    expect(page).to_have_url(re.compile(r"weight=3\.1\.2"))


def test_back_without_an_answer_keeps_the_figures_moving(open_lab: OpenLab, watch: Watch) -> None:
    watch.allow("ERR_FAILED")
    page = open_lab("?n_samples=40&restarts=1")
    page.locator("[popovertarget=set-seed]").click()
    page.locator("#amount-seed").fill("5")
    page.locator("#amount-seed").press("Enter")
    page.keyboard.press("Escape")
    page.wait_for_selector(".lab:not([data-stale])")
    page.route(re.compile("/api/v1/"), lambda route: route.abort())
    page.go_back()
    expect(page.locator("#state-words strong")).to_have_text("No answer.")
    figures = page.locator(":is(#force-balance, #network-drawing, #weight-magnitudes) [data-alternative]")
    before = figures.all_text_contents()
    page.locator("#lambda").press("End")
    expect(page.locator("#lambda")).to_have_attribute("aria-valuetext", re.compile("collapsed"))
    after = figures.all_text_contents()
    assert len(after) == 3
    assert all(now != then for now, then in zip(after, before, strict=True))


def test_the_skip_link_changes_nothing_but_the_focus(open_lab: OpenLab) -> None:
    page = open_lab("?noise=7&n_samples=40&restarts=1")
    slider = page.locator("#lambda")
    slider.press("Home")
    expect(slider).to_have_attribute("aria-valuetext", re.compile("^λ = 0,"))
    skip = page.get_by_role("link", name="Skip to the content")
    skip.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()
    expect(page.locator(".notice")).to_be_visible()
    expect(slider).to_have_value("0")
    expect(page).to_have_url(re.compile(r"lambda=0"))
    page.go_back()
    expect(page).not_to_have_url(re.compile("#main"))
    expect(slider).to_have_value("0")


@pytest.mark.fresh
def test_a_key_held_down_is_one_step_back(lab: Page) -> None:
    entries = lab.evaluate("history.length")
    lab.locator("[popovertarget=set-seed]").click()
    stop_the_clock(lab)
    for _ in range(12):
        lab.keyboard.press("ArrowUp")
    lab.clock.resume()
    expect(lab).to_have_url(re.compile("seed=13$"))
    assert lab.evaluate("history.length") == entries + 1
    lab.keyboard.press("Escape")
    lab.go_back()
    expect(lab.locator("[popovertarget=set-seed]")).to_have_text("1")


def test_a_browser_that_refuses_another_address_still_solves(open_lab: OpenLab) -> None:
    lab = open_lab("?n_samples=40&restarts=1")
    lab.evaluate("history.pushState = history.replaceState = () => { throw new DOMException('too many'); }; 0")
    lab.locator("[popovertarget=set-seed]").click()
    with lab.expect_response(re.compile("/api/v1/path.*seed=2")):
        lab.keyboard.press("ArrowUp")
    expect(lab.locator("[popovertarget=set-seed]")).to_have_text("2")
    lab.wait_for_selector("html[data-status=ready] .lab:not([data-stale])")


def choose(page: Page, control: str, name: str) -> None:
    word = page.locator(f"[popovertarget=set-{control}]")
    word.click()
    page.locator(f"#set-{control}").get_by_text(name, exact=True).click()
    expect(word).to_have_text(name)


def test_back_and_forward_go_from_set_up_to_set_up(open_lab: OpenLab) -> None:
    lab = open_lab("?n_samples=40&restarts=1")
    for control, name in (("dataset", "circles"), ("activation", "sigmoid"), ("dataset", "xor")):
        choose(lab, control, name)
        lab.wait_for_selector(".lab:not([data-stale])")
    lab.locator("#lambda").press("End")
    expect(lab).to_have_url(re.compile(r"activation=sigmoid&.*dataset=xor.*&lambda=1000"))
    lab.go_back()
    expect(lab.locator("[popovertarget=set-dataset]")).to_have_text("circles")
    expect(lab.locator("[popovertarget=set-activation]")).to_have_text("sigmoid")
    expect(lab).not_to_have_url(re.compile("lambda="))
    lab.wait_for_selector(".lab:not([data-stale])")
    lab.go_back()
    lab.go_back()
    expect(lab.locator("[popovertarget=set-dataset]")).to_have_text("moons")
    lab.go_forward()
    lab.go_forward()
    lab.go_forward()
    expect(lab.locator("[popovertarget=set-dataset]")).to_have_text("xor")
    expect(lab.locator("#state-words strong")).to_have_text("Collapsed.")


@pytest.mark.parametrize("keys", others_slow(["i", "c", "l", "cc", "lx"]))
def test_back_leads_to_the_lambda_at_which_the_page_was_left(open_lab: OpenLab, keys: str) -> None:
    """The address waits until λ rests; a page that is left before that says its λ all the same."""
    page = open_lab("?n_samples=40&hidden_layer_sizes=2&restarts=1")
    slider = page.locator("#lambda")
    slider.focus()
    for key in keys[:-1]:
        page.keyboard.press(key)
        expect(page.locator("#comparison")).to_be_visible()
    two_frames(page)
    page.evaluate("() => { window.setTimeout = () => 1; }")  # as if all that follows took no time
    for _ in range(4):
        page.keyboard.press("ArrowLeft")
    two_frames(page)
    left_at, left = slider.input_value(), page.url
    page.keyboard.press(keys[-1])
    expect(page).not_to_have_url(left)
    page.keyboard.press("Home")
    expect(slider).to_have_value("0")
    page.go_back()
    expect(slider).to_have_value(left_at)
    expect(page).to_have_url(re.compile("lambda="))


def test_a_late_answer_is_dropped(open_lab: OpenLab) -> None:
    """Two changes in a row, the first answered after the second: only the second is shown."""
    lab = open_lab("?restarts=1")  # one request for each set-up
    held: list[Route] = []

    def hold(route: Route) -> None:
        if "text/event-stream" in (route.request.headers.get("accept") or ""):
            route.fulfill(content_type="text/event-stream", body="")
        elif "circles" in route.request.url:
            held.append(route)
        else:
            route.continue_()

    lab.route(re.compile("/api/v1/path"), hold)
    ignore_abort = "const real = fetch; window.fetch = (to, how) => real(to, { ...how, signal: undefined }); 0"
    lab.evaluate(ignore_abort)  # so that the first answer does come
    dataset = lab.locator("[popovertarget=set-dataset]")
    dataset.click()
    for name in ("circles", "blobs"):
        with lab.expect_request(re.compile(f"/api/v1/path.*dataset={name}")):
            lab.locator("#set-dataset").get_by_role("radio", name=re.compile(f"^{name}", re.I)).check()
    lab.wait_for_selector("html[data-status=ready]", state="attached")
    (first,) = held
    with lab.expect_response(re.compile("path.*dataset=circles")) as late:
        first.continue_()
    late.value.finished()
    two_frames(lab)
    expect(dataset).to_have_text("blobs")
    path = lab.request.get("/api/v1/path?dataset=blobs&restarts=1").json()
    best = path["goldilocks"]["index"]
    shown = lab.locator('#equation [data-value="total"]').first
    expect(shown).to_have_text(f"{path['cost']['total'][best]:.3f}")
