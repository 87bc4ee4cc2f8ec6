"""What the fields of a request may hold, as Pydantic types whose errors carry what was expected and what came."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import isfinite
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BeforeValidator,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    ValidationInfo,
    WithJsonSchema,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from app.experiments.requests.choices import names
from app.experiments.requests.request_errors import quoted

MAX_LAYERS = 4
MAX_UNITS = 64
MAX_LAMBDAS = 201
MAX_TRAINED = 42
"""λ's of one training run: as many as the default path has."""
MIN_LAMBDA, MAX_LAMBDA = 1e-8, 1e6
MAX_POINTS = 2000
MIN_INPUTS, MAX_INPUTS = 2, 10
MAX_COST_INPUTS = 64
MAX_FOLDS = 10
MAX_DRAWS = 50
MAX_NUMBER = 1e6
"""Beyond it, products of a few numbers leave the range in which a tolerance of 1e-6 means anything."""

WITHIN = f"from {-MAX_NUMBER:.0f} to {MAX_NUMBER:.0f}"
NUMBER_SCHEMA = {"type": "number", "minimum": -MAX_NUMBER, "maximum": MAX_NUMBER}

Matrix = tuple[tuple[float, ...], ...]


def plain(value: float) -> str:
    """A limit as people write it: 1e-8, not 1e-08."""
    return f"{value:.10g}".replace("e-0", "e-").replace("e+0", "e")


def invalid(what: str, got: str, field: str | None = None) -> PydanticCustomError:
    """The error of a value that is not `what`; `field` where Pydantic does not know it, in checks across fields."""
    return PydanticCustomError("expected", "{what}", {"what": what, "got": got, "field": field})


@dataclass(frozen=True)
class OneOf:
    """One of the choices of `field`."""

    field: str

    def _check(self, value: object) -> str:
        known = names(self.field)
        if isinstance(value, str) and value in known:
            return value
        raise invalid(f"one of {', '.join(known)}", quoted(value))

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(
            self._check, serialization=core_schema.to_string_ser_schema()
        )

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {"type": "string", "enum": list(names(self.field))}


def is_number(value: object) -> bool:
    """A finite number of a size that can be computed with; True and False are not numbers."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return -MAX_NUMBER <= value <= MAX_NUMBER and isfinite(value)


def is_whole(value: object, low: int, high: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and low <= value <= high


def _whole(value: object) -> object:
    """JSON does not tell 200.0 from 200."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def sequence(value: object, what: str) -> Sequence[object]:
    if not isinstance(value, list | tuple):
        raise invalid(what, quoted(value))
    return value


def numbers(values: Sequence[object], what: str, where: str = "") -> tuple[float, ...]:
    """A row of numbers, none beyond MAX_NUMBER, or an error that says where the first other value stands."""
    for position, value in enumerate(values, 1):
        if not is_number(value):
            raise invalid(what, f"{quoted(value)} at position {position}{where}")
    return tuple(float(value) for value in values)  # type: ignore[arg-type]  # each was checked above


def matrix(low: int, high: int, rows: int) -> Callable[[object], Matrix]:
    """A validator of 1 to `rows` rows, all of one length from `low` to `high`."""
    length = f"{low} to {high} numbers" if low < high else "1 number"
    what = f"a list of 1 to {rows} rows, each a list of {length} {WITHIN}"

    def check(value: object) -> Matrix:
        given = sequence(value, what)
        if not 1 <= len(given) <= rows:
            raise invalid(what, f"{len(given)} rows")
        checked = []
        for position, row in enumerate(given, 1):
            if not isinstance(row, list | tuple):
                raise invalid(what, f"{quoted(row)} as row {position}")
            checked.append(numbers(row, what, f" of row {position}"))
        for position, row in enumerate(checked, 1):
            if not low <= len(row) <= high:
                raise invalid(what, f"row {position} of length {len(row)}")
            if len(row) != len(checked[0]):
                raise invalid(
                    "rows of one length", f"row 1 of length {len(checked[0])} and row {position} of length {len(row)}"
                )
        return tuple(checked)

    return check


