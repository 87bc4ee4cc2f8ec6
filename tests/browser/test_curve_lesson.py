"""The lesson on eight points and two: its curve, its zeros and its regions, by the API and by algebra."""

from __future__ import annotations

import math
import re

import numpy as np
import pytest
from playwright.sync_api import Page, expect

from app.web.lessons import lesson_named
from tests.browser.conftest import Json, two_frames
from tests.browser.lesson_numbers import written
from tests.browser.lesson_pages import nearest, open_lesson, path_of, settle, steps_of

GRID = "&grid=200"


def open_step(page: Page, number: int, query: str = "&said=1") -> str:
    """Opens a step with its answer shown; answers its set-up."""
    lesson = lesson_named("eight-and-two")
    assert lesson
    open_lesson(page, lesson, f"?step={number}{query}")
    set_up: str = steps_of(page)[number - 1]["set_up"]
    return set_up


def text(page: Page, name: str) -> str:
    return page.locator(f'[data-step]:visible [data-number="{name}"]').first.text_content() or ""


def number(page: Page, name: str) -> float:
    return written(text(page, name))


def close(value: float) -> object:
    return pytest.approx(value, rel=2e-3, abs=5.01e-4)


def data_of(page: Page, set_up: str) -> tuple[np.ndarray, np.ndarray]:
    drawn = page.request.get(f"/api/v1/dataset?{set_up}").json()
    return np.array(drawn["points"])[:, 0], np.array(drawn["labels"])


def distance_from_line(path: Json, index: int) -> float:
    x, truth = np.array(path["curve"]["x"]), np.array(path["curve"]["truth"])
    inside = (x >= -1) & (x <= 1)
    return float(np.abs(np.array(path["curve"]["predictions"][index]) - truth)[inside].mean())


def test_without_a_penalty_it_passes_through_all_ten_and_is_far_from_the_line(page: Page) -> None:
    set_up = open_step(page, 1)
    path = path_of(page, set_up + GRID)
    assert path["cost"]["squared_error"][0] < 1e-12
    assert number(page, "off@0") == close(distance_from_line(path, 0))
    expect(page.locator("#fitted-curve [data-value=two]")).to_have_text("0.000 and 0.000")


def test_what_it_misses_the_points_by_follows_from_the_closed_form(page: Page) -> None:
    x, y = data_of(page, open_step(page, 2))
    powers = np.stack([((x - x.mean()) / x.std()) ** k for k in range(1, 10)], axis=1)
    features = (powers - powers.mean(axis=0)) / powers.std(axis=0)
    weights = np.linalg.solve(features.T @ features + np.eye(9), features.T @ y)
    missed = np.abs(features @ weights + y.mean() - y)
    far = np.abs(y - x) > 1
    assert text(page, "two@1") == " and ".join(f"{miss:.3f}" for miss in missed[far])
    assert number(page, "eight@1") == close(missed[~far].mean())


def test_before_the_answer_the_points_stand_alone(page: Page) -> None:
    open_step(page, 4, query="")
    expect(page.locator("#fitted-curve [data-live]")).to_be_hidden()
    expect(page.locator("#fitted-curve-alternative")).to_have_text("10 points: 8 on the true line, 2 far off it.")
    page.keyboard.press("r")
    expect(page.locator("#fitted-curve [data-live]")).to_be_visible()


def moved_path(page: Page, set_up: str, label: float) -> Json:
    """Of the same ten points, the right far-off one put elsewhere."""
    x, y = data_of(page, set_up)
    y[7] = label
    rows = "_".join(f"{a}_{b}" for a, b in zip(x.tolist(), y.tolist(), strict=True))
    own = set_up.replace("dataset=line_and_two", f"data=1_1_10_{rows}&standardize=true")
    return path_of(page, own + GRID)


