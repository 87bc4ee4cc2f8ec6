"""Every number is written as the design's table of numbers says."""

from __future__ import annotations

import pytest

from tests.browser.conftest import Json, Run

CASES: dict[str, list[tuple[Json, str]]] = {
    "formatCost": [(0.30649, "0.306"), (0, "0"), (0.0001, "0.000"), (None, "–"), (2.0252e13, "2.03·10¹³")],
    "formatLambda": [
        (0.2113, "0.211"),
        (39.811, "39.8"),
        (1000, "1000"),
        (0.000335, "0.00034"),
        (0.0001, "0.00010"),
        (0.000999, "0.0010"),
        (0.0001496, "0.00015"),
        (1, "1.00"),
        (133.352, "133"),
        (999.96, "1000"),
        (0, "0"),
    ],
    "formatTick": [(0.0001, "0.0001"), (0.1, "0.1"), (10, "10"), (1000, "1000"), (0, "0"), (1e-6, "0.000001")],
    "formatSquaredNorm": [
        (68.23, "68.2"),
        (2987.4, "2\u202f987"),
        (999.6, "1\u202f000"),
        (0.0123, "0.0123"),
        (6e-34, "< 0.0001"),
        (0, "0"),
    ],
    "formatWeight": [(-3.184, "\u22123.18"), (10.886, "10.89"), (0, "0"), (-0.001, "0.00")],
    "formatPull": [
        (0.0067, "0.0067"),
        (0.0000361, "0.000036"),
        (-0.0067, "\u22120.0067"),
        (0, "0"),
        (1e-9, "< 0.0000001"),
    ],
    "formatPrice": [(0.01068, "0.0107"), (0.23204, "0.2320"), (0, "0"), (-0.00001, "0.0000")],
    "formatAccuracy": [
        (0.91, "91\u00a0%"),
        (1, "100\u00a0%"),
        (0.998, "99\u00a0%"),
        (0.002, "1\u00a0%"),
        (0, "0\u00a0%"),
    ],
    "formatCount": [(200, "200"), (2000, "2\u202f000"), (1234567, "1\u202f234\u202f567")],
    "formatShare": [(0.06, "6\u00a0%"), (0.125, "12.5\u00a0%")],
    "formatSeconds": [(0.42, "0.4\u00a0s"), (41.3, "41\u00a0s"), (150, "3\u00a0min")],
}


@pytest.mark.parametrize("function", CASES)
def test_numbers_are_written_as_the_table_says(run_module: Run, function: str) -> None:
    values = [value for value, _ in CASES[function]]
    written = run_module("model/format.js", f"return given.map(module.{function})", values)
    assert written == [text for _, text in CASES[function]]
