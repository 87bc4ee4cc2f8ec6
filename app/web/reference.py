"""The API page's content: OpenAPI as rows of name, type, default and meaning, for a template to write down."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from app.experiments.requests.field_rules import plain

Schema = dict[str, Any]

WORDS = {
    "integer": "whole number",
    "number": "number",
    "string": "text",
    "boolean": "true or false",
    "object": "object",
    "null": "null",
}
PLURALS = {
    "integer": "whole numbers",
    "number": "numbers",
    "string": "texts",
    "boolean": "true or false",
    "object": "objects",
    "null": "null",
}
EXAMPLES = {
    "/api/v1/path": "?dataset=circles&hidden_layer_sizes=4&lambdas=0.1,1,10",
    "/api/v1/train": "?dataset=circles&hidden_layer_sizes=4&lambdas=0.1,1&n_epochs=500&snapshots=10",
    "/api/v1/dataset": "?dataset=penguins",
    "/api/v1/export": "?as=csv&dataset=circles&hidden_layer_sizes=4&lambdas=0.1,1,10",
    "/api/v1/choices": "",
}
"""Queries worth a click."""
BODIES = {
    "/api/v1/path": '{"points": [[0, 0], [1, 0], [0, 1], [1, 1]], "labels": [0, 1, 1, 0], "lambdas": [0.01, 0.1, 1]}',
    "/api/v1/cost": '{"points": [[1, 2]], "labels": [1], "lambda": 0.7, '
    '"layers": [{"weights": [[0.5, -0.5]], "biases": [0.1]}]}',
}
"""JSON worth a POST."""


@dataclass(frozen=True)
class Row:
    """One field; `depth` says how deep it stands inside others."""

    name: str
    kind: str
    default: str
    meaning: str
    depth: int = 0


@dataclass(frozen=True)
class AnswerRows:
    """The fields of one kind of answer."""

    meaning: str
    rows: list[Row]


@dataclass(frozen=True)
class Operation:
    """One address with all its methods."""

    path: str
    methods: str
    title: str
    meaning: str
    example: str | None
    body: str | None
    request: list[Row]
    answers: list[AnswerRows]


def reference(openapi: Schema) -> list[Operation]:
    """Every address of the API, in its order."""
    schemas = openapi["components"]["schemas"]
    return [_operation(path, methods, schemas) for path, methods in openapi["paths"].items()]


def _operation(path: str, methods: Schema, schemas: Schema) -> Operation:
    first = next(iter(methods.values()))
    return Operation(
        path=path,
        methods=" or ".join(method.upper() for method in methods),
        title=first["summary"],
        meaning=first["description"],
        example=path + EXAMPLES[path] if path in EXAMPLES else None,
        body=BODIES.get(path),
        request=list(_request(methods, schemas)),
        answers=_answers(first["responses"]["200"], schemas),
    )


def _answers(response: Schema, schemas: Schema) -> list[AnswerRows]:
    content = response["content"]
    if "application/json" not in content:
        return [AnswerRows("", [Row(kind, "text", "", response["description"]) for kind in content])]
    answer = content["application/json"]["schema"]
    kinds = [_resolved(option, schemas) for option in answer.get("anyOf", [answer])]
    return [AnswerRows(kind.get("description", ""), list(_rows(kind, schemas))) for kind in kinds]


def _request(methods: Schema, schemas: Schema) -> Iterator[Row]:
    """The fields of the JSON body, and what only a query string has."""
    known: set[str] = set()
    if "post" in methods:
        body = methods["post"]["requestBody"]["content"]["application/json"]["schema"]
        for row in _rows(body, schemas, body.get("required", ())):
            known.add(row.name)
            yield row
    for parameter in methods.get("get", {}).get("parameters", []):
        if parameter["name"] not in known:
            schema = parameter["schema"]
            text = f"{parameter['description']} (query string only)" if known else parameter["description"]
            yield Row(parameter["name"], _kind(schema, schemas), _default(schema), text)


def _rows(schema: Schema, schemas: Schema, required: tuple[str, ...] = (), depth: int = 0) -> Iterator[Row]:
    for name, field in schema.get("properties", {}).items():
        inner = _object_inside(field, schemas)
        meaning = field.get("description") or inner.get("description", "")
        default = "required" if name in required else _default(field)
        yield Row(name, _kind(field, schemas), default, meaning, depth)
        yield from _rows(inner, schemas, tuple(inner.get("required", ())) if required else (), depth + 1)


def _default(field: Schema) -> str:
    value = field.get("default")
    if value is None:
        return ""
    if isinstance(value, list):
        text = ",".join(f"{item:g}" for item in value[:3])
        return f"{text}…{value[-1]:g}" if len(value) > 3 else text
    return str(value).lower() if isinstance(value, bool) else str(value)


def _resolved(schema: Schema, schemas: Schema) -> Schema:
    found: Schema = schemas[schema["$ref"].rpartition("/")[2]] if "$ref" in schema else schema
    return found


def _object_inside(field: Schema, schemas: Schema) -> Schema:
    """The object that a field is, or is a list of, or is when it is not null; {} when there is none."""
    for option in field.get("anyOf", [field]):
        schema = _resolved(option, schemas)
        if schema.get("title") == "TypedArray":
            continue
        if schema.get("type") == "array" and "items" in schema:
            schema = _object_inside(schema["items"], schemas)
        if "properties" in schema:
            return schema
    return {}


def _kind(field: Schema, schemas: Schema) -> str:
    """The type in words, with its limits."""
    if "anyOf" in field:
        return " or ".join(_kind(option, schemas) for option in field["anyOf"])
    schema = _resolved(field, schemas)
    if schema.get("title") == "TypedArray":
        return "typed array"
    if "enum" in schema:
        return ", ".join(_with_ranges(schema["enum"]))
    if schema.get("type") == "array":
        return f"list of {_plural(schema.get('items', {}), schemas)}"
    word = WORDS.get(schema.get("type", ""), "anything")
    if "minimum" in schema and "maximum" in schema:
        return f"{word}, {plain(schema['minimum'])} to {plain(schema['maximum'])}"
    return word


def _with_ranges(values: list[Any]) -> Iterator[str]:
    """Each value, but whole numbers in a row as their first and last."""
    row: list[Any] = []
    for value in [*values, None]:
        if row and not (isinstance(value, int) and isinstance(row[-1], int) and value == row[-1] + 1):
            yield f"{row[0]} to {row[-1]}" if len(row) > 2 else ", ".join(str(item) for item in row)
            row = []
        row.append(value)


def _plural(field: Schema, schemas: Schema) -> str:
    """What a list holds."""
    schema = _resolved(field, schemas)
    if "anyOf" in schema:
        return " or ".join(_plural(option, schemas) for option in schema["anyOf"])
    if "enum" in schema:
        return _kind(schema, schemas)
    if schema.get("type") == "array":
        return f"lists of {_plural(schema.get('items', {}), schemas)}"
    return PLURALS.get(schema.get("type", ""), "lists")
