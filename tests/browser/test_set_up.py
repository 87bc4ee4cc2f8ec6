"""The set-up sentence: every underlined word opens its control, and what is chosen is solved and shown."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import OpenLab, Watch


def open_control(page: Page, name: str) -> Locator:
    page.locator(f"[popovertarget=set-{name}]").click()
    popover = page.locator(f"#set-{name}")
    expect(popover).to_be_visible()
    return popover


def wait_solved(page: Page) -> None:
    page.wait_for_selector("html[data-status=ready]", state="attached")
    page.wait_for_selector(".lab:not([data-stale])")


def test_the_sentence_is_the_set_up(lab: Page) -> None:
    sentence = lab.locator("#sentence [data-words]").inner_text().replace("\u00a0", " ").replace("\u2060", "")
    assert re.fullmatch(
        r"100 training \+ 100 validation points of moons with noise 0\.25, 6 % mislabeled, 0 nuisance inputs\. "
        r"A network of 8 tanh units, penalty L2, seed \d+",
        sentence,
    )


def test_a_chosen_data_set_is_solved_shown_and_in_the_address(lab: Page) -> None:
    popover = open_control(lab, "dataset")
    popover.get_by_text("circles", exact=True).click()
    expect(popover).to_be_hidden()
    expect(lab).to_have_url(re.compile(r"dataset=circles"))
    wait_solved(lab)
    expect(lab.locator("[popovertarget=set-dataset]")).to_have_text("circles")


def test_noise_goes_with_the_data_set_until_it_is_set(open_lab: OpenLab) -> None:
    page = open_lab("?dataset=blobs")
    choices = page.request.get("/api/v1/choices").json()["fields"]["dataset"]["choices"]
    own = next(choice["noise"] for choice in choices if choice["name"] == "blobs")
    expect(page.locator("[popovertarget=set-noise]")).to_have_text(f"{own:g}")


def test_real_data_come_with_their_own_labels_and_drawn_ones_with_theirs(lab: Page) -> None:
    mislabeled = lab.locator("[popovertarget=set-mislabeled]")
    for name, share in (("penguins", "0\u00a0%"), ("moons", "6\u00a0%")):
        open_control(lab, "dataset").get_by_text(name, exact=True).click()
        expect(mislabeled).to_have_text(share)
        expect(lab).not_to_have_url(re.compile("mislabeled"))
        wait_solved(lab)


def test_real_data_have_no_noise_to_set(open_lab: OpenLab) -> None:
    page = open_lab("?dataset=penguins")
    expect(page.locator("[popovertarget=set-noise]")).to_have_count(0)
    expect(page.locator("#sentence")).to_contain_text("points of penguins")
    assert "truth" not in page.locator("#state-words").inner_text()


@pytest.mark.parametrize(("typed", "said"), [("7", "from 0 to 1"), ("abc", "got “abc”"), ("", "got “nothing”")])
def test_a_bad_number_is_said_in_one_sentence_and_nothing_is_lost(
    lab: Page, watch: Watch, typed: str, said: str
) -> None:
    lab.wait_for_load_state("networkidle")
    watch.requests.clear()
    popover = open_control(lab, "noise")
    field = popover.get_by_role("textbox")
    field.fill(typed)
    field.press("Enter")
    expect(popover.get_by_role("alert")).to_contain_text(said)
    expect(field).to_have_value(typed)
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(lab.locator("[popovertarget=set-noise]")).to_have_text("0.25")
    assert watch.requests == []


def test_numbers_can_be_stepped_and_shares_are_in_per_cent(lab: Page) -> None:
    popover = open_control(lab, "mislabeled")
    popover.get_by_role("button", name=re.compile("^More")).click()
    expect(lab).to_have_url(re.compile(r"mislabeled=0\.08"))
    wait_solved(lab)
    expect(lab.locator("[popovertarget=set-mislabeled]")).to_have_text("8\u00a0%")


def test_layers_can_be_added_and_taken_away_down_to_logistic_regression(lab: Page) -> None:
    popover = open_control(lab, "hidden-layer-sizes")
    popover.get_by_role("button", name="Add a layer").click()
    expect(lab).to_have_url(re.compile(r"hidden_layer_sizes=8,8"))
    popover.get_by_role("button", name="Remove layer 2").click()
    popover.get_by_role("button", name="Remove layer 1").click()
    expect(lab).to_have_url(re.compile(r"hidden_layer_sizes=(&|$)"))
    wait_solved(lab)
    expect(lab.locator("#sentence")).to_contain_text("no hidden units")
    expect(lab.locator("[popovertarget=set-activation]")).to_have_count(0)


def test_a_fifth_layer_is_not_on_offer(open_lab: OpenLab) -> None:
    popover = open_control(open_lab("?hidden_layer_sizes=2,2,2,2&n_samples=20"), "hidden-layer-sizes")
    expect(popover.get_by_role("textbox")).to_have_count(4)
    expect(popover.get_by_role("button", name="Add a layer")).to_be_hidden()


def test_what_is_not_offered_yet_can_be_seen_but_not_chosen(lab: Page) -> None:
    popover = open_control(lab, "regularizer")
    expect(popover.get_by_role("radio", name=re.compile("L1"))).to_be_disabled()
    expect(popover).to_contain_text("Not offered yet")


def test_a_new_draw_changes_the_seed(lab: Page) -> None:
    before = lab.locator("[popovertarget=set-seed]").inner_text()
    open_control(lab, "seed").get_by_role("button", name="New draw").click()
    expect(lab.locator("[popovertarget=set-seed]")).not_to_have_text(before)
    expect(lab).to_have_url(re.compile(r"seed=\d+"))
    wait_solved(lab)


def test_escape_closes_a_control_and_gives_the_focus_back(lab: Page) -> None:
    opener = lab.locator("[popovertarget=set-noise]")
    opener.focus()
    lab.keyboard.press("Enter")
    expect(lab.locator("#amount-noise")).to_be_focused()
    lab.keyboard.press("Escape")
    expect(lab.locator("#set-noise")).to_be_hidden()
    expect(opener).to_be_focused()
