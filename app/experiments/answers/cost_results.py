"""What /cost answers: J of a given network, its parts and its gradient."""

from __future__ import annotations

from pydantic import BaseModel, Field

from app.experiments.answers.parts import Numbers


class CostTotals(BaseModel):
    cross_entropy: float
    penalty: float
    total: float


class WeightGradients(BaseModel):
    """[out][in] each; total = data + penalty."""

    data: list[Numbers]
    penalty: list[Numbers]
    total: list[Numbers]


class LayerGradients(BaseModel):
    weights: WeightGradients
    biases: Numbers


class CostAnswer(BaseModel):
    """J of the given network, with its parts and its gradient."""

    cost: CostTotals
    probabilities: Numbers = Field(description="of class 1, for each point")
    gradients: list[LayerGradients] = Field(description="of J; that of `biases` with their penalty, if they have one")
    knock_out: list[list[Numbers]] = Field(description="rise of the cross-entropy with that weight alone set to 0")
