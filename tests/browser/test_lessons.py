"""The lessons by keyboard alone: every prediction committed, every revealed number held to the API, on one screen."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Browser, Page, Route, expect

from app.web.lessons import LESSONS, Lesson, lesson_named
from tests.browser.conftest import Json, Watch, leave_as_new, two_frames, watching
from tests.browser.test_accessibility import COLOURS, TAGS, violations

SPACES = dict.fromkeys(map(ord, "\u202f\u00a0 "), None)
Steps = list[dict[str, Any]]
MAX_SOLVING = 60_000
"""Milliseconds in which every set-up of a lesson is solved, on a busy machine too."""


def named(lesson: Lesson) -> str:
    return lesson.name


def open_lesson(page: Page, lesson: Lesson, query: str = "", width: int = 1280, height: int = 720) -> None:
    page.set_viewport_size({"width": width, "height": height})
    page.goto(f"/lessons/{lesson.name}{query}")
    settle(page)


def settle(page: Page) -> None:
    """Waits for the path of this step; the charts follow by themselves."""
    page.wait_for_selector("html[data-ready][data-status=ready]", state="attached")
    expect(page.locator(".lesson[data-stale]")).to_have_count(0, timeout=MAX_SOLVING)
    two_frames(page)


def steps_of(page: Page) -> Steps:
    """What the lesson's own script sets up, without what is computed from it."""
    script = """async () => {
      const main = [...document.scripts].find((script) => script.src.endsWith("bundled/lesson.js")).src;
      const { STEPS } = await import(main.replace("bundled/lesson.js", "js/lessons/steps.js"));
      return STEPS[document.querySelector("[data-lesson]").dataset.lesson].map(
        ({ name, set_up, lambda, answer }) => ({ name, set_up, lambda, asks: Boolean(answer) }));
    }"""
    steps: Steps = page.evaluate(script)
    return steps


def path_of(page: Page, set_up: str) -> Json:
    answer = page.request.get(f"/api/v1/path?{set_up}&inspect=true")
    assert answer.ok
    return answer.json()


def nearest(path: Json, lam: float | None) -> int:
    wanted = path["goldilocks"]["lambda"] if lam is None else lam
    lambdas = path["lambdas"]
    if wanted == 0:
        return 0
    return min((i for i in range(len(lambdas)) if lambdas[i] > 0), key=lambda i: abs(math.log(lambdas[i] / wanted)))


def data_cost(path: Json, index: int) -> float:
    cost = path["cost"]
    return float((cost["squared_error"] if "squared_error" in cost else cost["cross_entropy"])[index])


def column(*names: str) -> Callable[[Json, int], float]:
    def read(path: Json, index: int) -> float:
        for name in names:
            path = path[name]
        return float(path[index])

    return read


def entropy_of_the_shares(path: Json, _index: int) -> float:
    return float(path["entropy"])


def of_input(k: int, field: str, sign: int = 1) -> Callable[[Json, int], float]:
    """A field of the one weight that an input has in a model without hidden layer."""
    return lambda path, index: sign * float(path["layers"][0][field][index][0][k])


def price_of_input(k: int) -> Callable[[Json, int], float]:
    weight = of_input(k, "weights")
    return lambda path, index: path["lambdas"][index] / 2 / path["n_train"] * weight(path, index) ** 2


def share_kept(k: int) -> Callable[[Json, int], float]:
    weight = of_input(k, "weights")
    return lambda path, _index: 100 * weight(path, nearest(path, 10)) / weight(path, nearest(path, 0.01))


def first_layer(path: Json, index: int) -> np.ndarray:
    return np.array(path["layers"][0]["weights"][index])


VERDICT = re.compile(r"^You said (2(, and 2 it is|\. It is \d)|[\d.]+, the held-out points say [\d.]+)\.$")
REVEALED = re.compile(r"^(It is \d|The held-out points say [\d.]+)\.$")

