"""Which hidden units of a network are copies of each other, as seen on its training points. Knows no path.

Two units are alike if their outputs over the training points, centred, are equal up to sign and factor: what one adds
to the layer above, the other could add as well. A unit whose output is constant is none at all: a bias does as much.
"""

from __future__ import annotations

import numpy as np

from app.engine.arrays import Array, Indices, Mask
from app.engine.objective.network import Architecture, forward

ALIKE = 0.02
"""Distance between two centred outputs of length 1, up to which they are equal."""
CONSTANT = 1e-4
"""A unit whose output varies by less than this share of what the liveliest unit of its layer does is constant."""
ROUNDING = 1e-12
"""And so is one whose output varies by less than this: weights of 0."""
NONE = -1


def unit_groups(architecture: Architecture, theta: Array, inputs: Array) -> list[Indices]:
    """For each hidden layer of networks theta (..., P) the group of every unit (..., units).

    Numbered from 0 as they come; NONE for a constant unit.
    """
    activations, _ = forward(architecture, theta, inputs)
    return [_groups(outputs[..., :-1, :]) for outputs in activations]


def distinct_units(architecture: Architecture, theta: Array, inputs: Array) -> tuple[int, ...]:
    """How many different units each hidden layer of one network has."""
    return tuple(int(n_distinct(groups)) for groups in unit_groups(architecture, theta, inputs))


def n_distinct(groups: Indices) -> Indices:
    """(...,) of groups (..., units)."""
    return np.asarray(groups.max(axis=-1) + 1)


def n_alive(groups: Indices) -> Indices:
    """(...,) of groups (..., units)."""
    return np.asarray(np.count_nonzero(groups != NONE, axis=-1))


def _groups(outputs: Array) -> Indices:
    """From outputs (..., units, m)."""
    centred = outputs - outputs.mean(axis=-1, keepdims=True)
    length = np.linalg.norm(centred, axis=-1)
    liveliest = length.max(axis=-1, keepdims=True)
    varies = length > np.maximum(CONSTANT * liveliest, ROUNDING * np.sqrt(outputs.shape[-1]))
    directions = centred / np.where(varies, length, 1.0)[..., None]
    cosines = np.abs(directions @ directions.swapaxes(-1, -2))
    distance = np.sqrt(np.maximum(2.0 - 2.0 * cosines, 0.0))
    return _connected((distance <= ALIKE) & varies[..., None] & varies[..., None, :], varies)


def _connected(alike: Mask, varies: Mask) -> Indices:
    """Group numbers (..., units): two are in one if a chain of units that are alike (..., units, units) joins them."""
    n_units = varies.shape[-1]
    reached = alike
    for _ in range(int(np.ceil(np.log2(max(n_units, 2))))):
        reached = reached @ reached
    first = reached.argmax(axis=-1)
    numbers = np.cumsum(varies & (first == np.arange(n_units)), axis=-1) - 1
    return np.where(varies, np.take_along_axis(numbers, first, axis=-1), NONE)
