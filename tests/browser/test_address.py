"""The address says the whole set-up, leads back to it, and when it is broken the page says what it left out."""

from __future__ import annotations

import re
from urllib.parse import parse_qs

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Json, OpenLab, Run

QUERIES = [
    "",
    "dataset=circles",
    "dataset=blobs&noise=0.5&n_samples=60",
    "dataset=penguins",
    "dataset=penguins&mislabeled=0.06",
    "dataset=penguins&n_samples=1000",
    "hidden_layer_sizes=4,3&activation=sigmoid&seed=77",
    "hidden_layer_sizes=&n_samples=40&nuisance_features=2",
    "validation_fraction=0&restarts=1&lambdas=0,0.1,1,10",
]


@pytest.mark.parametrize("query", QUERIES)
def test_page_and_server_write_the_same_set_up(run_module: Run, page: Page, query: str) -> None:
    answer = page.request.get(f"/api/v1/path?{query}").json()
    body = (
        "const { settings, notices } = module.fromQuery(given.query, given.choices);"
        "return [module.toQuery(settings, given.choices), notices]"
    )
    choices = page.request.get("/api/v1/choices").json()
    written, notices = run_module("url.js", body, {"query": query, "choices": choices})
    assert notices == []
    assert as_values(written) == as_values(answer["share_url"].partition("?")[2])


def as_values(query: str) -> dict[str, list[Json]]:
    def value(text: str) -> Json:
        if "," in text:
            return [value(part) for part in text.split(",")]
        return float(text) if re.match(r"[\d.]", text) else text

    return {name: [value(text) for text in texts] for name, texts in parse_qs(query, keep_blank_values=True).items()}


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("noise=7", "noise: expected a number from 0 to 1, got “7”"),
        ("noise=", "noise: expected a number from 0 to 1, got “”"),
        ("seed=1.5", "seed: expected a whole number"),
        ("dataset=nowhere", "dataset: expected one of moons, "),
        ("regularizer=l1", "regularizer: expected one of l2, got “l1”"),
        ("hidden_layer_sizes=8,8,8,8,8", "hidden_layer_sizes: expected at most 4 layers"),
        ("lambda=-1", "lambda: expected a number from 0 up"),
        ("weight=x", "weight: expected layer.to.from"),
        ("colour=red", "“colour” is not a setting"),
        ("lambdas=3,2,1", "lambdas: expected ascending numbers"),
        ("%F0%9F%A6%A9=%00&noise=NaN", "noise: expected a number"),
    ],
)
def test_a_broken_address_falls_back_and_says_what_was_wrong(
    run_module: Run, page: Page, query: str, said: str
) -> None:
    choices = page.request.get("/api/v1/choices").json()
    body = (
        "const [query, choices] = given; const { notices, settings } = module.fromQuery(query, choices);"
        "return [notices, module.toQuery(settings, choices)]"
    )
    notices, written = run_module("url.js", body, [query, choices])
    assert any(said in notice for notice in notices), notices
    assert written == ""


def test_the_notice_stands_until_it_is_dismissed(open_lab: OpenLab) -> None:
    page = open_lab("?noise=7&n_samples=100")
    notice = page.locator(".notice")
    expect(notice).to_contain_text("noise: expected a number from 0 to 1")
    expect(page.locator("[popovertarget=set-noise]")).to_have_text("0.25")
    expect(page.locator("[popovertarget=set-n-samples]")).to_have_text("50")
    expect(page).to_have_url(re.compile(r"/\?n_samples=100$"))
    notice.get_by_role("button", name="Dismiss").click()
    expect(notice).to_be_hidden()


def test_lambda_and_weight_of_the_address_are_shown(open_lab: OpenLab) -> None:
    page = open_lab("?lambda=1000&weight=1.2.1")
    expect(page.locator("#state-words strong")).to_have_text("Collapsed.")
    expect(page.locator("#lambda")).to_have_attribute("aria-valuetext", "λ = 1000, collapsed")
    expect(page).to_have_url(re.compile(r"\?lambda=1000&weight=1\.2\.1$"))


def test_a_weight_that_the_network_lacks_is_said(open_lab: OpenLab) -> None:
    page = open_lab("?weight=1.60.1")
    expect(page.locator(".notice")).to_contain_text("weight: expected one that this network has")
    expect(page).not_to_have_url(re.compile("weight="))


def test_back_and_forward_go_from_set_up_to_set_up(lab: Page) -> None:
    for name in ("circles", "xor"):
        lab.locator("[popovertarget=set-dataset]").click()
        lab.locator("#set-dataset").get_by_text(name, exact=True).click()
        expect(lab.locator("[popovertarget=set-dataset]")).to_have_text(name)
        lab.wait_for_selector(".lab:not([data-stale])")
    lab.locator("#lambda").press("End")
    expect(lab).to_have_url(re.compile(r"dataset=xor&lambda=1000"))
    lab.go_back()
    expect(lab.locator("[popovertarget=set-dataset]")).to_have_text("circles")
    expect(lab).not_to_have_url(re.compile("lambda="))
    lab.wait_for_selector(".lab:not([data-stale])")
    lab.go_back()
    expect(lab.locator("[popovertarget=set-dataset]")).to_have_text("moons")
    lab.go_forward()
    lab.go_forward()
    expect(lab.locator("[popovertarget=set-dataset]")).to_have_text("xor")
    expect(lab.locator("#state-words strong")).to_have_text("Collapsed.")


def test_a_late_answer_is_dropped(lab: Page) -> None:
    """Two changes in a row: only the second is shown, whichever answer comes last."""
    dataset = lab.locator("[popovertarget=set-dataset]")
    dataset.click()
    lab.locator("#set-dataset").get_by_role("radio", name=re.compile("^circles", re.I)).check()
    lab.locator("#set-dataset").get_by_role("radio", name=re.compile("^blobs", re.I)).check()
    lab.wait_for_selector("html[data-status=ready]", state="attached")
    expect(dataset).to_have_text("blobs")
    sentence = lab.locator("#state-words")
    expect(sentence).not_to_contain_text("rings")