def test_a_far_off_point_is_dragged_and_the_curve_follows(page: Page) -> None:
    set_up = open_step(page, 2)
    verdict = page.locator("[data-verdict]:visible").text_content() or ""
    box = page.locator("#fitted-curve canvas").bounding_box()
    assert box
    before = text(page, "two")
    x, y = data_of(page, set_up)
    left = 30 + (x[7] + 1.1) / 2.2 * (box["width"] - 34)
    middle, half = (box["height"] - 14) / 2, (box["height"] - 22) / 2
    most = 1.75 * np.abs(y).max()
    page.mouse.move(box["x"] + left, box["y"] + middle - y[7] / most * half)
    page.mouse.down()
    page.mouse.move(box["x"] + left, box["y"] + middle + 1.5 / most * half, steps=4)
    page.mouse.up()
    expect(page.locator('[data-step]:visible [data-number="two"]')).not_to_have_text(before)
    label = float(page.locator("[data-mover]").nth(1).input_value())
    assert label == pytest.approx(-1.5, abs=0.06)
    expect(page).to_have_url(re.compile(r"moved=7_-1\.(4[5-9]|5[0-5]?)$"))
    moved = float(page.evaluate("new URLSearchParams(location.search).get('moved').split('_')[1]"))
    path = moved_path(page, set_up, moved)
    total = f"{path['cost']['total'][nearest(path, 1)]:.3f}"
    expect(page.locator("#equation [data-value=total]")).to_have_text(total)
    assert page.locator("[data-verdict]:visible").text_content() == verdict  # it was asked of the points as they were


def test_a_far_off_point_moves_by_keys_and_a_link_puts_it_there_again(page: Page) -> None:
    set_up = open_step(page, 2)
    before = page.locator("#equation [data-value=total]").text_content() or ""
    page.locator("[data-mover]").nth(1).focus()
    for _ in range(4):
        page.keyboard.press("ArrowLeft")
    page.wait_for_function("() => new URLSearchParams(location.search).has('moved')")
    total = page.locator("#equation [data-value=total]")
    expect(total).not_to_have_text(before)
    path = moved_path(page, set_up, float(page.locator("[data-mover]").nth(1).input_value()))
    expected = f"{path['cost']['total'][nearest(path, 1)]:.3f}"
    expect(total).to_have_text(expected)
    page.reload()
    settle(page)
    expect(total).to_have_text(expected)
    page.keyboard.press("PageDown")
    assert "moved" not in page.url
    page.keyboard.press("PageUp")
    expect(total).to_have_text(before)


def sizes(page: Page, column: int) -> list[str]:
    return page.locator(f"[data-body] td:nth-of-type({column}) b").all_text_contents()


def test_exact_zeros_are_said_in_words_beside_l2_which_has_none(page: Page) -> None:
    l1_set_up = open_step(page, 4)
    l1 = path_of(page, l1_set_up)
    l2 = path_of(page, l1_set_up.replace("regularizer=l1&", ""))
    expect(page.locator("[data-head] th").nth(1)).to_have_text("L2: none is 0")
    for lam in (0.001, 0.01, 0.1, 1, 10):
        page.locator("#lambda").fill(str(nearest(l1, lam)))
        two_frames(page)
        for column, path in ((1, l2), (2, l1)):
            weights = path["layers"][0]["weights"][nearest(path, lam)][0]
            written_sizes = sizes(page, column)
            assert [size == "0 exactly" for size in written_sizes] == [weight == 0 for weight in weights]
            for size, weight in zip(written_sizes, weights, strict=True):
                assert size == "0 exactly" or written(size) == pytest.approx(weight, rel=0.05)


def test_a_single_column_does_not_say_before_the_answer_that_none_is_0(page: Page) -> None:
    open_step(page, 3, query="")
    column = page.locator("#weights-by-power [data-head] th").nth(1)
    expect(column).to_have_text("L2")
    page.keyboard.press("r")
    expect(column).to_have_text("L2: none is 0")


