"""How much work an Experiment is, from its numbers alone: nothing is drawn or trained."""

from __future__ import annotations

from app.engine.data.datasets import DATASETS, TEST_SIZE
from app.engine.objective.network import Architecture
from app.engine.objective.objective import NEWTON_PARAMETERS
from app.engine.path.multistart import n_descents
from app.engine.path.search_grid import UNIT_GRID
from app.engine.solvers.batched_lbfgs import steps_per_start
from app.experiments.compute.resampling import starts_of_a_fold
from app.experiments.requests.experiment import Experiment
from app.experiments.requests.training_run import TrainingRun

SECONDS_PER_NUMBER = {"arrays": 1.2e-6, "typed": 2.5e-7}
"""To write a number down and compress it."""
INSPECTED = 6
"""Numbers for each weight that come with `inspect`."""
FRESH, SEVERAL = 4.0, 3.0
"""How much more than the neighbour's solution a fresh start takes, and a search among many for each lambda."""
STEPS_AMONG_KINKS = 5
"""Newton's, for each lambda and unit, at the end of a path of ReLU networks."""
BATCH_OF_ONE_LAMBDA = 2.3
"""How much more a rough descent takes in the small batch of one lambda."""
REFINED, NODES = 1.0, 120
"""Paths whose solves `continuous` takes beside the search, and the nodes of its pieces."""
SCORES, SNAPSHOT_SCORES = 18, 13
"""Numbers for each lambda of a path, and for each snapshot of a training run, beside those of the network."""


def estimate_seconds(experiment: Experiment) -> float:
    """CPU seconds from Experiment to answer, fitted to measured ones: a path's within a factor of about three.

    A training run's, which has no search in it, between half and one and a half times what it takes.
    """
    writing = SECONDS_PER_NUMBER[experiment.format] * count_numbers(experiment)
    if isinstance(experiment, TrainingRun):
        return 0.01 + _training_work(experiment) + writing
    return 0.02 + _solving(experiment) + _rough_work(experiment) + writing


def count_numbers(experiment: Experiment) -> int:
    """How many numbers the answer holds."""
    architecture = _architecture(experiment)
    if isinstance(experiment, TrainingRun):
        return len(experiment.lambdas) * _n_snapshots(experiment) * (architecture.n_parameters + SNAPSHOT_SCORES)
    inspected = INSPECTED * architecture.n_weights if experiment.inspect else 0
    grid = experiment.grid ** (2 if experiment.degree is None else 1)
    layers = architecture.hidden_layer_sizes
    units = 2 * len(layers) + (sum(layers) if experiment.inspect else 0)
    for_each = grid + architecture.n_parameters + inspected + units + SCORES + experiment.draws
    nodes = NODES * (2 * architecture.n_parameters + 4) if experiment.continuous else 0
    return len(experiment.lambdas) * for_each + nodes


def _solving(experiment: Experiment) -> float:
    """Of paths, and of what is read off them.

    A Newton step costs m P^2 for the Hessian, P^3 to factor it, and a fixed price per pair of layers in calls.
    A gradient step costs m for each unit and parameter, and a fixed price per hidden layer. ReLU takes gradient steps,
    one Hessian for its effective parameters, and with one hidden layer Newton's steps among kinks at the end.
    """
    architecture = _architecture(experiment)
    m = _n_samples(experiment) * (1.0 - experiment.validation_fraction)
    n_parameters, n_layers = architecture.n_parameters, len(architecture.shapes)
    units = sum(experiment.hidden_layer_sizes) + 1
    newton = 4e-5 * n_layers * (n_layers + 1) / 2 + 1e-10 * m * n_parameters**2 + 4e-11 * n_parameters**3
    gradient = 4e-5 * (n_layers - 1) + 3e-9 * m * units + 2.5e-10 * m * n_parameters
    has_hessian = n_parameters <= NEWTON_PARAMETERS
    if has_hessian and not (experiment.activation == "relu" and n_layers > 1):
        if experiment.regularizer == "l1":
            steps = {1: 3.0, 2: 9.0 * (1.0 + n_parameters / 40), 3: 14.0 * (1.0 + n_parameters / 350)}
        else:  # secant steps take the place of many Hessians
            steps = {1: 3.0, 2: 8.0 * (1.0 + n_parameters / 100), 3: 9.0 * (1.0 + n_parameters / 700)}
        solve = steps.get(n_layers, 22.0 if experiment.regularizer == "l1" else 16.0) * newton
    else:
        solve = (200.0 if experiment.activation == "relu" else 500.0) * gradient
    reading = 2.0 * newton if has_hessian else 0.0
    worth = 4e-9 * architecture.n_weights * m * units if experiment.inspect else 0.0
    forward_passes = 4e-9 * (experiment.grid**2 + TEST_SIZE) * units
    n_lambdas, n_searched = len(experiment.lambdas), _n_searched(experiment)
    one = FRESH if experiment.direction == "independent" else 1.0 if experiment.restarts == 1 else SEVERAL
    paths = (one + experiment.draws) * (1.0 + experiment.folds)
    paths += REFINED * _refinement(n_parameters) if experiment.continuous else 0.0
    solves = paths * n_searched
    if has_hessian and experiment.activation == "relu" and n_layers == 2 and experiment.regularizer == "l2":
        n_paths = (1.0 + experiment.folds) * (1.0 + experiment.draws)
        reading += n_paths * STEPS_AMONG_KINKS * (units - 1) * (newton + 10.0 * gradient)
    return solves * solve + n_lambdas * (reading + worth + forward_passes)


