"""Which experiments are small enough to be computed here, and the nearest one that is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from math import ceil
from typing import Any

from app.experiments.experiment import Experiment
from app.experiments.refusals import FieldError, Refusal
from app.experiments.work import estimate_work
from app.experiments.writing import normalised

Change = dict[str, Any]


def admit(experiment: Experiment, limit: float) -> None:
    """Raises a Refusal when the estimated work is over the limit, in CPU seconds; it names what would fit."""
    estimate = estimate_work(experiment)
    if estimate <= limit:
        return
    change = nearest(experiment, lambda smaller: estimate_work(smaller) <= limit)
    field = next(iter(change), "hidden_layer_sizes")
    message = f"{field}: expected work of at most {limit:g} s, got an experiment of about {ceil(estimate)} s"
    errors = [FieldError(field, message)]
    facts = {"estimate": round(estimate, 1), "limit": limit, "nearest": change}
    raise Refusal("budget", f"{message}. {_advice(change)}", errors, facts=facts)


def nearest(experiment: Experiment, fits: Callable[[Experiment], bool]) -> Change:
    """The fields to change so that it fits: one field if one is enough, else fewer starts, then smaller layers."""
    for changes in (_restarts, _samples, _layers):
        for change in changes(experiment):
            if fits(_changed(experiment, change)):
                return change
    fewer = {"restarts": 1, "grid": min(experiment.grid, 50), "lambdas": _thinned(experiment.lambdas, 42)}
    for shrunk in _layers(experiment):
        for change in (shrunk | {"restarts": 1}, shrunk | fewer):
            if fits(_changed(experiment, change)):
                return _different(experiment, change)
    return {}


def _changed(experiment: Experiment, change: Change) -> Experiment:
    return Experiment.model_validate(normalised(experiment) | change)


def _different(experiment: Experiment, change: Change) -> Change:
    given = normalised(experiment)
    return {name: value for name, value in change.items() if given[name] != value}


def _restarts(experiment: Experiment) -> Iterator[Change]:
    for restarts in range(experiment.restarts - 1, 0, -1):
        yield {"restarts": restarts}


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


def _thinned(lambdas: tuple[float, ...], at_most: int) -> list[float]:
    """Every so many, the first and the last always in."""
    step = ceil((len(lambdas) - 1) / (at_most - 1)) if len(lambdas) > at_most else 1
    kept = list(lambdas[::step])
    return kept if kept[-1] == lambdas[-1] else [*kept, lambdas[-1]]


def _advice(change: Change) -> str:
    fitting = ", ".join(f"{name} = {_shown(value)}" for name, value in change.items())
    return f"This would fit: {fitting}." if fitting else "Fewer units, points or λ's take less."


def _shown(value: object) -> str:
    return ",".join(str(item) for item in value) if isinstance(value, list) else str(value)
