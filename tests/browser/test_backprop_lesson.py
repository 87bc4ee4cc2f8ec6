"""The lesson on training: its numbers are those of /train, and what it says of them is so."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, Route, expect

from app.web.lessons import lesson_named
from tests.browser.conftest import Json
from tests.browser.lesson_numbers import written
from tests.browser.lesson_pages import open_lesson, settle, steps_of

GRADIENT_DESCENT = "learning_rate=1&n_epochs=5000&optimizer=gradient_descent"
ADAM = "learning_rate=0.01&n_epochs=2000&optimizer=adam"


def open_step(page: Page, number: int) -> str:
    """Opens a step with its answer shown; answers its set-up."""
    lesson = lesson_named("backprop")
    assert lesson
    open_lesson(page, lesson, f"?step={number}&said=1")
    expect(page.locator("[data-step]:visible [data-reveal]")).to_be_visible()
    set_up: str = steps_of(page)[number - 1]["set_up"]
    return set_up


def training_of(page: Page, set_up: str, recipe: str) -> Json:
    answer = page.request.get(f"/api/v1/train?{set_up}&{recipe}&snapshots=60")
    assert answer.ok
    return answer.json()


def number(page: Page, name: str) -> float:
    return written(page.locator(f'[data-step]:visible [data-number="{name}"]').first.text_content() or "")


def close(value: float) -> object:
    return pytest.approx(value, rel=2e-3, abs=5.01e-4)


def test_the_best_epoch_and_the_last_are_those_of_training(page: Page) -> None:
    training = training_of(page, open_step(page, 2), GRADIENT_DESCENT)
    held_out = training["validation"]["cross_entropy"][0]
    best = held_out.index(min(held_out))
    assert number(page, "best_epoch@0") == training["epochs"][best]
    assert number(page, "best_validation@0") == close(held_out[best])
    assert number(page, "last_validation@0") == close(held_out[-1])
    assert number(page, "n_epochs") == training["epochs"][-1]
    assert number(page, "first_cost@0") == close(training["cost"]["total"][0][0])
    assert number(page, "last_cost@0") == close(training["cost"]["total"][0][-1])
    at_the_end = [column[-1] for column in training["validation"]["cross_entropy"] if column[-1] is not None]
    assert number(page, "plane_penalty") == close(min(at_the_end))
    assert number(page, "plane_lambda") == training["lambdas"][at_the_end.index(min(at_the_end))]


def test_the_factor_follows_lambda(page: Page) -> None:
    open_step(page, 2)
    factor = page.locator('[data-step]:visible [data-number="kept"]')
    expect(factor).to_have_text("1")
    page.keyboard.press("ArrowRight")  # to the least λ above 0, 0.001
    expect(factor).to_have_text("0.99999")


def test_stopping_early_wins_most_of_it_back_and_the_best_lambda_a_little_more(page: Page) -> None:
    training = training_of(page, open_step(page, 3), GRADIENT_DESCENT)
    plane = training["validation"]["cross_entropy"]
    trained = [column[-1] for column in plane if column[-1] is not None]
    neither, stopped, best = plane[0][-1], min(plane[0]), min(trained)
    assert number(page, "plane_neither") == close(neither)
    assert number(page, "plane_stopping") == close(stopped)
    assert number(page, "plane_epoch") == training["epochs"][plane[0].index(stopped)]
    assert number(page, "plane_penalty") == close(best)
    assert number(page, "plane_lambda") == training["lambdas"][trained.index(best)]
    assert best < stopped < (best + neither) / 2


def test_too_large_a_step_diverges_where_the_api_says_and_never_shows_nan(page: Page) -> None:
    training = training_of(page, open_step(page, 4), GRADIENT_DESCENT)
    diverged = [end is not None for end in training["diverged_at"]]
    assert diverged == [lam > 2 * training["n_train"] for lam in training["lambdas"]]
    end = training["diverged_at"][-1]
    last = max(k for k, epoch in enumerate(training["epochs"]) if epoch < end)
    assert number(page, "diverged_at@1000") == end
    assert number(page, "first_cost@1000") == close(training["cost"]["total"][-1][0])
    assert number(page, "highest_epoch@1000") == training["epochs"][last]
    assert number(page, "highest_cost@1000") == pytest.approx(training["cost"]["total"][-1][last], rel=6e-3)
    expect(page.locator(".training-status")).to_contain_text(training["reason"][-1])
    for _ in training["lambdas"]:
        assert "NaN" not in page.locator("main").inner_text()
        page.keyboard.press("ArrowLeft")
        settle(page)


def test_the_epochs_end_where_training_did(page: Page) -> None:
    training = training_of(page, open_step(page, 4), GRADIENT_DESCENT)
    page.locator("#epoch").focus()
    page.keyboard.press("End")
    last = training["diverged_at"][-1] - 1
    expect(page.locator(".epoch-readout")).to_have_text(f"epoch {last}, the last before it diverged")
    words = re.compile(f"^epoch {last} of {last}, the last before it diverged, J = ")
    expect(page.locator("#epoch")).to_have_attribute("aria-valuetext", words)


def test_numbers_on_their_way_keep_their_place_and_are_no_dash(page: Page) -> None:
    held: list[Route] = []
    page.route("**/api/v1/train**", lambda route: held.append(route))
    page.goto("/lessons/backprop?step=3")
    waiting = page.locator('[data-step="stop"] [data-number]:visible')
    expect(waiting).to_have_text(["…", "…"])
    expect(page.locator(".lesson-text")).not_to_contain_text("–")
    expect(page.locator('[data-step="stop"] [data-waiting]:visible')).to_have_count(2)
    page.keyboard.press("PageUp")
    page.keyboard.press("PageUp")
    expect(page.locator('[data-step="decay"] [data-number="kept@10"]')).to_have_text("0.9")  # no training in it
    page.keyboard.press("PageDown")
    page.keyboard.press("PageDown")
    for route in held:
        route.continue_()
    expect(waiting).to_have_text([re.compile(r"^0\.\d{3}$")] * 2)
    expect(page.locator("[data-waiting]:visible")).to_have_count(0)


def test_adam_with_l2_and_adamw_end_where_the_api_says(page: Page) -> None:
    set_up = open_step(page, 5)
    adam, adamw = training_of(page, set_up, ADAM), training_of(page, set_up, ADAM + "w")
    at_one = adam["lambdas"].index(1)
    norms = [training["squared_weight_norm"][at_one][-1] for training in (adam, adamw)]
    assert number(page, "norm@1") == close(round(norms[0], 1))
    assert number(page, "norm_adamw@1") == pytest.approx(norms[1], abs=0.51)
    assert number(page, "last_cost@1") == close(adam["cost"]["total"][at_one][-1])
    assert number(page, "last_cost_adamw@1") == close(adamw["cost"]["total"][at_one][-1])
    assert norms[0] < 0.9 * norms[1]


def test_one_step_of_a_weight_is_the_weight_after_the_next_epoch(page: Page) -> None:
    training = training_of(page, open_step(page, 1), GRADIENT_DESCENT)
    after_one_epoch = training["layers"][0]["weights"][training["lambdas"].index(10)][1][0][0]
    assert training["epochs"][1] == 1
    expect(page.locator("#update-rule .rule p").last).to_contain_text(f"= {after_one_epoch:.4f}".replace("-", "\u2212"))


def test_before_a_room_the_epoch_can_be_moved(page: Page) -> None:
    lesson = lesson_named("backprop")
    assert lesson
    open_lesson(page, lesson, "?step=2&said=1&present=1")
    expect(page.locator("#epoch-slider [data-value=epoch]")).to_have_text("0")
    page.locator("#epoch").focus()
    page.keyboard.press("End")
    expect(page.locator("#epoch-slider [data-value=epoch]")).to_have_text("5\u202f000")
    size = page.locator("#epoch-slider [data-value=epoch]").evaluate("(e) => parseFloat(getComputedStyle(e).fontSize)")
    assert size > 27.9
