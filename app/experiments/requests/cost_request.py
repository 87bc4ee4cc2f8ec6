"""CostRequest: points and a given network, whose cost and gradients are asked for. Nothing is trained."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from app.experiments.requests.field_rules import (
    MAX_COST_INPUTS,
    MAX_LAMBDA,
    MAX_LAYERS,
    ClassLabels,
    CostPoints,
    Number,
    OneOf,
    Units,
    UnitWeights,
    invalid,
    sequence,
)


class GivenLayer(BaseModel):
    """One layer of the network: a row of weights and a bias for each of its units."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    weights: UnitWeights = Field(title="weights", description="[out][in]")
    biases: Units = Field(title="biases", description="[out]")


def _layers(value: object) -> object:
    what = f'a list of 1 to {MAX_LAYERS + 1} layers, such as [{{"weights": [[1, 2]], "biases": [0]}}]'
    given = sequence(value, what)
    if not 1 <= len(given) <= MAX_LAYERS + 1:
        raise invalid(what, f"{len(given)} layers")
    return tuple(given)


class CostRequest(BaseModel):
    """The network whose J is asked for, and the points it is asked on. One class only is fine here."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, allow_inf_nan=False, populate_by_name=True)

    points: CostPoints = Field(title="points", description=f"rows of 1 to {MAX_COST_INPUTS} numbers")
    labels: ClassLabels = Field(title="labels", description="0 or 1 for each point")
    layers: Annotated[tuple[GivenLayer, ...], BeforeValidator(_layers)] = Field(
        title="layers",
        description="from the first hidden layer to the output, which has one unit",
        min_length=1,
        max_length=MAX_LAYERS + 1,
    )
    activation: Annotated[str, OneOf("activation")] = Field(
        "tanh", title="activation", description="of every hidden unit"
    )
    regularizer: Annotated[str, OneOf("regularizer")] = Field(
        "l2", title="regularizer", description="the penalty on the weights"
    )
    penalize_biases: bool = Field(
        False, title="penalise biases", description="whether biases are penalised like weights"
    )
    lam: Number = Field(0.0, alias="lambda", ge=0.0, le=MAX_LAMBDA, title="λ", description="regularization strength")

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        if len(self.labels) != len(self.points):
            raise invalid(f"{len(self.points)} labels, one for each point", f"{len(self.labels)}", "labels")
        n_in = len(self.points[0])
        for index, layer in enumerate(self.layers):
            n_out = len(layer.weights)
            if len(layer.weights[0]) != n_in:
                got = f"rows of {len(layer.weights[0])}"
                raise invalid(f"rows of {n_in} numbers, one for each input", got, f"layers.{index}.weights")
            if len(layer.biases) != n_out:
                what = f"{n_out} number{'s' if n_out > 1 else ''}, one for each unit"
                raise invalid(what, f"{len(layer.biases)}", f"layers.{index}.biases")
            n_in = n_out
        if n_in != 1:
            raise invalid("one unit, the output", f"{n_in} units", f"layers.{len(self.layers) - 1}.weights")
        return self
