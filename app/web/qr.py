"""Addresses of this server as QR codes, for a room whose phones should open what the projector shows."""

from __future__ import annotations

import io
import re

import segno
from fastapi import APIRouter, Request, Response

from app.experiments.address.canonical import MAX_QR_ADDRESS
from app.experiments.requests.request_errors import RequestError, expected

ADDRESS = re.compile(r"/(?![/\\])[A-Za-z0-9\-._~!$&'()*+,;=:@/?%]*")
"""A path of this server and a query: no other server, and no part after a #, which a server never sees."""
HOST = re.compile(r"[A-Za-z0-9\-._]+(:\d{1,5})?|\[[0-9a-fA-F:.]+\](:\d{1,5})?")


def qr_router() -> APIRouter:
    """/qr.svg."""
    router = APIRouter(include_in_schema=False)

    @router.get("/qr.svg")
    async def qr(request: Request, address: str = "") -> Response:
        # the host is the visitor's, so no shared cache may keep it
        headers = {"Cache-Control": "no-store"}
        return Response(qr_svg(absolute(request, address)), media_type="image/svg+xml", headers=headers)

    return router


def absolute(request: Request, address: str) -> str:
    """The address as the visitor's browser has it, or a RequestError."""
    if len(address) > MAX_QR_ADDRESS:
        raise _refused("address", f"at most {MAX_QR_ADDRESS} characters", len(address))
    if not ADDRESS.fullmatch(address):
        raise _refused("address", "a path and query of this server such as /?seed=3", address)
    if not HOST.fullmatch(request.url.netloc):
        raise _refused("host", "a host name, perhaps with a port", request.url.netloc)
    return f"{request.url.scheme}://{request.url.netloc}{address}"


def qr_svg(text: str) -> bytes:
    """Black on white with the quiet zone that readers need, in both themes of the page."""
    image = io.BytesIO()
    code = segno.make(text, error="m", micro=False)
    code.save(image, kind="svg", xmldecl=False, omitsize=True, border=4, dark="#000000", light="#FFFFFF")
    return image.getvalue()


def _refused(field: str, what: str, got: object) -> RequestError:
    error = expected(field, what, got)
    return RequestError("invalid", error.message, [error])