def _biases(value: object) -> tuple[float, ...]:
    what = f"a list of 1 to {MAX_UNITS} numbers {WITHIN}"
    given = sequence(value, what)
    if not 1 <= len(given) <= MAX_UNITS:
        raise invalid(what, f"{len(given)} numbers")
    return numbers(given, what)


def _points(value: object, info: ValidationInfo) -> Matrix:
    """One input in regression, several to tell classes apart."""
    return (_COLUMN if info.data.get("task") == "regression" else _INPUTS)(value)


def _labels(value: object, info: ValidationInfo) -> tuple[int, ...] | tuple[float, ...]:
    """Classes, or in regression any numbers."""
    if info.data.get("task") == "regression":
        what = f"a list of 1 to {MAX_POINTS} numbers {WITHIN}"
        given = sequence(value, what)
        if not 1 <= len(given) <= MAX_POINTS:
            raise invalid(what, f"{len(given)} labels")
        return tuple(label + 0.0 for label in numbers(given, what))  # -0 is 0
    what = f"a list of 1 to {MAX_POINTS} labels, each 0 or 1"
    given = sequence(value, what)
    if not 1 <= len(given) <= MAX_POINTS:
        raise invalid(what, f"{len(given)} labels")
    for position, label in enumerate(given, 1):
        if isinstance(label, bool) or label not in (0, 1):
            raise invalid(what, f"{quoted(label)} at position {position}")
    return tuple(int(label) for label in given)  # type: ignore[call-overload]  # each is 0 or 1


def _flags(value: object) -> tuple[bool, ...]:
    what = f"a list of 1 to {2 * MAX_POINTS} values, each true or false"
    given = sequence(value, what)
    if not 1 <= len(given) <= 2 * MAX_POINTS:
        raise invalid(what, f"{len(given)} values")
    for position, flag in enumerate(given, 1):
        if not isinstance(flag, bool):
            raise invalid(what, f"{quoted(flag)} at position {position}")
    return tuple(given)  # type: ignore[arg-type]  # each was checked above


def _layer_sizes(value: object) -> tuple[int, ...]:
    what = f"a list of at most {MAX_LAYERS} layers of 1 to {MAX_UNITS} units, such as [8, 8] (in an address: 8,8)"
    given = tuple(_whole(size) for size in sequence(value, what))
    if len(given) > MAX_LAYERS:
        raise invalid(what, f"{len(given)} layers")
    if not all(is_whole(size, 1, MAX_UNITS) for size in given):
        raise invalid(what, quoted(list(given)))
    return given  # type: ignore[return-value]  # each was checked above


def _lambdas(value: object, most: int) -> tuple[float, ...]:
    limits = f"each 0 or from {plain(MIN_LAMBDA)} to {plain(MAX_LAMBDA)}"
    what = f"a list of 1 to {most} ascending numbers, {limits}, such as [0.1, 1] (in an address: 0.1,1 or 0.1..10..6)"
    given = sequence(value, what)
    if not 1 <= len(given) <= most:
        raise invalid(what, f"{len(given)} numbers")
    lambdas = numbers(given, what)
    for position, (lam, before) in enumerate(zip(lambdas, (-1.0, *lambdas), strict=False), 1):
        if lam != 0.0 and not MIN_LAMBDA <= lam <= MAX_LAMBDA:
            raise invalid(what, f"{quoted(lam)} at position {position}")
        if lam <= before:
            raise invalid(what, f"{quoted(lam)} after {quoted(before)}")
    return tuple(lam + 0.0 for lam in lambdas)  # -0 is 0


