"""Inputs far from mean 0 and scale 1, seen in coordinates of their own: what a network is there, and here.

x = mean + scale x' makes of a first layer W x + b the same layer (W scale) x' + (b + W mean). Where biases are free,
another mean changes nothing about J but how well it is conditioned. Another scale changes what weights cost, and
another mean what penalised biases cost: what is found there is a start here.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from app.engine.arrays import Array
from app.engine.objective.objective import Objective
from app.engine.path.continuation import input_scale

FAR = 3.0
"""Means of so many deviations, and deviations of so much or less than 1 over it, are searched in other coordinates."""


class Coordinates:
    """x' = (x - mean) / scale, mean and scale (inputs,), and J as a function of the inputs x'."""

    def __init__(self, objective: Objective, mean: Array, scale: Array) -> None:
        self._architecture = objective.architecture
        self._mean, self._scale = mean, scale
        data = objective.data
        inputs = data.inputs.copy()
        inputs[:-1] = (inputs[:-1] - mean[:, None]) / scale[:, None]
        self.objective = Objective(objective.architecture, replace(data, inputs=inputs), objective.regularizer)

    def back(self, theta: Array) -> Array:
        """The network (P,) of inputs x that answers as theta does to the inputs x'."""
        own = theta.copy()
        first = self._architecture.blocks(own)[0]
        first[:, :-1] /= self._scale
        first[:, -1] -= first[:, :-1] @ self._mean
        return own


def centred(objective: Objective) -> Coordinates | None:
    """Those with means of 0; None where they are near enough, or where biases pay for what another mean asks for."""
    if objective.architecture.penalize_biases:
        return None
    inputs = objective.data.inputs[:-1]
    mean, scale = inputs.mean(axis=1), input_scale(objective)
    return Coordinates(objective, mean, np.ones(len(mean))) if np.any(np.abs(mean) > FAR * scale) else None


def standardized(objective: Objective) -> Coordinates | None:
    """Those with deviations of 1, and where biases pay means of 0; None where they are near enough."""
    scale = input_scale(objective)
    mean = objective.data.inputs[:-1].mean(axis=1) * objective.architecture.penalize_biases
    near = (scale <= FAR) & (scale >= 1.0 / FAR) & (np.abs(mean) <= FAR * scale)
    return None if near.all() else Coordinates(objective, mean, scale)
