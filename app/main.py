"""create_app: routers, static files, error handlers, lifespan; nothing else."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI

from app import __version__
from app.experiments.running.answer_cache import AnswerCache, Answers
from app.experiments.running.runner import Runner
from app.settings import Settings
from app.web.api import api_router
from app.web.errors import register_errors
from app.web.headers import HeadAsGet, SecurityHeaders
from app.web.health import health_router
from app.web.pages import Site, page_router
from app.web.qr import qr_router

DESCRIPTION = (
    "Small networks trained over a whole path of λ. Answers are pure functions of the request: same bytes each time."
)


def create_app(settings: Settings | None = None) -> FastAPI:
    """The whole application. The workers run between its start and its end."""
    settings = settings or Settings()
    runner = Runner(settings.workers, settings.queue_length, settings.time_limit)

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        await runner.start()
        yield
        await runner.stop()

    app = FastAPI(
        title="Goldilambda",
        version=__version__,
        description=DESCRIPTION,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        lifespan=lifespan,
    )
    app.state.runner = runner
    site = Site(development=settings.development)
    answers = Answers(runner, AnswerCache(settings.cache_size * 2**20))
    app.include_router(api_router(answers, settings))
    app.include_router(health_router(runner))
    app.include_router(qr_router())
    app.include_router(page_router(app, site))
    register_errors(app, site.error_page)
    app.add_middleware(HeadAsGet)
    app.add_middleware(SecurityHeaders)
    return app
