"""Points of one's own: put there by hand, by keys or from a table, in the address, read alike by page and server."""

from __future__ import annotations

import random
import re

import pytest
from playwright.sync_api import Page, Route, expect

from app.experiments.address.own_points import own_points_text, read_own_points
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


def test_a_link_of_today_opens_tomorrow(run_module: Run) -> None:
    assert read_own_points(OWN) == OWN_FIELDS
    body = "return [module.readOwnPoints(given[0]), module.readOwnPoints(given[1])]"
    short, long = run_module("model/own_points.js", body, [OWN, "1_2_4_0_0_0_1_1_0_2_0_1_3_1_1"])
    assert short == long == {**OWN_FIELDS, "n_training": 4}


def test_page_and_server_read_what_either_writes(run_module: Run) -> None:
    draw = random.Random(1)
    kinds = [random_own(draw) for _ in range(300)]
    body = "return given.map((own) => [module.ownPointsText(own), module.readOwnPoints(module.ownPointsText(own))])"
    for own, (text, back) in zip(kinds, run_module("model/own_points.js", body, kinds), strict=True):
        assert back == own
        assert as_own(read_own_points(text)) == own
    texts = [text_of(own) for own in kinds]
    back = run_module("model/own_points.js", "return given.map(module.readOwnPoints)", texts)
    assert back == kinds


def test_rings_of_points_with_every_digit_are_not_lost_nor_read_where_they_do_not_fit(run_module: Run) -> None:
    text = "1_2_2_.1234567890123_0_0_1_1_1"
    rings = {"mislabeled": [False, True]}
    plain, ringed, *cut = run_module(
        "model/own_points.js",
        "return given.map(module.readOwnPoints)",
        [text, f"{text}_r4", *(f"{text}_{end}" for end in ("r", "r40", "rg", "4", "r4_1", "r4_r4"))],
    )
    assert ringed == plain | rings
    assert cut == [None] * 6
    assert as_own(read_own_points(f"{text}_r4")) == ringed
    assert run_module("model/own_points.js", "return module.ownPointsText(given)", ringed).endswith("_r4")


def random_own(draw: random.Random) -> Json:
    """Own points of two inputs: on a grid, as the page makes them, or with all digits a number has; some ringed."""
    n, digits = draw.randint(2, 60), draw.choice([0, 1, 3, 4, None])
    reach = draw.choice([0.01, 1, 13, 1000])
    draws = [[draw.uniform(-reach, reach) for _ in range(2)] for _ in range(n)]
    points = [[value if digits is None else round(value, digits) + 0.0 for value in point] for point in draws]
    own = {"points": points, "labels": [draw.randint(0, 1) for _ in points], "n_training": draw.randint(1, n)}
    rings = [draw.random() < 0.1 for _ in points]
    return own | {"mislabeled": rings} if any(rings) else own


def as_own(fields: Json) -> Json:
    return {
        "points": fields["points"] + fields.get("validation_points", []),
        "labels": fields["labels"] + fields.get("validation_labels", []),
        "n_training": len(fields["points"]),
        **({"mislabeled": fields["mislabeled_points"]} if "mislabeled_points" in fields else {}),
    }


def text_of(own: Json) -> str:
    return own_points_text(own["points"], own["labels"], own["n_training"], own.get("mislabeled"))


def test_500_set_ups_survive_the_address(run_module: Run, choices: Json) -> None:
    draw = random.Random(2)
    owns = [random_own(draw) for _ in range(250)]
    body = """
      const { own, choices } = given;
      const part = (module) => import(path.replace("address/set_up_query.js", module));
      const { ownPointsText } = await part("model/own_points.js");
      const { changed, defaultSettings } = await part("model/settings.js");
      let seed = 7;
      const random = () => (seed = (seed * 16807) % 2147483647) / 2147483647;
      const whole = (most) => Math.floor(random() * (most + 1));
      const pick = (values) => values[whole(values.length - 1)];
      const { fields } = choices;
      const named = (name) => pick(fields[name].choices.map((choice) => choice.name).filter((kind) => kind !== "own"));
      const json = JSON.stringify;
      const lost = [];
      for (let k = 0; k < 500; k += 1) {
        const data = k % 2 ? { data: ownPointsText(own[(k - 1) / 2]) }
          : { dataset: pick(["moons", "circles", "xor"]), noise: whole(100) / 100, n_samples: 10 + whole(500) };
        const change = {
          ...data, mislabeled: whole(50) / 100, validation_fraction: whole(90) / 100, nuisance_features: whole(8),
          standardize: random() < 0.5, hidden_layer_sizes: Array.from({ length: whole(4) }, () => 1 + whole(63)),
          activation: named("activation"), regularizer: named("regularizer"), direction: named("direction"),
          restarts: 1 + whole(2), folds: pick([0, 2, 5]), draws: pick([0, 3]), seed: whole(9999),
          lambdas: [0, 10 ** -Math.ceil(4 * random()), 1 + random(), 10 + 90 * random()],
        };
        const settings = changed(defaultSettings(choices), change, choices);
        const lambda = pick([null, Number((1000 * random()).toPrecision(4))]);
        const weight = pick([null, { layer: 0, to: 1, from: 0 }]);
        const query = module.toQuery(settings, choices, { lambda, weight });
        const back = module.fromQuery(query, choices);
        const kept = Object.keys(change).every((name) => json(back.settings[name]) === json(change[name]))
          && back.page.lambda === lambda && json(back.page.weight) === json(weight) && !back.notices.length;
        if (!kept || module.toQuery(back.settings, choices, back.page) !== query) lost.push([query, back.notices]);
      }
      return lost"""
    assert run_module("address/set_up_query.js", body, {"own": owns, "choices": choices}) == []


