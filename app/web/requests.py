"""What a request says: its body within the limit, its JSON, its fields."""

from __future__ import annotations

import json

from fastapi import Request

from app.experiments.address.parsing import parse, parse_query
from app.experiments.requests.experiment import Experiment
from app.experiments.requests.path_request import PathRequest
from app.experiments.requests.request_errors import RequestError

READ_ANYWAY = 16
"""Times the limit that is still read and thrown away: a client that is not done sending would never see the refusal."""

JSON = "JSON, with names and texts between double quotes"
MAX_QUERY = 2**17
"""Characters; an address that this server hands out itself has at most half of them."""


async def read_experiment(request: Request, body_limit: int, model: type[Experiment] = Experiment) -> Experiment:
    """The Experiment, or another model that is one, of a GET's query string or a POST's JSON body."""
    if request.method == "POST":
        return parse(model, await read_json(request, body_limit))
    check_query(request)
    return parse_query(request.query_params.multi_items(), model)


async def read_path(request: Request, body_limit: int) -> Experiment:
    """The same for a path, whose body may hold one that is near; without it, it is the Experiment of a GET."""
    if request.method != "POST":
        return await read_experiment(request, body_limit)
    asked = parse(PathRequest, await read_json(request, body_limit))
    return asked if asked.near else asked.set_up()


def check_query(request: Request) -> None:
    """Refuses a query that is longer than any of ours."""
    if len(request.url.query) > MAX_QUERY:
        detail = f"query: expected at most {MAX_QUERY} characters, got {len(request.url.query)}; a POST takes more"
        raise RequestError("address-too-long", detail)


async def read_json(request: Request, body_limit: int) -> object:
    """The JSON of the body. NaN and Infinity are let through, for the field's own rule to refuse."""
    if request.url.query:
        raise RequestError("invalid", f"query: expected all fields in the JSON body, got ?{request.url.query[:60]}")
    body = await read_body(request, body_limit)
    if not body.strip():
        raise RequestError("malformed", f"body: expected {JSON}, got an empty body")
    try:
        return json.loads(body)
    except UnicodeDecodeError as error:
        raise RequestError("malformed", f"body: expected UTF-8, got byte {error.start + 1} that is none") from None
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise RequestError("malformed", f"body: expected {JSON}, got something else from {where} on") from None
    except (RecursionError, ValueError):
        raise RequestError(
            "malformed", "body: expected JSON of ordinary depth and numbers, got too much of them"
        ) from None


async def read_body(request: Request, limit: int) -> bytes:
    """The whole body, refused past the limit."""
    parts: list[bytes] = []
    size = 0
    async for part in request.stream():
        size += len(part)
        if size <= limit:
            parts.append(part)
        elif size > READ_ANYWAY * limit:
            break
    if size > limit:
        raise RequestError("too-large", f"body: expected at most {limit} bytes, got more")
    return b"".join(parts)
