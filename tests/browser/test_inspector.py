"""The inspector of one weight: every number is the API's, the pulls balance at the minimum, and frozen weights stay."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Json, OpenLab, Watch, resize, two_frames
from tests.browser.test_accessibility import SIZES, violations_in_both_themes

SET_UP = "n_samples=60&hidden_layer_sizes=4&restarts=1&seed=3"
LAMBDA = 16  # number of a lambda at which nothing is trivial
FURTHER = 24
WEIGHT = {"layer": 0, "to": 1, "from": 0}
OPENED = f"?{SET_UP}&weight=1.2.1&view=inspect"


def path_of(page: Page, query: str = SET_UP) -> Json:
    """What the API says of the set-up, lists of numbers all through."""
    return page.evaluate(
        "(query) => fetch(`/api/v1/path?${query}&inspect=true&format=arrays`).then((answer) => answer.json())", query
    )


def inspector(page: Page) -> Locator:
    return page.locator("#weight-inspector")


def number(text: str) -> float:
    return float(text.replace("\u2212", "-").replace("\u202f", ""))


def quoted(page: Page, name: str) -> float:
    return number(page.locator(f'#weight-inspector [data-value="{name}"]').inner_text())


def equation(page: Page, name: str) -> float:
    return number(page.locator(f'#equation .terms [data-value="{name}"]').first.inner_text())


def pulls(page: Page) -> tuple[float, float]:
    """Of the data and of the penalty, as they are said to who can't see the arrows."""
    text = page.locator("#inspector-pulls-alternative").text_content() or ""
    found = re.search(r"data pull with ([\u2212\d.]+), the penalty with ([\u2212\d.]+);", text)
    assert found, text
    return number(found.group(1)), number(found.group(2))


def move_to(page: Page, index: int) -> None:
    page.locator("#lambda").fill(str(index))
    two_frames(page)


def of_weight(path: Json, field: str, index: int) -> float:
    return float(path["layers"][WEIGHT["layer"]][field][index][WEIGHT["to"]][WEIGHT["from"]])


def test_its_numbers_are_those_of_the_api(open_lab: OpenLab) -> None:
    page = open_lab(OPENED)
    path = path_of(page)
    for index in (LAMBDA, FURTHER):
        move_to(page, index)
        assert quoted(page, "price") == pytest.approx(of_weight(path, "price", index), abs=6e-5)
        assert quoted(page, "value") == pytest.approx(of_weight(path, "knock_out", index), abs=6e-5)
        expected = [-of_weight(path, field, index) for field in ("data_gradient", "penalty_gradient")]
        assert pulls(page) == pytest.approx(expected, abs=6e-5, rel=0.02)
        share = page.locator('#weight-inspector [data-value="shrinkage"]').inner_text()
        assert number(share.split(" ")[0]) == pytest.approx(of_weight(path, "shrinkage", index), rel=0.06)
        predicted = re.search(r"predicts ([\u2212\d.]+)", share)
        assert predicted, share
        assert number(predicted.group(1)) == pytest.approx(of_weight(path, "predicted_shrinkage", index), rel=0.06)


def test_the_pulls_balance_at_the_minimum(open_lab: OpenLab) -> None:
    page = open_lab(OPENED)
    path = path_of(page)
    for index in (LAMBDA, FURTHER):
        assert path["converged"][index]
        move_to(page, index)
        data, penalty = pulls(page)
        assert data == pytest.approx(-penalty, rel=0.02)
        assert abs(data) > 0
        expect(page.locator("#inspector-pulls-title")).to_have_text("Two pulls, in balance")


def test_frozen_weights_stay_and_only_the_penalty_knows_of_lambda(open_lab: OpenLab) -> None:
    page = open_lab(OPENED)
    path = path_of(page)
    move_to(page, LAMBDA)
    page.keyboard.down("f")
    move_to(page, FURTHER)
    m, lambdas, norm = path["n_train"], path["lambdas"], path["squared_weight_norm"][LAMBDA]
    change = lambdas[FURTHER] - lambdas[LAMBDA]
    before = path["cost"]["total"][LAMBDA]
    assert equation(page, "cross_entropy") == pytest.approx(path["cost"]["cross_entropy"][LAMBDA], abs=6e-4)
    assert equation(page, "total") == pytest.approx(before + change / (2 * m) * norm, abs=6e-4)
    data, penalty = pulls(page)
    weight = of_weight(path, "weights", LAMBDA)
    assert -(data + penalty) == pytest.approx(change / m * weight, rel=0.02, abs=2e-4)
    assert quoted(page, "price") == pytest.approx(lambdas[FURTHER] / (2 * m) * weight**2, abs=6e-5)
    words = page.locator("#state-words")
    expect(words).to_contain_text("Frozen.")
    expect(words).to_contain_text(f"= {change / (2 * m) * norm:.3f}.")
    expect(page.locator("#lambda")).to_have_attribute("aria-valuetext", re.compile("W frozen at λ = "))
    expect(page.get_by_role("button", name="Freeze W")).to_have_attribute("aria-pressed", "true")
    page.keyboard.up("f")
    two_frames(page)
    free = path["cost"]["total"][FURTHER]
    assert equation(page, "total") == pytest.approx(free, abs=6e-4)
    won = before + change / (2 * m) * norm - free
    assert won > 0
    expect(words).to_contain_text(f"re-minimised, it won back {won:.3f}.")
    move_to(page, FURTHER + 1)
    expect(words).not_to_contain_text("won back")


