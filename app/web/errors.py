"""Every refusal in one shape, RFC 9457 problem+json; a page for browsers. Never a traceback."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request, Response
from starlette.exceptions import HTTPException
from starlette.routing import Match

from app.experiments.requests.request_errors import Kind, RequestError
from app.web.headers import SECURITY
from app.web.problems import PROBLEM_TYPES

KIND_OF_STATUS: dict[int, Kind] = {404: "not-found", 405: "method", 413: "too-large"}

ErrorPage = Callable[[int, str, str], Response]


def problem(refusal: RequestError, headers: dict[str, str] | None = None) -> Response:
    """The refusal as it travels."""
    content = problem_content(refusal)
    more = {"Cache-Control": "no-store", "Vary": "Accept", **(headers or {})}
    if refusal.retry_after is not None:
        more["Retry-After"] = str(refusal.retry_after)
    return Response(as_json(content), content["status"], more, "application/problem+json")


def problem_content(refusal: RequestError) -> dict[str, Any]:
    """The members of a problem."""
    known = PROBLEM_TYPES[refusal.kind]
    return {
        "type": f"/problems/{refusal.kind}",
        "title": known.title,
        "status": known.status,
        "detail": refusal.detail,
        "errors": [{"field": error.field, "message": error.message} for error in refusal.errors],
        **refusal.facts,
    }


def as_json(content: dict[str, Any]) -> bytes:
    """ASCII, so that text which is no valid Unicode can be told of too."""
    return json.dumps(content, ensure_ascii=True, allow_nan=False).encode("ascii")


def register_errors(app: FastAPI, error_page: ErrorPage) -> None:
    """Gives the app its answers to refusals, wrong addresses, wrong methods and its own faults."""

    def answer(request: Request, refusal: RequestError, headers: dict[str, str] | None = None) -> Response:
        if not _wants_page(request):
            return problem(refusal, headers)
        known = PROBLEM_TYPES[refusal.kind]
        return error_page(known.status, known.title, refusal.detail)

    async def refused(request: Request, error: Exception) -> Response:
        return answer(request, error if isinstance(error, RequestError) else fault())

    async def http_error(request: Request, error: Exception) -> Response:
        if not isinstance(error, HTTPException):
            return answer(request, fault())
        if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
            allowed = _allowed_methods(app, request)
            detail = f"method: expected {' or '.join(allowed)}, got {request.method}"
            return answer(request, RequestError("method", detail), {"Allow": ", ".join(allowed)})
        if error.status_code == HTTPStatus.NOT_FOUND:
            detail = f"address: expected {_like(app, request.url.path)}, got {request.url.path[:200]}"
            return answer(request, RequestError("not-found", detail))
        return answer(request, RequestError(KIND_OF_STATUS.get(error.status_code, "malformed"), str(error.detail)))

    async def invalid(request: Request, _error: Exception) -> Response:
        """Answered outside of all middleware, so it brings its own headers."""
        response = answer(request, fault())
        response.headers.update(SECURITY)
        return response

    handlers: dict[type[Exception], Callable[[Request, Exception], Awaitable[Response]]] = {
        RequestError: refused,
        HTTPException: http_error,
        Exception: invalid,
    }
    for kind, handler in handlers.items():
        app.add_exception_handler(kind, handler)


def fault() -> RequestError:
    """What is told of an error that nobody expected."""
    return RequestError("failed", "This is a fault of the server, not of the request. It has been logged.")


def _wants_page(request: Request) -> bool:
    return "text/html" in request.headers.get("accept", "") and not request.url.path.startswith("/api/")


def _like(app: FastAPI, path: str) -> str:
    """What exists near an address that does not: all of the API, for those who look for its beginning."""
    if not path.startswith("/api"):
        return "one that exists"
    return f"one of {', '.join(app.openapi()['paths'])} (the page /docs has what they take)"


def _allowed_methods(app: FastAPI, request: Request) -> list[str]:
    """All methods of the address, not only those of the first route that has it."""

    def matches(method: str) -> bool:
        scope = {**request.scope, "method": method}
        return any(route.matches(scope)[0] == Match.FULL for route in app.router.routes)

    allowed = [method for method in ("GET", "POST") if matches(method)]
    return ["GET", "HEAD", *allowed[1:]] if "GET" in allowed else allowed
