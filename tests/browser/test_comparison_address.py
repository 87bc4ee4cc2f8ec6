"""What is pinned, in the address and in words: what A has other than B."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Json, OpenLab, Run
from tests.browser.test_comparison import SMALL

READ = """
const { choices, a, b } = given;
const { fromQuery, toQuery } = await import(path.replace("address/pin_query.js", "address/set_up_query.js"));
const [first, second] = [a, b].map((query) => fromQuery(query, choices).settings);
const text = module.pinText(first, second);
const read = new URLSearchParams(`pin=${encodeURIComponent(text)}`).get("pin");
const { pinned, notices } = module.readPin(read, second, choices);
return { text, written: toQuery(pinned, choices), wanted: toQuery(first, choices), notices };
"""
OWN = "1_2_4_0_0_0_1_1_1_0_2_0_3_1_1"


@pytest.mark.parametrize(
    ("a", "b", "text"),
    [
        ("", "", "1"),
        ("regularizer=l1", "", "1~regularizer~l1"),
        ("hidden_layer_sizes=&folds=5", "hidden_layer_sizes=3,3", None),
        ("dataset=penguins&mislabeled=0.1", "dataset=spirals&noise=0.4&n_samples=60", None),
        (f"data={OWN}&mislabeled=0.06&standardize=true", "dataset=circles&seed=3", None),
        ("dataset=circles&seed=3&lambdas=0,0.1,1,10", f"data={OWN}", None),
        (f"data={OWN}&activation=relu", f"data={OWN}", "1~activation~relu"),
        ("lambdas=0,0.1..10..6", "", "1~lambdas~0,0.1..10..6"),
        ("", "lambdas=0,0.1..10..6", None),
        ("", "direction=up&restarts=3&validation_fraction=0&draws=4", None),
    ],
)
def test_the_address_leads_back_to_what_was_pinned(
    run_module: Run, choices: Json, a: str, b: str, text: str | None
) -> None:
    read = run_module("address/pin_query.js", READ, {"choices": choices, "a": a, "b": b})
    assert read["notices"] == []
    assert read["written"] == read["wanted"]
    assert text is None or read["text"] == text
    assert re.fullmatch(r"[\w~.,-]+", read["text"])


@pytest.mark.parametrize(
    ("pin", "said"),
    [
        ("2~regularizer~l1", "pin: this is no set-up that this page can read. Nothing is pinned."),
        ("", "Nothing is pinned."),
        ("1~regularizer", "Nothing is pinned."),
        ("1~noise~7", "In the pinned set-up of the address, noise: expected a number from 0 to 1, got “7”"),
        ("1~colour~red", "“colour” is not a setting. It is left out."),
    ],
)
def test_a_broken_pin_is_said_and_the_rest_is_shown(open_lab: OpenLab, pin: str, said: str) -> None:
    page = open_lab(f"?{SMALL}&pin={pin}")
    expect(page.locator(".notice")).to_contain_text(said)
    expect(page.locator("#state-words strong")).not_to_have_text("Training.")


WORDS = """
const { choices, a, b } = given;
const { fromQuery } = await import(path.replace("model/difference.js", "address/set_up_query.js"));
const [first, second] = [a, b].map((query) => fromQuery(query, choices).settings);
const { difference, rest } = module.differenceInWords(first, second, choices, given.points);
return `${difference} ${rest}`;
"""


@pytest.mark.parametrize(
    ("a", "b", "points", "words"),
    [
        ("seed=2", "seed=3", "other", "A: seed 2. B: seed 3. They were trained on different points."),
        ("activation=relu", "", "same", "A: ReLU. B: tanh. All else is the same."),
        (f"data={OWN}", "dataset=circles", "other", "A: points of its own. B: circles. They were trained on different"),
        ("hidden_layer_sizes=1", "hidden_layer_sizes=", "same", "A: 1 unit. B: no hidden units. All else is the same."),
        ("nuisance_features=1", "", "more inputs", "A: 1 nuisance input. B: 0 nuisance inputs. Their points do not"),
        ("restarts=1", "", "same", "A: one start. B: lowest J of 60 starts. All else is the same."),
        ("regularizer=l1", "", None, "A: L1. B: L2. The penalties differ: which J is lower says nothing."),
    ],
)
def test_what_differs_is_said_in_words(
    run_module: Run, choices: Json, a: str, b: str, points: str | None, words: str
) -> None:
    said = run_module("model/difference.js", WORDS, {"choices": choices, "a": a, "b": b, "points": points})
    assert said.startswith(words)
