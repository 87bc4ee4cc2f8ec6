"""A beside B: a set-up is pinned and another, or the same with the other penalty, stands beside it at the same λ."""

from __future__ import annotations

import json
import re
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Json, OpenLab, Watch
from tests.browser.test_charts import at_solved, drawn
from tests.browser.test_presenting import wait_for_charts

SMALL = "n_samples=40&restarts=1"
BESIDE_L1 = f"?{SMALL}&pin=1~regularizer~l1"


def path_of(page: Page, query: str) -> Json:
    return page.request.get(f"/api/v1/path?{query}").json()


def compared(page: Page) -> Locator:
    """The section, once A is solved."""
    section = page.locator("#comparison")
    expect(section).to_be_visible()
    expect(section.locator('[data-compared="total"] [data-of="A"]')).not_to_contain_text("–")
    return section


def asked_of_api(watch: Watch) -> int:
    return sum("/api/" in request for request in watch.requests)


def numbers(page: Page, letter: str) -> dict[str, str]:
    rows = compared(page).locator("[data-compared]").all()
    return {
        row.get_attribute("data-compared") or "": row.locator(f'[data-of="{letter}"] > :last-child').inner_text()
        for row in rows
    }


def weights_at(path: Json, index: int) -> Any:
    return np.concatenate([np.array(layer["weights"])[index].ravel() for layer in path["layers"]])


def expected(path: Json, index: int) -> dict[str, str]:
    """The same numbers from the API's answer, written as the page writes them."""
    weights = weights_at(path, index)
    cost = {name: f"{path['cost'][name][index]:.3f}" for name in ("total", "cross_entropy", "penalty")}
    scores = {
        name: f"{path[part]['accuracy'][index] * 100:.0f}\u00a0%"
        for name, part in (("training", "train"), ("validation", "validation"))
    }
    zeros = f"{int((weights == 0).sum())} of {weights.size}"
    return {**cost, **scores, "zeros": zeros, "largest": f"{abs(weights).max():.2f}"}


def test_l1_stands_beside_l2_with_the_numbers_of_the_api(open_lab: OpenLab) -> None:
    page = open_lab(f"?{SMALL}&lambda=1")
    page.keyboard.press("l")
    section = compared(page)
    expect(section).to_contain_text("A: L1. B: L2. All else is the same.")
    index = int(page.locator("#lambda").input_value())
    for letter, penalty in (("A", "l1"), ("B", "l2")):
        shown = numbers(page, letter)
        path = path_of(page, f"{SMALL}&regularizer={penalty}")
        assert {name: shown[name] for name in expected(path, index)} == expected(path, index), letter
        assert float(shown["squared_weight_norm"]) == pytest.approx(path["squared_weight_norm"][index], rel=6e-3)
    assert not numbers(page, "A")["zeros"].startswith("0 ")
    assert numbers(page, "B")["zeros"].startswith("0 ")


def test_lambda_moves_both_and_asks_for_nothing(open_lab: OpenLab, watch: Watch) -> None:
    page = open_lab(f"{BESIDE_L1}&lambda=0.1")
    section = compared(page)
    before = [numbers(page, letter) for letter in "AB"]
    asked = asked_of_api(watch)
    page.keyboard.press("End")
    expect(section.locator('[data-compared="zeros"] [data-of="A"]')).to_contain_text("24 of 24")
    expect(section.locator('[data-value="regime_a"]')).to_have_text("Collapsed")
    assert all(now != then for now, then in zip([numbers(page, letter) for letter in "AB"], before, strict=True))
    expect(page.locator("#pinned-boundary-alternative")).to_contain_text("no line to draw")
    assert asked_of_api(watch) == asked


def test_at_the_best_lambda_of_b_a_stands_at_the_same(open_lab: OpenLab) -> None:
    page = open_lab(BESIDE_L1)
    compared(page)
    index = int(page.locator("#lambda").input_value())
    path = path_of(page, f"{SMALL}&regularizer=l1")
    assert path["goldilocks"]["index"] != index, "the best of A is another"
    shown = numbers(page, "A")
    assert {name: shown[name] for name in expected(path, index)} == expected(path, index)