NUMBERS: dict[str, Callable[[Json, int], float]] = {
    "lambda": column("lambdas"),
    "total": column("cost", "total"),
    "cross_entropy": column("cost", "cross_entropy"),
    "penalty": column("cost", "penalty"),
    "squared_weight_norm": column("squared_weight_norm"),
    "validation_accuracy": lambda path, i: 100 * column("validation", "accuracy")(path, i),
    "validation": column("validation", "cross_entropy"),
    "test": column("test", "cross_entropy"),
    "entropy": entropy_of_the_shares,
    "ceiling": lambda path, i: 2 * path["n_train"] * path["entropy"] / path["lambdas"][i],
    "n_train": lambda path, _i: path["n_train"],
    "n_train_twice": lambda path, _i: 2 * path["n_train"],
    "n_weights": lambda path, _i: path["n_weights"],
    "collapse_lambda": lambda path, _i: path["collapse_lambda"],
    "frozen_total": lambda path, i: (
        path["cost"]["cross_entropy"][nearest(path, 0.1)]
        + path["lambdas"][i] / 2 / path["n_train"] * path["squared_weight_norm"][nearest(path, 0.1)]
    ),
    "highest_penalty": lambda path, _i: max(path["cost"]["penalty"]),
    "effective_parameters": column("effective_parameters"),
    **{f"w{k + 1}": of_input(k, "weights") for k in range(9)},
    **{f"pull{k + 1}": of_input(k, "data_gradient", sign=-1) for k in range(3)},
    **{f"value{k + 1}": of_input(k, "knock_out") for k in range(3)},
    **{f"price{k + 1}": price_of_input(k) for k in range(3)},
    **{f"kept{k + 1}": share_kept(k) for k in range(3)},
    "constant_pull": lambda path, i: path["lambdas"][i] / path["n_train"],
    "data_pull": lambda path, i: abs(path["layers"][0]["data_gradient"][i][0][2]),
    "n_zero": lambda path, i: path["layers"][0]["weights"][i][0].count(0),
    "all_zero_from": lambda path, _i: path["collapse_lambda"],
    "noise_size": lambda path, i: math.sqrt(np.mean(first_layer(path, i)[:, 2:] ** 2)),
    "moons_size": lambda path, i: math.sqrt(np.mean(first_layer(path, i)[:, :2] ** 2)),
    "kept": lambda path, i: 1 - path["lambdas"][i] / path["n_train"],  # of a step with α = 1
    "ratio": lambda path, i: path["lambdas"][i] / path["n_train"],
    "most_lambda": lambda path, _i: 2 * path["n_train"],
    "most_step_size": lambda path, i: 2 * path["n_train"] / path["lambdas"][i],
    "squared_error": data_cost,
    "level": lambda path, _i: path["variance"] / 2,
    "largest": lambda path, i: max(abs(w) for w in path["layers"][0]["weights"][i][0]),
    "most_pull": lambda path, i: path["lambdas"][i] / path["n_train"],
    "n_mislabeled": lambda path, _i: path["train"]["n_mislabeled"],
    "noise_gone": lambda path, i: float(np.sum(np.abs(first_layer(path, i)[:, 2:]) < 0.02)),
}
"""How the API says each number of the prose; a number that is not listed is checked by its own test."""


def written(text: str) -> float:
    """The number that stands there."""
    return float(text.translate(SPACES).replace("\u2212", "-").rstrip("%"))


def shown_numbers(page: Page, step: str) -> Iterator[tuple[str, str]]:
    for number in page.locator(f'[data-step="{step}"] [data-number]').all():
        if number.is_visible():
            yield number.get_attribute("data-number") or "", number.text_content() or ""


def check_numbers(page: Page, step: dict[str, Any]) -> int:
    """Holds each number on screen to the API; answers how many there were."""
    path = path_of(page, step["set_up"])
    held = 0
    for wanted, text in shown_numbers(page, step["name"]):
        assert text not in ("\u2013", "…"), wanted
        name, _, where = wanted.partition("@")
        if name in CHECKED_ELSEWHERE:
            continue
        at = step["lambda"] if where in ("", "asked") else None if where == "star" else float(where)
        value = NUMBERS[name](path, nearest(path, at))
        half_a_digit = 0.501 * 10 ** -len(text.rstrip("%\u00a0").partition(".")[2])
        assert written(text) == pytest.approx(value, rel=1e-4, abs=half_a_digit), wanted
        held += 1
    return held


