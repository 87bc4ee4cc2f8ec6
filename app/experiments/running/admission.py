"""Which experiments are small enough to be computed here, and the nearest one that is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import chain
from math import ceil
from typing import Any

from app.experiments.requests.experiment import Experiment
from app.experiments.requests.request_errors import FieldError, RequestError
from app.experiments.requests.training_run import TrainingRun
from app.experiments.running.cost_estimate import count_numbers, estimate_seconds

Change = dict[str, Any]

MAX_NUMBERS = {"arrays": 5_000_000, "typed": 20_000_000}
"""In one answer, by format: 100 MB of JSON either way."""


def admit(experiment: Experiment, limit: float) -> None:
    """Raises a RequestError when the estimated CPU seconds, or the answer, are too many; it names what would fit."""
    estimate, numbers = estimate_seconds(experiment), count_numbers(experiment)
    most = MAX_NUMBERS[experiment.format]
    if estimate <= limit and numbers <= most:
        return
    change = nearest(experiment, lambda smaller: estimate_seconds(smaller) <= limit and count_numbers(smaller) <= most)
    field = next(iter(change), "hidden_layer_sizes")
    if estimate > limit:
        what, got = f"work of at most {limit:g} s", f"an experiment of about {ceil(estimate)} s"
    else:
        what, got = f"an answer of at most {_millions(most)} numbers ({experiment.format})", _millions(numbers)
    message = f"{field}: expected {what}, got {got}"
    facts = {"estimate": round(estimate, 1), "limit": limit, "nearest": change}
    raise RequestError("budget", f"{message}. {_advice(change)}", [FieldError(field, message)], facts=facts)


def nearest(experiment: Experiment, fits: Callable[[Experiment], bool]) -> Change:
    """The fields to change so that it fits: one field if one is enough, else fewer starts, then smaller layers."""
    alone, together = _training_ways(experiment) if isinstance(experiment, TrainingRun) else _path_ways(experiment)
    for change in alone:
        if fits(_changed(experiment, change)):
            return change
    for change in together:
        if fits(_changed(experiment, change)):
            return _different(experiment, change)
    return {}


def _path_ways(experiment: Experiment) -> tuple[Iterator[Change], Iterator[Change]]:
    """Changes of one field, and of several."""
    single = (_between_lambdas, _restarts, _grid, _samples, _layers, _lambdas)
    few: Change = {"restarts": 1, "continuous": False}
    fewer = few | {"grid": min(experiment.grid, 50), "lambdas": _thinned(experiment.lambdas, 42)}
    return (
        chain.from_iterable(changes(experiment) for changes in single),
        (shrunk | less for shrunk in _layers(experiment) for less in (few, fewer)),
    )


def _training_ways(run: TrainingRun) -> tuple[Iterator[Change], Iterator[Change]]:
    """Changes of one field, and of several."""
    few: Change = {"n_epochs": min(run.n_epochs, 500), "snapshots": min(run.snapshots, 60)}
    fewer = few | {"lambdas": _thinned(run.lambdas, 5)}
    return (
        chain(_training(run), _samples(run), _layers(run)),
        (shrunk | less for shrunk in chain([{}], _layers(run)) for less in (few, fewer)),
    )


def _changed(experiment: Experiment, change: Change) -> Experiment:
    """Not validated again: every change made here is to a smaller valid value, and own points are many."""
    return experiment.model_copy(update=change)


def _different(experiment: Experiment, change: Change) -> Change:
    return {name: value for name, value in change.items() if _listed(getattr(experiment, name)) != value}


def _listed(value: object) -> object:
    return list(value) if isinstance(value, tuple) else value


def _between_lambdas(experiment: Experiment) -> Iterator[Change]:
    """The path at the λ's alone."""
    if experiment.continuous:
        yield {"continuous": False}


def _restarts(experiment: Experiment) -> Iterator[Change]:
    for restarts in range(experiment.restarts - 1, 0, -1):
        yield {"restarts": restarts}


def _grid(experiment: Experiment) -> Iterator[Change]:
    """Down to a picture that is still one."""
    for grid in (150, 100, 50):
        if grid < experiment.grid:
            yield {"grid": grid}


def _samples(experiment: Experiment) -> Iterator[Change]:
    """Down to a quarter of the points; own points are never thinned out."""
    if experiment.points is None:
        for share in (0.75, 0.5, 0.25):
            if experiment.n_samples * share >= 100:
                yield {"n_samples": int(experiment.n_samples * share)}


def _layers(experiment: Experiment) -> Iterator[Change]:
    """Layers cut down to ever fewer units, then fewer layers."""
    sizes = list(experiment.hidden_layer_sizes)
    while sizes:
        for most in range(max(sizes) - 1, 3, -1):
            yield {"hidden_layer_sizes": [min(size, most) for size in sizes]}
        sizes.pop()
        if sizes:
            yield {"hidden_layer_sizes": list(sizes)}


def _lambdas(experiment: Experiment) -> Iterator[Change]:
    """Half of them, then a quarter."""
    for share in (2, 4):
        at_most = len(experiment.lambdas) // share
        if at_most >= 20:
            yield {"lambdas": _thinned(experiment.lambdas, at_most)}


def _training(run: TrainingRun) -> Iterator[Change]:
    """Fewer snapshots, epochs down to a tenth, then fewer λ's."""
    for snapshots in (200, 100, 60):
        if snapshots < run.snapshots:
            yield {"snapshots": snapshots}
    for share in (2, 4, 10):
        if run.n_epochs // share >= 100:
            yield {"n_epochs": run.n_epochs // share}
    for at_most in (20, 10, 5):
        if at_most < len(run.lambdas):
            yield {"lambdas": _thinned(run.lambdas, at_most)}


def _thinned(lambdas: tuple[float, ...], at_most: int) -> list[float]:
    """Every so many, the first and the last always in."""
    step = ceil((len(lambdas) - 1) / (at_most - 1)) if len(lambdas) > at_most else 1
    kept = list(lambdas[::step])
    return kept if kept[-1] == lambdas[-1] else [*kept, lambdas[-1]]


def _millions(number: int) -> str:
    return f"{number / 1e6:.3g} million"


def _advice(change: Change) -> str:
    fitting = ", ".join(f"{name} = {_shown(value)}" for name, value in change.items())
    return f"This would fit: {fitting}." if fitting else "Fewer units, points or λ's take less."


def _shown(value: object) -> str:
    if isinstance(value, list) and len(value) > 8:
        return f"{len(value)} values from {value[0]:g} to {value[-1]:g}"
    return ",".join(str(item) for item in value) if isinstance(value, list) else str(value)
