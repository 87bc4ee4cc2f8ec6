"""Every kind of refusal, once: its status and title, what it means and what helps. The page at its `type` says it."""

from __future__ import annotations

from dataclasses import dataclass

from app.experiments.requests.request_errors import Kind, RequestError


@dataclass(frozen=True)
class ProblemType:
    """What all refusals of a kind have in common."""

    status: int
    title: str
    meaning: str
    brief: str | None = None
    """In a few words, where OpenAPI names it among the answers of an address."""


PROBLEM_TYPES: dict[Kind, ProblemType] = {
    "invalid": ProblemType(
        422,
        "Not a valid request",
        "A field holds something it cannot hold, is unknown here, or does not go with another field. `errors` "
        "names each such field and says what was expected and what came. Change those and ask again.",
        brief="a field that is not right",
    ),
    "budget": ProblemType(
        422,
        "Too much work",
        "The request is well formed, but its estimated work, or the size of its answer, is over this server's "
        "limit. `estimate` and `limit` are CPU seconds; `nearest` has the fields to change so that it fits. Whoever "
        "runs the server sets the limit by `GOLDILAMBDA_WORK_LIMIT`.",
        brief="over the budget",
    ),
    "malformed": ProblemType(
        400,
        "Not readable",
        "The body is no JSON, or the request is no proper HTTP. `detail` says where it stops being readable. "
        "Nested lists are written as [[0, 1], [2, 3]], names and texts between double quotes.",
        brief="not readable",
    ),
    "not-found": ProblemType(
        404,
        "Not found",
        "There is no such address here. The addresses of the API begin with /api/v1/; the page /docs has all.",
    ),
    "method": ProblemType(
        405,
        "Not this way",
        "The address exists, but not for this method. The header `Allow` has those that it takes: GET has the "
        "fields in the address, POST as a JSON body.",
    ),
    "too-large": ProblemType(
        413,
        "Too large",
        "The body has more bytes than this server reads, by default 1 MiB. Fewer digits, or fewer points, "
        "make it smaller.",
        brief="body over the limit",
    ),
    "address-too-long": ProblemType(
        414,
        "Address too long",
        "The address has more characters than this server reads. The same fields as the JSON body of "
        "a POST may be longer.",
    ),
    "failed": ProblemType(
        500,
        "Something broke here",
        "A fault of the server, not of the request; asking again will not help. It has been written to the "
        "server's log.",
    ),
    "busy": ProblemType(
        503,
        "Too many are waiting",
        "As many computations are waiting as this server lets wait. `Retry-After` says after how many seconds to "
        "ask again. Answers that are already known are given all the same.",
        brief="too many wait; try again after `Retry-After`",
    ),
    "lost": ProblemType(
        503,
        "The computation was lost",
        "The process that computed the answer ended before it was done, twice. It may have run out of memory: a "
        "smaller experiment may do.",
    ),
    "stopped": ProblemType(
        503,
        "Closing",
        "The server is closing, or nobody waited for the answer any more. Ask again in a few seconds.",
    ),
    "not-ready": ProblemType(
        503,
        "Not ready",
        "The server runs, but its workers do not answer yet. Only /readyz says so; ask again in a few seconds.",
    ),
    "time-limit": ProblemType(
        504,
        "Took too long",
        "The computation took longer than this server lets one take, by default 60 seconds, though it was "
        "estimated to fit. Fewer `restarts`, `lambdas`, `n_samples` or units take less.",
        brief="past the time limit",
    ),
}


def problem_type_named(kind: str) -> ProblemType:
    """The refusal of that kind, or a RequestError where there is none."""
    for known, refusal in PROBLEM_TYPES.items():
        if known == kind:
            return refusal
    raise RequestError("not-found", f"problem: expected one of {', '.join(PROBLEM_TYPES)}, got {kind[:200]}")
