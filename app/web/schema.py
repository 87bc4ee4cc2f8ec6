"""What OpenAPI says of the requests: made from the same models that check them."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel

from app.experiments.address.own_points import DATA_FIELDS, EXAMPLE
from app.experiments.answers.export import KINDS
from app.experiments.answers.results import Problem
from app.experiments.requests.experiment import Experiment
from app.experiments.requests.field_hints import NOT_USED
from app.experiments.requests.field_rules import MAX_LAMBDA
from app.web.problems import PROBLEM_TYPES

Schema = dict[str, Any]


def responses(
    model: type[BaseModel], *, regression: type[BaseModel] | None = None, events: bool = False
) -> dict[int | str, Schema]:
    """The answer's model, another one for regression where that has its own, and the one shape of refusals."""
    answer: Schema = {
        "description": (model.__doc__ or "").strip(),
        "model": model | regression if regression else model,
    }
    if events:
        stream = "events `progress` {done, of, lambda}, then `result` or `problem`"
        answer["content"] = {"text/event-stream": {"schema": {"type": "string", "description": stream}}}
    return {200: answer, **_other_responses()}


def _other_responses() -> dict[int | str, Schema]:
    problem = {"application/problem+json": {"schema": _flat(Problem.model_json_schema())}}
    briefs: dict[int, list[str]] = {}
    for refusal in PROBLEM_TYPES.values():
        if refusal.brief is not None:
            briefs.setdefault(refusal.status, []).append(refusal.brief)
    refusals: dict[int | str, Schema] = {
        status: {"description": ", or ".join(briefs[status]), "content": problem} for status in sorted(briefs)
    }
    return {304: {"description": "the client has this answer, by its `ETag`"}, **refusals}


def export_responses() -> dict[int | str, Schema]:
    """A text of one of two kinds."""
    text = {"schema": {"type": "string"}}
    answer = {"description": "The table or the script, under a file name that tells the set-up"}
    return {200: {**answer, "content": {"text/csv": text, "text/x-python": text}}, **_other_responses()}


def export_parameters() -> Schema:
    """Those of an Experiment, what it is wanted as, and at which λ."""
    kinds = "; ".join(f"`{kind}`: {meaning}" for kind, meaning in KINDS.items())
    wanted = {"type": "string", "enum": list(KINDS), "default": "csv"}
    at = {"type": "number", "minimum": 0, "maximum": MAX_LAMBDA}
    where = (
        "λ of a script, by default the Goldilocks λ, or 1 where there is none. The nearest one of `lambdas` is taken, "
        "and the script says which it is; a table has them all, and this changes nothing in it"
    )
    return {
        "parameters": [
            {"name": "as", "in": "query", "description": kinds, "schema": wanted},
            {"name": "lambda", "in": "query", "description": where, "schema": at},
            *query_parameters(Experiment, "export")["parameters"],
        ]
    }


def query_parameters(model: type[Experiment], kind: str) -> Schema:
    """One parameter for each field; lists are joined by commas, own points are `data`; `kind` of answer."""
    properties = _with_use(_flat(model.model_json_schema()), kind)["properties"]
    parameters = [_parameter(name, schema) for name, schema in properties.items() if name not in DATA_FIELDS]
    data = (
        "own points as text: `1_<inputs>_<training points>_` and then each point's coordinates and label, joined by _; "
        "validation points stand behind the training points. The page writes a shorter form, which begins with `2.`"
    )
    own = {"type": "string", "example": EXAMPLE}
    return {"parameters": [*parameters, {"name": "data", "in": "query", "description": data, "schema": own}]}


def json_body(model: type[BaseModel], kind: str = "path") -> Schema:
    """The model as a request body for a kind of answer."""
    schema = _with_use(_flat(model.model_json_schema()), kind)
    return {"requestBody": {"required": True, "content": {"application/json": {"schema": schema}}}}


def _with_use(schema: Schema, kind: str) -> Schema:
    """Says of each field that changes nothing in this kind of answer that it does not."""
    for name in NOT_USED[kind]:
        field = schema["properties"][name]
        field["description"] = f"changes nothing here: {field['description']}"
    return schema


def _parameter(name: str, schema: Schema) -> Schema:
    inner = {key: value for key, value in schema.items() if key not in ("title", "description")}
    options = [option for option in inner.pop("anyOf", []) if option.get("type") != "null"]
    inner |= options[0] if options else {}
    parameter = {"name": name, "in": "query", "description": schema.get("description", ""), "schema": inner}
    if inner.get("type") == "array":
        parameter |= {"style": "form", "explode": False}
    return parameter


def _flat(schema: Schema) -> Schema:
    """The schema with every definition written out in its place."""
    definitions = schema.pop("$defs", {})

    def written_out(part: Any) -> Any:
        if isinstance(part, dict):
            if "$ref" in part:
                return written_out(definitions[part["$ref"].rpartition("/")[2]])
            return {key: written_out(value) for key, value in part.items()}
        return [written_out(item) for item in part] if isinstance(part, list) else part

    flat: Schema = written_out(schema)
    return flat
