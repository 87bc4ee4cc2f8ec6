"""HTML pages and the files they need: Lab, lessons, API page, a page for errors, everything below /static."""

from __future__ import annotations

import gzip
import hashlib
import re

from fastapi import APIRouter, FastAPI, Request, Response
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from markupsafe import Markup, escape
from starlette.exceptions import HTTPException

from app import __version__
from app.experiments.answers.catalogue import catalogue
from app.experiments.requests.request_errors import RequestError, quoted
from app.web.headers import ASK_FIRST, send_bytes
from app.web.lessons import LESSONS, lesson_named
from app.web.problems import PROBLEM_TYPES, problem_type_named
from app.web.reference import reference
from app.web.static_files import StaticTree, folder

HTML = "text/html; charset=utf-8"


def _code(text: str) -> Markup:
    """Text whose `names` stand in a code element."""
    return Markup(re.sub(r"`([^`]+)`", r"<code>\1</code>", str(escape(text))))  # noqa: S704  # escaped above


class Site:
    """Templates and static files, read at the start; in development again for every page."""

    def __init__(self, *, development: bool) -> None:
        self._development = development
        self._templates = Environment(
            loader=FileSystemLoader(folder("templates")),
            autoescape=select_autoescape(default=True),
            undefined=StrictUndefined,
            auto_reload=development,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._templates.filters["code"] = _code
        self.tree = StaticTree(folder("static"))

    def render(self, template: str, **context: object) -> bytes:
        """A page. `static(name)` in it is the versioned address of a file, and fails on a name that is none."""
        if self._development:
            self.tree = StaticTree(folder("static"))
        page = self._templates.get_template(template)
        return page.render(static=self.tree.address, version=__version__, **context).encode()

    def page(self, request: Request, template: str, **context: object) -> Response:
        """A page that a browser may keep, but asks about before it shows it again."""
        body = self.render(template, **context)
        etag = hashlib.sha256(body).hexdigest()[:32]
        packed = gzip.compress(body, 6, mtime=0)
        return send_bytes(request, body, packed, etag, media_type=HTML, cache_control=ASK_FIRST)

    def error_page(self, status: int, title: str, detail: str) -> Response:
        """The page for a browser that got lost."""
        body = self.render("error.html", status=status, title=title, detail=detail)
        return Response(body, status, {"Cache-Control": "no-store", "Vary": "Accept"}, HTML)


def page_router(app: FastAPI, site: Site) -> APIRouter:
    """/, /lessons, /docs, /problems and /static."""
    router = APIRouter(include_in_schema=False)
    choices = catalogue("classification")  # what the Lab can show
    choices_of_lessons = catalogue()

    @router.get("/")
    async def lab(request: Request) -> Response:
        return site.page(request, "lab.html", choices=choices)

    @router.get("/lessons")
    async def lessons(request: Request) -> Response:
        return site.page(request, "lessons.html", lessons=LESSONS)

    @router.get("/lessons/{name}")
    async def lesson(request: Request, name: str) -> Response:
        found = lesson_named(name)
        if found is None:
            raise RequestError("not-found", f"There is no lesson {quoted(name)}: /lessons lists them all.")
        context = {
            "lesson": found,
            "number": LESSONS.index(found) + 1,
            "lessons": LESSONS,
            "choices": choices_of_lessons,
        }
        return site.page(request, f"lessons/{found.file}.html", **context)

    @router.get("/docs")
    async def docs(request: Request) -> Response:
        return site.page(request, "docs.html", reference=reference(app.openapi()), refusals=PROBLEM_TYPES)

    @router.get("/problems/{kind}")
    async def problem(request: Request, kind: str) -> Response:
        return site.page(request, "problem.html", kind=kind, refusal=problem_type_named(kind))

    @router.get("/favicon.ico")
    async def favicon(request: Request) -> Response:
        return await static(request, site.tree.version, "favicon.svg")

    @router.get("/static/{version}/{name:path}")
    async def static(request: Request, version: str, name: str) -> Response:
        response = await site.tree.respond(request, version, name)
        if response is None:
            raise HTTPException(404)
        return response

    return router
