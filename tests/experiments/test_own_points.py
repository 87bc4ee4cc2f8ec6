"""Own points as text of an address: both forms are read, and what is neither is refused in one sentence."""

from __future__ import annotations

import pytest

from app.experiments.own_points import read_own_points

SHORT = "2.2.1.1.gAKf_7gAAgAB.4"


def test_the_short_form_is_whole_numbers_over_a_power_of_ten() -> None:
    fields = read_own_points(SHORT)
    assert fields == {
        "points": [[1.0, -0.5]],
        "labels": [0.0],
        "validation_points": [[0.0, 0.1]],
        "validation_labels": [1.0],
    }


def test_the_rings_that_the_page_draws_change_nothing() -> None:
    assert read_own_points(f"{SHORT}.c") == read_own_points(SHORT)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("2.2.1.1.gAKf_7gAAgAB", "expected inputs, training points, decimals, coordinates and labels"),
        ("2.x.1.1.gAKf_7.0", "expected inputs, training points, decimals"),
        ("2.0.1.1.gAKf_7.0", "1 to 10 inputs"),
        ("2.11.1.1.gAKf_7.0", "1 to 10 inputs"),
        ("2.2.1.99.gAKf_7.0", "9 decimals at most"),
        ("2.2.1.1.gAKf_.0", "expected 6 letters or digits for each point"),
        ("2.2.1.1.gAKf!7.0", "expected 6 letters or digits for each point"),
        ("2.2.1.1.gAKf_7gAAgAB.40", "expected a label for each of 2 points"),
        ("2.2.1.1.gAKf_7gAAgAB.g", "expected a label for each of 2 points"),
        (f"{SHORT}.40", "expected a ring or none for each of 2 points"),
        (f"{SHORT}.", "expected a ring or none for each of 2 points"),
        (f"{SHORT}.4.4", "expected inputs, training points, decimals, coordinates and labels"),
        ("2.2.3.1.gAKf_7gAAgAB.4", "expected 3 training points, got 2"),
        ("3.2.1.1.gAKf_7.0", "expected own points in a form that begins with 1_ or 2., such as 1_2_2_0_0_0_1_1_1, got"),
    ],
)
def test_a_text_that_is_cut_or_broken_is_refused(text: str, said: str) -> None:
    with pytest.raises(ValueError, match="expected") as refusal:
        read_own_points(text)
    assert said in str(refusal.value)