@pytest.mark.parametrize("lesson", LESSONS, ids=named)
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
    for theme, rules in (("dark", COLOURS), ("light", TAGS)):
        page.emulate_media(color_scheme="dark" if theme == "dark" else "light")
        expect(page.locator("html")).to_have_attribute("data-theme", theme)
        two_frames(page)
        found += [f"{theme}: {text}" for text in violations(page, rules)]
    return found


@pytest.mark.parametrize("lesson", LESSONS, ids=named)
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


Sheet = tuple[Page, str, Steps]


@pytest.fixture(
    scope="module",
    params=[(lesson, sheet) for lesson in LESSONS for sheet in ("questions", "key")],
    ids=lambda asked: f"{asked[0].name}-{asked[1]}",
)
def sheet(request: pytest.FixtureRequest, second_page: Page, base_url: str) -> Iterator[Sheet]:
    """A lesson's worksheet or its key, for tests that only look at it, with the name of it and the lesson's steps."""
    lesson, kind = request.param
    with watching(second_page.context, base_url):
        open_lesson(second_page, lesson, f"?sheet={kind}")
        steps = steps_of(second_page)
        n_asking = sum(step["asks"] for step in steps)
        expect(second_page.locator(".scene-pictures")).to_have_count(n_asking, timeout=MAX_SOLVING)
    yield second_page, kind, steps
    leave_as_new(second_page)


def test_axe_finds_nothing_on_the_sheets(sheet: Sheet) -> None:
    page, _, _ = sheet
    page.set_viewport_size({"width": 390, "height": 844})
    two_frames(page)
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_the_key_answers_what_the_worksheet_asks(sheet: Sheet) -> None:
    page, kind, steps = sheet
    if kind == "questions":
        expect(page.locator("[data-right]")).to_have_count(0)
        expect(page.locator(".prediction:visible")).to_have_count(sum(step["asks"] for step in steps))
    else:
        answered = page.locator(".prediction:has([type=radio])").count()
        expect(page.locator("[data-right]")).to_have_count(answered, timeout=MAX_SOLVING)
        for number in page.locator("[data-number]:visible").all():
            expect(number).not_to_have_text(re.compile("^[\u2013…]$"))


INK = """async (image) => {
  await image.decode();
  const { naturalWidth: width, naturalHeight: height } = image;
  const canvas = Object.assign(document.createElement("canvas"), { width, height });
  const context = canvas.getContext("2d");
  context.drawImage(image, 0, 0);
  const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
  return data.filter((value, k) => k % 4 === 0 && value < 100).length;
}"""
"""How many pixels of a picture are dark."""


POINTS_OF_SMALLEST_WORDS = "(all) => all.map((image) => 12 * 0.75 * image.clientWidth / image.naturalWidth)"
"""On paper, of the 12 pixels of the smallest words that a figure is drawn with."""


def test_the_sheets_show_the_scene_of_each_question(sheet: Sheet) -> None:
    page, kind, steps = sheet
    page.set_viewport_size({"width": 1280, "height": 720})
    n_asking = sum(step["asks"] for step in steps)
    expect(page.locator(".scene-pictures")).to_have_count(n_asking)
    expect(page.locator(".scene-pictures[data-covered]")).to_have_count(n_asking if kind == "questions" else 0)
    for step in steps:
        pictures = page.locator(f'[data-step="{step["name"]}"] .scene-pictures > *')
        expect(pictures.first).to_be_visible(visible=step["asks"])
        expect(page.locator(f'[data-step="{step["name"]}"] .scene-pictures > [inert]')).to_have_count(0)
        for picture in pictures.all():
            expect(picture).to_be_visible()
            if not picture.locator("table").count():
                expect(picture).to_have_attribute("alt", re.compile(r"\w{3}"))
                if kind == "questions":
                    assert "held-out points stand" not in (picture.get_attribute("alt") or "")
                expect(picture).to_have_js_property("complete", True)
                assert picture.evaluate("(image) => image.naturalWidth") > 200
    page.emulate_media(media="print")
    for smallest in page.locator("img.scene-picture").evaluate_all(POINTS_OF_SMALLEST_WORDS):
        assert smallest >= 7
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280
    page.emulate_media(media="screen")


