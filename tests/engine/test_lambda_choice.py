from __future__ import annotations

import numpy as np

from app.engine.analysis.lambda_choice import choose

LAMBDAS = np.array([0.0, 0.01, 0.1, 1.0, 10.0, 100.0])


def test_the_choice_is_the_minimum_and_the_band_is_within_one_standard_error() -> None:
    choice = choose(LAMBDAS, np.array([0.9, 0.5, 0.32, 0.30, 0.33, 0.7]), np.full(6, 0.025))
    assert choice.index == 3
    assert choice.band == (2, 3)
    assert choice.one_standard_error == 3
    assert not choice.flat
    assert not choice.at_edge


def test_the_band_is_one_stretch_even_where_the_curve_dips_again() -> None:
    choice = choose(LAMBDAS, np.array([0.31, 0.9, 0.31, 0.30, 0.9, 0.31]), np.full(6, 0.02))
    assert choice.band == (2, 3)


def test_the_one_standard_error_choice_is_the_largest_lambda_within_it_wherever_the_band_ends() -> None:
    rng = np.random.default_rng(0)
    beyond = 0
    for _ in range(50):
        cost = rng.uniform(0.3, 0.4, len(LAMBDAS))
        choice = choose(LAMBDAS, cost, np.full(len(LAMBDAS), 0.03))
        assert choice.one_standard_error == max(i for i, value in enumerate(cost) if value <= cost.min() + 0.03)
        beyond += choice.one_standard_error > choice.band[1]
    assert beyond > 0


def test_the_band_is_judged_by_the_standard_error_of_the_best() -> None:
    choice = choose(LAMBDAS, np.array([0.9, 0.5, 0.32, 0.30, 0.33, 0.7]), np.array([0.4, 0.4, 0.4, 0.025, 0.4, 0.4]))
    assert choice.band == (2, 3)


def test_the_best_lambda_at_0_is_said_to_be_at_the_edge() -> None:
    choice = choose(LAMBDAS, np.array([0.1, 0.2, 0.3, 0.4, 0.5, 0.6]), np.full(6, 0.01))
    assert choice.index == 0
    assert choice.at_edge


def test_the_best_lambda_at_the_right_end_is_said_to_be_at_the_edge() -> None:
    choice = choose(LAMBDAS, np.array([0.6, 0.5, 0.4, 0.3, 0.2, 0.1]), np.full(6, 0.01))
    assert choice.index == 5
    assert choice.at_edge


def test_a_curve_that_hardly_moves_is_flat() -> None:
    assert choose(LAMBDAS, np.full(6, 0.3), np.full(6, 0.01)).flat


def test_among_equals_the_largest_lambda_is_taken() -> None:
    assert choose(LAMBDAS, np.array([0.5, 0.3, 0.3, 0.3, 0.5, 0.6]), np.full(6, 0.01)).index == 3


def test_a_single_lambda_is_neither_flat_nor_at_the_edge() -> None:
    choice = choose(np.array([1.0]), np.array([0.3]), np.array([0.1]))
    assert choice.index == 0
    assert not choice.flat
    assert not choice.at_edge


def test_lambdas_without_a_minimum_are_not_chosen_nor_part_of_the_band() -> None:
    cost = np.array([0.1, 0.5, 0.32, 0.30, 0.33, 0.7])
    choice = choose(LAMBDAS, cost, np.full(6, 0.3), first=1)
    assert choice.index == 3
    assert choice.band == (1, 4)
    assert not choice.at_edge
    first_left = choose(LAMBDAS, np.array([0.1, 0.2, 0.32, 0.4, 0.5, 0.7]), np.full(6, 0.01), first=1)
    assert (first_left.index, first_left.at_edge) == (1, True)
