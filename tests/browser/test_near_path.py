"""Where points are edited, the known path followed to them is shown at once, and the lowest as soon as it is found."""

from __future__ import annotations

import json
import re

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import OpenLab, Watch
from tests.browser.test_lowest import HeldSearch, total, wait_first, wait_lowest
from tests.browser.test_own_data import OWN, editing

QUERY = f"?hidden_layer_sizes=2&restarts=4&data={OWN}"
NEAR = re.compile("/api/v1/path$")
SAID = "Followed from the points before, still searching …"


def add_a_cross(page: Page) -> None:
    page.get_by_role("button", name="Cross", exact=True).click()
    page.locator("#decision-boundary [data-figure]").click(position={"x": 200, "y": 40})


def test_the_path_of_a_new_point_is_followed_from_the_known_one_until_the_lowest_is_found(
    open_lab: OpenLab, page: Page
) -> None:
    editing(open_lab, QUERY)
    search = HeldSearch(page)
    with page.expect_response(NEAR) as answered:
        add_a_cross(page)
    asked = json.loads(answered.value.request.post_data or "")
    assert len(asked["points"]) == len(asked["labels"]) == 5
    assert len(asked["near"]["layers"][0]["weights"]) == len(asked["lambdas"]) == 42
    wait_first(page)
    expect(page.locator("#state-words")).to_contain_text(SAID)
    expect(page.locator("[data-lab]")).to_contain_text("followed, then 4 starts")
    index = int(page.locator("#lambda").input_value())
    assert total(page) == pytest.approx(answered.value.json()["cost"]["total"][index], abs=6e-4)
    search.let_go()
    wait_lowest(page)
    expect(page.locator("#state-words")).not_to_contain_text("ollowed")
    expect(page.locator("[data-lab]")).to_contain_text("lowest J of 4 starts")


def test_where_it_cannot_be_followed_the_first_start_is_shown(open_lab: OpenLab, page: Page, watch: Watch) -> None:
    watch.allow("Failed to load resource")
    editing(open_lab, QUERY)
    search = HeldSearch(page)
    tried: list[Route] = []

    def fail(route: Route) -> None:
        tried.append(route)
        route.abort()

    page.route(NEAR, fail)
    add_a_cross(page)
    wait_first(page)
    assert len(tried) == 1
    expect(page.locator("#state-words")).to_contain_text("First of 4 starts, still searching …")
    search.let_go()
    wait_lowest(page)


def test_another_network_is_searched_from_its_first_start(open_lab: OpenLab, page: Page) -> None:
    editing(open_lab, QUERY)
    search = HeldSearch(page)
    tried: list[Route] = []
    page.route(NEAR, lambda route: tried.append(route))
    page.get_by_role("button", name="tanh").first.click()
    page.get_by_label("sigmoid").first.click()
    wait_first(page)
    assert not tried
    search.let_go()
    wait_lowest(page)
