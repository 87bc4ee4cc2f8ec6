"""The address says the whole set-up, leads back to it, and when it is broken the page says what it left out."""

from __future__ import annotations

import copy
import re
from urllib.parse import parse_qs

import pytest
from playwright.sync_api import Page, expect

from app.experiments.address.own_points import read_own_points
from tests.browser.conftest import Json, OpenLab, Run
from tests.browser.test_presenting import RECORD_CANVAS_WORDS

OWN = "1_2_4_0_0_0_1_1_1_0_2_0_3_1_1"
"""Four own points, two of each class, as `data` in an address."""
OWN_HELD_OUT = "1_2_2_0_0_0_1_1_1_.5_2_0_3_1_1"
"""Two to train on and two held out."""
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
    "lambdas=0,0.0001..1000..6",
    "lambdas=0.01,0.0215,0.0464,0.1,0.215,0.464,1",
    "lambdas=0.01,0.0215,0.0464,0.1,0.215,0.464,1.01",
    f"data={OWN}",
    f"data={OWN}&mislabeled=0.06&validation_fraction=0.5&standardize=true",
    f"mislabeled=0&validation_fraction=0&standardize=false&data={OWN}",
    f"data={OWN}&dataset=circles&noise=0.3&n_samples=50&hidden_layer_sizes=3",
    f"data={OWN_HELD_OUT}&seed=2",
]


@pytest.mark.parametrize("query", QUERIES)
def test_page_and_server_write_the_same_set_up(run_module: Run, page: Page, choices: Json, query: str) -> None:
    answer = page.request.get(f"/api/v1/dataset?{query}").json()
    body = (
        "const { settings, notices } = module.fromQuery(given.query, given.choices);"
        "return [module.toQuery(settings, given.choices), notices]"
    )
    written, notices = run_module("address/set_up_query.js", body, {"query": query, "choices": choices})
    assert notices == []
    assert as_values(written) == as_values(answer["share_url"].partition("?")[2])


def as_values(query: str) -> dict[str, list[Json]]:
    def value(text: str) -> Json:
        if "," in text:
            return [value(part) for part in text.split(",")]
        return float(text) if re.fullmatch(r"\d*\.?\d+", text) else text

    return {name: [value(text) for text in texts] for name, texts in parse_qs(query, keep_blank_values=True).items()}


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("noise=7", "noise: expected a number from 0 to 1, got “7”"),
        ("noise=", "noise: expected a number from 0 to 1, got “”"),
        ("seed=1.5", "seed: expected a whole number"),
        ("dataset=nowhere", "dataset: expected one of moons, "),
        ("regularizer=l0", "regularizer: expected one of l2, l1, got “l0”"),
        ("hidden_layer_sizes=8,8,8,8,8", "hidden_layer_sizes: expected at most 4 layers"),
        ("lambda=-1", "lambda: expected a number from 0 up"),
        ("weight=x", "weight: expected layer.to.from"),
        ("colour=red", "“colour” is not a setting"),
        ("data=garbage", "data: these points can't be read; the link may have been cut off."),
        ("data=1_2_2_0_0_0_1_1", "data: these points can't be read"),
        ("lambdas=3,2,1", "1e-8 to 1000000, such as 0.1,1 or 0.1..10..6, got “3,2,1”. The usual 42 λ are used."),
        ("lambdas=1e-9,1", "The usual 42 λ are used."),
        ("lambdas=1,1e7", "The usual 42 λ are used."),
        (f"lambdas={','.join(map(str, range(202)))}", "lambdas: expected at most 201 ascending numbers"),
        ("constructor=1", "“constructor” is not a setting"),
        ("__proto__=1&toString=2", "“toString” is not a setting"),
        ("%F0%9F%A6%A9=%00&noise=NaN", "noise: expected a number"),
    ],
)
def test_a_broken_address_falls_back_and_says_what_was_wrong(
    run_module: Run, choices: Json, query: str, said: str
) -> None:
    body = (
        "const [query, choices] = given; const { notices, settings } = module.fromQuery(query, choices);"
        "return [notices, module.toQuery(settings, choices)]"
    )
    notices, written = run_module("address/set_up_query.js", body, [query, choices])
    assert any(said in notice for notice in notices), notices
    assert written == ""


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("lambda=5000", ["λ = 5000 is not on this path. The nearest that is, 1000, is shown."]),
        ("lambdas=0.1,1&lambda=0", ["λ = 0 is not on this path. The nearest that is, 0.1, is shown."]),
        ("lambda=1", []),
    ],
)
def test_another_lambda_than_the_one_asked_for_is_told_of(open_lab: OpenLab, query: str, said: list[str]) -> None:
    page = open_lab(f"?hidden_layer_sizes=2&restarts=1&{query}")
    assert page.get_by_label("Notice").get_by_role("listitem").all_inner_texts() == said


