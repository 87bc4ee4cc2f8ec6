"""Waiting, refused, too much, out of reach: each state is said in words, keeps what there was, and leads on."""

from __future__ import annotations

import json
import re

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import READY, Json, OpenLab, Watch

PATH = re.compile(r"/api/v1/path\?")


SMALL = "?n_samples=40&restarts=1"


@pytest.fixture
def small(open_lab: OpenLab) -> Page:
    return open_lab(SMALL)


def refuse(page: Page, status: int, **problem: Json) -> None:
    """Answers the next path with a problem; later ones are answered by the server."""
    body = {"title": "Refused", "status": status, "detail": "Because.", **problem}

    def answer(route: Route) -> None:
        route.fulfill(status=status, content_type="application/problem+json", body=json.dumps(body))

    page.route(PATH, answer, times=1)


def change_seed(page: Page) -> None:
    page.locator("[popovertarget=set-seed]").click()
    page.locator("#amount-seed").fill("3")
    page.locator("#amount-seed").press("Enter")
    page.keyboard.press("Escape")


def boxes(page: Page) -> Json:
    return page.evaluate(
        "[...document.querySelectorAll('.view, .equation, .rail, .sentence')].map((e) => "
        "{ const { x, y, width, height } = e.getBoundingClientRect(); return [x, y, width, height].map(Math.round); })"
    )


def test_while_loading_the_page_has_its_shape_and_says_that_it_trains(open_lab: OpenLab, page: Page) -> None:
    held: list[Route] = []
    page.route(PATH, lambda route: held.append(route))
    open_lab(SMALL, ready=False)
    expect(page.locator("#state-words strong")).to_have_text("Training.")
    expect(page.locator("#state-words progress")).to_be_visible()
    expect(page.locator("#lambda")).to_be_disabled()
    shape = boxes(page)
    for route in held:
        route.continue_()
    page.wait_for_selector("html[data-ready]", state="attached")
    assert boxes(page) == shape


def test_points_of_a_set_up_given_up_before_its_path_came_go(open_lab: OpenLab, page: Page, watch: Watch) -> None:
    watch.allow("willReadFrequently")
    page.route(PATH, lambda _: None)
    open_lab(ready=False)
    drawn = "(f) => f.getContext('2d').getImageData(0, 0, f.width, f.height).data.some(Boolean)"
    canvas = page.locator("#decision-boundary canvas").element_handle()
    page.wait_for_function(drawn, arg=canvas)
    page.route(re.compile(r"/api/v1/dataset\?"), lambda _: None)
    change_seed(page)
    page.wait_for_function(f"(f) => !({drawn})(f)", arg=canvas)
    expect(page.locator("#state-words strong")).to_have_text("Training.")


def test_progress_is_told_from_the_stream(open_lab: OpenLab, page: Page) -> None:
    stream = 'event: progress\ndata: {"done": 12, "of": 42, "lambda": 0.5}\n\n'

    def answer(route: Route) -> None:
        if "text/event-stream" in (route.request.headers.get("accept") or ""):
            route.fulfill(content_type="text/event-stream", body=stream)

    page.route(PATH, answer)
    open_lab(ready=False)
    expect(page.locator("#state-words")).to_contain_text("12 of 42 networks, now λ = 0.5.")
    expect(page.locator("#state-words progress")).to_have_attribute("value", "12")


def test_while_a_new_path_is_solved_the_old_one_stays_pale(small: Page) -> None:
    lab = small
    total = lab.locator('#equation [data-value="total"]').first.inner_text()
    held: list[Route] = []
    lab.route(PATH, lambda route: held.append(route))
    change_seed(lab)
    lab.wait_for_selector(".lab[data-stale]")
    expect(lab.locator("#state-words strong")).to_have_text("Training.")
    assert lab.locator('#equation [data-value="total"]').first.inner_text() == total
    for route in held:
        route.continue_()
    lab.wait_for_selector(".lab:not([data-stale])")
    expect(lab.locator("#state-words strong")).not_to_have_text("Training.")


def test_too_much_work_offers_the_nearest_set_up_as_one_button(small: Page, watch: Watch) -> None:
    lab = small
    watch.allow("422")
    refuse(lab, 422, type="/problems/budget", estimate=41.3, limit=20, nearest={"hidden_layer_sizes": [4]})
    change_seed(lab)
    words = lab.locator("#state-words")
    expect(words).to_contain_text("Too much work.")
    expect(words).to_contain_text("about 41\u00a0s")
    words.get_by_role("button", name="Use 4 units").click()
    expect(words.locator("strong")).not_to_have_text("Too much work.")
    expect(lab).to_have_url(re.compile("hidden_layer_sizes=4&.*seed=3"))


