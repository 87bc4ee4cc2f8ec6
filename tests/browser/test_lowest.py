"""Where J has many minima, the path of the first start is shown at once, and the lowest as soon as it is found."""

from __future__ import annotations

import json
import re

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import Json, OpenLab, Watch, two_frames

PATH = re.compile(r"/api/v1/path\?")
SMALL = "?n_samples=40&hidden_layer_sizes=3&restarts=4"
SAID = "First of 4 starts, still searching …"


def is_first(route: Route) -> bool:
    return "restarts=1&" in route.request.url


class HeldSearch:
    """Lets the path of the first start through, and holds the one of all starts."""

    def __init__(self, page: Page) -> None:
        self.held: list[Route] = []
        page.route(PATH, self._on_path)

    def _on_path(self, route: Route) -> None:
        if is_first(route):
            route.continue_()
        else:
            self.held.append(route)

    def let_go(self) -> None:
        for route in self.held:
            route.continue_()


def wait_first(page: Page) -> None:
    page.wait_for_selector("html[data-ready][data-status=searching]", state="attached")


def wait_lowest(page: Page) -> None:
    page.wait_for_selector("html[data-status=ready]", state="attached")


def total(page: Page) -> float:
    return float(page.locator('#equation [data-value="total"]').first.inner_text())


def costs(page: Page, query: str) -> Json:
    return page.request.get(f"/api/v1/path{query}&inspect=true&format=typed").json()["cost"]["total"]


def test_the_first_start_can_be_used_while_the_lowest_is_looked_for(open_lab: OpenLab, page: Page) -> None:
    search = HeldSearch(page)
    open_lab(SMALL, ready=False)
    wait_first(page)
    words = page.locator("#state-words")
    expect(words).to_contain_text(SAID)
    expect(words.locator("progress")).to_be_visible()
    expect(page.locator(".lab")).not_to_have_attribute("data-stale", "")
    page.locator("#lambda").focus()
    page.keyboard.press("Home")
    page.keyboard.press("PageUp")
    two_frames(page)
    index = int(page.locator("#lambda").input_value())
    assert total(page) == pytest.approx(costs(page, SMALL.replace("restarts=4", "restarts=1"))[index], abs=6e-4)
    search.let_go()
    wait_lowest(page)
    expect(words).not_to_contain_text("search")
    expect(words.locator("progress")).to_be_hidden()
    assert total(page) == pytest.approx(costs(page, SMALL)[index], abs=6e-4)


def test_the_lambda_and_the_weight_of_the_visitor_stay_when_the_lowest_comes(open_lab: OpenLab, page: Page) -> None:
    search = HeldSearch(page)
    open_lab(f"{SMALL}&weight=2.1.3", ready=False)
    wait_first(page)
    slider = page.locator("#lambda")
    slider.press("G")
    slider.press("ArrowRight")
    slider.press("ArrowLeft")  # back on the first star by hand: it stays there, wherever the star goes
    two_frames(page)
    before = slider.input_value()
    search.let_go()
    wait_lowest(page)
    two_frames(page)
    assert slider.input_value() == before
    expect(page.locator('#force-balance [data-value="weight"]')).to_have_text("unit 3 → output")


def test_an_untouched_lambda_goes_to_the_star_of_the_lowest(open_lab: OpenLab, page: Page) -> None:
    search = HeldSearch(page)
    open_lab(SMALL, ready=False)
    wait_first(page)
    search.let_go()
    wait_lowest(page)
    best = page.request.get(f"/api/v1/path{SMALL}").json()["goldilocks"]["index"]
    expect(page.locator("#lambda")).to_have_value(str(best))
    assert "lambda=" not in page.url


def test_nothing_claims_that_the_first_is_the_lowest(open_lab: OpenLab, page: Page) -> None:
    HeldSearch(page)
    open_lab(SMALL, ready=False)
    wait_first(page)
    expect(page.locator("#sentence")).to_contain_text("first of 4 starts")
    expect(page.locator("body")).not_to_contain_text(re.compile("lowest", re.IGNORECASE), use_inner_text=True)


