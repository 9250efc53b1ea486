"""The fetch log's words for what can go wrong, and the reject each failure becomes."""

from __future__ import annotations

import ssl

import httpcore
import httpx

from flows.fetch.body import BodyError
from flows.fetch.guard import NoSuchHost, RefusedAddress
from flows.fetch.limits import HostPaused
from parsers.records import FetchRecord, Reject

# How the detail of a good fetch begins when every redirect was permanent; the new address follows.
MOVED = "moved permanently to "
GOOD = frozenset({"new", "changed", "unchanged"})
# Worth another try in the same run: the next second may bring another answer.
TRANSIENT = frozenset(
    {"connect", "reset", "timeout", "truncated", "protocol", "server_error", "rate_limited"}
)
# Worth another try in a later run.
RETRYABLE = TRANSIENT | {"dns", "tls", "paused", "robots_unreachable", "empty", "error", "archive"}


class Failed(Exception):
    """A fetch that ends without a page. `outcome` is a short code, `detail` one line for a person."""

    def __init__(self, outcome: str, detail: str) -> None:
        super().__init__(detail)
        self.outcome = outcome
        self.detail = detail


def of_exception(error: Exception) -> Failed:
    """The failure that an exception of the HTTP stack stands for."""
    detail = " ".join(str(error).split())[:300] or type(error).__name__
    if isinstance(error, Failed):
        return error
    if isinstance(error, BodyError):
        return Failed(error.outcome, error.detail)
    if isinstance(error, HostPaused):
        return Failed("paused", detail)
    causes = list(_chain(error))
    for kind, outcome in _BY_CAUSE:
        if any(isinstance(cause, kind) for cause in causes):
            return Failed(outcome, detail)
    if isinstance(error, httpx.RemoteProtocolError) and "without sending complete message" in detail:
        return Failed("truncated", detail)
    for kind, outcome in _BY_TYPE:
        if isinstance(error, kind):
            return Failed(outcome, detail)
    return Failed("error", f"{type(error).__name__}: {detail}")


def of_status(status: int) -> str:
    """The outcome of an answer that is neither a page nor a redirect."""
    named = {401: "forbidden", 403: "forbidden", 404: "not_found", 410: "gone", 429: "rate_limited"}
    if status in named:
        return named[status]
    if status == 451:
        return "forbidden"
    if status >= 500:
        return "server_error"
    return "client_error" if status >= 400 else "unexpected_status"


def reject(record: FetchRecord, stage: str = "fetch") -> Reject | None:
    """The reject of a failed fetch, None for a good one."""
    if record.outcome in GOOD:
        return None
    return Reject(
        stage=stage,
        reason=record.outcome,
        detail=f"{record.url}: {record.detail or record.outcome}",
        source=record.source,
        url=record.url,
        archive_file=record.archive_file,
        archive_offset=record.archive_offset,
        retryable=record.outcome in RETRYABLE,
    )


_BY_CAUSE: tuple[tuple[type[BaseException], str], ...] = (
    (RefusedAddress, "refused_address"),
    (NoSuchHost, "dns"),
    (ssl.SSLError, "tls"),
    (ssl.CertificateError, "tls"),
)
_BY_TYPE: tuple[tuple[type[BaseException], str], ...] = (
    (httpx.TimeoutException, "timeout"),
    (TimeoutError, "timeout"),
    (httpcore.TimeoutException, "timeout"),
    (httpx.InvalidURL, "bad_url"),
    (httpx.UnsupportedProtocol, "bad_url"),
    (httpx.ConnectError, "connect"),
    (httpx.ProtocolError, "protocol"),
    (httpx.NetworkError, "reset"),
    (OSError, "reset"),
)


def _chain(error: BaseException | None):
    seen = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or error.__context__
