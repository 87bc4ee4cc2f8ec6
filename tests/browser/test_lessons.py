"""The lessons by keyboard alone: every prediction committed, every revealed number held to the API, on one screen."""

from __future__ import annotations

import math
import re

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from app.web.lessons import LESSONS, Lesson, lesson_named
from tests.browser.conftest import Watch, two_frames
from tests.browser.lesson_numbers import check_numbers, written
from tests.browser.lesson_pages import FIRST_LESSON, named, nearest, open_lesson, path_of, settle, steps_of
from tests.browser.test_accessibility import COLORS, TAGS, violations

VERDICT = re.compile(r"^You said (2(, and 2 it is|\. It is \d)|[\d.]+, the held-out points say [\d.]+)\.$")
REVEALED = re.compile(r"^(It is \d|The held-out points say [\d.]+)\.$")


@pytest.mark.parametrize("lesson", FIRST_LESSON, ids=named)
def test_every_step_is_walked_by_keyboard_and_says_what_the_api_says(page: Page, lesson: Lesson) -> None:
    open_lesson(page, lesson)
    held = 0
    steps = steps_of(page)
    for k, step in enumerate(steps):
        section = page.locator(f'[data-step="{step["name"]}"]')
        expect(section).to_be_visible()
        settle(page)
        if step["asks"]:
            expect(section.locator("[data-reveal]")).to_be_hidden()
            page.keyboard.press("2")
            page.keyboard.press("Enter")
            expect(section.locator("[data-verdict]")).to_have_text(VERDICT)
            expect(section.locator(".picked:visible")).to_have_count(0)  # λ moves on, what was chosen stays
            expect(section.locator("[data-right]")).to_have_count(min(1, section.locator("[type=radio]").count()))
            expect(section.locator("[data-reveal]")).to_be_visible()
        held += check_numbers(page, step)
        assert page.evaluate("document.documentElement.scrollHeight") <= 720, step["name"]
        assert page.locator(".lesson-text").evaluate("(e) => e.scrollHeight - e.clientHeight") <= 6, step["name"]
        expect(page.locator("[data-count]")).to_have_text(f"{k + 1} of {len(steps)}")
        page.keyboard.press("PageDown")
    assert held > 10
    page.keyboard.press("PageUp")
    expect(page.locator("[data-count]")).to_have_text(f"{len(steps) - 1} of {len(steps)}")


def violations_of_a_step(page: Page) -> list[str]:
    """In both themes, which share all but their colours."""
    found = []
    for theme, rules in (("dark", COLORS), ("light", TAGS)):
        page.emulate_media(color_scheme="dark" if theme == "dark" else "light")
        expect(page.locator("html")).to_have_attribute("data-theme", theme)
        two_frames(page)
        found += [f"{theme}: {text}" for text in violations(page, rules)]
    return found


@pytest.mark.parametrize("lesson", LESSONS, ids=named)
@pytest.mark.slow
def test_axe_finds_nothing_in_any_step(page: Page, lesson: Lesson) -> None:
    page.emulate_media(reduced_motion="reduce")
    open_lesson(page, lesson)
    assert violations_of_a_step(page) == []
    for step in steps_of(page):
        settle(page)
        page.keyboard.press("r")
        assert violations_of_a_step(page) == [], step["name"]
        page.keyboard.press("PageDown")


@pytest.mark.parametrize("lesson", LESSONS, ids=named)
@pytest.mark.slow
def test_axe_finds_nothing_on_a_phone(page: Page, lesson: Lesson) -> None:
    open_lesson(page, lesson, "?step=2&said=1&hands=3,4", 390, 844)
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_axe_finds_nothing_on_the_list(page: Page) -> None:
    page.goto("/lessons")
    assert violations(page) == []


@pytest.mark.parametrize("lesson", LESSONS, ids=named)
def test_the_figures_of_a_prediction_wait_for_it(page: Page, lesson: Lesson) -> None:
    open_lesson(page, lesson)
    before = page.locator(".lesson").get_attribute("data-figures")
    page.keyboard.press("r")
    expect(page.locator(".lesson")).not_to_have_attribute("data-figures", before or "")
    expect(page.locator("[data-verdict]:visible")).to_have_text(
        re.compile(r"^(It is \d|The held-out points say [\d.]+)\.$")
    )


def test_a_link_restores_the_step_its_prediction_its_hands_and_lambda(page: Page) -> None:
    lesson = LESSONS[0]
    open_lesson(page, lesson, "?step=3&said=2&hands=3,12,4&lambda=1")
    step = page.locator("[data-step]:visible")
    expect(step.locator("[data-said] [type=radio]")).to_have_value("2")
    expect(page.locator("#lambda-slider [data-value=lambda]")).to_have_text("1.00")
    assert [field.input_value() for field in step.locator("[data-hands]").all()] == ["3", "12", "4", ""]
    assert page.evaluate("location.search") == "?step=3&said=2&hands=3,12,4&lambda=1"


