"""How much work an Experiment is, from its numbers alone: nothing is drawn or trained."""

from __future__ import annotations

from app.engine.datasets import DATASETS, TEST_SIZE
from app.engine.network import Architecture
from app.engine.solver import NEWTON_PARAMETERS
from app.experiments.experiment import Experiment


def estimate_work(experiment: Experiment) -> float:
    """CPU seconds that compute_path needs, within a factor of about three: fitted to measured solves.

    A Newton step costs m P^2 for the Hessian, P^3 to factor it, and a fixed price per pair of layers in calls; the
    gradient steps of a large network cost m P each.
    """
    if experiment.points is not None:
        n_inputs, n_samples = len(experiment.points[0]), len(experiment.points)
    else:
        n_inputs, n_samples = DATASETS[experiment.dataset].n_inputs, experiment.n_samples
    m = n_samples * (1.0 - experiment.validation_fraction)
    architecture = Architecture(
        n_inputs + experiment.nuisance_features, tuple(experiment.hidden_layer_sizes), experiment.activation
    )
    n_parameters, n_layers = architecture.n_parameters, len(architecture.shapes)
    if n_parameters <= NEWTON_PARAMETERS and not (experiment.activation == "relu" and n_layers > 1):
        step = 4e-5 * n_layers * (n_layers + 1) / 2 + 3.5e-11 * m * n_parameters**2 + 3e-11 * n_parameters**3
        steps = {1: 3.0, 2: 9.0 * (1.0 + n_parameters / 40), 3: 14.0 * (1.0 + n_parameters / 350)}.get(n_layers, 22.0)
    else:
        step, steps = 5e-5 + 7e-10 * m * n_parameters, 120.0 if experiment.activation == "relu" else 300.0
    units = sum(experiment.hidden_layer_sizes) + 1
    worth = 4e-9 * architecture.n_weights * m * units if experiment.inspect else 0.0
    forward_passes = 4e-9 * (experiment.grid**2 + TEST_SIZE) * units
    per_lambda = experiment.restarts * steps * step + 2.0 * step + worth + forward_passes
    return 0.02 + len(experiment.lambdas) * per_lambda
