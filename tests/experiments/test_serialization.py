"""Bytes of results: valid JSON whatever the numbers, arrays in both forms, compressed the same each time."""

from __future__ import annotations

import base64
import gzip
import json
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis.extra import numpy as arrays

from app.experiments.answers.serialization import answer


def refuse_constant(name: str) -> float:
    raise AssertionError(name)


def read(body: bytes) -> Any:
    return json.loads(body, parse_constant=refuse_constant)


@given(arrays.arrays(np.float64, arrays.array_shapes(max_dims=3, max_side=4)))
def test_lists_hold_every_number_exactly_and_null_for_those_that_json_lacks(array: np.ndarray[Any, Any]) -> None:
    found = read(answer({"array": array}).body)["array"]
    flat = np.array(found, dtype=object).ravel()
    for got, wanted in zip(flat, array.ravel(), strict=True):
        assert got is None if not np.isfinite(wanted) else got == wanted


@given(arrays.arrays(np.float64, arrays.array_shapes(min_dims=2, max_dims=3, max_side=4)))
def test_typed_arrays_hold_every_number_as_float32(array: np.ndarray[Any, Any]) -> None:
    found = read(answer({"array": array}, typed=True).body)["array"]
    assert found["dtype"] == "f4"
    shape = tuple(int(length) for length in found["shape"].split(", "))
    with np.errstate(over="ignore"):
        wanted = array.astype(np.float32)
    got = np.frombuffer(base64.b64decode(found["bdata"]), dtype="<f4").reshape(shape)
    np.testing.assert_array_equal(got, wanted)


def test_one_dimension_stays_a_list_in_the_typed_form() -> None:
    assert read(answer({"a": np.arange(2.0)}, typed=True).body) == {"a": [0.0, 1.0]}


def test_scalars_flags_text_and_nothing_pass_through() -> None:
    result = {"x": np.float64(0.5), "n": np.int64(3), "yes": np.bool_(1), "flags": np.array([True, False]), "no": None}
    wanted = {"x": 0.5, "n": 3, "yes": True, "flags": [True, False], "no": None}
    assert read(answer(result).body) == wanted


@pytest.mark.parametrize("typed", [False, True])
def test_zero_has_no_sign(typed: bool) -> None:
    result = {
        "a": np.array([[-0.0, 0.0]]),
        "b": np.array([-0.0]),
        "c": -0.0,
        "d": np.float64(-0.0),
        "e": [-0.0],
        "n": -0,
    }
    body = answer(result, typed=typed).body
    assert b"-0" not in body
    if typed:
        assert base64.b64decode(read(body)["a"]["bdata"]) == bytes(8)


def test_compressed_bytes_are_the_same_each_time_and_unpack_to_the_body() -> None:
    first, second = (answer({"array": np.arange(100.0)}) for _ in range(2))
    assert first == second
    assert gzip.decompress(first.compressed) == first.body
