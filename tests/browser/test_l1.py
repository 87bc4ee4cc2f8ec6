"""With L1 every word and number is of L1: its equation, its ceiling, its constant pull, its exact zeros."""

from __future__ import annotations

import re

import numpy as np
import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Json, OpenLab, two_frames

QUERY = "?regularizer=l1&hidden_layer_sizes=&nuisance_features=4"


def answer(page: Page) -> Json:
    return page.request.get(f"/api/v1/path{QUERY}&inspect=true").json()


def open_at(open_lab: OpenLab, lam: float, weight: int) -> tuple[Page, Json, int]:
    page = open_lab(f"{QUERY}&lambda={lam}&weight=1.1.{weight}", width=1440, height=900)
    return page, answer(page), int(page.locator("#lambda").input_value())


def decimals(text: str) -> list[float]:
    return [float(number) for number in re.findall(r"\d+\.\d+", text)]


def test_the_pull_of_the_penalty_is_the_same_on_every_weight(open_lab: OpenLab) -> None:
    page, path, index = open_at(open_lab, 3.0, 2)
    constant = path["lambdas"][index] / path["n_train"]
    weights = np.array(path["layers"][0]["weights"])[index, 0]
    alternative = page.locator("#force-balance [data-alternative]")
    for place in np.flatnonzero(weights):
        page.locator("#network-drawing canvas").press("Home")
        for _ in range(place):
            page.keyboard.press("ArrowRight")
        expect(page.locator("#force-balance [data-value=weight]")).to_have_text(re.compile(f"^x{chr(0x2081 + place)} "))
        pulls, cost = re.findall(r"with (\d\.\d+)", alternative.inner_text()), decimals(alternative.inner_text())
        assert [float(pull) for pull in pulls] == pytest.approx([constant, constant], abs=6e-5)
        assert cost[-2] == pytest.approx(constant * abs(weights[place]), abs=6e-5)


def test_a_weight_at_0_is_held_there(open_lab: OpenLab) -> None:
    page, path, index = open_at(open_lab, 10.0, 3)
    assert path["layers"][0]["weights"][index][0][2] == 0
    words = page.locator("#force-balance [data-alternative]").inner_text()
    most = re.search(r"The penalty holds it at 0 against any data pull up to (\d\.\d+)", words)
    assert most
    assert float(most.group(1)) == pytest.approx(path["lambdas"][index] / path["n_train"], abs=6e-5)
    pulls = [float(pull) for pull in re.findall(r"with (\d\.\d+)", words)]
    assert pulls[0] == pulls[1] <= float(most.group(1))


def test_the_sum_of_sizes_stays_under_its_own_ceiling(open_lab: OpenLab) -> None:
    page, path, index = open_at(open_lab, 3.0, 1)
    heading = page.locator("#squared-weight-norm-title")
    expect(heading).to_contain_text("Σ|W|")
    expect(heading).to_contain_text("mH / λ")
    expect(heading).not_to_contain_text("2mH")
    words = page.locator("#squared-weight-norm [data-alternative]").inner_text()
    total, most = decimals(words.partition(": ")[0].partition(" sum to ")[2].replace("\u202f", ""))[:2]
    assert total == pytest.approx(path["absolute_weight_sum"][index], rel=6e-3)
    assert most == pytest.approx(path["n_train"] * path["entropy"] / path["lambdas"][index], rel=6e-3)
    assert "‖W‖²" not in page.locator("main").inner_text()


def test_exact_zeros_are_counted_in_words_and_lose_their_edges(open_lab: OpenLab) -> None:
    page, path, index = open_at(open_lab, 3.0, 1)
    zeros = int((np.array(path["layers"][0]["weights"])[index] == 0).sum())
    assert 0 < zeros < path["n_weights"]
    expect(page.locator("#state-words")).to_contain_text(f"{zeros} of the {path['n_weights']} weights are exactly 0.")
    expect(page.locator("#network-drawing [data-alternative]")).to_contain_text(
        f"{zeros} of them are gone, that is exactly 0"
    )
    page.locator("#lambda").press("End")
    two_frames(page)
    expect(page.locator("#state-words strong")).to_have_text("Collapsed.")
    expect(page.locator("#network-drawing [data-alternative]")).to_contain_text("All of them are gone")
