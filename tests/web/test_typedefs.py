"""The page's types of the API are those of its models, which tsc holds every script to."""

from __future__ import annotations

from tests.web.typedefs import TARGET, written


def test_the_types_of_the_api_are_written_from_its_models() -> None:
    assert TARGET.read_text(encoding="utf-8") == written(), "make types writes them anew"


def test_what_travels_as_typed_arrays_is_decoded_and_what_may_be_missing_is_said() -> None:
    types = written()
    assert " * @template A\n * @typedef {{\n *   weights: A, biases: A, data_gradient?: A | null," in types
    assert "layers: PathLayer<A>[]" in types
    assert "one_standard_error: Place | null" in types
    assert 'lambda: number, rule: "minimum_validation" | "cross_validation"' in types