def test_the_page_says_that_it_does_not_show_regression(open_lab: OpenLab) -> None:
    page = open_lab("?task=regression&dataset=sine&degree=3&n_samples=40&hidden_layer_sizes=2&restarts=1")
    notice = page.get_by_label("Notice").get_by_role("listitem")
    expect(notice).to_have_count(1)
    expect(notice).to_contain_text("this page shows classification. Regression is in the API")
    notice.get_by_role("link", name="/docs").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("The JSON API")


@pytest.mark.parametrize(
    "lambdas",
    [
        *(
            "1e-8,1e6",
            "0",
            ",".join(map(str, range(201))),
            "1e-9,1",
            "1,1e7",
            ",".join(map(str, range(202))),
            "1,1",
            "-1,1",
        ),
        *("0,0.1..10..6", "0.1..10..6,20,30..300..1", "1..2..100", "0.01..100..50", "0.01..100..51", "1e-9..1..1"),
        *("10..1..6", "0..1..6", "1..10", "1..10..0", "1..10..1.5", "1..10..101", "1..10..6..6", "1..11..1", "1..x..6"),
        *("1e-300..1e300..1", "1e308..1.79e308..3", "0.1..10..6,5", "..", "1.. ..6"),
        *("1..10..x..6", "..1..10..6", "1..10..6.."),
    ],
)
def test_page_and_server_take_the_same_lambdas(run_module: Run, page: Page, choices: Json, lambdas: str) -> None:
    taken = page.request.get(f"/api/v1/dataset?lambdas={lambdas}").ok
    body = "return module.fromQuery(given[0], given[1]).notices"
    assert (run_module("address/set_up_query.js", body, [f"lambdas={lambdas}", choices]) == []) is taken


@pytest.mark.parametrize(
    "query",
    [
        *("lambdas=0.001,1", "lambdas=1,100", "lambdas=1,2,3,4", "hidden_layer_sizes=9"),
        *("film=1&n_epochs=51", "film=1&epoch=51", "film=1&learning_rate=3", "film=1&optimizer=adamw"),
    ],
)
def test_the_page_keeps_the_limits_that_the_server_sends(run_module: Run, choices: Json, query: str) -> None:
    narrow = copy.deepcopy(choices)
    narrow["limits"] |= {"min_lambda": 0.01, "max_lambda": 10, "lambdas": 3, "units": 8}
    training = narrow["training"]
    training["n_epochs"]["maximum"], training["learning_rate"]["maximum"] = 50, 2
    training["optimizer"]["choices"].pop()
    body = "return given[1].map((choices) => module.fromQuery(given[0], choices).notices.length)"
    assert run_module("address/set_up_query.js", body, [query, [choices, narrow]]) == [0, 1]


def test_what_is_used_instead_is_what_the_named_data_set_has(run_module: Run, choices: Json) -> None:
    own = next(kind["noise"] for kind in choices["fields"]["dataset"]["choices"] if kind["name"] == "blobs")
    body = "return module.fromQuery(given[0], given[1]).notices"
    for query in ("dataset=blobs&noise=7", "noise=7&dataset=blobs"):
        (notice,) = run_module("address/set_up_query.js", body, [query, choices])
        assert notice.endswith(f" {own:g} is used.")


def test_own_points_are_shown_as_the_link_says(open_lab: OpenLab) -> None:
    page = open_lab(f"?validation_fraction=0.5&restarts=1&data={OWN}")
    expect(page.locator("#sentence")).to_contain_text("2 training + 2 validation points of your own.")
    expect(page).to_have_url(re.compile(r"validation_fraction=0\.5"))


