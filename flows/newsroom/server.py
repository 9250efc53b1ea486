"""The newsroom as a real HTTP server on loopback: one port, one virtual host for each outlet."""

from __future__ import annotations

import gzip
import socket
import threading
import time
from dataclasses import dataclass
from datetime import UTC
from email.utils import format_datetime, parsedate_to_datetime
from types import TracebackType

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from flows.newsroom.sites import DOMAIN, Document, not_found, publish
from flows.newsroom.stories import load_stories

START_TIMEOUT = 10.0


@dataclass(frozen=True, slots=True)
class Hit:
    """One request as the newsroom saw it. `bytes` is the length of the body that was sent."""

    method: str
    url: str
    status: int
    bytes: int
    user_agent: str | None = None
    conditional: bool = False


class Newsroom:
    """Serves the bundled newsroom on a free port of 127.0.0.1 while the context is open.

    `connect_to` maps `*.newsroom.test` to the address, in the form `FetchSettings.connect_to` wants.
    `requests` is the log. The state of the world can be changed while it runs: `advance`, `silence`,
    `fail`, `redesign`, and `restore` to undo the last three for an outlet. Raises RuntimeError when the
    server does not start.
    """

    def __init__(self) -> None:
        self.stories = load_stories()
        self.requests: list[Hit] = []
        self.address = ""
        self._advanced = False
        self._silent: set[str] = set()
        self._redesigned: set[str] = set()
        self._failing: dict[str, int] = {}
        self._documents = publish(self.stories)
        self._not_found = not_found()
        self._outlets = {story.outlet for story in self.stories.values()}

    @property
    def connect_to(self) -> dict[str, str]:
        return {f"*.{DOMAIN}": self.address}

    def __enter__(self) -> Newsroom:
        listener = socket.socket()
        listener.bind(("127.0.0.1", 0))
        self.address = f"127.0.0.1:{listener.getsockname()[1]}"
        app = Starlette(routes=[Route("/{path:path}", self._answer, methods=["GET"])])
        config = uvicorn.Config(
            app, log_config=None, access_log=False, lifespan="off", timeout_graceful_shutdown=1
        )
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(
            target=self._server.run, kwargs={"sockets": [listener]}, name="newsroom", daemon=True
        )
        self._thread.start()
        deadline = time.monotonic() + START_TIMEOUT
        while not self._server.started:
            if not self._thread.is_alive() or time.monotonic() > deadline:
                raise RuntimeError(f"the bundled newsroom did not start on {self.address}")
            time.sleep(0.01)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.should_exit = True
        self._thread.join()

    def advance(self) -> None:
        """Time passes: corrected versions replace the first ones and late articles come out."""
        self._advanced = True
        self._publish()

    def silence(self, outlet: str) -> None:
        """The outlet still answers, but lists no article."""
        self._silent.add(self._known(outlet))
        self._publish()

    def redesign(self, outlet: str) -> None:
        """The outlet's articles come in new markup, in which its selectors match nothing."""
        self._redesigned.add(self._known(outlet))
        self._publish()

    def fail(self, outlet: str, status: int = 503) -> None:
        """Every request to the outlet is answered with this status."""
        self._failing[self._known(outlet)] = status

    def restore(self, outlet: str) -> None:
        """The outlet is again as it was before it was silenced, redesigned or made to fail."""
        self._silent.discard(self._known(outlet))
        self._redesigned.discard(outlet)
        self._failing.pop(outlet, None)
        self._publish()

    def _known(self, outlet: str) -> str:
        if outlet not in self._outlets:
            raise ValueError(f"no outlet {outlet!r}; there are {', '.join(sorted(self._outlets))}")
        return outlet

    def _publish(self) -> None:
        self._documents = publish(
            self.stories, advanced=self._advanced, silent=self._silent, redesigned=self._redesigned
        )

    async def _answer(self, request: Request) -> Response:
        host = request.headers.get("host", "").partition(":")[0]
        response = self._respond(request, host.lower())
        sent = 0 if request.method == "HEAD" else len(response.body)
        query = f"?{request.url.query}" if request.url.query else ""
        self.requests.append(
            Hit(
                request.method,
                f"http://{host}{request.url.path}{query}",
                response.status_code,
                sent,
                request.headers.get("user-agent"),
                "if-none-match" in request.headers or "if-modified-since" in request.headers,
            )
        )
        return response

    def _respond(self, request: Request, host: str) -> Response:
        outlet = host.removesuffix(f".{DOMAIN}")
        if outlet not in self._outlets:
            return PlainTextResponse(f"no site {host}", 421)
        if (status := self._failing.get(outlet)) is not None:
            return PlainTextResponse(f"failing with {status}", status)
        path = request.url.path
        # Tracking parameters are ignored, as sites do; a listing's page number is part of its address.
        document = (
            self._documents.get(f"{host}{path}?{request.url.query}")
            or self._documents.get(f"{host}{path}")
            or self._not_found
        )
        return _response(document, request)


def _response(document: Document, request: Request) -> Response:
    zipped = document.gzip and "gzip" in request.headers.get("accept-encoding", "")
    headers = {"content-type": document.content_type}
    if document.status == 200:
        # A strong validator names the bytes, and the bytes differ by encoding.
        headers["etag"] = document.etag[:-1] + ('-gz"' if zipped else '"')
        headers["last-modified"] = format_datetime(document.modified.astimezone(UTC), usegmt=True)
        headers["cache-control"] = "no-cache"
    if document.gzip:
        headers["vary"] = "Accept-Encoding"
    if document.status == 200 and _unchanged(request, headers["etag"], document):
        return Response(status_code=304, headers=headers)
    body = document.body
    if zipped:
        headers["content-encoding"] = "gzip"
        body = gzip.compress(body, compresslevel=6, mtime=0)
    return Response(body, document.status, headers)


def _unchanged(request: Request, etag: str, document: Document) -> bool:
    """RFC 9110, 13.2.2: If-None-Match decides where it is sent, else If-Modified-Since."""
    if (wanted := request.headers.get("if-none-match")) is not None:
        return wanted.strip() == "*" or etag in [tag.strip().removeprefix("W/") for tag in wanted.split(",")]
    try:
        since = parsedate_to_datetime(request.headers.get("if-modified-since", ""))
    except ValueError:
        return False
    return document.modified.replace(microsecond=0) <= since
