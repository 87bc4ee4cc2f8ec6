"""A lesson's page, opened and waited for, and what the API says of the same set-ups."""

from __future__ import annotations

import math
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from app.web.lessons import LESSONS, Lesson
from tests.browser.conftest import Json, two_frames

Steps = list[dict[str, Any]]
MAX_SOLVING = 60_000
"""Milliseconds in which every set-up of a lesson is solved, on a busy machine too."""

FIRST_LESSON = [LESSONS[0], *(pytest.param(lesson, marks=pytest.mark.slow) for lesson in LESSONS[1:])]
"""What takes seconds a lesson: with every change on the first, on the others in `make test-slow`."""


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
    """What the lesson's own script sets up, as queries, without what is computed from it."""
    script = """async () => {
      const main = [...document.scripts].find((script) => script.src.endsWith("bundled/lesson.js")).src;
      const part = (module) => import(main.replace("bundled/lesson.js", `js/${module}`));
      const { STEPS } = await part("lessons/steps.js");
      const { stepsOf } = await part("model/lesson_scene.js");
      const { toQuery } = await part("address/set_up_query.js");
      const choices = JSON.parse(document.querySelector("#choices").textContent);
      const query = (set_up) => set_up && toQuery(set_up, choices);
      return stepsOf(STEPS[document.querySelector("[data-lesson]").dataset.lesson], choices).map(
        ({ name, set_up, beside, lambda, answer }) =>
          ({ name, set_up: query(set_up), beside: query(beside), lambda, asks: Boolean(answer) }));
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
