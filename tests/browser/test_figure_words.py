"""What figures say in words is true of the network at this λ, and headings have room over what they head."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Json, OpenLab, opened_once, resize, two_frames
from tests.browser.lesson_pages import nearest
from tests.browser.test_figures import alternative, shown_index, solved, weights_at


@pytest.fixture(scope="module")
def first_view(second_page: Page, base_url: str) -> Iterator[Page]:
    with opened_once(second_page, base_url) as page:
        yield page


def said(weight: float) -> str:
    return f"{weight:.2f}".replace("-", "−")


def show(page: Page, index: int) -> None:
    page.locator("#lambda").fill(str(index))
    two_frames(page)


def test_the_network_in_words_counts_the_weights_that_are_gone(first_view: Page) -> None:
    page = first_view
    path = solved(page)
    told = set()
    for index in range(1, len(path["lambdas"])):
        show(page, index)
        gone = sum(abs(weight) < 0.02 for weight in weights_at(path, index))
        words = alternative(page, "network-drawing")
        told.add(min(gone, 2))
        if gone == 0:
            assert words.endswith("All of them are at work.")
        elif gone == len(weights_at(path, index)):
            assert words.endswith("All of them are gone, that is under 0.02 in size.")
        else:
            assert words.endswith(f"{gone} of them {'is' if gone == 1 else 'are'} gone, that is under 0.02 in size.")
    assert {0, 2} <= told


@pytest.mark.parametrize("lam", [None, 0.001, 0])
def test_the_bars_in_words_follow_one_weight_from_its_ghost(first_view: Page, lam: float | None) -> None:
    path = solved(first_view)
    show(first_view, nearest(path, lam))
    check_bars(first_view, path)


def test_the_bars_in_words_follow_one_weight_of_two_layers_from_its_ghost(open_lab: OpenLab) -> None:
    page = open_lab("?dataset=xor&hidden_layer_sizes=4,3&restarts=1")
    check_bars(page, solved(page))


def check_bars(page: Page, path: Json) -> None:
    now, then = weights_at(path, shown_index(page)), weights_at(path, 1)
    largest = max(range(len(now)), key=lambda k: abs(now[k]))
    words = alternative(page, "weight-magnitudes")
    assert words.endswith(f"with {said(now[largest])}; at λ = 0.0001 it is {said(then[largest])}.")
    assert f"the largest of the {len(now)} weights is {said(now[largest])}." in alternative(page, "weight-paths")


@pytest.mark.parametrize(
    ("query", "held"),
    [
        ("?nuisance_features=3&n_samples=60&restarts=1", "the other 3 inputs at their mean"),
        ("?nuisance_features=1&n_samples=60&restarts=1", "x₃ at its mean"),
        ("?nuisance_features=3&n_samples=60&standardize=false&restarts=1", "the other 3 inputs at 0"),
    ],
)
def test_inputs_that_the_picture_leaves_out_are_named(open_lab: OpenLab, query: str, held: str) -> None:
    page = open_lab(query)
    assert f", {held}." in alternative(page, "decision-boundary")


WIDTHS = [720, 760, 800, 900, 925, 950, 1000, 1100, 1179, 1180, 1210, 1240, 1280, 1366]


@pytest.mark.parametrize("width", WIDTHS)
def test_headings_fit_over_their_figures(first_view: Page, width: int) -> None:
    page = first_view
    resize(page, width, 800)
    page.evaluate("document.querySelectorAll('#accuracies dd').forEach((dd) => (dd.textContent = '100\u00a0%'))")
    for tab in ("cost", "network") if width < 1180 else ("",):
        if tab:
            page.locator(f".tabs [data-tab={tab}]").click()
        found = page.evaluate(
            """() => [...document.querySelectorAll(".heading")].flatMap((heading) => {
              if (!heading.offsetParent) return [];
              const right = heading.getBoundingClientRect().right + 0.5;
              const parts = [...heading.querySelectorAll("h2, dl > div, .live > *, .chart-choice > *")].map((part) => {
                const range = document.createRange();
                range.selectNodeContents(part);
                return { part, box: range.getBoundingClientRect(), hidden: getComputedStyle(part).clipPath !== "none" };
              }).filter(({ box, hidden }) => box.width && !hidden);
              const beside = (a, b) => a.right <= b.left || b.right <= a.left ||
                a.bottom <= b.top + 2 || b.bottom <= a.top + 2;
              const covered = ({ box }, k) => parts.slice(0, k).some((other) => !beside(box, other.box));
              const bad = parts.filter((one, k) => one.box.right > right || covered(one, k));
              return bad.map(({ part }) => part.textContent);
            })"""
        )
        assert found == []
        assert page.evaluate("document.documentElement.scrollWidth") == width
