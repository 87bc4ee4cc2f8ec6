"""Figures on a canvas: the network in the browser is the engine's, lines are where they should be, words agree."""

from __future__ import annotations

import json
from typing import Any
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenLab, Run

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


def alternative(page: Page, figure: str) -> str:
    return page.locator(f"#{figure} [data-alternative]").text_content() or ""


FIGURES = ["decision-boundary", "network-drawing", "weight-magnitudes", "force-balance"]


@pytest.mark.parametrize("figure", FIGURES)
def test_a_figure_says_in_words_what_it_shows_at_this_lambda(lab: Page, figure: str) -> None:
    before = alternative(lab, figure)
    lab.focus("#lambda")
    lab.keyboard.press("Home")
    lab.wait_for_function(
        "([figure, before]) => document.querySelector(`#${figure} [data-alternative]`).textContent !== before",
        arg=[figure, before],
    )
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


@pytest.mark.parametrize("figure", FIGURES[1:3])
def test_a_weight_picked_in_one_figure_is_picked_in_all(lab: Page, figure: str) -> None:
    canvas = lab.locator(f"#{figure} canvas")
    canvas.focus()
    lab.keyboard.press("End")
    expect(lab.locator("#force-balance [data-value=weight]")).to_have_text("unit 8 → output")
    assert picked(lab) == ["unit 8 → output"] * 3
    lab.keyboard.press("ArrowLeft")
    assert len(set(picked(lab))) == 1
    assert picked(lab)[0] != "unit 8 → output"


def test_arrow_keys_on_a_figure_leave_lambda_alone(lab: Page) -> None:
    value = lab.locator("#lambda").input_value()
    lab.locator("#network-drawing canvas").focus()
    lab.keyboard.press("ArrowRight")
    assert lab.locator("#lambda").input_value() == value


def test_bars_are_picked_by_pointer(lab: Page) -> None:
    canvas = lab.locator("#weight-magnitudes canvas")
    box = canvas.bounding_box()
    assert box
    canvas.click(position={"x": box["width"] - 3, "y": box["height"] / 2})
    assert picked(lab) == ["unit 8 → output"] * 3


def test_edges_are_picked_by_pointer(lab: Page) -> None:
    canvas = lab.locator("#network-drawing canvas")
    box = canvas.bounding_box()
    assert box
    canvas.click(position={"x": box["width"] / 2 + 18, "y": box["height"] - 13})
    assert picked(lab) == ["unit 8 → output"] * 3


@pytest.mark.parametrize(
    "query",
    [
        "?hidden_layer_sizes=",
        "?hidden_layer_sizes=3,3,3,3&n_samples=60",
        "?activation=relu&nuisance_features=3",
        "?dataset=penguins",
    ],
)
def test_every_kind_of_network_is_drawn(open_lab: OpenLab, query: str) -> None:
    page = open_lab(query)
    for figure in FIGURES:
        painted = page.locator(f"#{figure} canvas").evaluate(
            """(canvas) => canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data.some(Boolean)"""
        )
        assert painted, figure


def test_inputs_that_the_picture_leaves_out_are_named(open_lab: OpenLab) -> None:
    page = open_lab("?nuisance_features=3&n_samples=60")
    assert "3 inputs at the mean" in alternative(page, "decision-boundary")
