"""What can be asked for, as a form is built from it: fields, their choices, limits of several fields."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, Field


class ChoiceAnswer(BaseModel):
    """One named value; the last seven only for data sets."""

    name: str
    title: str
    description: str
    task: str | None = Field(None, description="the task that the data set is for")
    noise: float | None = Field(None, description="default jitter")
    mislabeled: float | None = Field(None, description="default share of flipped training labels")
    max_samples: int | None = Field(None, description="points there are; more are not refused, but not there")
    n_inputs: int | None = None
    real: bool | None = None
    has_noise: bool | None = None


class FieldAnswer(BaseModel):
    title: str
    description: str
    default: Any
    minimum: float | None
    maximum: float | None
    choices: list[ChoiceAnswer] | None


class Limits(BaseModel):
    """What is true of several fields, or of an address."""

    lambdas: int = Field(description="λ's of a path at most")
    layers: int = Field(description="hidden layers at most")
    units: int = Field(description="of a hidden layer at most")
    inputs: int = Field(description="of own points at most")
    points: int = Field(description="own training points at most, and as many validation points")
    trained_lambdas: int = Field(description="λ's of a training run at most")
    min_lambda: float = Field(description="least λ beside 0")
    max_lambda: float
    max_number: float = Field(description="largest coordinate or label of own points, whatever its sign")
    address: int = Field(description="characters of a page address at most")
    qr_address: int = Field(description="characters of a page address at most that a QR code is made of")


class ChoicesAnswer(BaseModel):
    """Every field of an Experiment: what a form is built from."""

    engine_version: str
    limits: Limits
    fields: dict[str, FieldAnswer]
    training: dict[str, FieldAnswer] = Field(
        description="fields that only training step by step has, or has another default for"
    )
