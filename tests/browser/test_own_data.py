"""Points of one's own: put there by hand, by keys or from a table, in the address, read alike by page and server."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, Route, expect

from app.experiments.address.own_points import read_own_points
from tests.browser.conftest import Json, OpenLab, Run, two_frames
from tests.browser.test_presenting import RECORD_CANVAS_WORDS

OWN = "2.2.4.0.gAAgAAgABgABgACgAAgADgAB.3"
"""(0, 0) and (1, 1) circles, (2, 0) and (3, 1) crosses: form 2 of the address, to be read for ever."""
OWN_FIELDS = {"points": [[0, 0], [1, 1], [2, 0], [3, 1]], "labels": [0, 0, 1, 1]}
SMALL = "hidden_layer_sizes=2&restarts=1"
READY = "html[data-status=ready]"


def editing(open_lab: OpenLab, query: str = f"?{SMALL}&data={OWN}", **size: int) -> Page:
    page = open_lab(query, **size)
    page.get_by_role("button", name="Edit points").click()
    expect(page.locator("#point-editor")).to_be_visible()
    return page


def own_of(page: Page) -> Json:
    """The points in the address, as the server reads them."""
    found = re.search(r"[?&]data=([^&]*)", page.url)
    assert found, page.url
    return read_own_points(found.group(1))


def said(page: Page, text: str | re.Pattern[str]) -> None:
    expect(page.locator("#point-editor [data-said]")).to_contain_text(text)


def add_at(page: Page, x: int, y: int) -> None:
    """Adds a point and waits until a press there is no second click of a double click."""
    page.locator("#decision-boundary [data-figure]").click(position={"x": x, "y": y})
    clicked = page.evaluate("performance.now()")
    page.wait_for_function("(clicked) => performance.now() > clicked + 450", arg=clicked)
    page.wait_for_selector(READY, state="attached")


def test_click_adds_double_click_flips_and_the_tools_delete(open_lab: OpenLab) -> None:
    page = editing(open_lab)
    figure = page.locator("#decision-boundary [data-figure]")
    page.get_by_role("button", name="Cross", exact=True).click()
    add_at(page, 200, 40)
    page.wait_for_function("() => location.search.includes('data=2.2.5.')")
    assert own_of(page)["labels"] == [0, 0, 1, 1, 1]
    figure.dblclick(position={"x": 200, "y": 40}, delay=20)
    said(page, "Point 5 is a circle now.")
    page.get_by_role("button", name="Delete").click()
    said(page, "Point 5 is removed, 4 are left.")
    page.wait_for_function("() => location.search.includes('data=2.2.4.')")


def test_a_drag_moves_one_point_and_is_solved_coarsely_on_the_way(open_lab: OpenLab) -> None:
    page = editing(open_lab)
    add_at(page, 180, 90)
    added = own_of(page)
    box = page.locator("#decision-boundary [data-figure]").bounding_box()
    assert box
    page.mouse.move(box["x"] + 180, box["y"] + 90)
    page.mouse.down()
    with page.expect_response(re.compile(r"/path\?.*lambdas=")) as answer:
        page.mouse.move(box["x"] + 220, box["y"] + 130, steps=3)
    assert len(answer.value.json()["lambdas"]) < 10
    assert own_of(page) == added, "the address waits for the drop"
    before = page.url
    page.mouse.up()
    page.wait_for_function("(before) => location.href !== before", arg=before)
    page.wait_for_selector(READY, state="attached")
    moved = own_of(page)
    assert [k for k in range(5) if moved["points"][k] != added["points"][k]] == [4]
    page.keyboard.press("Control+z")
    said(page, "Undone.")
    assert own_of(page) == added
    page.keyboard.press("Control+y")
    said(page, "Done again.")
    assert own_of(page) == moved


def test_everything_works_by_keys_and_is_said(open_lab: OpenLab) -> None:
    page = open_lab(f"?{SMALL}&data={OWN}")
    page.keyboard.press("d")
    expect(page.get_by_role("application", name="Points of the picture")).to_be_focused()
    page.keyboard.press("]")
    said(page, "Point 1 of 4: circle, training, (0, 0).")
    page.keyboard.press("[")
    said(page, "Point 4 of 4: cross, training, (3, 1).")
    page.keyboard.press("f")
    said(page, "Point 4 is a circle now.")
    page.keyboard.press("Shift+ArrowLeft")
    said(page, re.compile(r"Point 4 is at \(2\.\d+, 1\)\."))
    page.keyboard.press("Delete")
    said(page, "Point 4 is removed, 3 are left.")
    page.keyboard.press("Escape")
    page.keyboard.press("2")
    page.keyboard.press("Shift+ArrowUp")
    said(page, "Crosshair at")
    page.keyboard.press("a")
    said(page, "A cross is added")
    page.wait_for_function("() => location.search.includes('data=2.2.4.')")
    assert own_of(page)["labels"] == [0, 0, 1, 1]
    page.keyboard.press("d")
    expect(page.get_by_role("button", name="Edit points")).to_be_focused()
    expect(page.locator("#force-balance")).to_be_visible()


def test_a_held_out_point_that_is_deleted_takes_no_training_point_along(open_lab: OpenLab) -> None:
    page = editing(open_lab, f"?{SMALL}&data=1_2_4_0_0_0_1_1_0_2_0_1_3_1_1_4_4_1")
    page.keyboard.press("[")
    said(page, "Point 5 of 5: cross, validation, (4, 4).")
    page.keyboard.press("Delete")
    page.wait_for_function("() => location.search.includes('data=2.2.4.')")
    assert own_of(page) == OWN_FIELDS


def test_without_one_class_the_picture_waits_for_it(open_lab: OpenLab) -> None:
    page = editing(open_lab)
    before = page.url
    page.get_by_role("button", name="Clear").click()
    said(page, "Add circles and crosses: a network needs training points of both classes.")
    figure = page.locator("#decision-boundary [data-figure]")
    figure.click(position={"x": 60, "y": 60})
    said(page, "Add crosses")
    assert page.url == before
    page.get_by_role("button", name="Cross", exact=True).click()
    figure.click(position={"x": 250, "y": 250})
    page.wait_for_function("() => location.search.includes('data=2.2.2.')")
    assert own_of(page)["labels"] == [0, 1]


def test_mislabel_five_flips_five_and_the_data_set_comes_back(open_lab: OpenLab) -> None:
    page = editing(open_lab, f"?{SMALL}&mislabeled=0")
    page.get_by_role("button", name="Two outliers").click()
    page.wait_for_function("() => location.search.includes('data=')")
    before = own_of(page)["labels"]
    page.get_by_role("button", name="Mislabel five").click()
    said(page, "5 training points, drawn at random, have the other label now.")
    assert sum(a != b for a, b in zip(before, own_of(page)["labels"], strict=True)) == 5
    page.get_by_role("button", name="Data set: back to it").click()
    expect(page.locator("#sentence")).to_contain_text("points of moons")
    assert "data=" not in page.url
    assert "mislabeled=0" in page.url


RINGS = """
const points = [[0, 0], [1, 1], [2, 0], [3, 1]];
const own = { points, labels: [0, 0, 1, 1], n_training: 4, mislabeled: [false, true, true, false] };
const rings = (edited) => module.datasetOf(edited, { inputs: {} }).mislabeled;
return [
  rings(module.withPoint(own, [5, 5], 1)), rings(module.withMoved(own, 1, [1, 2])), rings(module.withFlipped(own, 2)),
  rings(module.without(own, 0)), rings({ ...own, mislabeled: undefined }),
];
"""


def test_a_mislabeled_point_keeps_its_ring_until_it_is_touched(run_module: Run) -> None:
    added, moved, flipped, fewer, none = run_module("model/point_edits.js", RINGS)
    assert added == [False, True, True, False, False]
    assert moved == [False, False, True, False]
    assert flipped == [False, True, False, False]
    assert fewer == [True, True, False]
    assert none == [False] * 4


def test_the_rings_are_still_drawn_once_own_points_are_solved(page: Page, open_lab: OpenLab) -> None:
    with page.add_init_script(f"({RECORD_CANVAS_WORDS})()"):
        editing(open_lab, f"?{SMALL}&n_samples=60")
    page.evaluate("() => { window.words = []; }")
    page.get_by_role("button", name="Two outliers").click()
    page.wait_for_function("() => location.search.includes('data=')")
    page.wait_for_selector(READY, state="attached")
    page.evaluate("() => { window.words = []; }")
    page.locator("#lambda").press("ArrowRight")
    page.wait_for_function("() => window.words.some(([text]) => text === 'mislabeled')")


def test_rings_are_counted_in_words_and_explained_only_where_there_are_any(open_lab: OpenLab) -> None:
    """Eight points of which two are known to be mislabeled, and the same without rings."""
    data = "2.2.8.1.gAAgAAgAKgAAgAUgAAgAAgAKgAKgAKgAUgAKgAAgAUgAKgAU.1e"
    for rings, explained in ((".18", True), ("", False)):
        page = open_lab(f"?data={data}{rings}&hidden_layer_sizes=3&restarts=1&lambda=0.0001", width=390, height=844)
        expect(page.locator("#accuracies [data-ring]")).to_be_visible(visible=explained)
        expect(page.locator("#state-words")).to_contain_text("right on the points it trained on")
        assert ("mislabeled" in page.locator("#state-words").inner_text()) == explained


def test_escape_lets_go_of_the_point_and_then_ends_editing(open_lab: OpenLab) -> None:
    page = editing(open_lab)
    page.locator("#decision-boundary [data-figure]").focus()
    page.keyboard.press("]")
    said(page, "Point 1 of")
    page.keyboard.press("Escape")
    said(page, "No point is selected.")
    page.keyboard.press("Escape")
    expect(page.locator("#point-editor")).to_be_hidden()


def test_points_whose_first_path_is_not_there_yet_are_not_edited(page: Page, open_lab: OpenLab) -> None:
    held: list[Route] = []
    page.route(re.compile("/api/v1/path"), lambda route: held.append(route))
    with page.expect_response(re.compile("/api/v1/dataset")):
        open_lab(f"?{SMALL}", ready=False)
    expect(page.locator("#state-words strong")).to_have_text("Training.")
    two_frames(page)
    opener = page.get_by_role("button", name="Edit points")
    expect(opener).to_have_attribute("aria-disabled", "true")
    page.keyboard.press("d")
    two_frames(page)
    expect(opener).to_have_text("Edit points")
    for route in held:
        route.continue_()
    expect(opener).to_have_attribute("aria-disabled", "false")
    page.keyboard.press("d")
    expect(page.get_by_role("button", name="Done")).to_be_visible()


def test_points_of_more_inputs_are_not_edited_and_it_is_said(open_lab: OpenLab) -> None:
    page = open_lab(f"?{SMALL}&nuisance_features=2")
    page.get_by_role("button", name="Edit points").click()
    expect(page.locator(".notice")).to_contain_text("Points of more than two inputs can't be edited.")
    expect(page.locator("#point-editor")).to_be_hidden()


@pytest.mark.parametrize(("width", "height"), [(1280, 720), (390, 844)])
def test_the_tools_are_all_on_screen_or_within_reach(open_lab: OpenLab, width: int, height: int) -> None:
    page = editing(open_lab, width=width, height=height)
    least = 44 if width < 720 else 24
    for button in page.locator("#point-editor button").all():
        button.scroll_into_view_if_needed()
        box = button.bounding_box()
        assert box
        assert box["height"] >= least
        assert box["x"] + box["width"] <= width
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
