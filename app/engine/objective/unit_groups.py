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
    """For each hidden layer the group of every unit (units,), numbered from 0 as they come; NONE if it is constant."""
    activations, _ = forward(architecture, theta, inputs)
    return [_groups(outputs[:-1]) for outputs in activations]


def distinct_units(architecture: Architecture, theta: Array, inputs: Array) -> tuple[int, ...]:
    """How many different units each hidden layer has."""
    return tuple(n_distinct(groups) for groups in unit_groups(architecture, theta, inputs))


def n_distinct(groups: Indices) -> int:
    return int(groups.max()) + 1


def n_alive(groups: Indices) -> int:
    return int(np.count_nonzero(groups != NONE))


def _groups(outputs: Array) -> Indices:
    """From outputs (units, m)."""
    centred = outputs - outputs.mean(axis=1, keepdims=True)
    length = np.linalg.norm(centred, axis=1)
    varies = length > max(CONSTANT * length.max(), ROUNDING * np.sqrt(outputs.shape[1]))
    directions = centred / np.where(varies, length, 1.0)[:, None]
    cosines = np.abs(directions @ directions.T)
    distance = np.sqrt(np.maximum(2.0 - 2.0 * cosines, 0.0))
    return _connected(distance <= ALIKE, varies)


def _connected(alike: Mask, varies: Mask) -> Indices:
    """Group numbers of units, any two of which are joined by a chain of units that are alike."""
    groups = np.full(len(varies), NONE)
    n = 0
    for unit in np.flatnonzero(varies):
        if groups[unit] != NONE:
            continue
        members = np.zeros(len(varies), dtype=np.bool_)
        members[unit] = True
        while True:
            grown = members | (alike[members].any(axis=0) & varies)
            if np.array_equal(grown, members):
                break
            members = grown
        groups[members] = n
        n += 1
    return groups