def test_what_is_pinned_stays_while_the_set_up_changes(open_lab: OpenLab) -> None:
    page = open_lab(f"?{SMALL}&lambda=1")
    page.get_by_role("button", name="Compare").click()
    section = compared(page)
    expect(section).to_contain_text("A is pinned: this set-up as it is now.")
    assert numbers(page, "A") == numbers(page, "B")
    pinned = numbers(page, "A")
    page.locator("[popovertarget=set-hidden-layer-sizes]").click()
    page.get_by_role("button", name="Remove layer 1").click()
    page.keyboard.press("Escape")
    page.wait_for_selector(".lab:not([data-stale])")
    expect(section).to_contain_text("A: 8 units. B: no hidden units. All else is the same.")
    assert numbers(page, "A") == pinned
    index = int(page.locator("#lambda").input_value())
    path = path_of(page, f"{SMALL}&hidden_layer_sizes=")
    assert {name: numbers(page, "B")[name] for name in expected(path, index)} == expected(path, index)


def test_a_link_a_reload_back_and_forward_bring_the_same_two(open_lab: OpenLab) -> None:
    page = open_lab(f"?{SMALL}&lambda=1")
    page.keyboard.press("l")
    expect(page).to_have_url(re.compile(r"lambda=1&pin=1~regularizer~l1$"))
    both = [numbers(page, letter) for letter in "AB"]
    page.reload()
    page.wait_for_selector("html[data-ready][data-status=ready]", state="attached")
    assert [numbers(page, letter) for letter in "AB"] == both
    page.keyboard.press("c")
    expect(page.locator("#comparison")).to_be_hidden()
    expect(page).not_to_have_url(re.compile("pin="))
    page.go_back()
    assert [numbers(page, letter) for letter in "AB"] == both
    page.go_forward()
    expect(page.locator("#comparison")).to_be_hidden()


def test_swapping_exchanges_the_two_where_they_stand(open_lab: OpenLab, watch: Watch) -> None:
    page = open_lab(f"{BESIDE_L1}&lambda=0.5")
    compared(page)
    a, b = (numbers(page, letter) for letter in "AB")
    asked = asked_of_api(watch)
    page.keyboard.press("x")
    expect(page.locator("[popovertarget=set-regularizer]")).to_have_text("L1")
    expect(page.locator("#comparison")).to_contain_text("A: L2. B: L1.")
    assert (numbers(page, "A"), numbers(page, "B")) == (b, a)
    expect(page.locator('#equation [data-value="total"]').first).to_have_text(a["total"])
    assert asked_of_api(watch) == asked
    page.go_back()
    expect(page.locator("[popovertarget=set-regularizer]")).to_have_text("L2")
    assert numbers(page, "A") == a


def test_a_lambda_that_a_lacks_is_said(open_lab: OpenLab) -> None:
    page = open_lab(f"?{SMALL}&lambda=3&pin=1~lambdas~0.01,0.1,1,10")
    expect(compared(page)).to_contain_text("A has no λ = 3.55: it stands at the nearest, 10.0.")
    path = path_of(page, f"{SMALL}&lambdas=0.01,0.1,1,10")
    assert numbers(page, "A")["total"] == f"{path['cost']['total'][3]:.3f}"


def test_other_points_are_said_and_no_line_is_laid_over_them(open_lab: OpenLab) -> None:
    page = open_lab(f"?{SMALL}&pin=1~dataset~circles~noise~0.1")
    section = compared(page)
    expect(section).to_contain_text(
        "A: circles, noise 0.1. B: moons, noise 0.25. They were trained on different points."
    )
    page.keyboard.press("l")
    expect(section).to_contain_text("A: L1. B: L2. All else is the same.")


