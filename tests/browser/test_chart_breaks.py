"""Where a path does not go on smoothly: jumps to another minimum, weights off the scale, a best λ that is the stop."""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenLab, opened_once, resize
from tests.browser.test_charts import drawn, solved

FirstView = tuple[Page, dict[str, Any]]


def opened(open_lab: OpenLab, query: str = "", **size: int) -> tuple[Page, dict[str, Any]]:
    """The Lab with its charts, and what the API answers to the same set-up."""
    page = open_lab(query, **size)
    page.wait_for_selector("html[data-charts]", state="attached")
    path = page.request.get(f"/api/v1/path{query}").json()
    return page, path


@pytest.fixture(scope="module")
def first_view(second_page: Page, base_url: str) -> Iterator[FirstView]:
    """The first view and its path, for tests that only look at them."""
    with opened_once(second_page, base_url) as page:
        yield page, page.request.get("/api/v1/path").json()


@pytest.mark.parametrize("name", ["total", "cross_entropy"])
def test_a_jump_breaks_the_parts_of_the_cost_but_not_the_cost(first_view: FirstView, name: str) -> None:
    charts, path = first_view
    trace = drawn(charts, "cost-components")["traces"][name]
    jumps = [math.log10(lam) for lam, jump in zip(path["lambdas"], path["jump"], strict=True) if jump]
    gaps = [k for k, y in enumerate(trace["y"]) if y is None]
    assert jumps, "this set-up jumps"
    assert len(gaps) == (0 if name == "total" else len(jumps))
    for k, jump in zip(gaps, jumps, strict=False):
        after = next(x for x in trace["x"][k + 1 :] if solved(x, path))
        assert after == pytest.approx(jump)


def test_the_areas_of_the_cost_step_at_a_jump(first_view: FirstView) -> None:
    charts, path = first_view
    area = drawn(charts, "cost-components")["traces"]["cross_entropy_area"]
    upright = sum(left == right for left, right in pairwise(area["x"]))
    assert upright == sum(map(bool, path["jump"]))
    assert None not in area["y"]


def test_the_norm_breaks_at_jumps(first_view: FirstView) -> None:
    page, path = first_view
    resize(page, 1440, 900)
    norms = drawn(page, "squared-weight-norm")["traces"]["squared_weight_norm"]["y"]
    assert norms.count(None) == sum(map(bool, path["jump"]))


def test_weights_off_the_scale_at_lambda_0_are_arrowheads_at_its_edge(first_view: FirstView) -> None:
    charts, path = first_view
    largest = max(abs(w) for layer in path["layers"] for matrix in layer["weights"][1:] for row in matrix for w in row)
    stops = [w for layer in path["layers"] for row in layer["weights"][0] for w in row]
    edge = max(34, 1.15 * largest)
    found = charts.evaluate(
        """() => {
          const { data } = document.querySelector("#weight-paths .js-plotly-plot");
          const { y, marker } = data.find(({ name }) => name === "weights_at_0");
          return { y: Array.from(y), symbols: marker.symbol };
        }"""
    )
    expected = ["triangle-up" if w > edge else "triangle-down" if w < -edge else "circle" for w in stops]
    assert found["symbols"] == expected
    assert len(set(expected)) > 1
    assert all(abs(y) <= 1 for y in found["y"])


def test_a_picked_weight_off_the_scale_has_an_arrowhead_for_a_dot(open_lab: OpenLab, first_view: FirstView) -> None:
    _, path = first_view
    first = path["layers"][0]["weights"][0]
    to, source = max(((j, k) for j in range(8) for k in range(2)), key=lambda place: abs(first[place[0]][place[1]]))
    page = open_lab(f"?lambda=0&weight=1.{to + 1}.{source + 1}")
    page.wait_for_selector("html[data-charts]", state="attached")
    way = "up" if first[to][source] > 0 else "down"
    expect(page.locator("#weight-paths .cursor-dot")).to_have_attribute("data-off", way)


def test_when_only_lambda_0_is_best_no_lambda_above_it_is_gold(open_lab: OpenLab) -> None:
    page, path = opened(open_lab, "?seed=6&n_samples=100&mislabeled=0&hidden_layer_sizes=&lambdas=0,10,100")
    assert [path["goldilocks"][end] for end in ("from", "to")] == [0, 0]
    for figure in ("cost-components", "validation-curve", "weight-paths"):
        assert "band" not in drawn(page, figure)["shapes"]
