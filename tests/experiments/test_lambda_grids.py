"""λ's an even factor apart, written short in an address."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from app.experiments.address.canonical import to_query
from app.experiments.address.lambda_grids import MAX_TO_A_DECADE, grid
from app.experiments.address.parsing import parse_query
from app.experiments.requests.experiment import Experiment

LONG = (
    "0,0.0001,0.000147,0.000215,0.000316,0.000464,0.000681,0.001,0.00147,0.00215,0.00316,0.00464,0.00681,0.01,0.0147,"
    "0.0215,0.0316,0.0464,0.0681,0.1,0.147,0.215,0.316,0.464,0.681,1,1.47,2.15,3.16,4.64,6.81,10,14.7,21.5,31.6,46.4,"
    "68.1,100,147,215,316,464,681,1000"
)
"""As links of lessons wrote them before."""


def test_a_long_link_still_opens_and_is_written_short() -> None:
    experiment = parse_query([("lambdas", LONG)])
    assert to_query(experiment) == "lambdas=0,0.0001..1000..6"
    assert parse_query([("lambdas", "0,0.0001..1000..6")]) == experiment


@pytest.mark.parametrize("text", ["0,0.1,1,10", "1,2,3,4", "0.1,0.147,0.215,0.316,0.465", "1"])
def test_what_is_no_grid_is_written_one_by_one(text: str) -> None:
    assert to_query(parse_query([("lambdas", text)])) == f"lambdas={text}"


@given(st.integers(-8, 4), st.integers(100, 999), st.integers(1, 200), st.integers(1, MAX_TO_A_DECADE))
def test_every_grid_comes_back_as_it_was(decade: int, digits: int, steps: int, to_a_decade: int) -> None:
    first = float(f"{digits}e{decade - 2}")
    last = float(f"{first * 10 ** (steps / to_a_decade):.3g}")
    lambdas = grid(first, last, to_a_decade, most=201)
    assume(lambdas is not None and first >= 1e-8 and lambdas[-1] <= 1e6)
    assert lambdas is not None
    assert list(lambdas) == sorted(set(lambdas))
    experiment = Experiment(lambdas=lambdas)
    pairs = [tuple(part.split("=")) for part in to_query(experiment).split("&")]
    assert parse_query(pairs) == experiment  # type: ignore[arg-type]  # names and values