def test_a_bar_ends_at_its_weight_on_the_scale_below(page: Page) -> None:
    open_step(page, 3)
    marks = {written(m.text_content() or ""): m.bounding_box() for m in page.locator(".decades span:not(:empty)").all()}
    places = {math.log10(size): box["x"] + box["width"] / 2 for size, box in marks.items() if box}
    assert sorted(places) == [-4, -2, -1, 0, 1, 2]
    bars = page.locator("[data-body] .size")
    for size, bar in zip(sizes(page, 1), bars.all(), strict=True):
        box = bar.bounding_box()
        assert box
        place = np.interp(math.log10(abs(written(size))), list(places), list(places.values()))
        assert box["x"] + box["width"] == pytest.approx(place, abs=1.5)


def test_an_l1_weight_at_0_is_pulled_less_than_the_penalty_can_hold(page: Page) -> None:
    path = path_of(page, open_step(page, 4))
    index = nearest(path, 0.1)
    layer = path["layers"][0]
    at_0 = np.array(layer["weights"][index][0]) == 0
    pulls = np.abs(np.array(layer["data_gradient"][index][0]))
    assert number(page, "n_zero@asked") == at_0.sum()
    assert number(page, "n_zero_beside@asked") == 0
    assert number(page, "pull_at_zero@asked") == close(pulls[at_0].max())
    assert number(page, "pull_at_zero@asked") <= number(page, "most_pull@asked")


def test_l1_keeps_the_fifth_power_and_not_the_line(page: Page) -> None:
    path = path_of(page, open_step(page, 5))
    left = np.flatnonzero(path["layers"][0]["weights"][nearest(path, 1)][0])
    assert left.tolist() == [4]
    assert text(page, "kept_powers@asked") == "x\u2075"
    pulls = np.abs(path["layers"][0]["data_gradient"][nearest(path, 1000)][0])
    assert number(page, "first_pull_5") == close(pulls[4])
    assert number(page, "first_pull_1") == close(pulls[0])
    expect(page.locator("[data-right] [type=radio]")).to_have_value("2")
    page.get_by_role("button", name="Ask again").click()
    page.get_by_role("button", name="Reveal").click()
    expect(page.locator("[data-verdict]:visible")).to_have_text("It is 3.")


def test_no_lambda_brings_the_curve_as_near_to_the_line_as_a_straight_line_is(page: Page) -> None:
    set_up = open_step(page, 6)
    path, straight = (path_of(page, text + GRID) for text in (set_up, set_up.replace("degree=9", "degree=1")))
    far = [distance_from_line(path, index) for index in range(len(path["lambdas"]))]
    assert number(page, "least_off") == close(min(far))
    assert number(page, "nearest_lambda") == close(path["lambdas"][far.index(min(far))])
    assert number(page, "straight_off@0") == close(distance_from_line(straight, 0))
    assert distance_from_line(straight, 0) < min(far)


def test_two_regions_for_each_class_become_one_and_two_points_are_let_go(page: Page) -> None:
    path = path_of(page, open_step(page, 7))
    assert text(page, "regions@1") == "1\u00a0+\u00a01"
    assert number(page, "accuracy_of_two") == 80
    page.keyboard.press("ArrowLeft")
    settle(page)
    expect(page.locator('[data-step]:visible [data-number="regions"]')).to_have_text("2 + 2")
    assert path["train"]["accuracy"][nearest(path, 0.01)] == 1
    regions = page.locator('[data-step]:visible [data-number="regions"]')
    two_from = nearest(path, number(page, "two_from"))
    for index, one_each in ((two_from, True), (two_from - 1, False)):
        page.locator("#lambda").fill(str(index))
        two_frames(page)
        assert (regions.text_content() == "1\u00a0+\u00a01") == one_each


def test_the_lab_is_offered_with_what_it_can_show(page: Page) -> None:
    open_step(page, 8, query="")
    page.get_by_role("link", name="Open the two classes in the Lab").click()
    page.wait_for_selector("html[data-ready][data-status=ready]", state="attached")
    expect(page.locator("#equation [data-value=data_cost_name]")).to_have_text("cross-entropy")
    assert page.locator(".notice:visible").count() == 0
