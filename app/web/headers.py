"""Headers: what every response carries, what a cache may keep, and which copy the client has already."""

from __future__ import annotations

import re

from fastapi import Request, Response
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

FOREVER = "public, max-age=31536000, immutable"
PURE = "public, max-age=604800"
"""For answers that depend on their address alone: a week, long enough for a course's evening and its homework."""
ASK_FIRST = "no-cache"

SECURITY = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; "
        "connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}


class SecurityHeaders:
    """Middleware that puts the security headers on every response."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(SECURITY)
            await send(message)

        await self.app(scope, receive, with_headers if scope["type"] == "http" else send)


class HeadAsGet:
    """Middleware that answers HEAD as GET, without the body."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "HEAD":
            await self.app(scope, receive, send)
            return

        async def without_body(message: Message) -> None:
            if message["type"] == "http.response.body":
                message = {**message, "body": b""}
            await send(message)

        await self.app({**scope, "method": "GET"}, receive, without_body)


def accepts_gzip(request: Request) -> bool:
    """Whether the client takes gzip."""
    offers = request.headers.get("accept-encoding", "").lower().replace(" ", "").split(",")
    return any(re.fullmatch(r"(gzip|\*)(;q=(1(\.0*)?|0?\.\d*[1-9]\d*))?", offer) for offer in offers)


def is_unchanged(request: Request, etag: str) -> bool:
    """Whether the client has this answer, plain or compressed."""
    given = {tag.strip().removeprefix("W/") for tag in request.headers.get("if-none-match", "").split(",")}
    return bool(given & {"*", f'"{etag}"', f'"{etag}-gzip"'})


def send_bytes(
    request: Request, body: bytes, compressed: bytes, etag: str, *, media_type: str, cache_control: str
) -> Response:
    """Ready bytes as the client wants them, or 304."""
    packed = accepts_gzip(request)
    headers = {
        "Cache-Control": cache_control,
        "ETag": f'"{etag}-gzip"' if packed else f'"{etag}"',
        "Vary": "Accept, Accept-Encoding",
    }
    if request.method in ("GET", "HEAD") and is_unchanged(request, etag):
        return Response(status_code=304, headers=headers)
    if packed:
        headers["Content-Encoding"] = "gzip"
    return Response(compressed if packed else body, media_type=media_type, headers=headers)
