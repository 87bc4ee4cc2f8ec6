"""PathRequest: an Experiment, and the path of nearly the same data, to be followed instead of searched."""

from __future__ import annotations

from itertools import pairwise
from typing import Annotated, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema, model_validator

from app.engine.data.datasets import DATASETS
from app.experiments.requests.experiment import Experiment
from app.experiments.requests.field_rules import (
    MAX_LAMBDAS,
    MAX_LAYERS,
    MAX_UNITS,
    NUMBER_SCHEMA,
    Matrix,
    invalid,
    matrix,
    sequence,
)

UNIT_WEIGHTS, UNIT_BIASES = matrix(1, MAX_UNITS, MAX_UNITS), matrix(1, MAX_UNITS, MAX_LAMBDAS)


def _for_each_lambda(value: object) -> tuple[Matrix, ...]:
    what = f"a list of 1 to {MAX_LAMBDAS} tables of weights, one for each λ"
    given = sequence(value, what)
    if not 1 <= len(given) <= MAX_LAMBDAS:
        raise invalid(what, f"{len(given)}")
    return tuple(UNIT_WEIGHTS(table) for table in given)


def _table(rows: int, columns: int) -> dict[str, object]:
    row = {"type": "array", "minItems": 1, "maxItems": columns, "items": NUMBER_SCHEMA}
    return {"type": "array", "minItems": 1, "maxItems": rows, "items": row}


TABLES = {"type": "array", "minItems": 1, "maxItems": MAX_LAMBDAS, "items": _table(MAX_UNITS, MAX_UNITS)}


class NearLayer(BaseModel):
    """One layer at every λ, as a path answers it."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    weights: Annotated[tuple[Matrix, ...], BeforeValidator(_for_each_lambda), WithJsonSchema(TABLES)] = Field(
        title="weights", description="[λ][out][in]"
    )
    biases: Annotated[Matrix, BeforeValidator(UNIT_BIASES), WithJsonSchema(_table(MAX_LAMBDAS, MAX_UNITS))] = Field(
        title="biases", description="[λ][out]"
    )


def _layers(value: object) -> tuple[object, ...]:
    return tuple(sequence(value, "a list of layers, as a path answers them"))


class NearPath(BaseModel):
    """The networks of a path at the same λ's."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    layers: Annotated[tuple[NearLayer, ...], BeforeValidator(_layers)] = Field(
        title="layers",
        description="from the first hidden layer to the output, as in the answer of /path",
        min_length=1,
        max_length=MAX_LAYERS + 1,
    )


class PathRequest(Experiment):
    """What a path is asked for by POST."""

    near: NearPath | None = Field(
        None,
        title="near",
        description="the path of points that have moved a little since, with the same network and λ: each λ begins at "
        "its network, and no start is tried, so that `restarts` changes nothing. Quick, and usually the lowest J; only "
        "a search tells. Without hidden layers it changes nothing",
    )

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if self.near is None:
            return self
        if self.direction != "best":
            raise invalid("the direction best beside near", self.direction, "direction")
        sizes = (*_inputs(self), *self.hidden_layer_sizes, 1)
        layers = self.near.layers
        if len(layers) != len(sizes) - 1:
            raise invalid(f"{len(sizes) - 1} layers, as the network has", f"{len(layers)}", "near.layers")
        for index, (layer, (n_in, n_out)) in enumerate(zip(layers, pairwise(sizes), strict=True)):
            _check(layer, f"near.layers.{index}", (len(self.lambdas), n_out, n_in))
        return self

    def set_up(self) -> Experiment:
        """What is set up, however it is solved."""
        return Experiment.model_construct(**{name: getattr(self, name) for name in Experiment.model_fields})


def _inputs(request: Experiment) -> tuple[int]:
    if request.task == "regression":
        return (request.degree or 1,)
    own = request.points
    return ((len(own[0]) if own else DATASETS[request.dataset].n_inputs) + request.nuisance_features,)


def _check(layer: NearLayer, field: str, shape: tuple[int, int, int]) -> None:
    """Whether a layer has the shape (λ, out, in)."""
    n_lambdas, n_out, n_in = shape
    for name, values in (("weights", layer.weights), ("biases", layer.biases)):
        if len(values) != n_lambdas:
            raise invalid(f"{n_lambdas} entries, one for each λ", f"{len(values)}", f"{field}.{name}")
    for position, (table, row) in enumerate(zip(layer.weights, layer.biases, strict=True), 1):
        if (len(table), len(table[0])) != (n_out, n_in):
            got = f"{len(table)} rows of {len(table[0])} at position {position}"
            raise invalid(f"{n_out} rows of {n_in} numbers at every λ", got, f"{field}.weights")
        if len(row) != n_out:
            raise invalid(f"{n_out} numbers at every λ", f"{len(row)} at position {position}", f"{field}.biases")