def test_what_is_known_already_is_shown_at_once(open_lab: OpenLab, page: Page) -> None:
    open_lab(SMALL)
    page.evaluate(
        "new MutationObserver(() => { if (document.documentElement.dataset.status === 'searching') "
        "document.documentElement.toggleAttribute('data-searched', true) })"
        ".observe(document.documentElement, { attributeFilter: ['data-status'] })"
    )
    page.locator("[popovertarget=set-seed]").click()
    page.locator("#amount-seed").fill("3")
    page.locator("#amount-seed").press("Enter")
    page.wait_for_selector("html[data-status=searching], html[data-searched]", state="attached")
    wait_lowest(page)
    page.evaluate("document.documentElement.removeAttribute('data-searched')")
    page.go_back()
    expect(page.locator("[popovertarget=set-seed]")).to_have_text("1")
    wait_lowest(page)
    expect(page.locator(".lab")).not_to_have_attribute("data-stale", "")
    expect(page.locator("html")).not_to_have_attribute("data-searched", "")


@pytest.mark.parametrize(
    ("problem", "said", "way"),
    [
        ({"status": 503, "type": "/problems/busy", "detail": "Many are waiting."}, "many are waiting.", "Try again"),
        (
            {"status": 422, "type": "/problems/budget", "estimate": 41.3, "limit": 20, "nearest": {"restarts": 2}},
            "this needs about 41\u00a0s of computing",
            "Use 2 starts",
        ),
    ],
)
def test_when_the_lowest_cannot_be_had_the_first_stays_and_it_is_said(
    open_lab: OpenLab, page: Page, watch: Watch, problem: Json, said: str, way: str
) -> None:
    watch.allow(str(problem["status"]))
    body = {"title": "Refused", "detail": "Because.", **problem}
    page.route(
        PATH,
        lambda route: (
            route.continue_()
            if is_first(route)
            else route.fulfill(status=body["status"], content_type="application/problem+json", body=json.dumps(body))
        ),
    )
    open_lab(SMALL)
    words = page.locator("#state-words")
    expect(words).to_contain_text("It is the first of 4 starts; lower minima could not be looked for")
    expect(words).to_contain_text(said)
    expect(page.locator("#lambda")).to_be_enabled()
    expect(page.locator(".lab")).not_to_have_attribute("data-stale", "")
    expect(page.locator("#sentence")).to_contain_text("first of 4 starts")
    page.unroute(PATH)
    words.get_by_role("button", name=way).click()
    expect(words).not_to_contain_text("could not be looked for")
    wait_lowest(page)
    expect(page.locator("#sentence")).to_contain_text(re.compile(r"lowest J of [24] starts"))


def test_a_set_up_that_cannot_be_is_refused_whole(open_lab: OpenLab, page: Page, watch: Watch) -> None:
    watch.allow("422")
    open_lab(f"{SMALL}&draws=3&validation_fraction=0", ready=False)
    expect(page.locator("#state-words")).to_contain_text("Not possible. draws: expected folds or held-out points")


def test_another_set_up_drops_a_search_that_goes_on(open_lab: OpenLab, page: Page) -> None:
    HeldSearch(page)
    open_lab(SMALL, ready=False)
    wait_first(page)
    page.locator("[popovertarget=set-hidden-layer-sizes]").click()
    page.get_by_role("button", name="Remove layer 1").click()
    page.keyboard.press("Escape")
    page.unroute(PATH)
    expect(page.locator("#sentence")).to_contain_text("no hidden units")
    wait_lowest(page)
    expect(page.locator("#network-drawing [data-alternative]")).to_contain_text("no hidden layer")


def test_going_back_while_searching_shows_what_was_there(open_lab: OpenLab, page: Page) -> None:
    open_lab(SMALL)
    before = total(page)
    HeldSearch(page)
    page.locator("[popovertarget=set-seed]").click()
    page.locator("#amount-seed").fill("3")
    page.locator("#amount-seed").press("Enter")
    page.keyboard.press("Escape")
    wait_first(page)
    page.unroute(PATH)
    page.go_back()
    expect(page.locator("[popovertarget=set-seed]")).to_have_text("1")
    wait_lowest(page)
    page.wait_for_selector(".lab:not([data-stale])")
    assert total(page) == before