def _none_or_several(most: int) -> Callable[[object], object]:
    """A validator of 0 for none, or a number from 2 up: one alone shows no spread."""

    def check(value: object) -> object:
        whole = _whole(value)
        if not (is_whole(whole, 0, 0) or is_whole(whole, 2, most)):
            raise invalid(f"0 for none, or a whole number from 2 to {most}", quoted(value))
        return whole

    return check


def _number_rows(low: int, high: int, rows: int = MAX_POINTS) -> WithJsonSchema:
    row = {"type": "array", "minItems": low, "maxItems": high, "items": NUMBER_SCHEMA}
    return WithJsonSchema({"type": "array", "minItems": 1, "maxItems": rows, "items": row})


def _list_of(item: dict[str, Any], low: int, high: int, example: list[float]) -> WithJsonSchema:
    return WithJsonSchema({"type": "array", "minItems": low, "maxItems": high, "items": item, "example": example})


Whole = Annotated[int, BeforeValidator(_whole)]
Number = Annotated[float, AfterValidator(lambda value: value + 0.0)]  # -0 is 0
_COLUMN, _INPUTS = matrix(1, 1, MAX_POINTS), matrix(MIN_INPUTS, MAX_INPUTS, MAX_POINTS)
Points = Annotated[Matrix, BeforeValidator(_points), _number_rows(1, MAX_INPUTS)]
CostPoints = Annotated[
    Matrix, BeforeValidator(matrix(1, MAX_COST_INPUTS, MAX_POINTS)), _number_rows(1, MAX_COST_INPUTS)
]
UnitWeights = Annotated[
    Matrix, BeforeValidator(matrix(1, MAX_COST_INPUTS, MAX_UNITS)), _number_rows(1, MAX_COST_INPUTS, MAX_UNITS)
]
Units = Annotated[tuple[float, ...], BeforeValidator(_biases), _list_of(NUMBER_SCHEMA, 1, MAX_UNITS, [0.5, -0.5])]
Labels = Annotated[
    tuple[int, ...] | tuple[float, ...],
    BeforeValidator(_labels),
    _list_of(NUMBER_SCHEMA, 1, MAX_POINTS, [0, 1]),
]
ClassLabels = Annotated[
    tuple[int, ...], BeforeValidator(_labels), _list_of({"type": "integer", "enum": [0, 1]}, 1, MAX_POINTS, [0, 1])
]
Flags = Annotated[
    tuple[bool, ...],
    BeforeValidator(_flags),
    WithJsonSchema(
        {
            "type": "array",
            "minItems": 1,
            "maxItems": 2 * MAX_POINTS,
            "items": {"type": "boolean"},
            "example": [False, True],
        }
    ),
]
LayerSizes = Annotated[
    tuple[int, ...],
    BeforeValidator(_layer_sizes),
    _list_of({"type": "integer", "minimum": 1, "maximum": MAX_UNITS}, 0, MAX_LAYERS, [8, 8]),
]
Lambdas = Annotated[
    tuple[float, ...],
    BeforeValidator(lambda value: _lambdas(value, MAX_LAMBDAS)),
    _list_of({"type": "number", "minimum": 0, "maximum": MAX_LAMBDA}, 1, MAX_LAMBDAS, [0, 0.1, 1, 10]),
]
TrainedLambdas = Annotated[
    tuple[float, ...],
    BeforeValidator(lambda value: _lambdas(value, MAX_TRAINED)),
    _list_of({"type": "number", "minimum": 0, "maximum": MAX_LAMBDA}, 1, MAX_TRAINED, [0, 0.1, 1, 10]),
]
Folds = Annotated[
    int,
    BeforeValidator(_none_or_several(MAX_FOLDS)),
    WithJsonSchema({"type": "integer", "enum": [0, *range(2, MAX_FOLDS + 1)]}),
]
Draws = Annotated[
    int,
    BeforeValidator(_none_or_several(MAX_DRAWS)),
    WithJsonSchema({"type": "integer", "enum": [0, *range(2, MAX_DRAWS + 1)]}),
]