def test_back_and_forward_go_from_step_to_step(page: Page) -> None:
    open_lesson(page, LESSONS[0])
    page.keyboard.press("PageDown")
    page.keyboard.press("1")
    page.keyboard.press("Enter")
    page.keyboard.press("PageDown")
    expect(page.locator("[data-count]")).to_have_text(re.compile("^3 of"))
    page.go_back()
    expect(page.locator("[data-count]")).to_have_text(re.compile("^2 of"))
    expect(page.locator("[data-verdict]:visible")).to_have_text(re.compile("^You said 1"))
    page.go_back()
    expect(page.locator("[data-count]")).to_have_text(re.compile("^1 of"))
    page.go_forward()
    page.go_forward()
    expect(page.locator("[data-count]")).to_have_text(re.compile("^3 of"))


def test_the_skip_link_leaves_lambda_where_it_is(page: Page) -> None:
    open_lesson(page, LESSONS[0])
    slider = page.locator("#lambda")
    slider.press("End")
    two_frames(page)
    moved = slider.input_value()
    page.get_by_role("link", name="Skip to the content").press("Enter")
    expect(page.locator("#main")).to_be_focused()
    two_frames(page)
    expect(slider).to_have_value(moved)
    page.go_back()
    expect(page).not_to_have_url(re.compile("#main"))
    expect(slider).to_have_value(moved)


def test_the_slider_does_not_tell_the_answer_before_it_is_given(page: Page) -> None:
    goldilocks = lesson_named("goldilocks")
    assert goldilocks
    open_lesson(page, goldilocks, "?step=2&lambda=0.147")
    slider = page.locator("#lambda")
    expect(slider).to_have_attribute("aria-valuetext", "λ = 0.147")
    assert "held-out" not in (page.locator("#decision-boundary-alternative").text_content() or "")
    page.keyboard.press("Enter")
    expect(page.locator("[data-verdict]:visible")).to_have_text(VERDICT)
    expect(slider).to_have_attribute("aria-valuetext", "λ = 0.147, just right")


def test_hands_are_counted_and_drawn_as_shares(page: Page) -> None:
    open_lesson(page, LESSONS[0])
    page.keyboard.press("h")
    fields = page.locator("[data-hands]:visible")
    fields.nth(0).fill("5")
    fields.nth(1).fill("20")
    widths = [page.locator(f"[data-share='{k}']:visible").evaluate("(e) => e.style.width") for k in (0, 1)]
    assert widths == ["25%", "100%"]
    expect(page.locator("[data-count]")).to_have_text(re.compile("^1 of"))  # digits typed there choose nothing
    expect(page.locator("[data-step]:visible input:checked")).to_have_count(0)


def test_the_last_step_opens_the_lab_with_its_set_up_and_lambda(page: Page) -> None:
    open_lesson(page, LESSONS[0], "?step=7")
    shown = page.locator("#equation [data-value=total]").inner_text()
    page.get_by_role("link", name="Open in the Lab").click()
    page.wait_for_selector("html[data-ready][data-status=ready]", state="attached")
    expect(page.locator("#equation [data-value=total]")).to_have_text(shown)


def test_along_one_weight_the_sum_is_least_where_the_weight_is(page: Page) -> None:
    open_lesson(page, LESSONS[0], "?step=4&said=1")
    path = path_of(page, steps_of(page)[3]["set_up"])
    words = page.locator("#weight-slice-alternative")
    for lam, key in ((0.1, ""), (0.147, "ArrowRight")):
        if key:
            page.keyboard.press(key)
        weight = path["layers"][0]["weights"][nearest(path, lam)][0][0]
        expect(words).to_contain_text(f"the sum is least at {weight:.2f}.")


def test_each_model_has_the_entropy_of_its_own_class_shares(page: Page) -> None:
    open_lesson(page, LESSONS[0], "?step=5")
    data = page.request.get(f"/api/v1/dataset?{steps_of(page)[4]['set_up']}").json()
    labels = [label for label, part in zip(data["labels"], data["split"], strict=True) if part == "train"]
    share = sum(labels) / len(labels)
    entropy = -share * math.log(share) - (1 - share) * math.log(1 - share)
    step = page.locator('[data-step="hump"]')
    expect(step.locator("[data-number=n_class_1]")).to_have_text(str(sum(labels)))
    expect(step.locator("[data-number=entropy]")).to_have_text(f"{entropy:.3f}")
    assert f"{entropy:.3f}" != f"{math.log(2):.3f}"  # else there is nothing to explain


def test_numbers_in_the_prose_follow_lambda(page: Page) -> None:
    open_lesson(page, LESSONS[0], "?step=3&said=1")
    ceiling = page.locator('[data-step="budget"] [data-number="ceiling"]')
    before = written(ceiling.text_content() or "")
    for _ in range(6):
        page.keyboard.press("ArrowLeft")
        two_frames(page)
    assert written(ceiling.text_content() or "") == pytest.approx(10 * before, rel=0.01)


