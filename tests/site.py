"""A web server that does exactly what a test says, down to the bytes, on loopback.

Pages are routes: path → what to do. A route is bytes (sent as they are, then the connection ends) or an
async function (request, writer). `answer()` builds the bytes of a well-behaved response.
"""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field

HOST = "site.test"


@dataclass(frozen=True)
class Request:
    path: str
    headers: dict[str, str]


Handler = Callable[[Request, asyncio.StreamWriter], Awaitable[None]]
Route = bytes | Handler | list[bytes]


def answer(body: bytes | str = b"", status: int = 200, **headers: str) -> bytes:
    """A whole HTTP/1.1 response. Header names are given with underscores; Content-Length is added."""
    body = body.encode() if isinstance(body, str) else body
    named = {name.replace("_", "-").title(): value for name, value in headers.items()}
    named.setdefault("Content-Length", str(len(body)))
    named.setdefault("Content-Type", "text/html; charset=utf-8")
    head = "".join(f"{name}: {value}\r\n" for name, value in named.items())
    return f"HTTP/1.1 {status} Whatever\r\n{head}\r\n".encode("latin-1") + body


@dataclass
class Site:
    """The server. A route that is a list gives its answers one after another, the last one for ever."""

    routes: dict[str, Route] = field(default_factory=dict)
    tls: ssl.SSLContext | None = None
    requests: list[Request] = field(default_factory=list)

    async def __aenter__(self) -> Site:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0, ssl=self.tls)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_: object) -> None:
        self._server.close()
        await asyncio.sleep(0)

    @property
    def connect_to(self) -> dict[str, str]:
        return {HOST: f"127.0.0.1:{self.port}", f"*.{HOST}": f"127.0.0.1:{self.port}"}

    def asked(self, path: str) -> list[Request]:
        return [request for request in self.requests if request.path == path]

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError, asyncio.IncompleteReadError, ssl.SSLError, TimeoutError):
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
                headers = dict(line.lower().split(": ", 1) for line in head[1:] if ": " in line)
                request = Request(head[0].split(" ")[1], headers)
                self.requests.append(request)
                route = self.routes.get(request.path) or self.routes.get("*") or answer("nothing", 404)
                if isinstance(route, list):
                    route = route.pop(0) if len(route) > 1 else route[0]
                if isinstance(route, bytes):
                    writer.write(route)
                    await writer.drain()
                else:
                    await route(request, writer)
                    break
        writer.close()


def conditional(body: bytes | str, etag: str = '"one"') -> Handler:
    """A page that answers 304 to who knows its ETag."""

    async def serve(request: Request, writer: asyncio.StreamWriter) -> None:
        known = request.headers.get("if-none-match") == etag
        writer.write(answer(b"", 304, etag=etag) if known else answer(body, etag=etag))
        await writer.drain()

    return serve