BREAKABLE_PICTURES = """
  const make = URL.createObjectURL;
  const drop = URL.revokeObjectURL;
  window.live = new Set();
  window.broken = location.search.includes("broken");
  URL.createObjectURL = (file) => {
    if (window.broken) throw new Error("no picture today");
    const address = make.call(URL, file);
    window.live.add(address);
    return address;
  };
  URL.revokeObjectURL = (address) => (window.live.delete(address), drop.call(URL, address));"""
"""Pictures can't be made until `broken` is false; `live` are those whose files are kept."""


def test_a_picture_that_fails_is_shown_as_drawn_and_made_with_the_next_change(page: Page, watch: Watch) -> None:
    watch.allow("no picture today")
    with page.add_init_script(BREAKABLE_PICTURES):
        open_lesson(page, LESSONS[0], "?sheet=questions&broken=1")
    drawn = page.locator(".scene-pictures > .view")
    n_asking = sum(step["asks"] for step in steps_of(page))
    expect(drawn).to_have_count(n_asking, timeout=MAX_SOLVING)
    expect(page.locator(".scene-pictures > [data-drawing]")).to_have_count(0)
    for view in drawn.all():
        expect(view).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280
    page.evaluate("window.broken = false")
    page.evaluate("history.replaceState(null, '', `${location.search}&again=1`)")
    page.evaluate("void window.dispatchEvent(new PopStateEvent('popstate'))")  # any change of state
    expect(page.locator("img.scene-picture")).to_have_count(n_asking, timeout=MAX_SOLVING)


def test_a_picture_in_another_theme_gives_the_file_of_the_old_one_back(page: Page) -> None:
    with page.add_init_script(BREAKABLE_PICTURES):
        open_lesson(page, LESSONS[0], "?sheet=questions")
    pictures = page.locator("img.scene-picture")
    n_asking = sum(step["asks"] for step in steps_of(page))
    expect(pictures).to_have_count(n_asking, timeout=MAX_SOLVING)
    old = pictures.first.get_attribute("src") or ""
    page.emulate_media(color_scheme="dark")
    expect(page.locator(f'img[src="{old}"]')).to_have_count(0)
    expect(pictures).to_have_count(n_asking)
    shown = pictures.evaluate_all("(all) => all.map((image) => image.src).sort()")
    assert page.evaluate("[...window.live].sort()") == shown


def test_the_key_has_the_chart_over_lambda_that_answers_and_the_worksheet_has_not(page: Page) -> None:
    for sheet, n in (("questions", 0), ("key", 1)):
        open_lesson(page, LESSONS[0], f"?sheet={sheet}")
        for step, words in (("budget", "Over λ the sum falls"), ("hump", "entropy")):
            pictures = page.locator(f'[data-step="{step}"] img.scene-picture')
            expect(pictures).to_have_count(1, timeout=MAX_SOLVING)
            told = [text for text in [pictures.get_attribute("alt") or ""] if words in text]
            assert len(told) == n, step


def test_a_curve_is_drawn_on_the_key_and_not_on_the_worksheet(page: Page) -> None:
    lesson = lesson_named("eight-and-two")
    assert lesson
    ink = {}
    for sheet, words in (("questions", "^10 points: 8 on the true line"), ("key", "polynomial")):
        open_lesson(page, lesson, f"?sheet={sheet}")
        picture = page.locator('[data-step="let-go"] img.scene-picture').first
        expect(picture).to_have_attribute("alt", re.compile(words))
        ink[sheet] = picture.evaluate(INK)
    assert 0 < 1.2 * ink["questions"] < ink["key"]


