"""Writes the API's types for the page, static/js/state/api_types.js, from the models: `make types`."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel

from app.experiments.answers.choices_results import ChoicesAnswer
from app.experiments.answers.parts import TypedArray
from app.experiments.answers.regression_results import RegressionAnswer
from app.experiments.answers.results import DatasetAnswer, PathAnswer, Problem
from app.experiments.answers.training_results import TrainingAnswer
from app.experiments.requests.experiment import Experiment
from app.web.static_files import folder

Schema = dict[str, Any]

TARGET = folder("static") / "js" / "state" / "api_types.js"
MODELS: tuple[type[BaseModel], ...] = (
    Experiment,
    PathAnswer,
    RegressionAnswer,
    TrainingAnswer,
    DatasetAnswer,
    ChoicesAnswer,
    Problem,
)
"""What the page asks for and gets; the models inside them come along."""
HEAD = """\
// The API's types, one for each model. Written from the models by `make types`; not to be edited. Holds no code.
// A stands for an array of two or more dimensions: as it travels, or decoded.
"""
WORDS = {"integer": "number", "number": "number", "string": "string", "boolean": "boolean", "null": "null"}
ANY_LIST = {"items": {}, "type": "array"}
"""The other way in which an array of two or more dimensions travels: nested lists."""
FIELDS = textwrap.TextWrapper(
    117, initial_indent="  ", subsequent_indent="  ", break_long_words=False, break_on_hyphens=False
)


def written() -> str:
    """The whole file."""
    definitions: dict[str, Schema] = {}
    for model in MODELS:
        schema = model.model_json_schema()
        definitions |= schema.pop("$defs", {}) | {model.__name__: schema}
    typedefs = [_typedef(name, definitions) for name in sorted(definitions)]
    return "\n".join([HEAD, *typedefs, "export {};\n"])


def _typedef(name: str, definitions: dict[str, Schema]) -> str:
    schema = definitions[name]
    lines = [*schema.get("description", "").split("\n\n")[:1], *["@template A"] * _holds_arrays(schema, definitions)]
    fields = FIELDS.wrap(", ".join(_fields(name, schema, definitions)))
    body = [*lines, "@typedef {{", *fields, f"}}}} {name}"]
    return "\n".join(["/**", *(f" * {line}" for line in body if line), " */\n"])


def _fields(name: str, schema: Schema, definitions: dict[str, Schema]) -> Iterator[str]:
    """An answer holds the whole Experiment; of the other models it leaves out what has a default."""
    required = schema["properties"] if name == Experiment.__name__ else schema.get("required", ())
    for field, inner in schema["properties"].items():
        yield f"{field}{'' if field in required else '?'}: {_type(inner, definitions)}"


def _holds_arrays(schema: Schema, definitions: dict[str, Schema]) -> bool:
    return any(
        name == TypedArray.__name__ or _holds_arrays(definitions[name], definitions) for name in _names_in(schema)
    )


def _names_in(part: object) -> Iterator[str]:
    """The models that a schema refers to."""
    if isinstance(part, dict):
        if "$ref" in part:
            yield _name(part)
        part = list(part.values())
    if isinstance(part, list):
        for item in part:
            yield from _names_in(item)


def _name(reference: Schema) -> str:
    name: str = reference["$ref"].rpartition("/")[2]
    return name


def _type(schema: Schema, definitions: dict[str, Schema]) -> str:
    if "$ref" in schema:
        name = _name(schema)
        if name == TypedArray.__name__:
            return "A"
        return f"{name}<A>" if _holds_arrays(definitions[name], definitions) else name
    if "anyOf" in schema:
        options = [_type(option, definitions) for option in schema["anyOf"] if option != ANY_LIST]
        return " | ".join(dict.fromkeys(options))
    if "const" in schema or schema.get("type") == "string":
        values = schema.get("enum", [schema["const"]] if "const" in schema else [])
        return " | ".join(json.dumps(value) for value in values) or "string"
    return _container(schema, definitions) or WORDS.get(schema.get("type", ""), "unknown")


def _container(schema: Schema, definitions: dict[str, Schema]) -> str | None:
    if schema.get("type") == "array":
        inner = _type(schema["items"], definitions)
        return f"({inner})[]" if "|" in inner else f"{inner}[]"
    if schema.get("type") == "object":
        more = schema.get("additionalProperties")
        return f"Record<string, {_type(more, definitions) if isinstance(more, dict) else 'unknown'}>"
    return None


if __name__ == "__main__":
    TARGET.write_text(written(), encoding="utf-8")
