"""Own points from a table: read with any delimiter, told where it does not fit, previewed, used."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Json, OpenLab, Run
from tests.browser.test_own_data import editing, own_of


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
