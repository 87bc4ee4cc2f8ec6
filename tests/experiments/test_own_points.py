"""Own points as text of an address: both forms are read, and what is neither is refused in one sentence."""

from __future__ import annotations

import pytest

from app.experiments.address.canonical import share_url
from app.experiments.address.own_points import own_points_text, read_own_points
from app.experiments.address.parsing import parse, parse_query
from app.experiments.compute.drawn_data import compute_dataset
from app.experiments.compute.path import compute_path
from app.experiments.requests.experiment import Experiment
from app.experiments.requests.request_errors import RequestError

SHORT = "2.2.1.1.gAKf_7gAAgAB.4"


def test_the_short_form_is_whole_numbers_over_a_power_of_ten() -> None:
    fields = read_own_points(SHORT)
    assert fields == {
        "points": [[1.0, -0.5]],
        "labels": [0.0],
        "validation_points": [[0.0, 0.1]],
        "validation_labels": [1.0],
    }


def test_the_rings_that_the_page_draws_are_points_with_a_wrong_label() -> None:
    assert read_own_points(f"{SHORT}.4") == read_own_points(SHORT) | {"mislabeled_points": [False, True]}


def ringed(points: list[list[float]], rings: list[bool], **more: object) -> Experiment:
    labels = [k % 2 for k in range(len(points))]
    return parse(Experiment, {"points": points, "labels": labels, "mislabeled_points": rings} | more)


CORNERS = [[0.0, 0.5], [1.25, -0.5], [3.0, 0.0], [0.0, 4.75], [-1.0, 1.0]]


def test_rings_make_the_server_write_the_short_form_which_leads_back_to_them() -> None:
    held_out = {"validation_points": [[2.0, 2.5]], "validation_labels": [1]}
    given = ringed(CORNERS, [False, True, False, False, True, True], **held_out)
    address = share_url(given)
    assert address is not None
    assert address.startswith("/?data=2.2.5.2.")
    assert parse_query([tuple(part.split("=", 1)) for part in address.removeprefix("/?").split("&")]) == given  # type: ignore[misc]


def test_where_the_short_form_would_round_rings_end_the_long_one_which_leads_back_to_them() -> None:
    given = ringed([[1 / 3, 0.0], [1.0, 1.0]], [True, False])
    address = share_url(given)
    assert address == "/?data=1_2_2_.3333333333333333_0_0_1_1_1_r8"
    assert parse_query([("data", address.removeprefix("/?data="))]) == given


def test_without_rings_the_long_form_is_written_as_ever() -> None:
    assert ringed(CORNERS, [False] * 5) == parse(Experiment, {"points": CORNERS, "labels": [0, 1, 0, 1, 0]})
    assert share_url(ringed(CORNERS[:2], [False] * 2)) == "/?data=1_2_2_0_.5_0_1.25_-.5_1"
    assert own_points_text(((0.0, 0.5), (1.25, -0.5)), [0, 1], 2, [False] * 2) == "1_2_2_0_.5_0_1.25_-.5_1"


def test_rings_are_counted_in_the_scores_and_change_no_network() -> None:
    rings = [False, True, False, False, True]
    plain, known = (
        compute_path(ringed(CORNERS, flags, hidden_layer_sizes=[2], lambdas=[0.1, 1], restarts=1), lambda *_: None)
        for flags in ([False] * 5, rings)
    )
    assert plain["train"]["n_mislabeled"] == 0
    assert known["train"]["n_mislabeled"] == 2
    assert known["cost"]["total"].tolist() == plain["cost"]["total"].tolist()
    assert compute_dataset(ringed(CORNERS, rings))["mislabeled"].tolist() == rings
    flipped = compute_dataset(ringed(CORNERS, rings, mislabeled=0.2))["mislabeled"]
    assert abs(int(flipped.sum()) - 2) == 1  # one more, or one that was wrong and is right now


@pytest.mark.parametrize(
    ("rings", "said"),
    [
        ([True], "mislabeled_points: expected 5 values, each true or false, one for each own point, got 1"),
        (
            [0, 1, 0, 0, 0],
            "mislabeled_points: expected a list of 1 to 4000 values, each true or false, got 0 at position 1",
        ),
        ("yes", 'mislabeled_points: expected a list of 1 to 4000 values, each true or false, got "yes"'),
    ],
)
def test_rings_that_do_not_fit_are_refused(rings: list[bool], said: str) -> None:
    with pytest.raises(RequestError, match="mislabeled_points") as refusal:
        ringed(CORNERS, rings)
    assert said in refusal.value.detail


def test_rings_are_refused_in_regression_and_none_are_not() -> None:
    line: list[list[float]] = [[0.0], [1.0], [2.0]]
    with pytest.raises(RequestError, match="mislabeled_points: expected none for regression"):
        ringed(line, [False, True, False], task="regression")
    assert ringed(line, [False] * 3, task="regression").mislabeled_points is None


def test_rings_without_points_are_refused() -> None:
    with pytest.raises(RequestError, match="points: expected own points beside mislabeled_points"):
        parse(Experiment, {"mislabeled_points": [True]})


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
        ("1_2_2_0_0_0_1_1_1_r", "expected a ring or none for each of 2 points"),
        ("1_2_2_0_0_0_1_1_1_r40", "expected a ring or none for each of 2 points"),
        ("1_2_2_0_0_0_1_1_1_rg", "expected a ring or none for each of 2 points"),
        ("1_2_2_0_0_0_1_1_r4", "expected 2 or more points of 2 numbers and a label, got 5 numbers"),
        ("1_2_2_0_0_0_1_r4_1", "expected numbers joined by _, got"),
        ("3.2.1.1.gAKf_7.0", "expected own points in a form that begins with 1_ or 2., such as 1_2_2_0_0_0_1_1_1, got"),
    ],
)
def test_a_text_that_is_cut_or_broken_is_refused(text: str, said: str) -> None:
    with pytest.raises(ValueError, match="expected") as refusal:
        read_own_points(text)
    assert said in str(refusal.value)
