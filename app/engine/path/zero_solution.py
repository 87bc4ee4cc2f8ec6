"""The trivial model, all weights 0, and the lambda from which on it is the best there is."""

from __future__ import annotations

import numpy as np

from app.engine.objective.cost import entropy
from app.engine.objective.objective import Objective, Solution
from app.engine.path.envelope import IMPROVEMENT
from app.engine.solvers.damped_newton import WARM_DAMPING
from app.engine.solvers.solver import minimize


def trivial_solution(objective: Objective) -> Solution:
    """All weights exactly 0 and the best constant output, J = H: stationary for every lambda behind a hidden layer."""
    labels, sample_weights = objective.data.labels, objective.data.sample_weights
    share = float(labels @ sample_weights / sample_weights.sum())
    theta = np.zeros(objective.architecture.n_parameters)
    theta[-1] = np.log(share / (1.0 - share))
    norm = float(np.abs(objective.gradient(theta, 0.0)).max())
    return Solution(0.0, theta, entropy(share), 0.0, 0.0, norm)


def critical_lambda(objective: Objective) -> float | None:
    """From here on zero weights are a minimum of a network with one smooth hidden layer, whatever its width.

    Their Hessian has eigenvalues lambda / m +- phi'(0) ||C||, C = mean((mean y - y) x) over the inputs x as the network
    sees them; biases stay free. None for other depths: without a hidden layer there is no collapse, and with more
    of them, or with L1, zero weights are a minimum for every lambda > 0.
    """
    if len(objective.architecture.hidden_layer_sizes) != 1 or not objective.is_smooth:
        return None
    data, phi = objective.data, objective.architecture.phi
    share = data.labels @ data.sample_weights
    direction = data.inputs[:-1] @ (data.sample_weights * (share - data.labels))
    steepest = float(phi.slope(phi.apply(np.zeros(1)))[0])
    return objective.m * steepest * float(np.linalg.norm(direction))


def collapse(objective: Objective, found: list[Solution]) -> tuple[float | None, bool]:
    """The lambda at which the last network with weights costs as much as none, and whether W jumps there.

    None where no network of the path has weights, or the last one has: the place is outside of it.
    A slide to 0 ends where zero weights become a minimum. Before a cliff J is concave on its branch with slope
    ||W||^2 / 2m (L1: sum |W| / m), so Newton's steps to J = H come from below and stay there.
    """
    alive = [i for i, solution in enumerate(found) if solution.squared_weight_norm > 0.0]
    if not alive or alive[-1] == len(found) - 1:
        return None, False
    entropy_of_shares = found[-1].data_cost
    last = found[alive[-1]]
    end = found[alive[-1] + 1].lam
    slide = critical_lambda(objective)
    if slide is not None and last.lam < slide <= end:
        at_slide = minimize(objective, last.theta, slide, max_steps=12, damping=WARM_DAMPING)
        if entropy_of_shares - at_slide.cost(objective.m, slide) < 1e-7:
            return slide, False
    solution, lam = last, last.lam
    for _ in range(30):
        gap = entropy_of_shares - solution.cost(objective.m, lam)
        if gap <= IMPROVEMENT or solution.squared_weight_norm <= 1e-9:
            break
        following = min(lam + gap * objective.m / solution.size, end)
        if following <= lam * (1.0 + 1e-5):
            break
        solution, lam = minimize(objective, solution.theta, following, damping=WARM_DAMPING), following
    return lam, solution.squared_weight_norm > 0.1 * last.squared_weight_norm
