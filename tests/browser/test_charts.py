"""The charts over λ: what they draw is what the API answers, and they follow pointer, theme and size."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import OpenLab, Watch, opened_once, resize, settled

PLOTLY_CSS = Path(__file__).resolve().parents[2] / "static" / "css" / "plotly.css"
DRAWN = """(id) => {
  const plot = document.querySelector(`#${id} .js-plotly-plot`);
  const plain = (list) => (list === undefined ? [] : Array.from(list));
  return {
    traces: Object.fromEntries(plot.data.map((trace) => [trace.name, { x: plain(trace.x), y: plain(trace.y) }])),
    shapes: Object.fromEntries(plot.layout.shapes.map((shape) => [shape.name, shape])),
    range: plot._fullLayout.xaxis.range, lines: plot.querySelectorAll(".scatterlayer path.js-line").length,
    ink: plot.data.find(({ line }) => line?.width > 2)?.line.color, width: plot._fullLayout.width,
  };
}"""


@pytest.fixture
def charts(lab: Page) -> Page:
    """The first view, its charts drawn."""
    lab.wait_for_selector("html[data-charts]", state="attached")
    return lab


@pytest.fixture(scope="module")
def first_view(second_page: Page, base_url: str) -> Iterator[Page]:
    """The same for tests that only look at it."""
    with opened_once(second_page, base_url) as page:
        yield page


@pytest.fixture(scope="module")
def path(second_page: Page) -> dict[str, Any]:
    """What the API answers to the first view."""
    answer: dict[str, Any] = second_page.request.get("/api/v1/path").json()
    return answer


def drawn(page: Page, figure: str) -> dict[str, Any]:
    found: dict[str, Any] = page.evaluate(DRAWN, figure)
    return found


def at_solved(trace: dict[str, Any], path: dict[str, Any]) -> list[float]:
    """The drawn values at the solved λ > 0; there are also gaps, and the collapse may have a corner of its own."""
    values = [y for x, y in zip(trace["x"], trace["y"], strict=True) if y is not None and solved(x, path)]
    assert len(values) == len([lam for lam in path["lambdas"] if lam > 0])
    return values


def solved(x: float, path: dict[str, Any]) -> bool:
    return any(lam > 0 and abs(math.log10(lam) - x) < 1e-9 for lam in path["lambdas"])


def test_cost_is_drawn_as_the_api_says(first_view: Page, path: dict[str, Any]) -> None:
    traces = drawn(first_view, "cost-components")["traces"]
    assert at_solved(traces["total"], path) == pytest.approx(path["cost"]["total"][1:])
    assert at_solved(traces["cross_entropy"], path) == pytest.approx(path["cost"]["cross_entropy"][1:])
    assert traces["total_at_0"]["y"] == pytest.approx(path["cost"]["total"][:1])
    assert drawn(first_view, "cost-components")["shapes"]["entropy"]["y0"] == pytest.approx(path["entropy"])


def test_the_curves_meet_h_where_the_weights_collapse(first_view: Page, path: dict[str, Any]) -> None:
    traces = drawn(first_view, "cost-components")["traces"]
    corner = traces["total"]["x"].index(pytest.approx(math.log10(path["collapse_lambda"])))
    assert traces["total"]["y"][corner] == pytest.approx(path["entropy"])
    corner = traces["cross_entropy"]["x"].index(pytest.approx(math.log10(path["collapse_lambda"])))
    assert traces["cross_entropy"]["y"][corner] == pytest.approx(path["entropy"])


def test_validation_curve_is_drawn_as_the_api_says_in_both_measures(charts: Page, path: dict[str, Any]) -> None:
    def check(measure: str) -> None:
        traces = drawn(charts, "validation-curve")["traces"]
        for name, split in (("training", "train"), ("validation", "validation"), ("test", "test")):
            assert at_solved(traces[name], path) == pytest.approx(path[split][measure][1:]), measure

    def switch(word: str) -> None:
        charts.click("[data-measure]")
        expect(charts.locator("[data-measure]")).to_have_text(word)
        settled(charts)

    check("cross_entropy")
    switch("Accuracy")
    check("accuracy")
    expect(charts.locator("#validation-curve [data-value=training]")).to_have_text(re.compile(r"^\d+\s%$"))
    bayes = drawn(charts, "validation-curve")["shapes"]["bayes"]
    assert bayes["y0"] == pytest.approx(path["test"]["bayes_accuracy"])
    switch("Cross-entropy")
    check("cross_entropy")
    assert "bayes" not in drawn(charts, "validation-curve")["shapes"]


def test_the_norm_is_drawn_on_logarithms_under_its_ceiling(first_view: Page, path: dict[str, Any]) -> None:
    page = first_view
    resize(page, 1440, 900)
    traces = drawn(page, "squared-weight-norm")["traces"]
    norms = at_solved(traces["squared_weight_norm"], path)
    positive = [(10**y, norm) for y, norm in zip(norms, path["squared_weight_norm"][1:], strict=True) if norm > 0]
    assert [y for y, _ in positive] == pytest.approx([norm for _, norm in positive])
    for x, y in zip(traces["ceiling"]["x"], traces["ceiling"]["y"], strict=True):
        assert 10**y == pytest.approx(2 * path["n_train"] * path["entropy"] / 10**x)


def test_every_weight_has_a_path_with_gaps_at_jumps(first_view: Page, path: dict[str, Any]) -> None:
    trace = drawn(first_view, "weight-paths")["traces"]["weights"]
    stretches = sum(map(bool, path["jump"][2:])) + 1
    assert trace["x"].count(None) == stretches * path["n_weights"]
    found = first_view.evaluate(
        """async (path) => {
          const script = document.querySelector('script[type=module]').src;
          const { weightScale } = await import(new URL("../js/model/weight_scale.js", script));
          const shape = (list) => (Array.isArray(list) ? [list.length, ...shape(list[0])] : []);
          const tensor = (list) => ({ data: list.flat(2), shape: shape(list) });
          const layers = path.layers.map(({ weights }) => ({ weights: tensor(weights) }));
          return weightScale({ ...path, layers }).y(path.layers[0].weights[1][0][0]);
        }""",
        path,
    )
    assert trace["y"][0] == pytest.approx(found, abs=1e-6)


def test_band_and_collapse_stand_at_their_lambda(first_view: Page, path: dict[str, Any]) -> None:
    for figure in ("cost-components", "validation-curve", "weight-paths"):
        chart = drawn(first_view, figure)
        band, collapse = chart["shapes"]["band"], chart["shapes"]["collapse"]
        assert [band["x0"], band["x1"]] == pytest.approx(
            [math.log10(path["goldilocks"][end]) for end in ("from", "to")]
        )
        assert collapse["x0"] == pytest.approx(math.log10(path["collapse_lambda"]))
        assert chart["range"] == pytest.approx([math.log10(path["lambdas"][1]) - 0.75, math.log10(path["lambdas"][-1])])


def test_dragging_on_a_chart_moves_lambda(charts: Page) -> None:
    box = charts.locator("#cost-components [data-figure]").bounding_box()
    assert box
    charts.mouse.move(box["x"] + 150, box["y"] + 60)
    charts.mouse.down()
    first = charts.locator("#lambda").input_value()
    charts.mouse.move(box["x"] + 400, box["y"] + 60, steps=4)
    expect(charts.locator("#lambda")).not_to_have_value(first)
    charts.mouse.up()
    left = charts.locator("#lambda").input_value()
    charts.mouse.move(box["x"] + 200, box["y"] + 60)
    expect(charts.locator("#lambda")).to_have_value(left)
    thumb = charts.locator("[data-thumb]").bounding_box()
    assert thumb
    assert thumb["x"] + thumb["width"] / 2 == pytest.approx(box["x"] + 400, abs=6)


@pytest.mark.browser_context_args(has_touch=True)
def test_a_tap_moves_lambda_and_a_scrolling_finger_does_not(open_lab: OpenLab) -> None:
    page = open_lab(width=390, height=844)
    page.wait_for_selector("html[data-charts]", state="attached")
    box = page.locator("#cost-components [data-figure]").bounding_box()
    assert box
    before = page.locator("#lambda").input_value()
    page.locator("#cost-components [data-figure]").evaluate(
        """(figure) => {
          figure.setPointerCapture = () => {};
          for (const kind of ["pointerdown", "pointercancel"]) {
            const finger = { bubbles: true, pointerType: "touch", clientX: 90, clientY: 650 };
            figure.dispatchEvent(new PointerEvent(kind, finger));
          }
          return new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
        }"""
    )
    assert page.locator("#lambda").input_value() == before
    page.touchscreen.tap(box["x"] + 80, box["y"] + 80)
    expect(page.locator("#lambda")).not_to_have_value(before)


def test_a_click_on_a_path_picks_its_weight_and_leaves_lambda(charts: Page) -> None:
    before = charts.locator("#lambda").input_value()
    name = charts.locator("[data-label=picked]").text_content()
    figure = charts.locator("#weight-paths [data-figure]").bounding_box()
    assert figure
    for dy in range(8, int(figure["height"]) - 24, 12):
        charts.mouse.click(figure["x"] + 96, figure["y"] + dy)
        if charts.locator("[data-label=picked]").text_content() != name:
            break
    else:
        pytest.fail("no click picked another weight")
    assert charts.locator("#lambda").input_value() == before
    expect(charts).to_have_url(re.compile("weight="))


def test_the_theme_redraws_the_charts(charts: Page) -> None:
    light = drawn(charts, "cost-components")["ink"]
    charts.click("[data-view=theme]")
    charts.wait_for_selector("html[data-theme=dark][data-charts]", state="attached")
    dark = drawn(charts, "cost-components")["ink"]
    assert light != dark
    assert dark == charts.evaluate("getComputedStyle(document.documentElement).getPropertyValue('--ink').trim()")


def test_a_new_size_redraws_the_charts(charts: Page) -> None:
    charts.set_viewport_size({"width": 1500, "height": 900})
    charts.wait_for_selector("#squared-weight-norm .main-svg", state="attached")
    charts.wait_for_selector("html[data-charts]", state="attached")
    figure = charts.locator("#cost-components [data-figure]").bounding_box()
    assert figure
    assert drawn(charts, "cost-components")["width"] == pytest.approx(figure["width"], abs=1)


def test_the_hidden_weight_chart_is_drawn_when_it_is_chosen(charts: Page) -> None:
    charts.click("#weight-paths [data-weight-chart=squared_weight_norm]")
    charts.wait_for_selector("#squared-weight-norm .main-svg")
    expect(charts.locator("#squared-weight-norm .cursor-dot")).to_be_visible()


def test_alternatives_say_the_finding_and_follow_lambda(charts: Page) -> None:
    figures = ["cost-components", "validation-curve", "squared-weight-norm", "weight-paths"]
    before = [charts.locator(f"#{name} [data-alternative]").text_content() for name in figures]
    charts.locator("#lambda").press("ArrowRight")
    for name, text in zip(figures, before, strict=True):
        assert text is not None
        assert text.startswith(("At λ", "Cross-entropy at λ"))
        expect(charts.locator(f"#{name} [data-alternative]")).not_to_have_text(text)


def test_without_validation_points_only_the_other_curves_are_named(open_lab: OpenLab) -> None:
    page = open_lab("?validation_fraction=0&restarts=1")
    page.wait_for_selector("html[data-charts]", state="attached")
    expect(page.locator("#validation-curve [data-curve=validation]")).to_be_hidden()
    expect(page.locator("#validation-curve [data-curve=training]")).to_be_visible()
    assert "validation" not in drawn(page, "validation-curve")["traces"]
    assert "band" not in drawn(page, "cost-components")["shapes"]


def test_when_plotly_does_not_come_the_charts_say_so_and_try_again(open_lab: OpenLab, watch: Watch) -> None:
    watch.allow("plotly|ERR_FAILED")
    page = open_lab(ready=False)
    missing = [True]

    def answer(route: Route) -> None:
        if missing:
            route.abort()
        else:
            route.continue_()

    page.route(re.compile("plotly-basic.min.js"), answer)
    page.reload()
    expect(page.locator("#cost-components [data-chart-problem]")).to_contain_text("could not be fetched")
    missing.clear()
    page.locator("#cost-components [data-chart-problem] button").click()
    page.wait_for_selector("#cost-components .main-svg")


@pytest.mark.browser_context_args(bypass_csp=True)
def test_plotly_css_is_what_plotly_would_put_into_the_page(page: Page) -> None:
    """The file is written anew from this when Plotly changes: its rules in order, one a line, after the first."""
    page.goto("/healthz")
    rules = page.evaluate(
        """async () => {
          const html = await (await fetch("/")).text();
          await import(html.match(/\\/static\\/[^/"]+\\//)[0] + "vendor/plotly/plotly-basic.min.js");
          const plot = document.body.appendChild(document.createElement("div"));
          await Plotly.newPlot(plot, [{ y: [1, 2] }]);
          return [...document.getElementById("plotly.js-style-global").sheet.cssRules].map((rule) => rule.cssText);
        }"""
    )
    assert PLOTLY_CSS.read_text(encoding="utf-8").splitlines()[1:] == rules
