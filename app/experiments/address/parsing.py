"""Requests in: from parsed JSON or a query string to a validated model, or a refusal that names each bad field."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar, get_args

from annotated_types import Ge, Le
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from app.experiments.address.lambda_grids import read_lambdas
from app.experiments.address.number_text import read_number
from app.experiments.address.own_points import DATA_FIELDS, read_own_points
from app.experiments.requests.experiment import Experiment
from app.experiments.requests.field_hints import known_field
from app.experiments.requests.field_rules import plain
from app.experiments.requests.request_errors import FieldError, RequestError, expected, quoted

Model = TypeVar("Model", bound=BaseModel)

LISTS = ("hidden_layer_sizes",)
SWITCHES = ("standardize", "penalize_biases", "inspect", "continuous")
ORDINALS = ("first", "second", "third", "fourth", "fifth")
"""As many as a network has layers at most."""
MAX_SAID = 3
"""Sentences about fields that one line of words repeats."""


def parse(model: type[Model], values: object) -> Model:
    """The model of a JSON object, or a RequestError."""
    if not isinstance(values, dict):
        raise _refused([expected("body", "a JSON object", values)])
    try:
        return model.model_validate(values)
    except ValidationError as error:
        raise _refusal(error, model) from None


def parse_query(pairs: Sequence[tuple[str, str]], model: type[Experiment] = Experiment) -> Experiment:
    """The Experiment, or another model that is one, of a query string, or a RequestError."""
    values, errors = read_query(pairs, model)
    if errors:
        raise _refused(errors)
    return parse(model, values)


def read_query(pairs: Iterable[tuple[str, str]], model: type[Experiment]) -> tuple[dict[str, object], list[FieldError]]:
    """Text to values as they would stand in JSON; text that is no such value stays text, for the model to refuse."""
    values: dict[str, object] = {}
    errors: list[FieldError] = []
    seen: set[str] = set()
    for name, text in pairs:
        if name in seen:
            errors.append(FieldError(name, f"{name}: expected one value, got {quoted(text)} as another"))
        elif name == "data":
            try:
                values.update(read_own_points(text))
            except ValueError as error:
                errors.append(FieldError(name, f"{name}: {error}"))
        elif name in DATA_FIELDS:
            errors.append(expected(name, "own points as data= in an address", text))
        else:
            values[name] = _value(name, text, model)
        seen.add(name)
    return values, errors


def _value(name: str, text: str, model: type[Experiment]) -> object:
    if name == "lambdas":
        return read_lambdas(text)
    if name in LISTS:
        return [read_number(part) for part in text.split(",")] if text else []
    if name in SWITCHES:
        return {"true": True, "false": False}.get(text, text)
    info = model.model_fields.get(name)
    is_numeric = info is not None and ("int" in str(info.annotation) or "float" in str(info.annotation))
    return read_number(text) if is_numeric else text


def _refused(errors: Sequence[FieldError]) -> RequestError:
    said = [error.message for error in errors[:MAX_SAID]]
    more = [f"and {len(errors) - MAX_SAID} more, see errors"] if len(errors) > MAX_SAID else []
    return RequestError("invalid", "; ".join(said + more), errors)


def _refusal(error: ValidationError, model: type[BaseModel]) -> RequestError:
    # a default that hangs on a refused field is no error of its own
    details = [detail for detail in error.errors(include_url=False) if detail["type"] != "default_factory_not_called"]
    # nor is a list whose entries are refused
    inside = {detail["loc"][:length] for detail in details for length in range(1, len(detail["loc"]))}
    return _refused([_field_error(detail, model) for detail in details if detail["loc"] not in inside])


def _field_error(detail: ErrorDetails, model: type[BaseModel]) -> FieldError:
    """The field by its place in the JSON, where lists begin at 0; the sentence counts layers as people do."""
    error = _plain_error(detail, model)
    return FieldError(error.field, error.message + _layer_in_words(error.field))


def _layer_in_words(field: str) -> str:
    """` in the first layer`, for what is in one."""
    inside = re.match(r"layers\.([0-4])(\.|$)", field)
    return f" {'in' if inside[2] else 'as'} the {ORDINALS[int(inside[1])]} layer" if inside else ""


def _plain_error(detail: ErrorDetails, model: type[BaseModel]) -> FieldError:
    context: Mapping[str, object] = detail.get("ctx", {})
    field = str(context.get("field") or ".".join(str(part) for part in detail["loc"]))
    if "what" in context:
        return FieldError(field, f"{field}: expected {context['what']}, got {context['got']}")
    if detail["type"] == "missing":
        return FieldError(field, f"{field}: expected a value, got none")
    if detail["type"] == "extra_forbidden":
        return expected(field, known_field(str(detail["loc"][-1]), _model_of(detail["loc"], model)), detail["input"])
    if detail["type"] == "invalid_key" or not detail["loc"]:
        return expected(field or "body", "fields named in valid Unicode", detail["input"])
    if detail["type"] == "model_type":
        return expected(field, "a JSON object", detail["input"])
    return expected(field, _in_words(str(detail["loc"][0]), model), detail["input"])


def _model_of(place: tuple[int | str, ...], model: type[BaseModel]) -> type[BaseModel]:
    """The model that holds the field at `place`: of one entry of a list of models, or `model` itself."""
    info = model.model_fields.get(str(place[0]))
    held = get_args(info.annotation) if info and len(place) > 1 else ()
    return next((kind for kind in held if isinstance(kind, type) and issubclass(kind, BaseModel)), model)


def limits(model: type[BaseModel], name: str) -> tuple[float | None, float | None]:
    """The smallest and the largest value of a numeric field."""
    metadata = model.model_fields[name].metadata
    low = next((rule.ge for rule in metadata if isinstance(rule, Ge)), None)
    high = next((rule.le for rule in metadata if isinstance(rule, Le)), None)
    return low, high  # type: ignore[return-value]  # what can be compared is here always a number


def _in_words(name: str, model: type[BaseModel]) -> str:
    """What a switch or a number may be, from its type and the limits it declares."""
    key = next(key for key, info in model.model_fields.items() if name in (key, info.alias))
    kind = str(model.model_fields[key].annotation)
    if "bool" in kind:
        return "true or false"
    low, high = limits(model, key)
    noun = "a whole number" if "int" in kind else "a number"
    return noun if low is None or high is None else f"{noun} from {plain(low)} to {plain(high)}"
