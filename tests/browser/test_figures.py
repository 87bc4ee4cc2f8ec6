"""Figures on a canvas: the network in the browser is the engine's, lines are where they should be, words agree."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from typing import Any
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenLab, Run, opened_once
from tests.conftest import others_slow

ARCHITECTURES: dict[str, list[int]] = {"none": [], "one": [5], "two": [4, 3], "four": [3, 3, 3, 3]}
LARGE_LAMBDA = "?lambda=900"


def solve(base_url: str, **settings: Any) -> dict[str, Any]:
    body = {"n_samples": 40, "restarts": 1, "lambdas": [0.001, 0.1, 1.0], "grid": 12, **settings}
    request = Request(
        f"{base_url}/api/v1/path", json.dumps(body).encode(), {"Content-Type": "application/json"}, method="POST"
    )
    with urlopen(request) as answer:
        return dict(json.load(answer))


@pytest.mark.parametrize("architecture", ARCHITECTURES)
@pytest.mark.parametrize("activation", ["tanh", "relu", "sigmoid"])
def test_the_forward_pass_is_the_engines(run_module: Run, base_url: str, activation: str, architecture: str) -> None:
    solved = solve(base_url, activation=activation, hidden_layer_sizes=ARCHITECTURES[architecture], nuisance_features=1)
    here = run_module(
        "model/network.js",
        """
        const tensor = (lists) => {
          const shape = [];
          for (let list = lists; Array.isArray(list); list = list[0]) shape.push(list.length);
          return { shape, data: Float32Array.from(lists.flat(Infinity)) };
        };
        const layers = given.layers.map((layer) => ({ weights: tensor(layer.weights), biases: tensor(layer.biases) }));
        const { mean, scale } = given.inputs;
        const inputs = [[], []];
        for (const second of given.grid.x2) for (const first of given.grid.x1) {
          inputs[0].push((first - mean[0]) / scale[0]);
          inputs[1].push((second - mean[1]) / scale[1]);
        }
        const points = inputs.map((values) => Float64Array.from(values));
        return given.lambdas.map((_, index) => {
          const { logits } = module.forward(module.layersAt({ layers }, index), given.experiment.activation, points);
          return Array.from(logits, module.sigmoid);
        });
        """,
        solved,
    )
    for mine, theirs in zip(here, solved["grid"]["probabilities"], strict=True):
        assert mine == pytest.approx([value for row in theirs for value in row], abs=1e-5)


FIELD = """
  const n = 41;
  const field = Float64Array.from({ length: n * n }, (_, k) => {
    const x = (k % n) / (n - 1), y = Math.floor(k / n) / (n - 1);
    return given === "circle" ? 0.3 ** 2 - (x - 0.5) ** 2 - (y - 0.5) ** 2 : given === "line" ? x - 0.4 - 0.2 * y
      : given === "saddle" ? (x - 0.5013) * (y - 0.5017) : given === "zero" ? 0 : 1;
  });
  return module.zeroLines(field, n).map((line) => Array.from(line));