def test_everything_that_shows_the_network_shows_the_frozen_one(open_lab: OpenLab) -> None:
    page = open_lab(OPENED)
    charts = ("decision-boundary", "network-drawing", "weight-paths", "validation-curve")
    said = [page.locator(f"#{name}-alternative") for name in charts]
    move_to(page, LAMBDA)
    before = [words.text_content() for words in said]
    page.get_by_role("button", name="Freeze W").click()
    move_to(page, FURTHER)
    assert [words.text_content() for words in said] == before
    page.get_by_role("button", name="Freeze W").click()
    two_frames(page)
    assert all(words.text_content() != old for words, old in zip(said, before, strict=True))


def test_it_opens_and_closes_by_keys_and_follows_what_is_picked(open_lab: OpenLab) -> None:
    page = open_lab(f"?{SET_UP}&weight=1.2.1")
    expect(inspector(page)).to_be_hidden()
    page.locator("#weight-magnitudes canvas").focus()
    page.keyboard.press("Enter")
    title = inspector(page).get_by_role("heading", level=2)
    expect(title).to_have_text("Weight x₁ → unit 2")
    expect(title).to_be_focused()
    page.locator("#network-drawing canvas").focus()
    page.keyboard.press("ArrowRight")
    expect(title).to_have_text("Weight x₂ → unit 2")
    inspector(page).get_by_role("button", name="previous").press("Enter")
    expect(title).to_have_text("Weight x₁ → unit 2")
    page.keyboard.press("Escape")
    expect(inspector(page)).to_be_hidden()
    page.locator("#lambda").focus()
    page.keyboard.press("i")
    expect(inspector(page)).to_be_visible()
    expect(page.locator("#lambda")).to_be_focused()
    page.keyboard.press("i")
    expect(inspector(page)).to_be_hidden()


def test_the_address_says_that_it_is_open_and_back_closes_it(open_lab: OpenLab) -> None:
    page = open_lab(f"?{SET_UP}")
    page.get_by_role("button", name="Why this size?").click()
    expect(inspector(page)).to_be_visible()
    expect(page).to_have_url(re.compile("view=inspect"))
    page.go_back()
    expect(inspector(page)).to_be_hidden()
    page.go_forward()
    expect(inspector(page)).to_be_visible()
    page.get_by_role("button", name="Step by step").click()
    expect(inspector(page)).to_be_hidden()


@pytest.mark.parametrize("key", ["e", "c"])
@pytest.mark.fresh
def test_back_once_from_what_took_its_place_gives_it_back(open_lab: OpenLab, key: str) -> None:
    page = open_lab(OPENED)
    before = page.evaluate("history.length")
    page.keyboard.press(key)
    expect(inspector(page)).to_be_hidden()
    assert page.evaluate("history.length") == before + 1
    page.go_back()
    expect(inspector(page)).to_be_visible()


def test_the_lambda_column_never_moves(open_lab: OpenLab) -> None:
    page = open_lab(f"?{SET_UP}")
    parts = [page.locator(name) for name in ("#lambda-slider", ".charts", "#equation")]
    before = [part.bounding_box() for part in parts]
    page.keyboard.press("i")
    expect(inspector(page)).to_be_visible()
    assert [part.bounding_box() for part in parts] == before
    overflow = page.evaluate("document.documentElement.scrollHeight - innerHeight")
    assert overflow <= 0


def test_nothing_is_asked_of_the_server_while_lambda_moves(open_lab: OpenLab, watch: Watch) -> None:
    page = open_lab(OPENED)
    page.wait_for_selector("html[data-charts]", state="attached")
    before = len(watch.requests)
    page.keyboard.down("f")
    for index in (LAMBDA, FURTHER, 0, 41):
        move_to(page, index)
    page.keyboard.up("f")
    move_to(page, LAMBDA)
    assert [address for address in watch.requests[before:] if "/api/" in address] == []


def test_another_set_up_is_not_frozen(open_lab: OpenLab) -> None:
    page = open_lab(OPENED)
    freeze = page.get_by_role("button", name="Freeze W")
    freeze.click()
    expect(freeze).to_have_attribute("aria-pressed", "true")
    page.locator("[popovertarget=set-seed]").click()
    page.locator("#amount-seed").fill("5")
    page.locator("#amount-seed").press("Enter")
    page.keyboard.press("Escape")
    expect(freeze).to_have_attribute("aria-pressed", "false")
    expect(inspector(page)).to_be_visible()


@pytest.mark.slow
def test_axe_finds_nothing_in_it(page: Page, open_lab: OpenLab) -> None:
    page.emulate_media(reduced_motion="reduce")
    open_lab(OPENED)
    page.get_by_role("button", name="Freeze W").click()
    for size in SIZES:
        resize(page, *size)
        assert violations_in_both_themes(page) == [], size


def test_on_a_phone_it_is_one_column_over_the_docked_slider(open_lab: OpenLab) -> None:
    page = open_lab(OPENED, width=390, height=844)
    for name in ("[data-pulls]", "[data-slice]", ".worth", "[data-freeze]"):
        expect(inspector(page).locator(name)).to_be_visible()
    expect(page.locator("#network-drawing")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    freeze = inspector(page).locator("[data-freeze]")
    freeze.click()
    page.locator("#lambda").press("ArrowRight")
    expect(page.locator("#state-words")).to_contain_text("Frozen.")


def test_a_view_that_there_is_not_is_said(open_lab: OpenLab) -> None:
    page = open_lab(f"?{SET_UP}&view=nowhere")
    expect(page.locator(".notice")).to_contain_text("view: expected inspect, got “nowhere”. The Lab is shown.")
    expect(inspector(page)).to_be_hidden()
