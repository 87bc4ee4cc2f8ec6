"""Progress as server-sent events: `progress` as λ's finish, then `result`, or `problem`."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator

from fastapi import Request
from starlette.responses import StreamingResponse

from app.experiments.requests.request_errors import RequestError
from app.experiments.running.answer_cache import Answers
from app.experiments.running.jobs import Job
from app.web.errors import as_json, fault, problem_content

logger = logging.getLogger(__name__)

MEDIA_TYPE = "text/event-stream"


def wants_events(request: Request) -> bool:
    return MEDIA_TYPE in request.headers.get("accept", "")


def event_stream(answers: Answers, job: Job) -> StreamingResponse:
    """The job's progress and end. It is not compressed: a compressor would hold events back."""
    headers = {"Cache-Control": "no-store", "Vary": "Accept", "X-Accel-Buffering": "no"}
    return StreamingResponse(_events(answers, job), media_type=MEDIA_TYPE, headers=headers)


async def _events(answers: Answers, job: Job) -> AsyncIterator[bytes]:
    news: asyncio.Queue[bytes | None] = asyncio.Queue()

    def report(done: int, of: int, lam: float) -> None:
        news.put_nowait(_event("progress", as_json({"done": done, "of": of, "lambda": lam})))

    waiting = asyncio.create_task(answers.get(job, report))
    waiting.add_done_callback(lambda _: news.put_nowait(None))
    try:
        while (event := await news.get()) is not None:
            yield event
        yield _event("result", (await waiting).body)
    except RequestError as refusal:
        yield _event("problem", as_json(problem_content(refusal)))
    except Exception:
        logger.exception("A computation failed on its way to a stream of events")
        yield _event("problem", as_json(problem_content(fault())))
    finally:
        waiting.cancel()


def _event(name: str, data: bytes) -> bytes:
    return b"event: %s\ndata: %s\n\n" % (name.encode("ascii"), data)