def fail_paths(page: Page, watch: Watch, set_up: str = "") -> None:
    """From here on no path of this set-up can be had, or none at all."""
    watch.allow("ERR_FAILED")
    page.route(lambda url: "/api/v1/path?" in url and set_up in url, lambda route: route.abort())


def check_dashes(page: Page, step: str) -> None:
    """What was asked for in vain is a dash that can be seen."""
    numbers = page.locator(f'[data-step="{step}"] [data-number]:visible')
    assert numbers.count() > 0
    expect(numbers).to_have_text(["\u2013"] * numbers.count())
    expect(page.locator("[data-waiting]:visible")).to_have_count(0)
    assert "rgba(0, 0, 0, 0)" not in numbers.evaluate_all("(all) => all.map((e) => getComputedStyle(e).color)")


@pytest.mark.parametrize("query", ["", "?sheet=questions"])
def test_a_number_that_could_not_be_had_is_a_dash_and_no_longer_on_its_way(
    page: Page, watch: Watch, query: str
) -> None:
    fail_paths(page, watch)
    page.goto(f"/lessons/{LESSONS[0].name}{query}")
    page.wait_for_selector("html[data-status=failed]", state="attached")
    check_dashes(page, steps_of(page)[0]["name"])


def test_a_sheet_whose_figures_cannot_be_had_says_why(page: Page, watch: Watch) -> None:
    fail_paths(page, watch)
    page.goto(f"/lessons/{LESSONS[0].name}?sheet=questions")
    expect(page.locator(".state-words")).to_contain_text("server")
    page.emulate_media(media="print")
    box = page.locator(".state-words").bounding_box()
    assert box
    assert box["y"] < (page.locator("h2").first.bounding_box() or {"y": 0})["y"]


def test_a_sheet_says_which_numbers_of_its_other_steps_could_not_be_had(page: Page, watch: Watch) -> None:
    fail_paths(page, watch, "dataset=linear")
    open_lesson(page, LESSONS[0], "?sheet=questions")
    check_dashes(page, "one-weight")
    known = page.locator('[data-step="thought"] [data-number]:visible')
    expect(known.first).to_have_text(re.compile(r"\d"))


def test_a_step_waits_for_its_numbers_until_training_has_failed(page: Page, watch: Watch) -> None:
    held: list[Route] = []
    failing = False
    page.route("**/api/v1/train?**", lambda route: route.abort() if failing else held.append(route))
    watch.allow("ERR_FAILED")
    page.goto("/lessons/backprop?step=2&said=1")
    waiting = page.locator("[data-step]:visible [data-waiting]:visible")
    expect(waiting.first).to_have_text("…")
    failing = True
    while held:
        held.pop().abort()
    expect(waiting).to_have_count(0)
    expect(page.locator("[data-step]:visible [data-number]:visible", has_text="\u2013").first).to_be_visible()


@pytest.mark.parametrize("lesson", FIRST_LESSON, ids=named)
def test_the_link_into_the_lab_is_short_and_has_every_lambda(page: Page, lesson: Lesson) -> None:
    open_lesson(page, lesson, "?step=8")
    link = page.locator("[data-lab-link]:visible").get_attribute("href") or ""
    lambdas = link.partition("lambdas=")[2].partition("&")[0]
    assert len(lambdas) < 25
    solved = page.request.get(f"/api/v1/dataset?lambdas={lambdas}").json()["experiment"]["lambdas"]
    assert solved[-1] == 1000
    assert len(solved) > 19


def test_three_weights_are_named_and_gaps_are_said_to_be_jumps(page: Page) -> None:
    for query in ("?step=2&said=0", "?step=2&said=0&present=1"):
        open_lesson(page, LESSONS[1], query)
        labels = page.locator("#weight-paths .chart-label")
        page.wait_for_selector("html[data-charts]", state="attached")
        expect(labels).to_have_text([re.compile("^x₃ → output$"), "x₁", "x₂"])
        open_lesson(page, LESSONS[0], query.replace("step=2", "step=3"))
        expect(page.locator("#squared-weight-norm [data-label=gaps]")).to_have_text(re.compile("^gaps"))


def test_a_phone_is_not_told_of_keys_and_shows_every_picture(browser: Browser, base_url: str) -> None:
    context = browser.new_context(
        base_url=base_url, viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True
    )
    page = context.new_page()
    for lesson, step, picture in (("backprop", 4, "network-drawing"), ("goldilocks", 1, "weight-magnitudes")):
        page.goto(f"/lessons/{lesson}?step={step}")
        settle(page)
        expect(page.locator(".link kbd:visible")).to_have_count(0)
        expect(page.locator(f"#{picture} canvas")).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
    context.close()


def test_a_step_is_shared_by_its_link(page: Page) -> None:
    open_lesson(page, LESSONS[0], "?step=3&said=2")
    page.get_by_role("button", name="Share").click()
    expect(page.get_by_role("textbox", name="The link")).to_have_value(re.compile(r"\?step=3&said=2$"))
