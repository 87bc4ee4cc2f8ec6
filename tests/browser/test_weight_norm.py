"""The chart of all weights together: how many of them count, from where they may all be 0, and the ways up and down."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import Json, OpenLab, Watch, opened_once, two_frames
from tests.browser.test_accessibility import violations

SET_UP = "n_samples=60&hidden_layer_sizes=3&restarts=1&dataset=circles&seed=2"
TRACE = """(name) => {
  const plot = document.querySelector("#squared-weight-norm .js-plotly-plot");
  const trace = plot.data.find((trace) => trace.name === name);
  return trace && { x: [...trace.x], y: [...trace.y] };
}"""
SHAPE = """(name) => document.querySelector("#squared-weight-norm .js-plotly-plot")
  .layout.shapes.find((shape) => shape.name === name)?.x0"""


def api(page: Page, query: str) -> Json:
    return page.evaluate("(query) => fetch(`/api/v1/path?${query}`).then((answer) => answer.json())", query)


def open_chart(open_lab: OpenLab, query: str = SET_UP, width: int = 1440, height: int = 900) -> Page:
    page = open_lab(f"?{query}", width=width, height=height)
    page.wait_for_selector("html[data-charts]", state="attached")
    return page


def words(page: Page) -> str:
    return page.locator("#squared-weight-norm-alternative").text_content() or ""


@pytest.fixture(scope="module")
def chart(second_page: Page, base_url: str) -> Iterator[Page]:
    """The chart, for tests that only look at it and move λ."""
    with opened_once(second_page, base_url, f"?{SET_UP}", width=1440, height=900) as page:
        yield page


def test_the_effective_number_of_parameters_is_the_api_s(chart: Page) -> None:
    page = chart
    path = api(page, SET_UP)
    shown = -1.0
    for index in (5, 20, 41):
        page.locator("#lambda").fill(str(index))
        two_frames(page)
        shown = float(page.locator('.norm-notes [data-value="effective"]').inner_text())
        assert shown == pytest.approx(path["effective_parameters"][index], abs=0.051)
    assert shown == 0


def test_the_thresholds_are_drawn_where_the_data_put_them(chart: Page) -> None:
    page = chart
    thresholds = api(page, f"{SET_UP}&inspect=true")["thresholds"]
    assert thresholds["minimum"] < thresholds["least"]
    for name in ("minimum", "least"):
        assert 10 ** page.evaluate(SHAPE, name) == pytest.approx(thresholds[name])
    assert thresholds["least_by_search"]
    assert "W = 0 is a minimum from λ" in words(page)
    assert re.search(r"No minimum is lower than W = 0 from about λ = [\d.]+ on, as far as a search found", words(page))


ABOVE_H = (
    "dataset=circles&regularizer=l1&n_samples=60&noise=0.05&mislabeled=0&hidden_layer_sizes=3,3,3&direction=up"
    "&lambdas=0.01..10..8"
)


def test_the_laws_of_lowest_minima_are_claimed_of_those_alone(open_lab: OpenLab) -> None:
    page = open_chart(open_lab, f"{ABOVE_H}&lambda=2.37")
    path = api(page, ABOVE_H)
    assert max(path["cost"]["total"]) > 1.2 * path["entropy"]
    ceilings = [path["n_train"] * path["entropy"] / lam for lam in path["lambdas"]]
    assert any(size > most for size, most in zip(path["absolute_weight_sum"], ceilings, strict=True))
    expect(page.locator("#squared-weight-norm h2")).to_contain_text("beside the lowest one's ceiling")
    assert "not always the lowest minima: the sum may rise with λ, and pass mH/λ" in words(page)
    cost = page.locator("#cost-components [data-alternative]")
    expect(cost).to_contain_text("not always the lowest minima: the cost may fall with λ, and pass H = 0.693")


def test_of_the_lowest_minima_they_are_claimed(chart: Page) -> None:
    expect(chart.locator("#squared-weight-norm h2")).to_contain_text("stays under its ceiling")
    assert "Over λ the sum falls, and stays under its ceiling 2mH/λ" in words(chart)
    expect(chart.locator("#cost-components [data-alternative]")).to_contain_text("Over λ the cost rises from")


def test_the_ways_up_and_down_are_fetched_when_asked_for_and_drawn(open_lab: OpenLab, watch: Watch) -> None:
    page = open_chart(open_lab)
    assert not [address for address in watch.requests if "direction=" in address]
    button = page.get_by_role("button", name="up and down")
    button.click()
    expect(page.locator('#squared-weight-norm [data-label="up"]')).to_be_visible()
    for way in ("up", "down"):
        path = api(page, f"{SET_UP}&direction={way}")
        drawn = page.evaluate(TRACE, way)
        expected = [norm for lam, norm in zip(path["lambdas"], path["squared_weight_norm"], strict=True) if lam > 0]
        seen = [10**y for y, norm in zip(drawn["y"], expected, strict=True) if norm > 0]
        assert seen == pytest.approx([norm for norm in expected if norm > 0], rel=1e-6)
    assert "Followed upwards" in words(page)
    assert violations(page) == []
    button.click()
    expect(button).to_have_attribute("aria-pressed", "false")
    assert "Followed upwards" not in words(page)


def test_what_keeps_the_ways_from_being_solved_is_said(open_lab: OpenLab, watch: Watch) -> None:
    watch.allow("ERR_FAILED")
    page = open_chart(open_lab)

    def refuse(route: Route) -> None:
        route.abort()

    page.route(re.compile("direction="), refuse)
    page.get_by_role("button", name="up and down").click()
    expect(page.locator("[data-warm-start-said]")).to_have_text("The server can't be reached.")


def test_without_hidden_layer_there_is_one_way_only(open_lab: OpenLab) -> None:
    page = open_chart(open_lab, "n_samples=60&hidden_layer_sizes=")
    expect(page.locator("[data-warm-starts]")).to_be_hidden()


def test_on_a_phone_the_notes_fit(open_lab: OpenLab) -> None:
    page = open_lab(f"?{SET_UP}", width=390, height=844)
    page.locator(".tabs [data-tab=weights]").click()
    page.locator("button[data-weight-chart=squared_weight_norm]:visible").click()
    expect(page.locator(".norm-notes")).to_be_visible()
    page.get_by_role("button", name="up and down").click()
    expect(page.locator("#squared-weight-norm-alternative")).to_contain_text("Followed")
    assert page.evaluate("document.documentElement.scrollWidth") == 390