def test_the_real_server_refuses_too_much_work_with_a_way_on(open_lab: OpenLab, watch: Watch) -> None:
    watch.allow("422")
    page = open_lab("?hidden_layer_sizes=64,64,64,64&n_samples=2000&restarts=20", ready=False)
    words = page.locator("#state-words")
    expect(words).to_contain_text("Too much work.")
    expect(words.get_by_role("button", name=re.compile("^Use "))).to_be_visible()


def test_a_refusal_says_the_servers_sentence_and_keeps_the_old_path(lab: Page, watch: Watch) -> None:
    watch.allow("422")
    errors = [{"field": "seed", "message": "seed: expected another number, got 3"}]
    refuse(lab, 422, type="/problems/invalid", errors=errors)
    change_seed(lab)
    words = lab.locator("#state-words")
    expect(words).to_contain_text("Not possible. seed: expected another number, got 3")
    expect(lab.locator("#lambda")).to_be_enabled()
    words.get_by_role("button", name="Start again").click()
    expect(words.locator("strong")).to_have_text("Just right.")


def test_a_busy_server_can_be_asked_again(small: Page, watch: Watch) -> None:
    lab = small
    watch.allow("503")
    refuse(lab, 503, type="/problems/busy", detail="Many are waiting.")
    change_seed(lab)
    words = lab.locator("#state-words")
    expect(words).to_contain_text("Busy. Many are waiting.")
    words.get_by_role("button", name="Try again").click()
    expect(words.locator("strong")).not_to_have_text("Busy.")
    lab.wait_for_selector(".lab:not([data-stale])")


@pytest.mark.fresh  # without a cache of what other tests were answered
def test_when_the_server_is_gone_the_page_says_so_and_tries_again(small: Page, watch: Watch) -> None:
    lab = small
    watch.allow("ERR_INTERNET_DISCONNECTED")
    lab.context.set_offline(True)
    change_seed(lab)
    words = lab.locator("#state-words")
    expect(words).to_contain_text("No answer.")
    lab.context.set_offline(False)
    words.get_by_role("button", name="Try again").click()
    expect(words.locator("strong")).not_to_have_text("No answer.")
    lab.wait_for_selector(".lab:not([data-stale])")


def test_an_answer_that_is_no_problem_json_is_still_said(open_lab: OpenLab, page: Page, watch: Watch) -> None:
    watch.allow("500")
    page.route(PATH, lambda route: route.fulfill(status=500, body="oh"), times=1)
    open_lab(ready=False)
    words = page.locator("#state-words")
    expect(words).to_contain_text("Something broke. The server answered 500.")
    words.get_by_role("button", name="Try again").click()
    page.wait_for_selector("html[data-ready]", state="attached")


@pytest.mark.parametrize(
    ("status", "kind", "body", "said"),
    [
        (503, "application/problem+json", '{"type": "/problems/lost", "detail": "Lost."}', "Something broke. Lost."),
        (504, "application/problem+json", '{"type": "/problems/time-limit", "detail": "Slow."}', "Too long. Slow."),
        (502, "text/html", "<p>bad gateway", "Something broke. The server answered 502."),
        (404, "text/html", "<p>a proxy's page", "Something broke. The server answered 404."),
        (404, "application/json", "null", "Something broke. The server answered 404."),
        (200, "application/json", "{", "Something broke. The answer can't be read."),
        (200, "application/json", '{"bdata": 1}', "Something broke. The answer can't be read."),
        (200, "application/json", "{}", "Something broke. The answer came, but this page could not show it."),
    ],
)
def test_what_is_not_the_set_ups_fault_can_be_tried_again(
    open_lab: OpenLab, page: Page, watch: Watch, status: int, kind: str, body: str, said: str
) -> None:
    watch.allow(f"{status}|script error")
    page.route(PATH, lambda route: route.fulfill(status=status, content_type=kind, body=body))
    open_lab(SMALL, ready=False)
    words = page.locator("#state-words")
    expect(words).to_contain_text(said)
    page.unroute(PATH)
    words.get_by_role("button", name="Try again").click()
    page.wait_for_selector(READY, state="attached")


def test_a_path_that_does_not_exist_has_a_page_that_leads_back(page: Page, watch: Watch) -> None:
    watch.allow("404")
    page.goto("/no/such/page")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.get_by_role("link", name="Open the Lab").click()
    page.wait_for_selector("html[data-ready]", state="attached")
