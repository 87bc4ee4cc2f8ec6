"""The static files: read and compressed once, each under an address with the hash of the whole tree in its path."""

from __future__ import annotations

import gzip
import hashlib
from asyncio import wrap_future
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from fastapi import Request, Response

from app.web.bundling import bundle
from app.web.headers import FOREVER, accepts_gzip, is_unchanged

MEDIA_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".ico": "image/x-icon",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".woff2": "font/woff2",
}
PACKED = {".ico", ".png", ".woff2"}
"""Compressed already."""
BUNDLES = {"bundled/lab.js": "js/pages/main.js", "bundled/lesson.js": "js/pages/lesson.js"}
"""What a page runs, of which module it is made with all that this imports."""


@dataclass(frozen=True)
class StaticFile:
    """One file, ready to be sent."""

    body: bytes
    compressed: Future[bytes] | None
    media_type: str
    etag: str


def folder(name: str) -> Path:
    """static or templates: inside the package when installed, beside it in a clone."""
    package = Path(__file__).resolve().parent.parent
    return package / name if (package / name).is_dir() else package.parent / name


class StaticTree:
    """Every static file by its path below static/. Unknown names raise KeyError, in a template too."""

    def __init__(self, root: Path) -> None:
        paths = {
            str(PurePosixPath(path.relative_to(root))): path for path in root.rglob("*") if path.suffix in MEDIA_TYPES
        }
        bodies = {name: paths[name].read_bytes() for name in sorted(paths)}
        modules = {name: body.decode() for name, body in bodies.items() if name.startswith("js/")}
        bodies |= {name: bundle(modules, entry).encode() for name, entry in BUNDLES.items()}
        digests = {name: hashlib.sha256(body).hexdigest() for name, body in bodies.items()}
        self.version = hashlib.sha256(repr(digests).encode()).hexdigest()[:12]
        small_first = sorted(bodies, key=lambda name: len(bodies[name]))
        packer = ThreadPoolExecutor(1, "compress")
        self._files = {name: _ready(name, bodies[name], digests[name], packer) for name in small_first}
        packer.shutdown(wait=False)

    def address(self, name: str) -> str:
        """The versioned address of a file."""
        if name not in self._files:
            raise KeyError(f"static file: expected a name in the tree, got {name}")
        return f"/static/{self.version}/{name}"

    async def respond(self, request: Request, version: str, name: str) -> Response | None:
        """The file, None when there is none. Under the version of another tree it is sent, but never to be kept."""
        file = self._files.get(name)
        if file is None:
            return None
        headers = {"Cache-Control": FOREVER if version == self.version else "no-store", "Vary": "Accept-Encoding"}
        packed = file.compressed if accepts_gzip(request) else None
        headers["ETag"] = f'"{file.etag}-gzip"' if packed else f'"{file.etag}"'
        if is_unchanged(request, file.etag):
            return Response(status_code=304, headers=headers)
        if packed:
            headers["Content-Encoding"] = "gzip"
        body = await wrap_future(packed) if packed else file.body
        return Response(body, media_type=file.media_type, headers=headers)


def _ready(name: str, body: bytes, digest: str, packer: ThreadPoolExecutor) -> StaticFile:
    suffix = PurePosixPath(name).suffix
    packed = None if suffix in PACKED else packer.submit(gzip.compress, body, 9, mtime=0)
    return StaticFile(body, packed, MEDIA_TYPES[suffix], digest[:32])
