"""What several answers are made of: numbers, gaps among them, arrays that travel as lists or typed."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, Field

Numbers = list[float]
Gaps = list[float | None]


class TypedArray(BaseModel):
    """An array as base64 of little-endian float32, row by row; in the form that Plotly takes."""

    dtype: Literal["f4"]
    shape: str = Field(description="lengths of the dimensions, such as `42, 8, 2`")
    bdata: str = Field(description="base64")


Array = list[Any] | TypedArray
