"""Whether the server lives, and whether its workers answer."""

from __future__ import annotations

from fastapi import APIRouter, Response

from app.experiments.requests.request_errors import RequestError
from app.experiments.running.runner import Runner


def health_router(runner: Runner) -> APIRouter:
    """/healthz and /readyz."""
    router = APIRouter()

    @router.get("/healthz", summary="Alive", include_in_schema=False)
    async def healthz() -> Response:
        return Response('{"status":"alive"}', media_type="application/json", headers={"Cache-Control": "no-store"})

    @router.get("/readyz", summary="Ready", include_in_schema=False)
    async def readyz() -> Response:
        if not await runner.ready():
            raise RequestError("not-ready", "The workers do not answer; new ones are being started.", retry_after=2)
        return Response('{"status":"ready"}', media_type="application/json", headers={"Cache-Control": "no-store"})

    return router