def _n_searched(experiment: Experiment) -> int:
    """How many lambdas a search takes: it has a grid of its own, and what is asked beside that comes on top."""
    if experiment.direction != "best" or not experiment.hidden_layer_sizes:
        return len(experiment.lambdas)
    return len({*UNIT_GRID, *experiment.lambdas})


def _refinement(n_parameters: int) -> float:
    """How much more often a path is solved where units are many, up to the limit of a refinement."""
    return 1.0 if n_parameters < 100 else 8.0


def _rough_work(experiment: Experiment) -> float:
    """Of the descents that tell which of many starts are worth more."""
    folds = experiment.folds * _rough_work_of(experiment, starts_of_a_fold(experiment.restarts))
    return _rough_work_of(experiment, experiment.restarts) + folds


def _rough_work_of(experiment: Experiment, n_starts: int) -> float:
    """Of one path's."""
    architecture = _architecture(experiment)
    if n_starts == 1 or not experiment.hidden_layer_sizes:
        return 0.0
    m = _n_samples(experiment) * (1.0 - experiment.validation_fraction)
    n_parameters, units = architecture.n_parameters, sum(experiment.hidden_layer_sizes) + 1
    step = 1.5e-6 + m * (4e-10 * n_parameters + 1e-9 * units) + 3e-8 * n_parameters
    n = {
        "best": n_descents(architecture, n_starts),
        "independent": BATCH_OF_ONE_LAMBDA * len(experiment.lambdas) * n_starts,
    }
    return n.get(experiment.direction, n_starts) * steps_per_start(architecture) * step


def _training_work(run: TrainingRun) -> float:
    """An epoch costs m for each unit and parameter of every network, and a fixed price per layer in calls.

    Adam's moments cost more calls, and some arithmetic per parameter. A snapshot is scored on all points there are.
    """
    architecture = _architecture(run)
    n = _n_samples(run)
    m = n * (1.0 - run.validation_fraction)
    n_parameters, units = architecture.n_parameters, sum(run.hidden_layer_sizes) + 1
    epoch = 9e-6 * len(architecture.shapes) + len(run.lambdas) * m * (2.9e-9 * units + 1.5e-10 * n_parameters)
    if run.optimizer != "gradient_descent":
        epoch += 1.4e-5 + 5e-9 * len(run.lambdas) * n_parameters
    scoring = 5e-5 + (TEST_SIZE + n + m) * (2e-10 + 1.3e-9 * units + 1e-10 * n_parameters)
    return run.n_epochs * epoch + len(run.lambdas) * _n_snapshots(run) * scoring


def _n_snapshots(run: TrainingRun) -> int:
    return min(run.snapshots, run.n_epochs + 1)


def _architecture(experiment: Experiment) -> Architecture:
    if experiment.degree is not None:
        return Architecture(experiment.degree, ())
    own = experiment.points
    n_inputs = DATASETS[experiment.dataset].n_inputs if own is None else len(own[0])
    return Architecture(
        n_inputs + experiment.nuisance_features, tuple(experiment.hidden_layer_sizes), experiment.activation
    )


def _n_samples(experiment: Experiment) -> int:
    """Points to train on, where none are held out."""
    return experiment.n_samples if experiment.points is None else len(experiment.points)