"""


def test_a_circle_is_one_closed_line(run_module: Run) -> None:
    [line] = run_module("model/marching_squares.js", FIELD, "circle")
    places = list(zip(line[::2], line[1::2], strict=True))
    assert places[0] == places[-1]
    assert all(abs(((x - 0.5) ** 2 + (y - 0.5) ** 2) ** 0.5 - 0.3) < 0.002 for x, y in places)


def test_a_straight_line_is_exact_and_runs_from_edge_to_edge(run_module: Run) -> None:
    [line] = run_module("model/marching_squares.js", FIELD, "line")
    places = list(zip(line[::2], line[1::2], strict=True))
    assert {round(places[0][1]), round(places[-1][1])} == {0, 1}
    assert all(abs(x - 0.4 - 0.2 * y) < 1e-6 for x, y in places)


def test_lines_that_cross_become_two(run_module: Run) -> None:
    assert len(run_module("model/marching_squares.js", FIELD, "saddle")) == 2


@pytest.mark.parametrize("field", ["zero", "one"])
def test_a_field_of_one_sign_has_no_line(run_module: Run, field: str) -> None:
    assert run_module("model/marching_squares.js", FIELD, field) == []


@pytest.fixture(scope="module")
def first_view(second_page: Page, base_url: str) -> Iterator[Page]:
    """For tests that change nothing but the picked weight."""
    with opened_once(second_page, base_url) as page:
        yield page


FRAMES = "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"


def solved(page: Page) -> dict[str, Any]:
    """What the API answers to the set-up of this page."""
    query = page.url.partition("?")[2]
    settings = "&".join(part for part in query.split("&") if part.partition("=")[0] not in ("lambda", "weight"))
    answer: dict[str, Any] = page.request.get(f"/api/v1/path?{settings}").json()
    return answer


def weights_at(path: dict[str, Any], index: int) -> list[float]:
    return [weight for layer in path["layers"] for row in layer["weights"][index] for weight in row]


def shown_index(page: Page) -> int:
    return int(page.locator("#lambda").input_value())


def alternative(page: Page, figure: str) -> str:
    return page.locator(f"#{figure} [data-alternative]").text_content() or ""


FIGURES = ["decision-boundary", "network-drawing", "weight-magnitudes", "force-balance"]


def test_a_figure_says_in_words_what_it_shows_at_this_lambda(lab: Page) -> None:
    before = {figure: alternative(lab, figure) for figure in FIGURES}
    lab.focus("#lambda")
    lab.keyboard.press("Home")
    for figure in FIGURES:
        expect(lab.locator(f"#{figure} [data-alternative]")).not_to_have_text(before[figure])
        assert "λ = 0" in alternative(lab, figure)


def test_a_collapsed_network_draws_no_line_and_has_no_pull(open_lab: OpenLab) -> None:
    page = open_lab(LARGE_LAMBDA)
    assert "no line to draw" in alternative(page, "decision-boundary")
    assert "No pull is left" in alternative(page, "force-balance")
    assert "All of them are 0" in alternative(page, "weight-magnitudes")
    assert "All of them are gone" in alternative(page, "network-drawing")


def picked(page: Page) -> list[str | None]:
    places = [page.locator(f"#{figure} canvas").get_attribute("aria-valuetext") for figure in FIGURES[1:3]]
    weight = page.locator("#force-balance [data-value=weight]").text_content()
    return [(text or "").split(",")[0] for text in places] + [weight]


def pick_the_first(page: Page, figure: str = "network-drawing") -> None:
    page.locator(f"#{figure} canvas").press("Home")
    expect(page.locator("#force-balance [data-value=weight]")).to_have_text("x₁ → unit 1")


@pytest.mark.parametrize("figure", FIGURES[1:3])
def test_a_weight_picked_in_one_figure_is_picked_in_all_and_lambda_is_left_alone(first_view: Page, figure: str) -> None:
    lab = first_view
    pick_the_first(lab, figure)
    value = lab.locator("#lambda").input_value()
    lab.keyboard.press("End")
    expect(lab.locator("#force-balance [data-value=weight]")).to_have_text("unit 8 → output")
    assert picked(lab) == ["unit 8 → output"] * 3
    lab.keyboard.press("ArrowLeft")
    lab.evaluate(FRAMES)
    assert len(set(picked(lab))) == 1
    assert picked(lab)[0] != "unit 8 → output"
    assert lab.locator("#lambda").input_value() == value


def test_bars_are_picked_by_pointer(first_view: Page) -> None:
    lab = first_view
    pick_the_first(lab)
    canvas = lab.locator("#weight-magnitudes canvas")
    box = canvas.bounding_box()
    assert box
    canvas.click(position={"x": box["width"] - 3, "y": box["height"] / 2})
    assert picked(lab) == ["unit 8 → output"] * 3


def test_edges_are_picked_by_pointer(first_view: Page) -> None:
    lab = first_view
    pick_the_first(lab)
    canvas = lab.locator("#network-drawing canvas")
    box = canvas.bounding_box()
    assert box
    canvas.click(position={"x": box["width"] / 2 + 18, "y": box["height"] - 13})
    assert picked(lab) == ["unit 8 → output"] * 3


KEEP_STROKES = """() => {
  window.strokes = [];
  for (const name of ["bezierCurveTo", "stroke"]) {
    const real = CanvasRenderingContext2D.prototype[name];
    CanvasRenderingContext2D.prototype[name] = function (...given) {
      if (name === "bezierCurveTo") this.bend = given.slice(4);
      else if (this.bend && this.canvas.closest("#network-drawing")) {
        strokes.push({ end: this.bend, width: this.lineWidth, dots: this.getLineDash().length });
        this.bend = null;
      }
      return real.apply(this, given);
    };
  }
}"""


@pytest.mark.parametrize(
    "query",
    others_slow(
        [
            "?hidden_layer_sizes=3,3,3,3&n_samples=60&restarts=1",
            "?hidden_layer_sizes=",
            "?activation=relu&nuisance_features=3&restarts=1",
            "?hidden_layer_sizes=8,8&n_samples=60&restarts=1",
            "?dataset=penguins&restarts=1",
        ]
    ),
)
def test_every_kind_of_network_is_drawn(open_lab: OpenLab, query: str) -> None:
    page = open_lab(query)
    page.evaluate(KEEP_STROKES)
    page.evaluate("strokes.length = 0")
    page.locator("#lambda").press("ArrowRight")
    page.evaluate(FRAMES)
    strokes = page.evaluate("strokes")
    weights = weights_at(solved(page), shown_index(page))
    least = 0.05 * max(map(abs, weights)) if len(weights) > 40 else 0
    expected = sorted(abs(weight) for weight in weights if abs(weight) >= least)
    assert len(strokes) - len(expected) in (0, 1), "each edge once, and the picked one"
    widths = [stroke["width"] for stroke in strokes if not stroke["dots"]]
    thickest = 2.3 * math.asinh(expected[-1] / 0.5)
    assert max(widths) == pytest.approx(max(0.8, thickest), rel=1e-4)
    assert sum(bool(stroke["dots"]) for stroke in strokes) >= sum(weight < 0.02 for weight in expected)
    box = page.locator("#network-drawing canvas").bounding_box()
    assert box
    assert all(0 <= x <= box["width"] and 0 <= y <= box["height"] for x, y in (stroke["end"] for stroke in strokes))


GHOST_INK = """() => {
  window.pale = 0;
  const stroke = CanvasRenderingContext2D.prototype.stroke;
  CanvasRenderingContext2D.prototype.stroke = function (...given) {
    if (this.canvas.closest("#decision-boundary") && this.globalAlpha === 0.5 && this.lineWidth < 1.2) window.pale += 1;
    return stroke.apply(this, given);
  };
}"""


@pytest.mark.parametrize(("query", "there"), [("", True), ("?lambdas=0.01,0.1,1,10&restarts=1", False)])
def test_the_pale_line_is_that_of_lambda_0_and_its_key_goes_with_it(open_lab: OpenLab, query: str, there: bool) -> None:
    page = open_lab(query, width=390, height=844)
    page.evaluate(GHOST_INK)
    page.locator("#lambda").press("ArrowRight")
    page.evaluate(FRAMES)
    assert bool(page.evaluate("pale")) is there
    key = page.locator("#accuracies .key", has_text="at λ = 0")
    expect(key).to_be_visible() if there else expect(key).to_be_hidden()


def test_bars_that_are_cut_carry_an_arrowhead(open_lab: OpenLab) -> None:
    page = open_lab("?lambda=0.0001")
    page.evaluate(
        """() => {
          window.tips = 0;
          const fill = CanvasRenderingContext2D.prototype.fill;
          CanvasRenderingContext2D.prototype.fill = function (...given) {
            if (this.canvas.closest("#weight-magnitudes")) window.tips += 1;
            return fill.apply(this, given);
          };
        }"""
    )
    path = solved(page)
    largest = max(abs(weight) for index in range(1, 42) for weight in weights_at(path, index))
    beyond = sum(abs(weight) > max(34, 1.15 * largest) for weight in weights_at(path, 0))
    assert beyond > 0, "in this set-up the weights grow off the scale"
    page.locator("#lambda").press("Home")
    page.evaluate(FRAMES)
    assert page.evaluate("tips") in (beyond + 1, beyond + 2), "one for each, one for the picked weight's mark"
