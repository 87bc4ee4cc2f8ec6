"""The command line: `goldilambda` and `python -m app`. The server is imported only to run it: workers read this too."""

from __future__ import annotations

import argparse
import errno
import socket
import sys
import webbrowser
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fastapi import FastAPI

    from app.settings import Settings

GRACE = 3
"""Seconds that open connections have when the server is asked to stop."""
MAX_HEAD = 2**20
"""Bytes of request line and headers: past the longest query, so that the refusal is the API's own."""


def main(arguments: list[str] | None = None) -> int:
    """Serve until interrupted. The value is the exit code."""
    from pydantic import ValidationError

    from app.main import create_app
    from app.settings import Settings, sentences

    try:
        settings = Settings()
        options = _parser(settings).parse_args(arguments)
        chosen = {name: getattr(options, name) for name in ("host", "port", "workers")}
        settings = Settings.model_validate(settings.model_dump() | chosen)
    except ValidationError as error:
        sys.stderr.write("".join(f"{sentence}\n" for sentence in sentences(error)))
        return 2
    try:
        listener = _listen(settings.host, settings.port)
    except socket.gaierror:
        sys.stderr.write(f"host: expected an address of this machine, got {settings.host}, which is unknown\n")
        return 1
    except (OSError, UnicodeError) as error:
        sys.stderr.write(_refused(error, settings))
        return 1
    return _serve(create_app(settings), listener, options.open)


def _refused(error: OSError | UnicodeError, settings: Settings) -> str:
    """Why the socket could not be had."""
    reason = getattr(error, "strerror", None) or "not a name"
    if isinstance(error, OSError) and error.errno in (errno.EADDRINUSE, errno.EACCES):
        return f"port: expected a free one on {settings.host}, got {settings.port} ({reason})\n"
    return f"host: expected an address of this machine, got {settings.host} ({reason})\n"


def _parser(settings: Settings) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="goldilambda", description="See why L2 regularization works.")
    parser.add_argument("--host", default=settings.host, help="address to listen on (%(default)s)")
    parser.add_argument("--port", default=settings.port, help="port, 0 for a free one (%(default)s)")
    parser.add_argument("--workers", default=settings.workers, help="training processes, 0 for one per core")
    parser.add_argument("--open", action="store_true", help="open the page in a browser")
    return parser


def _listen(host: str, port: int) -> socket.socket:
    """Named as TCP: only then does asyncio send without delay. Else every larger answer waits 40 ms for the client."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(2048)
    except BaseException:
        listener.close()
        raise
    return listener


def _serve(app: FastAPI, listener: socket.socket, open_browser: bool) -> int:
    import uvicorn

    host, port = listener.getsockname()[:2]
    shown = "127.0.0.1" if host in ("0.0.0.0", "::") else f"[{host}]" if ":" in host else host  # noqa: S104  # compared
    address = f"http://{shown}:{port}/"
    config = uvicorn.Config(
        app, timeout_graceful_shutdown=GRACE, h11_max_incomplete_event_size=MAX_HEAD, log_level="warning"
    )
    server = uvicorn.Server(config)
    sys.stdout.write(f"Goldilambda is at {address} (Ctrl-C ends it)\n")
    sys.stdout.flush()
    if open_browser:
        webbrowser.open(address)
    server.run(sockets=[listener])
    return 0 if server.started else 1


if __name__ == "__main__":
    sys.exit(main())
