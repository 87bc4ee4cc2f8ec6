"""Results to bytes: JSON without NaN, arrays as lists or base64 float32, compressed once, named by their own hash."""

from __future__ import annotations

import base64
import gzip
import hashlib
from dataclasses import dataclass
from typing import Any

import numpy as np
from pydantic_core import to_json

Content = dict[str, Any]
"""A result before it is written: arrays, scalars, text or None by name."""


@dataclass(frozen=True)
class Answer:
    """A finished answer, ready to be sent: JSON, the same compressed, and its strong ETag without quotes."""

    body: bytes
    compressed: bytes
    etag: str

    @property
    def size(self) -> int:
        return len(self.body) + len(self.compressed)


def answer(result: Content, *, typed: bool = False) -> Answer:
    """The bytes of a result whose leaves are arrays, scalars, text or None. Equal results, equal bytes."""
    body = to_json(_plain(result, typed), inf_nan_mode="null")
    return text_answer(body)


def text_answer(body: bytes) -> Answer:
    """Ready bytes of any kind."""
    compressed = gzip.compress(body, compresslevel=6, mtime=0)
    return Answer(body, compressed, hashlib.sha256(body).hexdigest()[:32])


def _plain(value: Any, typed: bool) -> Any:
    if isinstance(value, dict):
        return {name: _plain(part, typed) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(part, typed) for part in value]
    if isinstance(value, np.ndarray):
        return _typed(value) if typed and value.ndim >= 2 else _unsigned_zeros(value).tolist()
    if isinstance(value, float | np.floating):
        return float(value) + 0.0
    return value.item() if isinstance(value, np.generic) else value


def _unsigned_zeros(array: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """-0 is 0."""
    return array + 0.0 if array.dtype.kind == "f" else array


def _typed(array: np.ndarray[Any, Any]) -> dict[str, str]:
    """In Plotly's own form. Numbers beyond float32 become infinite, which readers show as missing."""
    with np.errstate(over="ignore"):
        small = np.ascontiguousarray(_unsigned_zeros(array), dtype="<f4")
    return {
        "dtype": "f4",
        "shape": ", ".join(str(length) for length in array.shape),
        "bdata": base64.b64encode(small.tobytes()).decode("ascii"),
    }