RINGED = "2.2.4.0.gAAgAAgABgABgACgAAgADgAB.3.6"
"""Four own points in the short form; the second and the third were mislabeled by hand."""


def test_mislabeled_own_points_are_in_the_address_and_nothing_else_changes(run_module: Run) -> None:
    plain, ringed, again = run_module(
        "model/own_points.js",
        "const [plain, ringed] = given.map(module.readOwnPoints); return [plain, ringed, module.ownPointsText(ringed)]",
        [RINGED[:-2], RINGED],
    )
    assert ringed == {**plain, "mislabeled": [False, True, True, False]}
    assert again == RINGED
    assert read_own_points(RINGED) == read_own_points(RINGED[:-2]) | {"mislabeled_points": [False, True, True, False]}
    own = {**plain, "mislabeled": [False] * 4}
    assert run_module("model/own_points.js", "return module.ownPointsText(given)", own) == RINGED[:-2]


def test_rings_of_another_number_of_points_are_a_link_that_was_cut_off(run_module: Run) -> None:
    texts = [f"{RINGED[:-1]}{rings}" for rings in ("", "60", "g")]
    assert run_module("model/own_points.js", "return given.map(module.readOwnPoints)", texts) == [None] * 3


def test_the_rings_of_a_link_are_drawn_and_without_them_there_are_none(page: Page, open_lab: OpenLab) -> None:
    with page.add_init_script(f"({RECORD_CANVAS_WORDS})()"):
        lab = open_lab(f"?hidden_layer_sizes=2&restarts=1&data={RINGED}")
        lab.wait_for_function("() => window.words.some(([text]) => text === 'mislabeled')")
        assert f"data={RINGED}" in lab.url
        lab.evaluate("() => { window.words = []; }")
        lab.goto(lab.url.replace(RINGED, RINGED[:-2]))
        lab.wait_for_selector("html[data-status=ready]", state="attached")
        lab.wait_for_function("() => window.words.length > 0")
        assert not lab.evaluate("() => window.words.some(([text]) => text === 'mislabeled')")


def test_points_that_cannot_be_read_leave_the_rest_of_the_link(open_lab: OpenLab) -> None:
    page = open_lab("?data=2.2.40.3.gAAgAAgABgA&hidden_layer_sizes=3&restarts=1&seed=4")
    expect(page.locator(".notice")).to_contain_text("data: these points can't be read; the link may have been cut off.")
    expect(page.locator("[popovertarget=set-dataset]")).to_have_text("moons")
    expect(page.locator("[popovertarget=set-hidden-layer-sizes]")).to_have_text("3")
    expect(page.locator("[popovertarget=set-seed]")).to_have_text("4")
    expect(page).not_to_have_url(re.compile("data="))


def test_a_name_that_every_object_has_is_no_setting(open_lab: OpenLab) -> None:
    page = open_lab("?constructor=1")
    expect(page.locator(".notice")).to_contain_text("“constructor” is not a setting. It is left out.")
    expect(page.locator("#state-words strong")).to_have_text("Just right.")


def test_the_notice_stands_until_it_is_dismissed(open_lab: OpenLab) -> None:
    page = open_lab("?noise=7&n_samples=100&restarts=1")
    notice = page.locator(".notice")
    expect(notice).to_contain_text("noise: expected a number from 0 to 1")
    expect(page.locator("[popovertarget=set-noise]")).to_have_text("0.25")
    expect(page.locator("[popovertarget=set-n-samples]")).to_have_text("50")
    expect(page).to_have_url(re.compile(r"/\?n_samples=100&restarts=1$"))
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


def test_a_set_up_is_the_same_whatever_the_order_of_its_fields_and_what_it_leaves_out(run_module: Run) -> None:
    one = {"seed": 1, "hidden_layer_sizes": [8], "data": None}
    others = [{"hidden_layer_sizes": [8], "seed": 1}, {**one, "seed": 2}, {**one, "hidden_layer_sizes": [8, 8]}]
    body = "return given[1].map((other) => module.sameSetUp(given[0], other))"
    assert run_module("model/settings.js", body, [one, others]) == [True, False, False]
