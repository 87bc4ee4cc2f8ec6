"""Copies among hidden units are found whatever their sign, factor and order; constant units are none."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.sparse.csgraph import connected_components

from app.engine.arrays import Array
from app.engine.objective.network import Architecture, forward, initialize
from app.engine.objective.unit_groups import NONE, distinct_units, n_alive, n_distinct, unit_groups
from tests.engine.conftest import training_set

DATA = training_set()


def network(sizes: tuple[int, ...], activation: str = "tanh", seed: int = 0) -> tuple[Architecture, Array]:
    architecture = Architecture(2, sizes, activation)
    return architecture, 2.0 * initialize(architecture, np.random.default_rng(seed), 1)[0]


def reference(outputs: Array) -> tuple[int, int]:
    """(different, alive) from outputs (units, m), by correlations and SciPy's graphs."""
    alive = outputs[outputs.std(axis=1) > 1e-9]
    if len(alive) == 0:
        return 0, 0
    correlations = np.abs(np.atleast_2d(np.corrcoef(alive)))
    n, _ = connected_components(correlations >= 1.0 - 0.02**2 / 2)
    return n, len(alive)


def test_a_mirrored_unit_and_a_shifted_one_are_copies_and_a_constant_one_is_none() -> None:
    architecture, theta = network((5,))
    hidden = architecture.blocks(theta)[0]
    hidden[2] = -hidden[0]
    hidden[3, :-1] = 0.0
    (groups,) = unit_groups(architecture, theta, DATA.inputs)
    assert groups.tolist() == [0, 1, 0, NONE, 2]
    assert (int(n_distinct(groups)), int(n_alive(groups))) == (3, 4)


@pytest.mark.parametrize("activation", ["tanh", "sigmoid", "relu"])
@pytest.mark.parametrize("closeness", [0.0, 0.005, 0.02, 0.1])
def test_counts_are_those_of_correlations(activation: str, closeness: float) -> None:
    for seed in range(10):
        rng = np.random.default_rng(seed)
        architecture, theta = network((6, 4), activation, seed)
        blocks = architecture.blocks(theta)
        blocks[0][3:] = blocks[0][:3] * (1.0 + closeness * rng.standard_normal((3, 3)))
        groups = unit_groups(architecture, theta, DATA.inputs)
        activations, _ = forward(architecture, theta, DATA.inputs)
        counts = [(int(n_distinct(of_layer)), int(n_alive(of_layer))) for of_layer in groups]
        assert counts == [reference(outputs[:-1]) for outputs in activations]


def test_weights_of_0_leave_no_unit_and_no_hidden_layer_has_none() -> None:
    architecture, theta = network((3, 2))
    theta[architecture.is_weight] = 0.0
    assert distinct_units(architecture, theta, DATA.inputs) == (0, 0)
    linear, theta = network(())
    assert distinct_units(linear, theta, DATA.inputs) == ()
