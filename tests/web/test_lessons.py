"""The pages of the lessons: a list, a page each, and a sentence for a lesson that is none."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import httpx2
import pytest

from app.web.lessons import LESSONS, Lesson
from app.web.static_files import folder
from tests.web.test_pages import references


def named(lesson: Lesson) -> str:
    return lesson.name


def test_the_list_names_every_lesson_and_its_sheets(client: httpx2.Client) -> None:
    page = client.get("/lessons").text
    for lesson in LESSONS:
        for query in ("", "?sheet=questions", "?sheet=key"):
            assert f'href="/lessons/{lesson.name}{query}"' in page
        assert lesson.title in page


@pytest.mark.parametrize("lesson", LESSONS, ids=named)
def test_a_lesson_is_a_page_with_formulas(client: httpx2.Client, lesson: Lesson) -> None:
    answer = client.get(f"/lessons/{lesson.name}")
    assert answer.status_code == 200
    formulas = re.findall(r"<math.*?</math>", answer.text, re.DOTALL)
    assert formulas
    for formula in formulas:
        ElementTree.fromstring(formula)  # noqa: S314  # our own template
    assert not re.search(r"<style|\sstyle=|\son\w+=\"", answer.text)


def test_lessons_are_counted_from_1(client: httpx2.Client) -> None:
    for number, lesson in enumerate(LESSONS, 1):
        assert f">Lesson {number}</a>" in client.get(f"/lessons/{lesson.name}").text


@pytest.mark.parametrize("lesson", LESSONS, ids=named)
def test_a_lesson_asks_before_it_shows_and_ends_with_misunderstandings(client: httpx2.Client, lesson: Lesson) -> None:
    page = client.get(f"/lessons/{lesson.name}").text
    assert page.count("data-prediction=") >= 3
    assert page.count("<details") >= 3
    assert "data-lab-link" in page


@pytest.mark.parametrize("page", ["/lessons", *(f"/lessons/{lesson.name}" for lesson in LESSONS)])
def test_all_that_the_page_of_a_lesson_names_is_here(client: httpx2.Client, page: str) -> None:
    for target in references(client.get(page).text):
        assert client.head(target).status_code == 200, target


def test_every_template_of_a_lesson_is_listed() -> None:
    files = {path.stem for path in (folder("templates") / "lessons").glob("[!_]*.html")}
    assert files == {lesson.file for lesson in LESSONS}


def test_an_unknown_lesson_is_said_in_a_sentence(client: httpx2.Client) -> None:
    answer = client.get("/lessons/why-not", headers={"Accept": "text/html"})
    assert answer.status_code == 404
    assert "There is no lesson &#34;why-not&#34;: /lessons lists them all." in answer.text
