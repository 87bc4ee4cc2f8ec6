"""The equation and the figures light each other up."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import opened_once

OPACITY = """([selector, least, most]) => {
  const parts = [...document.querySelectorAll(selector)];
  const within = (value) => value >= least && value <= most;
  return parts.length > 0 && parts.every((part) => within(Number(getComputedStyle(part).opacity)));
}"""
FILL = "(selector) => getComputedStyle(document.querySelector(selector)).fill"
COLOR = """(name) => {
  const probe = document.body.appendChild(document.createElement("i"));
  probe.style.color = `var(--${name})`;
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
}"""
CROSS_ENTROPY = "#cost-components .fills > g:first-child"
PENALTY = "#cost-components .fills > g:nth-child(2)"
"""The lower area, and the upper one that Plotly draws beside it."""


@pytest.fixture(scope="module")
def charts(second_page: Page, base_url: str) -> Iterator[Page]:
    with opened_once(second_page, base_url, "?n_samples=40&restarts=1") as page:
        for area, token in ((CROSS_ENTROPY, "cross-entropy-area"), (PENALTY, "penalty-area")):
            assert page.evaluate(FILL, f"{area} path") == page.evaluate(COLOR, token)
        yield page


def pale(page: Page, selector: str) -> None:
    page.wait_for_function(OPACITY, arg=[selector, 0, 0.5])


def plain(page: Page, selector: str) -> None:
    page.wait_for_function(OPACITY, arg=[selector, 0.99, 1])


def underlined(page: Page) -> list[str]:
    terms = page.locator(".equation [data-symbol]:visible").all()
    lined = [term for term in terms if "underline" in term.evaluate("(e) => getComputedStyle(e).textDecorationLine")]
    return [term.get_attribute("data-symbol") or "" for term in lined]


def test_a_term_of_the_equation_lights_up_its_part_of_the_figures(charts: Page) -> None:
    charts.locator('.equation [data-symbol="cross_entropy"]').hover()
    pale(charts, PENALTY)
    plain(charts, CROSS_ENTROPY)
    plain(charts, "#validation-curve .plot")
    pale(charts, "#weight-paths .plot")
    charts.locator('.equation [data-symbol="size"]').hover()
    plain(charts, PENALTY)
    plain(charts, "#weight-paths .plot")
    pale(charts, CROSS_ENTROPY)
    charts.mouse.move(2, 2)
    for selector in (PENALTY, CROSS_ENTROPY, "#validation-curve .plot"):
        plain(charts, selector)


def test_a_figure_names_its_term_of_the_equation(charts: Page) -> None:
    charts.locator('#cost-components [data-symbol="penalty"]').hover()
    assert "penalty" in underlined(charts)
    charts.locator("#weight-magnitudes canvas").hover()
    assert underlined(charts) == ["size"]
    plain(charts, "#validation-curve .plot")
    charts.mouse.move(2, 2)
    assert underlined(charts) == []


def test_the_focus_names_it_too(charts: Page) -> None:
    charts.get_by_role("button", name="Cross-entropy, show accuracy instead").focus()
    assert underlined(charts) == ["cross_entropy"]
    charts.locator("#lambda").focus()
    assert underlined(charts) == []
    expect(charts.locator("[data-named]")).to_have_count(0)
