"""The set-up sentence: every underlined word opens its control, and what is chosen is solved and shown."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Json, OpenLab, Watch, two_frames

SMALL = "?n_samples=40&restarts=1"


@pytest.fixture
def small(open_lab: OpenLab) -> Page:
    """A set-up that is solved at once, for tests of what changes it."""
    return open_lab(SMALL)


def open_control(page: Page, name: str) -> Locator:
    page.locator(f"[popovertarget=set-{name}]").click()
    popover = page.locator(f"#set-{name}")
    expect(popover).to_be_visible()
    return popover


def wait_solved(page: Page) -> None:
    page.wait_for_selector("html[data-status=ready]", state="attached")
    page.wait_for_selector(".lab:not([data-stale])")


def number_shown(page: Page, name: str) -> float:
    return float(page.locator(f'#equation [data-value="{name}"]').first.inner_text().replace("\u202f", ""))


def test_the_sentence_is_the_set_up(lab: Page) -> None:
    sentence = lab.locator("#sentence [data-words]").inner_text().replace("\u00a0", " ").replace("\u2060", "")
    assert re.fullmatch(
        r"100 training \+ 100 validation points of moons with noise 0\.25, 6 % mislabeled, 0 nuisance inputs\. "
        r"A network of 8 tanh units, penalty L2, seed \d+, lowest J of 60 starts",
        sentence,
    )


def test_a_chosen_data_set_is_solved_shown_and_in_the_address(small: Page) -> None:
    lab = small
    popover = open_control(lab, "dataset")
    popover.get_by_text("circles", exact=True).click()
    expect(popover).to_be_hidden()
    expect(lab).to_have_url(re.compile(r"dataset=circles"))
    wait_solved(lab)
    expect(lab.locator("[popovertarget=set-dataset]")).to_have_text("circles")


def test_noise_goes_with_the_data_set_until_it_is_set(open_lab: OpenLab, choices: Json) -> None:
    page = open_lab("?dataset=blobs&n_samples=40&restarts=1")
    own = next(kind["noise"] for kind in choices["fields"]["dataset"]["choices"] if kind["name"] == "blobs")
    expect(page.locator("[popovertarget=set-noise]")).to_have_text(f"{own:g}")


def test_real_data_come_with_their_own_labels_and_drawn_ones_with_theirs(small: Page) -> None:
    lab = small
    mislabeled = lab.locator("[popovertarget=set-mislabeled]")
    for name, share in (("penguins", "0\u00a0%"), ("moons", "6\u00a0%")):
        open_control(lab, "dataset").get_by_text(name, exact=True).click()
        expect(mislabeled).to_have_text(share)
        expect(lab).not_to_have_url(re.compile("mislabeled"))
        wait_solved(lab)


def test_real_data_have_no_noise_to_set(open_lab: OpenLab) -> None:
    page = open_lab("?dataset=penguins&restarts=1")
    expect(page.locator("[popovertarget=set-noise]")).to_have_count(0)
    expect(page.locator("#sentence")).to_contain_text("points of penguins")
    expect(page.locator("[data-curve=training]")).to_be_visible()
    expect(page.locator("[data-curve=test]")).to_be_hidden()


def test_a_bad_number_is_said_in_one_sentence_and_nothing_is_lost(lab: Page, watch: Watch) -> None:
    lab.wait_for_load_state("networkidle")
    watch.requests.clear()
    popover = open_control(lab, "noise")
    field = popover.get_by_role("textbox")
    for typed, said in (("7", "from 0 to 1"), ("abc", "got “abc”"), ("", "got “nothing”")):
        field.fill(typed)
        field.press("Enter")
        expect(popover.get_by_role("alert")).to_contain_text(said)
        expect(field).to_have_value(typed)
        expect(field).to_have_attribute("aria-invalid", "true")
        expect(lab.locator("[popovertarget=set-noise]")).to_have_text("0.25")
    assert watch.requests == []


def test_numbers_can_be_stepped_and_shares_are_in_per_cent(small: Page) -> None:
    lab = small
    popover = open_control(lab, "mislabeled")
    popover.get_by_role("button", name=re.compile("^More")).click()
    expect(lab).to_have_url(re.compile(r"mislabeled=0\.08"))
    wait_solved(lab)
    expect(lab.locator("[popovertarget=set-mislabeled]")).to_have_text("8\u00a0%")


def test_a_button_at_its_end_keeps_the_focus_and_knows_the_way_back(open_lab: OpenLab) -> None:
    page = open_lab("?n_samples=40&restarts=1&mislabeled=0.48")
    popover = open_control(page, "mislabeled")
    field = popover.get_by_role("textbox")
    more, less = (popover.get_by_role("button", name=re.compile(f"^{name}")) for name in ("More", "Less"))
    more.click()
    expect(field).to_have_value("50")
    expect(more).to_be_focused()
    expect(more).to_have_attribute("aria-disabled", "true")
    page.keyboard.press("Enter")
    expect(field).to_have_value("50")
    page.keyboard.press("Escape")
    page.go_back()
    expect(page.locator("[popovertarget=set-mislabeled]")).to_have_text("48\u00a0%")
    open_control(page, "mislabeled")
    expect(field).to_have_value("48")
    expect(more).to_have_attribute("aria-disabled", "false")
    expect(less).to_have_attribute("aria-disabled", "false")
    more.click()
    expect(field).to_have_value("50")


def test_what_is_open_shows_what_is_gone_back_to(open_lab: OpenLab) -> None:
    page = open_lab("?n_samples=40&restarts=1")
    popover = open_control(page, "dataset")
    popover.get_by_role("radio", name=re.compile("^circles", re.I)).check()
    expect(page.locator("[popovertarget=set-dataset]")).to_have_text("circles")
    page.go_back()
    expect(page.locator("[popovertarget=set-dataset]")).to_have_text("moons")
    expect(popover).to_be_visible()
    expect(popover.get_by_role("radio", name=re.compile("^moons", re.I))).to_be_checked()


def test_a_control_whose_word_is_gone_closes(open_lab: OpenLab) -> None:
    page = open_lab("?dataset=penguins&n_samples=40&restarts=1")
    choose_moons = open_control(page, "dataset").get_by_role("radio", name=re.compile("^moons", re.I))
    choose_moons.check()
    page.keyboard.press("Escape")
    noise = open_control(page, "noise")
    page.go_back()
    expect(noise).to_be_hidden()


def test_more_points_than_there_are_become_all_there_are(open_lab: OpenLab) -> None:
    page = open_lab("?dataset=penguins&n_samples=40&restarts=1")
    field = open_control(page, "n-samples").get_by_role("textbox")
    field.fill("2000")
    field.press("Enter")
    expect(page).to_have_url(re.compile("n_samples="))
    assert f"n_samples={field.input_value()}&" in f"{page.url}&"
    assert int(field.input_value()) < 2000


@pytest.mark.parametrize(("width", "height"), [(1280, 720), (1024, 768)])
def test_what_is_open_stays_under_its_word(open_lab: OpenLab, width: int, height: int) -> None:
    page = open_lab("?n_samples=40&restarts=1", width=width, height=height)
    popover = open_control(page, "mislabeled")

    def apart() -> tuple[float, float]:
        word = page.locator("[popovertarget=set-mislabeled]").bounding_box()
        box = popover.bounding_box()
        assert word is not None
        assert box is not None
        return box["y"] - word["y"] - word["height"], box["x"] - word["x"]

    before = apart()
    assert 0 <= before[0] <= 16
    page.set_viewport_size({"width": width - 300, "height": 500})
    two_frames(page)
    assert apart()[0] == pytest.approx(before[0], abs=1)
    page.evaluate("scrollTo(0, 30)")
    two_frames(page)
    assert apart()[0] == pytest.approx(before[0], abs=1)
    popover.get_by_role("textbox").fill("50")
    popover.get_by_role("textbox").press("Enter")
    two_frames(page)
    assert apart()[0] == pytest.approx(before[0], abs=1)


@pytest.mark.parametrize(("typed", "sizes"), [("8,0", "8"), (" 5 ", "5")])
def test_layers_are_read_as_they_are_checked(open_lab: OpenLab, typed: str, sizes: str) -> None:
    page = open_lab("?hidden_layer_sizes=2&n_samples=40&restarts=1")
    field = open_control(page, "hidden-layer-sizes").get_by_role("textbox")
    field.fill(typed)
    field.press("Enter")
    expect(page.locator("[popovertarget=set-hidden-layer-sizes]")).to_have_text(sizes)
    assert "NaN" not in page.url
    wait_solved(page)


def test_layers_can_be_added_and_taken_away_down_to_logistic_regression(small: Page) -> None:
    lab = small
    popover = open_control(lab, "hidden-layer-sizes")
    popover.get_by_role("button", name="Add a layer").click()
    expect(lab).to_have_url(re.compile(r"hidden_layer_sizes=8,8"))
    popover.get_by_role("button", name="Remove layer 2").click()
    expect(popover.get_by_role("textbox")).to_be_focused()
    popover.get_by_role("button", name="Remove layer 1").click()
    expect(popover.get_by_role("button", name="Add a layer")).to_be_focused()
    expect(lab).to_have_url(re.compile(r"hidden_layer_sizes=(&|$)"))
    wait_solved(lab)
    expect(lab.locator("#sentence")).to_contain_text("no hidden units")
    expect(lab.locator("[popovertarget=set-activation]")).to_have_count(0)


def test_a_word_keeps_the_focus_when_other_words_come_and_go(open_lab: OpenLab) -> None:
    page = open_lab("?hidden_layer_sizes=&n_samples=40")
    open_control(page, "hidden-layer-sizes").get_by_role("button", name="Add a layer").click()
    expect(page.locator("[popovertarget=set-activation]")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("[popovertarget=set-hidden-layer-sizes]")).to_be_focused()
    page.go_back()
    expect(page.locator("[popovertarget=set-activation]")).to_have_count(0)
    expect(page.locator("[popovertarget=set-hidden-layer-sizes]")).to_be_focused()
    wait_solved(page)


def test_a_fifth_layer_is_not_on_offer(open_lab: OpenLab) -> None:
    popover = open_control(open_lab("?hidden_layer_sizes=2,2,2,2&n_samples=20&restarts=1"), "hidden-layer-sizes")
    expect(popover.get_by_role("textbox")).to_have_count(4)
    expect(popover.get_by_role("button", name="Add a layer")).to_be_hidden()


def test_l1_can_be_chosen_and_the_equation_follows(small: Page) -> None:
    lab = small
    open_control(lab, "regularizer").get_by_role("radio", name=re.compile("^L1")).check()
    expect(lab).to_have_url(re.compile("regularizer=l1"))
    wait_solved(lab)
    expect(lab.locator("[popovertarget=set-regularizer]")).to_have_text("L1")
    path = lab.request.get(f"/api/v1/path{SMALL}&regularizer=l1&inspect=true&format=typed").json()
    index = int(lab.locator("#lambda").input_value())
    shown = {name: number_shown(lab, name) for name in ("penalty", "size")}
    assert shown["penalty"] == pytest.approx(path["cost"]["penalty"][index], abs=6e-4)
    assert shown["size"] == pytest.approx(path["absolute_weight_sum"][index], rel=6e-3)
    factor, m = lab.locator('#equation [data-value="factor"]').first.inner_text().split("/")
    assert float(factor) == pytest.approx(path["lambdas"][index], rel=6e-3)
    assert int(m) == path["n_train"]
    expect(lab.locator('#equation [data-value="size_symbol"]').first).to_have_text("Σ|W|")
    expect(lab.locator('#equation [data-value="factor_symbol"]').first).to_have_text("λ/m")


def test_biases_can_be_penalised_and_all_that_is_said_of_j_follows(small: Page) -> None:
    lab = small
    open_control(lab, "regularizer").get_by_role("checkbox", name=re.compile("^Penalise biases", re.IGNORECASE)).check()
    expect(lab).to_have_url(re.compile("penalize_biases=true"))
    wait_solved(lab)
    expect(lab.locator("[popovertarget=set-regularizer]")).to_have_text("L2 with biases")
    path = lab.request.get(f"/api/v1/path{SMALL}&penalize_biases=true&inspect=true").json()
    index = int(lab.locator("#lambda").input_value())
    factor = path["lambdas"][index] / (2 * path["n_train"])
    biases = sum(b * b for layer in path["layers"] for b in layer["biases"][index])
    weights = sum(w * w for layer in path["layers"] for row in layer["weights"][index] for w in row)
    assert number_shown(lab, "size") == pytest.approx(weights + biases, rel=6e-3)
    assert number_shown(lab, "penalty") == pytest.approx(factor * (weights + biases), abs=6e-4)
    expect(lab.locator('#equation [data-value="size_symbol"]').first).to_have_text("‖W, b‖²")
    expect(lab.locator("#cost-components [data-alternative]")).not_to_contain_text("H =")
    lab.locator("#lambda").press("End")
    expect(lab.locator("main")).not_to_contain_text("J = H")


def test_a_new_draw_changes_the_seed(small: Page) -> None:
    lab = small
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