def test_200_points_fit_in_2000_characters(lab: Page) -> None:
    lab.get_by_role("button", name="Edit points").click()
    lab.get_by_role("button", name="Two outliers").click()
    expect(lab.locator("#sentence")).to_contain_text("102 training + 100 validation points of your own.")
    assert len(lab.url) < 2000
    assert len(as_own(own_of(lab))["points"]) == 202
    assert "standardize=true" in lab.url


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


@pytest.mark.parametrize(
    ("table", "problem"),
    [
        ("x1,x2,label\n1,2,0\n1,abc,1", "Line 3, column 2 (x2): expected a number, got “abc”."),
        ("1,2,0\n\n,2,1", "Line 3, column 1 (x1): expected a number, found nothing."),
        ("1,2,0\n2,3,", "Line 2, column 3 (label): expected a label, found nothing."),
        ("1,2,0\n2,3,0", "Every label is “0”"),
        ("1;2;a\n2;3;b\n4;5;c", "Line 3, column 3 (label): “c” is a third class after “a” and “b”, expected two."),
        ("1,2,3,0\n2,3,4,1", "Line 1: expected three columns, x1, x2 and label, found 4."),
        ("1,5,2,5,0", "found 5. With decimal commas, part the columns by semicolons."),
        ("hello", "Line 1: expected three columns separated by comma, semicolon or tab, found one."),
        ("x,y,class", "There is no line below the header"),
        ("1e7,2,0\n1,2,1", "Line 1, column 1 (x1): expected a number from −1000000 to 1000000, got “1e7”."),
        ("1,2,0\n" * 2001, "Line 2001: 2001 points, at most 2000 fit."),
    ],
)
def test_a_table_that_does_not_fit_is_said_by_line_and_column(
    run_module: Run, choices: Json, table: str, problem: str
) -> None:
    found = run_module("model/csv_points.js", "return module.readTable(...given)", [table, choices["limits"]])
    assert problem in found["problem"]


@pytest.mark.parametrize(
    "table", ["a;b;kind\r\n1,5;-2;cat\r\n3;4e-1;dog\r\n", "1.5\t-2\tcat\n3\t.4\tdog", '"1.5","-2","cat"\n3,0.4,dog']
)
def test_tables_are_read_with_any_delimiter(run_module: Run, choices: Json, table: str) -> None:
    found = run_module("model/csv_points.js", "return module.readTable(...given)", [table, choices["limits"]])
    assert found["own"] == {"points": [[1.5, -2], [3, 0.4]], "labels": [0, 1], "n_training": 2}
    assert found["labels"] == ["cat", "dog"]


def test_labels_that_are_numbers_are_classes_in_their_order(run_module: Run, choices: Json) -> None:
    table = "1,2,1\n3,4,0"
    found = run_module("model/csv_points.js", "return module.readTable(...given)", [table, choices["limits"]])
    assert found["own"]["labels"] == [1, 0]
    assert found["labels"] == ["0", "1"]


def test_a_table_is_previewed_then_used(open_lab: OpenLab) -> None:
    page = editing(open_lab)
    before = page.url
    page.get_by_role("button", name="CSV: paste or drop a table").click()
    text = page.get_by_label("The table as text")
    text.fill("x1,x2,label\n0,0,no\n1,zero,yes")
    expect(page.locator("#csv-problem")).to_have_text("Line 3, column 2 (x2): expected a number, got “zero”.")
    page.get_by_role("button", name="Use these points").click(force=True)
    assert page.url == before, "the data on screen stays"
    text.fill("x1,x2,label\n0,0,no\n1,0.5,yes\n2,1,yes")
    expect(page.locator("#csv caption")).to_have_text("3 points: 1 “no” as circles, 2 “yes” as crosses.")
    page.get_by_role("button", name="Use these points").click()
    page.wait_for_function("() => location.search.includes('data=2.2.3.')")
    assert own_of(page) == {"points": [[0, 0], [1, 0.5], [2, 1]], "labels": [0, 1, 1]}


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
