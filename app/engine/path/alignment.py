"""Names for hidden units that stay the same along a path: of all networks that compute the same, the nearest one.

Exchanging two hidden units, or the signs around an odd unit, changes nothing a network computes. A solution found
from another start is therefore renamed to lie as near as possible to its neighbour in lambda.
"""

from __future__ import annotations

from typing import TypeAlias

import numpy as np

from app.engine.arrays import Array, Indices
from app.engine.objective.network import Architecture

NEAR = 0.05
"""Solutions whose parameters differ by less than this share are on one branch already."""
MAX_PASSES = 3

Names: TypeAlias = list[tuple[int, Indices, Array]]
"""Changes one after the other: of a hidden layer, the order of its units as they are called before, and their signs."""


def align(architecture: Architecture, theta: Array, middle: int) -> Array:
    """Solutions theta (L, P) renamed outwards from index `middle`; networks of zeros are left and passed over."""
    aligned = theta.copy()
    for indices in (range(middle + 1, len(theta)), range(middle - 1, -1, -1)):
        neighbour = aligned[middle]
        for i in indices:
            difference = float(np.linalg.norm(aligned[i] - neighbour))
            if difference > NEAR * float(np.linalg.norm(neighbour)) and np.any(aligned[i][architecture.is_weight]):
                aligned[i] = _nearest(architecture, aligned[i], neighbour)
            if np.any(aligned[i][architecture.is_weight]):
                neighbour = aligned[i]
    return aligned


def _nearest(architecture: Architecture, theta: Array, target: Array) -> Array:
    return renamed(architecture, theta, nearest_names(architecture, theta, target))


def nearest_names(architecture: Architecture, theta: Array, target: Array, *, mirrored: bool = False) -> Names:
    """Under which theta lies nearest to target; several passes, for each layer's names depend on the next one's.

    mirrored: the signs around units that are not odd change too, where the next bias makes good for it at no price.
    """
    is_free = architecture.phi.mirror is not None and not architecture.penalize_biases
    flips = architecture.phi.odd or (mirrored and is_free)
    best: Names = []
    least = float(np.linalg.norm(theta - target))
    here, names = theta, best
    depth = len(architecture.hidden_layer_sizes)
    for _ in range(MAX_PASSES if depth > 1 else 1):
        for level in range(depth):
            change = _names_of_level(architecture, here, target, level, flips=flips)
            here, names = renamed(architecture, here, [change]), [*names, change]
        distance = float(np.linalg.norm(here - target))
        if distance >= least:
            break
        best, least = names, distance
    return best


def renamed(architecture: Architecture, theta: Array, names: Names) -> Array:
    """theta (..., P), or what is linear in it, such as its slope, with units in other order and of other signs."""
    theta = theta.copy()
    blocks = architecture.blocks(theta)
    for level, order, signs in names:
        blocks[level][...] = blocks[level][..., order, :] * signs[:, None]
        outgoing = blocks[level + 1][..., :-1][..., order]
        blocks[level + 1][..., :-1] = outgoing * signs
        if architecture.phi.mirror:
            blocks[level + 1][..., -1] += architecture.phi.mirror * (outgoing @ (signs < 0.0))
    return theta


def _names_of_level(
    architecture: Architecture, theta: Array, target: Array, level: int, *, flips: bool
) -> tuple[int, Indices, Array]:
    """The order of the units of one hidden layer, and where it `flips` their signs, that are target's."""
    units, wanted = (_units(architecture, parameters, level) for parameters in (theta, target))
    agreement = wanted @ units.T
    sign = np.where(agreement < 0.0, -1.0, 1.0) if flips else np.ones_like(agreement)
    order = _match(agreement * sign)
    return level, order, sign[np.arange(len(order)), order]


def _units(architecture: Architecture, theta: Array, level: int) -> Array:
    """(units, in + 1 + out): every weight and bias that touches each unit of a hidden layer."""
    blocks = architecture.blocks(theta)
    return np.hstack([blocks[level], blocks[level + 1][:, :-1].T])


def _match(agreement: Array) -> Indices:
    """For each row a column of its own, taking the largest agreements first."""
    wanted: Indices = agreement.argmax(axis=1)
    if len(set(wanted.tolist())) == len(wanted):
        return wanted  # no two rows agree most with the same column
    order = np.empty(len(agreement), dtype=np.intp)
    remaining = agreement.copy()
    for _ in order:
        row, column = np.unravel_index(int(np.argmax(remaining)), remaining.shape)
        order[row] = column
        remaining[row, :] = -np.inf
        remaining[:, column] = -np.inf
    return order