def test_the_worksheet_answers_none_of_its_questions(page: Page) -> None:
    lesson = lesson_named("eight-and-two")
    assert lesson
    open_lesson(page, lesson, "?sheet=questions")
    pictures = page.locator("img.scene-picture")
    expect(pictures).to_have_count(6, timeout=MAX_SOLVING)
    expect(page.locator(".by-power:visible")).to_have_count(1)
    shown = page.locator(".lesson-text").inner_text()
    for words in ("lets go of the two", "weights are exactly 0.", "none is 0"):
        assert words not in shown
    for picture in pictures.all()[:-1]:  # the last is not of the curve
        expect(picture).to_have_attribute("alt", re.compile("^10 points: "))


def test_the_sheets_ask_for_nothing_that_paper_cannot_do(sheet: Sheet) -> None:
    page, _, _ = sheet
    text = page.locator(".lesson-text").inner_text()
    assert len(text) > 500
    assert not re.search(r"Move (λ|the)|drag|Here, at", text)


TOO_SMALL = """() => [...document.querySelectorAll(".lesson *")].filter((element) =>
  element.checkVisibility({ visibilityProperty: true })
  && !element.closest(".visually-hidden, math, .plot")
  && [...element.childNodes].some((node) => node.nodeType === 3 && node.nodeValue.trim())
  && parseFloat(getComputedStyle(element).fontSize) < 27.9).map((element) => element.outerHTML)"""
"""Words before a room under 28 px at 1280 by 720."""


@pytest.mark.parametrize("lesson", LESSONS, ids=named)
def test_a_clicker_presents_every_step_large_and_reveals_before_it_goes_on(page: Page, lesson: Lesson) -> None:
    open_lesson(page, lesson, "?present=1")
    for k, step in enumerate(steps_of(page)):
        settle(page)
        expect(page.locator("[data-count]")).to_have_text(re.compile(f"^{k + 1} of"))
        assert page.evaluate(TOO_SMALL) == [], step["name"]
        if step["asks"]:
            page.keyboard.press("PageDown")
            expect(page.locator("[data-verdict]:visible")).to_have_text(REVEALED)
            assert page.evaluate(TOO_SMALL) == [], step["name"]
        assert page.locator(".lesson-text").evaluate("(e) => e.scrollHeight - e.clientHeight") <= 0, step["name"]
        page.keyboard.press("PageDown")


@pytest.mark.parametrize("lesson", LESSONS, ids=named)
def test_a_wrong_answer_fits_before_a_room_too(page: Page, lesson: Lesson) -> None:
    open_lesson(page, lesson, "?present=1")
    for step in steps_of(page):
        settle(page)
        radios = page.locator("[data-step]:visible [type=radio]").count()
        for option in range(radios):
            page.keyboard.press(str(option + 1))
            page.keyboard.press("Enter")
            expect(page.locator("[data-verdict]:visible")).to_have_text(re.compile(f"^You said {option + 1}"))
            assert page.locator(".lesson-text").evaluate("(e) => e.scrollHeight - e.clientHeight") <= 0, step["name"]
            if option < radios - 1:
                page.get_by_role("button", name="Ask again").click()
                settle(page)
        if step["asks"] and not radios:
            page.keyboard.press("PageDown")
        page.keyboard.press("PageDown")


def test_presenting_is_switched_by_p_and_a_blank_screen_comes_back_with_any_key(page: Page) -> None:
    open_lesson(page, LESSONS[0])
    page.keyboard.press("p")
    expect(page.locator("html[data-presenting]")).to_have_count(1)
    assert page.evaluate("location.search") == "?present=1"
    page.keyboard.press("b")
    expect(page.locator("h2:visible")).to_have_count(0)
    page.keyboard.press("PageDown")
    expect(page.locator("[data-count]")).to_have_text(re.compile("^1 of"))
    expect(page.locator("[data-verdict]")).to_have_text([""] * page.locator("[data-verdict]").count())
    page.keyboard.press("Escape")
    expect(page.locator("html[data-presenting]")).to_have_count(0)


@pytest.mark.parametrize("lesson", LESSONS, ids=named)
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
