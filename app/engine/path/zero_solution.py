"""The trivial model, all weights 0, and the lambda from which on it is the best there is."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from app.engine.linear.constant_output import balanced_lambda, constant_output
from app.engine.objective.cost import entropy
from app.engine.objective.objective import Objective, Solution, inf_norm
from app.engine.solvers.damped_newton import WARM_DAMPING
from app.engine.solvers.orthant_wise import least_subgradient
from app.engine.solvers.solver import minimize

SAME_COST = 1e-10
"""J within this of the constant model's is the same, to rounding."""


def trivial_solution(objective: Objective, lam: float = 0.0) -> Solution:
    """All weights exactly 0 and the best constant output, behind a hidden layer; not converged where not stationary.

    With free biases it is for every lambda, and J = H. With penalised ones the output's bias depends on lambda, and
    units that answer something at 0, as sigmoid does, are of use to the output; under L1 not enough to leave 0.
    """
    theta = np.zeros(objective.architecture.n_parameters)
    theta[-1], _ = constant_output(objective, lam)
    _, gradient, _ = objective.evaluate(theta, lam)
    if not objective.architecture.penalize_biases:
        norm = float(np.abs(objective.gradient(theta, 0.0)).max())
        return replace(objective.solution(theta, lam, norm), data_cost=entropy(_share(objective)))
    if objective.regularizer == "l1":
        gradient = least_subgradient(objective, theta, gradient, lam)
    return objective.solution(theta, lam, inf_norm(gradient))


def constant_cost(objective: Objective, lam: float) -> float:
    """J of the best network without weights: H with free biases, more with penalised ones. The most that J can be."""
    theta = np.zeros(objective.architecture.n_parameters)
    theta[-1], _ = constant_output(objective, lam)
    return float(objective.evaluate(theta, lam)[0])


def _share(objective: Objective) -> float:
    labels, sample_weights = objective.data.labels, objective.data.sample_weights
    return float(labels @ sample_weights / sample_weights.sum())


def critical_lambda(objective: Objective) -> float | None:
    """From here on zero weights are a minimum of a network with one smooth hidden layer, whatever its width.

    Their Hessian has eigenvalues lambda / m +- phi'(0) ||C||, C = mean((output - y) x) over the inputs x as the network
    sees them; if biases are penalised, x has a 1 for them, else they stay free. None for other depths: without a hidden
    layer there is no collapse, and with more of them, or with L1, zero weights are a minimum for every lambda > 0. None
    too where zero weights are never stationary.
    """
    if len(objective.architecture.hidden_layer_sizes) != 1 or not objective.is_smooth:
        return None
    data, phi = objective.data, objective.architecture.phi
    inputs = data.inputs if objective.architecture.penalize_biases else data.inputs[:-1]
    steepest = float(phi.slope(phi.apply(np.zeros(1)))[0])

    def pull(output: float) -> float:
        return steepest * float(np.linalg.norm(inputs @ (data.sample_weights * (output - data.labels))))

    lam = balanced_lambda(objective, pull)
    return lam if trivial_solution(objective, lam).converged else None


def collapse(objective: Objective, found: list[Solution]) -> tuple[float | None, bool]:
    """The lambda at which the last network with weights costs as much as none, and whether W jumps there.

    None where no network of the path has weights, or the last one has: the place is outside of it.
    A slide to 0 ends where zero weights become a minimum. Before a cliff J is concave on its branch with slope
    ||W||^2 / 2m (L1: sum |W| / m), so Newton's steps to J = H come from below and stay there.
    """
    alive = [i for i, solution in enumerate(found) if solution.squared_weight_norm > 0.0]
    if not alive or alive[-1] == len(found) - 1:
        return None, False
    last = found[alive[-1]]
    end = found[alive[-1] + 1].lam
    slide = critical_lambda(objective)
    if slide is not None and last.lam < slide <= end:
        at_slide = minimize(objective, last.theta, slide, max_steps=12, damping=WARM_DAMPING)
        if constant_cost(objective, slide) - at_slide.cost(objective.m, slide) < 1e-7:
            return slide, False
    solution, lam = last, last.lam
    for _ in range(30):
        gap = constant_cost(objective, lam) - solution.cost(objective.m, lam)
        if gap <= SAME_COST or solution.squared_weight_norm <= 1e-9:
            break
        following = min(lam + gap * objective.m / max(solution.size - found[-1].size, 1e-12), end)
        if following <= lam * (1.0 + 1e-5):
            break
        solution, lam = minimize(objective, solution.theta, following, damping=WARM_DAMPING), following
    return lam, solution.squared_weight_norm > 0.1 * last.squared_weight_norm
