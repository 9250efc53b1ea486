"""A server that does to a fetcher what the worst sites do: one path, one trick. Raw sockets, loopback only."""

from __future__ import annotations

import asyncio
import gzip
import threading
from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import suppress

import brotli

PAGE = b"<!doctype html><html><body><p>A page like any other.</p></body></html>"
Trick = Callable[[asyncio.StreamReader, asyncio.StreamWriter, int], Awaitable[None]]


def head(status: str = "200 OK", **headers: object) -> bytes:
    named = {
        "Content-Type": "text/html",
        "Connection": "close",
        **{k.replace("_", "-"): v for k, v in headers.items()},
    }
    lines = [f"HTTP/1.1 {status}", *(f"{name}: {value}" for name, value in named.items())]
    return "\r\n".join(lines).encode() + b"\r\n\r\n"


def answer(data: bytes) -> Trick:
    async def send(_: asyncio.StreamReader, writer: asyncio.StreamWriter, __: int) -> None:
        writer.write(data)

    return send


def redirect(to: str, status: str = "302 Found") -> Trick:
    return answer(head(status, Location=to, Content_Length=0))


async def drip_head(_: asyncio.StreamReader, writer: asyncio.StreamWriter, __: int) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\n")
    for number in range(10_000):
        writer.write(f"X-{number}: x\r\n".encode())
        await writer.drain()
        await asyncio.sleep(0.05)


async def drip_body(_: asyncio.StreamReader, writer: asyncio.StreamWriter, __: int) -> None:
    writer.write(head(Content_Length=10_000))
    while True:
        writer.write(b"x")
        await writer.drain()
        await asyncio.sleep(0.05)


async def endless(_: asyncio.StreamReader, writer: asyncio.StreamWriter, __: int) -> None:
    writer.write(head())
    while True:
        writer.write(b"x" * 65536)
        await writer.drain()


async def silent(_: asyncio.StreamReader, __: asyncio.StreamWriter, ___: int) -> None:
    await asyncio.sleep(3600)


async def huge_head(_: asyncio.StreamReader, writer: asyncio.StreamWriter, __: int) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nX-Long: " + b"x" * (4 << 20) + b"\r\n\r\n" + PAGE)
    await writer.drain()


def reset_after(data: bytes) -> Trick:
    async def reset(_: asyncio.StreamReader, writer: asyncio.StreamWriter, __: int) -> None:
        writer.write(data)
        with suppress(ConnectionError):
            await writer.drain()
        # No farewell: linger zero turns the close into a reset.
        import socket
        import struct

        writer.get_extra_info("socket").setsockopt(
            socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0)
        )

    return reset


async def storm(_: asyncio.StreamReader, writer: asyncio.StreamWriter, count: int) -> None:
    """429 with Retry-After twice, then the page."""
    if count <= 2:
        writer.write(head("429 Too Many Requests", Retry_After=1, Content_Length=0))
    else:
        writer.write(head(Content_Length=len(PAGE)) + PAGE)


BOMB = b"\0" * (64 << 20)
XXE = b'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/hostname">]><rss version="2.0"><channel><item><title>&x;</title><link>http://hostile.test/ok</link></item></channel></rss>'
LAUGHS = (
    b'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "ha">'
    + b"".join(b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(12))
    + b"]><urlset><url><loc>http://hostile.test/&m;</loc></url></urlset>"
)
TRICKS: dict[str, Trick] = {
    "/ok": answer(head(Content_Length=len(PAGE)) + PAGE),
    "/loop": redirect("/loop"),
    "/ring-a": redirect("/ring-b", "301 Moved Permanently"),
    "/ring-b": redirect("/ring-a", "308 Permanent Redirect"),
    "/to-loopback": redirect("http://127.0.0.1:1/"),
    "/to-metadata": redirect("http://169.254.169.254/latest/meta-data/"),
    "/to-private-name": redirect("http://localhost:1/"),
    "/to-file": redirect("file:///etc/passwd"),
    "/to-script": redirect("javascript:alert(1)"),
    "/drip-head": drip_head,
    "/drip-body": drip_body,
    "/endless": endless,
    "/silent": silent,
    "/huge-head": huge_head,
    "/gzip-bomb": answer(head(Content_Encoding="gzip") + gzip.compress(BOMB)),
    "/brotli-bomb": answer(head(Content_Encoding="br") + brotli.compress(BOMB, quality=1)),
    "/double-gzip": answer(head(Content_Encoding="gzip, gzip") + gzip.compress(gzip.compress(BOMB))),
    "/not-gzip": answer(head(Content_Encoding="gzip") + PAGE),
    "/cut-gzip": answer(head(Content_Encoding="gzip") + gzip.compress(PAGE)[:-12]),
    "/short": answer(head(Content_Length=10_000) + PAGE),
    "/negative-length": answer(head(Content_Length=-5) + PAGE),
    "/lying-charset": answer(head(Content_Type="text/html; charset=utf-16", Content_Length=len(PAGE)) + PAGE),
    "/no-such-charset": answer(
        head(Content_Type="text/html; charset=klingon", Content_Length=len(PAGE)) + PAGE
    ),
    "/not-http": answer(b"SSH-2.0-OpenSSH_9.2\r\n"),
    "/reset-before": reset_after(b""),
    "/reset-in-head": reset_after(b"HTTP/1.1 200 OK\r\nContent-Type: te"),
    "/reset-in-body": reset_after(head(Content_Length=10_000) + PAGE),
    "/empty": answer(head(Content_Length=0)),
    "/picture": answer(head(Content_Length=8) + b"\x89PNG\r\n\x1a\n"),
    "/gone": answer(head("410 Gone", Content_Length=0)),
    "/storm": storm,
    "/xxe.xml": answer(head(Content_Type="application/rss+xml", Content_Length=len(XXE)) + XXE),
    "/laughs.xml": answer(head(Content_Type="application/xml", Content_Length=len(LAUGHS)) + LAUGHS),
}


class Hostile:
    """The server in a thread. `connect_to` lets its host `hostile.test` (and no other) through the guard."""

    host = "hostile.test"

    def __enter__(self) -> Hostile:
        self._loop = asyncio.new_event_loop()
        self._counts: Counter[str] = Counter()
        ready = threading.Event()
        self._thread = threading.Thread(target=self._run, args=(ready,), daemon=True)
        self._thread.start()
        ready.wait(10)
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)

    @property
    def connect_to(self) -> dict[str, str]:
        return {self.host: f"127.0.0.1:{self.port}"}

    def url(self, path: str) -> str:
        return f"http://{self.host}{path}"

    def _run(self, ready: threading.Event) -> None:
        asyncio.set_event_loop(self._loop)
        server = self._loop.run_until_complete(asyncio.start_server(self._serve, "127.0.0.1", 0))
        self.port = server.sockets[0].getsockname()[1]
        ready.set()
        self._loop.run_forever()
        server.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            request = await reader.readuntil(b"\r\n\r\n")
            path = request.split(b" ")[1].decode("latin-1")
            self._counts[path] += 1
            if path == "/robots.txt":
                writer.write(head("404 Not Found", Content_Length=0))
            else:
                await TRICKS[path](reader, writer, self._counts[path])
            await writer.drain()
        with suppress(ConnectionError):
            writer.close()
