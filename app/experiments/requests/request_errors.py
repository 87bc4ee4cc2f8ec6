"""Why an experiment is refused: one exception for every reason, as plain data. Knows nothing of HTTP."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

Kind = Literal[
    "invalid",
    "budget",
    "malformed",
    "not-found",
    "method",
    "too-large",
    "address-too-long",
    "failed",
    "busy",
    "lost",
    "stopped",
    "not-ready",
    "time-limit",
]
"""Every reason there is for a refusal; what each means is told where it is answered."""
GOT_LENGTH = 60
"""Characters of a refused value that a message repeats."""


@dataclass(frozen=True)
class FieldError:
    """One field and the sentence about it: `<field>: expected <what>, got <value>`."""

    field: str
    message: str


class RequestError(Exception):
    """A request that gets no result. `kind` is the last word of the problem's type; `facts` are its extra members."""

    def __init__(
        self,
        kind: Kind,
        detail: str,
        errors: Sequence[FieldError] = (),
        retry_after: int | None = None,
        facts: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(kind, detail)
        self.kind = kind
        self.detail = detail
        self.errors = tuple(errors)
        self.retry_after = retry_after
        self.facts = dict(facts or {})


def expected(field: str, what: str, got: object) -> FieldError:
    """The sentence every refused value gets."""
    return FieldError(field, f"{field}: expected {what}, got {quoted(got)}")


def quoted(value: object) -> str:
    """A value as the sender wrote it, cut to a line."""
    if isinstance(value, str | bool | int | float | list | tuple | dict | None):
        text = json.dumps(_shortened(value), ensure_ascii=True)
    else:
        text = str(value)
    return text if len(text) <= GOT_LENGTH else text[: GOT_LENGTH - 1] + "…"


def _shortened(value: object, depth: int = 3) -> object:
    """Enough of a value to fill a line: no long list is ever written out, nor a number of a thousand digits."""
    if isinstance(value, str):
        return value[:GOT_LENGTH]
    if isinstance(value, int) and not isinstance(value, bool) and value.bit_length() > 256:
        return "a number of more than 77 digits"
    if isinstance(value, list | tuple):
        return [_shortened(item, depth - 1) for item in value[:20]] if depth else "…"
    if isinstance(value, dict):
        return {str(key)[:20]: _shortened(item, depth - 1) for key, item in list(value.items())[:5]} if depth else "…"
    return value