def test_the_curve_of_a_stands_dashed_on_the_axis_of_b(open_lab: OpenLab) -> None:
    page = open_lab(BESIDE_L1)
    wait_for_charts(page)
    compared(page)
    expect(page.locator('#cost-components [data-label="pinned"]')).to_have_text("J of A")
    expect(page.locator('#validation-curve [data-label="pinned"]')).to_have_text("validation of A")
    path = path_of(page, f"{SMALL}&regularizer=l1")
    for figure, values in (
        ("cost-components", path["cost"]["total"]),
        ("validation-curve", path["validation"]["cross_entropy"]),
    ):
        traces = drawn(page, figure)["traces"]
        assert at_solved(traces["pinned"], path) == pytest.approx(values[1:], rel=1e-4, abs=1e-5)
    page.keyboard.press("c")
    expect(page.locator('[data-label="pinned"]')).to_have_count(0)
    assert "pinned" not in drawn(page, "cost-components")["traces"]


def test_too_much_work_for_a_offers_what_would_fit(page: Page, open_lab: OpenLab, watch: Watch) -> None:
    watch.allow("422")
    smaller = {"hidden_layer_sizes": [2], "n_samples": 40, "restarts": 1}
    refusal = {"type": "/problems/budget", "title": "Too much", "status": 422, "detail": "Too much work."}
    body = json.dumps({**refusal, "estimate": 41.3, "limit": 20, "nearest": smaller})
    refused = re.compile("/path.*n_samples=2000")
    page.route(refused, lambda route: route.fulfill(status=422, content_type="application/problem+json", body=body))
    open_lab(f"?{SMALL}&pin=1~hidden_layer_sizes~16,16,16,16~n_samples~2000~restarts~60")
    problem = page.locator("#pinned-boundary [data-problem]")
    expect(problem).to_contain_text("Too much work. This needs about")
    expect(page.locator("#state-words strong")).not_to_contain_text("Too much")
    expect(page.locator("#comparison")).to_contain_text("2 000 points".replace(" ", "\u202f"))
    asked = page.url
    problem.get_by_role("button", name="Use ").click()
    expect(page).not_to_have_url(asked)
    expect(problem.get_by_role("button")).to_be_hidden()  # once it is solved
    compared(page)


def test_without_an_answer_a_can_be_asked_for_again(open_lab: OpenLab, watch: Watch) -> None:
    watch.allow("ERR_FAILED")
    page = open_lab(f"?{SMALL}")
    page.route(re.compile("regularizer=l1"), lambda route: route.abort())
    page.keyboard.press("l")
    problem = page.locator("#pinned-boundary [data-problem]")
    expect(problem).to_contain_text("No answer.")
    page.unroute_all()
    problem.get_by_role("button", name="Try again").click()
    compared(page)
    expect(problem).to_be_hidden()


def test_what_else_opens_covers_it_and_compare_brings_it_back(open_lab: OpenLab) -> None:
    page = open_lab(BESIDE_L1)
    compared(page)
    for key, opened in (("i", "#weight-inspector"), ("d", "#point-editor"), ("e", "#training-plane")):
        page.keyboard.press(key)
        expect(page.locator(opened)).to_be_visible()
        expect(page.locator("#comparison")).to_be_hidden()
        page.get_by_role("button", name="Compare").click()
        expect(page.locator("#comparison")).to_be_visible()
        expect(page.locator(opened)).to_be_hidden()
    expect(page).to_have_url(re.compile("pin=1~regularizer~l1"))


def test_keys_and_what_is_said_of_them(open_lab: OpenLab) -> None:
    page = open_lab(f"?{SMALL}")
    said = page.locator("[data-comparison-said]")
    page.keyboard.press("c")
    expect(said).to_contain_text("A is pinned")
    page.keyboard.press("l")
    expect(said).to_contain_text(re.compile(r"A: L1\. B: L2\..* A: \w+"))
    page.get_by_role("button", name="Drop A").focus()
    page.keyboard.press("Enter")
    expect(said).to_have_text("A is dropped.")
    expect(page.get_by_role("button", name="Compare")).to_be_focused()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_contain_text("L1 beside L2")
    page.keyboard.press("c")
    expect(page.locator("#comparison")).to_be_hidden()
