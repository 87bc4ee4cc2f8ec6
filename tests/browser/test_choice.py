"""How λ is chosen and how the path is searched: said in words, drawn, set by keyboard, and in the address."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import Json, OpenLab, opened_once
from tests.browser.test_set_up import open_control, wait_solved

LOGISTIC = "?hidden_layer_sizes=&folds=5&draws=6"


def answer(page: Page, query: str) -> Json:
    return page.request.get(f"/api/v1/path{query}").json()


def trace(page: Page, name: str) -> Json:
    page.wait_for_selector("html[data-charts]", state="attached")
    return page.evaluate(
        "(name) => document.querySelector('#validation-curve .js-plotly-plot').data.find((one) => one.name === name)",
        name,
    )


def numbers(text: str) -> list[float]:
    return [float(number) for number in re.findall(r"\d+(?:\.\d+)?", text)]


@pytest.fixture(scope="module")
def logistic(second_page: Page, base_url: str) -> Iterator[Page]:
    """Logistic regression with folds and fresh data sets, for tests that only look at it."""
    with opened_once(second_page, base_url, LOGISTIC) as page:
        yield page


def test_the_folds_say_where_they_are_least_and_what_one_standard_error_allows(logistic: Page) -> None:
    page = logistic
    path = answer(page, LOGISTIC)
    best, index = path["goldilocks"], path["goldilocks"]["index"]
    words = page.locator("[data-choice]").inner_text().partition("On ")[0]
    said = numbers(words)
    folds = path["cross_validation"]
    expected = [
        5,
        best["lambda"],
        folds["mean"][index],
        folds["standard_error"][index],
        best["one_standard_error"]["lambda"],
    ]
    assert said == pytest.approx(expected, rel=6e-3, abs=6e-4)
    alternative = page.locator("#validation-curve [data-alternative]")
    expect(alternative).to_contain_text("on the folds left out")
    assert ("The curve is flat" in alternative.inner_text()) == best["flat"]


def test_the_mean_of_the_folds_is_drawn_with_its_standard_error(open_lab: OpenLab) -> None:
    page = open_lab(LOGISTIC)
    folds = answer(page, LOGISTIC)["cross_validation"]
    mean, low, high = (trace(page, name)["y"] for name in ("folds", "folds_low", "folds_band"))
    assert mean == pytest.approx(folds["mean"][1:])
    assert [top - at for top, at in zip(high, mean, strict=True)] == pytest.approx(folds["standard_error"][1:])
    assert [at - foot for at, foot in zip(mean, low, strict=True)] == pytest.approx(folds["standard_error"][1:])
    page.get_by_role("button", name="Cross-entropy, show accuracy instead").click()
    drawn = "document.querySelector('#validation-curve .js-plotly-plot').data"
    page.wait_for_function(f"() => !{drawn}.some((one) => one.name === 'folds_band')")


def test_every_fresh_data_set_has_its_dot_and_their_spread_is_said(logistic: Page) -> None:
    page = logistic
    chosen = answer(page, LOGISTIC)["repeated_draws"]["lambdas"]
    dots = trace(page, "draws")
    assert sorted(10**x for x in dots["x"]) == pytest.approx(sorted(chosen))
    assert len(set(zip(dots["x"], dots["y"], strict=True))) == len(chosen)
    said = numbers(page.locator("[data-choice]").inner_text().partition("On ")[2])
    assert said == pytest.approx([len(chosen), min(chosen), max(chosen)], rel=6e-3)


def test_the_path_is_there_before_the_fresh_data_sets_are(open_lab: OpenLab, page: Page) -> None:
    held: list[Route] = []
    page.route(
        re.compile(r"/api/v1/path\?"),
        lambda route: held.append(route) if "draws=" in route.request.url else route.continue_(),
    )
    open_lab(LOGISTIC, ready=False)
    page.wait_for_selector("html[data-ready][data-status=searching]", state="attached")
    expect(page.locator("[data-choice]")).to_have_text("6 fresh data sets are being solved …")
    expect(page.locator("#lambda")).to_be_enabled()
    for route in held:
        route.continue_()
    wait_solved(page)
    expect(page.locator("[data-choice]")).to_contain_text("On 6 fresh data sets")


def test_without_held_out_points_the_folds_are_what_the_words_speak_of(open_lab: OpenLab) -> None:
    query = "?hidden_layer_sizes=&folds=4&validation_fraction=0&dataset=circles&lambda=1000"
    page = open_lab(query)
    expect(page.locator("#state-words")).not_to_contain_text("–")
    expect(page.locator("#validation-curve [data-alternative]")).not_to_contain_text("held-out")


def test_folds_and_fresh_data_sets_are_set_by_keyboard(open_lab: OpenLab) -> None:
    page = open_lab("?hidden_layer_sizes=&n_samples=40")
    page.locator("[popovertarget=set-search]").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#amount-folds")).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(page).to_have_url(re.compile("folds=2"))  # one fold alone leaves nothing to train on
    page.keyboard.press("ArrowUp")
    expect(page).to_have_url(re.compile("folds=3"))
    page.locator("#amount-draws").fill("1")
    page.keyboard.press("Enter")
    expect(
        page.get_by_role("alert").filter(has_text="expected 0 for none or a whole number from 2 to 50")
    ).to_be_visible()
    page.locator("#amount-draws").fill("3")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("draws=3&folds=3"))
    wait_solved(page)
    expect(page.locator("[data-choice]")).to_contain_text("On 3 fresh data sets")


@pytest.mark.parametrize(
    ("direction", "said"),
    [
        ("up", "followed from small λ upwards: nothing polished, not always the lowest J"),
        ("down", "followed from large λ downwards: nothing polished, not always the lowest J"),
        ("independent", "each λ from fresh weights: nothing polished, not always the lowest J"),
    ],
)
def test_a_path_that_is_not_of_minima_says_so(open_lab: OpenLab, direction: str, said: str) -> None:
    page = open_lab("?hidden_layer_sizes=3&n_samples=40")
    expect(page.locator("#sentence")).to_contain_text("lowest J of 60 starts")
    titles = {"up": "upwards", "down": "downwards", "independent": "independent"}
    open_control(page, "search").get_by_role("radio", name=re.compile(f"^{titles[direction]}")).check()
    page.keyboard.press("Escape")
    expect(page).to_have_url(re.compile(f"direction={direction}$|direction={direction}&(?!.*restarts)"))
    wait_solved(page)
    expect(page.locator("#sentence")).to_contain_text(said)
    expect(page.locator("#force-balance")).to_be_in_viewport(ratio=0.95)


def test_without_hidden_layers_there_is_one_minimum_and_no_starts_to_set(open_lab: OpenLab) -> None:
    page = open_lab("?hidden_layer_sizes=")
    expect(page.locator("[popovertarget=set-search]")).to_have_text("lowest J")
    popover = open_control(page, "search")
    expect(popover.locator("#amount-restarts")).to_be_hidden()
    expect(popover).to_contain_text("no other minimum")
    assert "restarts" not in page.url
