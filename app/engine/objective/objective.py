"""J of one network and training set as a function of theta and lambda, and what minimising it for one lambda found."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

import numpy as np

from app.engine.arrays import Array
from app.engine.objective.backpropagation import Evaluation, TrainingSet, data_cost_of, evaluate
from app.engine.objective.cost import REGULARIZERS
from app.engine.objective.hessian import Hessian
from app.engine.objective.network import Architecture

TOLERANCE = 1e-6
"""A solution is reported as converged when no entry of the gradient of J is larger, nor for small lambdas than"""
SHARE_OF_PULL = 0.01
"""this share of the penalty's pull lambda / m on a weight of 1,"""
MIN_TOLERANCE = 1e-12
"""as far as rounding lets it be told, for inputs and labels of size 1."""
FLAT = 1e-9
"""Curvature down to minus this is rounding; for small lambdas down to"""
MIN_FLAT, FLAT_SHARE = 1e-13, 1e-3
"""minus this share of lambda / m, but no less than MIN_FLAT."""
NEWTON_PARAMETERS = 640
"""With more parameters than this a Hessian costs more than the hundreds of gradient steps that replace it."""

Pass: TypeAlias = tuple[Array, Array, Evaluation]
"""Data term of J, its gradient, and what they came from."""


@dataclass(frozen=True)
class Solution:
    """Where minimising ended for one lambda.

    theta (P,); data_cost = J without its penalty; size: what lambda / m multiplies, ||W||^2 / 2 or sum |W|, biases
    with them where they are penalised;
    squared_weight_norm = ||W||^2 without biases; gradient_norm = infinity norm of the gradient of J, for L1 and ReLU
    of its element of least norm. ran_out: the steps were used up; otherwise no step lowered J any more. tolerance: up
    to which the gradient's norm is none; saddle: J bends down from here, so that it is no minimum.
    """

    lam: float
    theta: Array
    data_cost: float
    size: float
    squared_weight_norm: float
    gradient_norm: float
    ran_out: bool = False
    tolerance: float = TOLERANCE
    saddle: bool = False

    @property
    def converged(self) -> bool:
        return self.gradient_norm <= self.tolerance and not self.saddle

    def cost(self, m: int, lam: float) -> float:
        """J at any lambda with these weights frozen."""
        return self.data_cost + lam / m * self.size


class Objective:
    """J for one architecture, training set and regularizer, as a function of theta (P,) and lambda."""

    def __init__(self, architecture: Architecture, data: TrainingSet, regularizer: str = "l2") -> None:
        self.architecture = architecture
        self.data = data
        self.regularizer = regularizer
        self.m = data.n_training
        self.is_weight = architecture.is_penalized.astype(np.float64)  # with biases, where they are penalised
        self.penalty = REGULARIZERS[regularizer]
        self._diagonal = np.arange(architecture.n_parameters)
        self._latest: tuple[bytes, Pass | None] = b"", None

    @cached_property
    def data_hessian(self) -> Hessian:
        """Of the data term. Not every path asks for one."""
        return Hessian(self.architecture, self.data)

    @property
    def has_hessian(self) -> bool:
        """Whether the network is small enough for its Hessian to pay."""
        return self.architecture.n_parameters <= NEWTON_PARAMETERS

    @property
    def is_linear(self) -> bool:
        """No hidden layer: J is convex, with one minimum."""
        return not self.architecture.hidden_layer_sizes

    @property
    def has_kinks(self) -> bool:
        """ReLU units: J is smooth between kinks only, and most minima lie on some, where Newton's steps get stuck."""
        return self.architecture.phi.bend is None and not self.is_linear

    @property
    def has_simple_kinks(self) -> bool:
        """One hidden layer of ReLU units under L2: where kinks are does not depend on other kinks."""
        return self.has_kinks and len(self.architecture.hidden_layer_sizes) == 1 and self.regularizer == "l2"

    @property
    def is_smooth(self) -> bool:
        return self.regularizer == "l2" and not self.has_kinks

    @property
    def solvable_to_tolerance(self) -> bool:
        """Whether Newton's method applies, which alone reaches TOLERANCE; inside orthants or between kinks too."""
        return self.has_hessian and (not self.has_kinks or self.has_simple_kinks)

    def tolerance(self, lam: float) -> float:
        """The largest entry of the gradient of J that is none at this lambda."""
        if lam == 0.0:
            return TOLERANCE
        return min(TOLERANCE, max(SHARE_OF_PULL * lam / self.m, MIN_TOLERANCE * self._scale))

    def flat(self, lam: float) -> float:
        """Minus the curvature that is none at this lambda."""
        return FLAT if lam == 0.0 else min(FLAT, max(FLAT_SHARE * lam / self.m, MIN_FLAT))

    @cached_property
    def _scale(self) -> float:
        """What rounding errors of the gradient grow with: the sizes of inputs and labels, at least 1."""
        return max(1.0, float(np.abs(self.data.inputs).max())) * max(1.0, float(np.abs(self.data.labels).max()))

    def squared_weight_norm(self, theta: Array) -> float:
        """||W||^2 without biases, penalised or not."""
        weights = theta * self.architecture.is_weight
        return float(weights @ weights)

    def evaluate(self, theta: Array, lam: float) -> tuple[float, Array, Evaluation]:
        """J, its gradient (P,), and the pass they came from."""
        passed = self._kept(theta)
        if passed is None:
            passed = evaluate(self.architecture, theta, self.data)
            self._latest = theta.tobytes(), passed
        data_cost, data_gradient, evaluation = passed
        weights = theta * self.is_weight
        strength = lam / self.m
        gradient = data_gradient + strength * self.penalty.slope(weights)
        return float(data_cost) + strength * float(self.penalty.size(weights)), gradient, evaluation

    def _kept(self, theta: Array) -> Pass | None:
        """The latest pass if it was there: where one lambda's solution ends, the next one's begins."""
        where, passed = self._latest
        return passed if where == theta.tobytes() else None

    def gradient(self, theta: Array, lam: float) -> Array:
        """Gradient of J (P,)."""
        return self.evaluate(theta, lam)[1]

    def hessian(self, theta: Array, lam: float, evaluation: Evaluation) -> Array:
        """Hessian of J (P, P); with L1 of its smooth part."""
        matrix = self.data_hessian(theta, evaluation)
        if self.regularizer == "l2":
            matrix[self._diagonal, self._diagonal] += lam / self.m * self.is_weight
        return matrix

    def solution(
        self, theta: Array, lam: float, gradient_norm: float, *, used_up: bool = False, saddle: bool = False
    ) -> Solution:
        """theta as the Solution for lambda."""
        passed = self._kept(theta)
        return Solution(
            lam=lam,
            theta=theta,
            data_cost=float(passed[0] if passed else data_cost_of(self.architecture, theta, self.data)),
            size=float(self.penalty.size(theta * self.is_weight)),
            squared_weight_norm=self.squared_weight_norm(theta),
            gradient_norm=gradient_norm,
            ran_out=used_up and gradient_norm > self.tolerance(lam),
            tolerance=self.tolerance(lam),
            saddle=saddle,
        )


def inf_norm(gradient: Array) -> float:
    """Infinity norm."""
    return float(np.abs(gradient).max())
