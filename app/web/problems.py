"""What each kind of refusal means and what helps: the page at its `type`."""

from __future__ import annotations

from typing import Any

from app.experiments.requests.request_errors import RequestError
from app.web.errors import KINDS

MEANINGS: dict[str, str] = {
    "invalid": "A field holds something it cannot hold, is unknown here, or does not go with another field. `errors` "
    "names each such field and says what was expected and what came. Change those and ask again.",
    "budget": "The request is well formed, but its estimated work, or the size of its answer, is over this server's "
    "limit. `estimate` and `limit` are CPU seconds; `nearest` has the fields to change so that it fits. Whoever runs "
    "the server sets the limit by `GOLDILAMBDA_WORK_LIMIT`.",
    "malformed": "The body is no JSON, or the request is no proper HTTP. `detail` says where it stops being readable. "
    "Nested lists are written as [[0, 1], [2, 3]], names and texts between double quotes.",
    "not-found": "There is no such address here. The addresses of the API begin with /api/v1/; the page /docs has all.",
    "method": "The address exists, but not for this method. The header `Allow` has those that it takes: GET has the "
    "fields in the address, POST as a JSON body.",
    "too-large": "The body has more bytes than this server reads, by default 1 MiB. Fewer digits, or fewer points, "
    "make it smaller.",
    "address-too-long": "The address has more characters than this server reads. The same fields as the JSON body of "
    "a POST may be longer.",
    "failed": "A fault of the server, not of the request; asking again will not help. It has been written to the "
    "server's log.",
    "busy": "As many computations are waiting as this server lets wait. `Retry-After` says after how many seconds to "
    "ask again. Answers that are already known are given all the same.",
    "lost": "The process that computed the answer ended before it was done, twice. It may have run out of memory: a "
    "smaller experiment may do.",
    "stopped": "The server is closing, or nobody waited for the answer any more. Ask again in a few seconds.",
    "not-ready": "The server runs, but its workers do not answer yet. Only /readyz says so; ask again in a few "
    "seconds.",
    "time-limit": "The computation took longer than this server lets one take, by default 60 seconds, though it was "
    "estimated to fit. Fewer `restarts`, `lambdas`, `n_samples` or units take less.",
}


def described(kind: str) -> dict[str, Any]:
    """What the page about a kind of refusal says, or a RequestError where there is no such kind."""
    if kind not in KINDS:
        raise RequestError("not-found", f"problem: expected one of {', '.join(KINDS)}, got {kind[:200]}")
    status, title = KINDS[kind]
    return {"kind": kind, "status": status, "title": title, "meaning": MEANINGS[kind]}
