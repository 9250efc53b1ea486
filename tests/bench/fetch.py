"""5,000 pages over loopback from 50 hosts at 20 requests a second and host, beside plain httpx.

Prints pages/s, share of one core and peak memory of each, and the ratio. Run: python -m tests.bench.fetch
"""

from __future__ import annotations

import asyncio
import multiprocessing
import resource
import sys
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx

PAGES, HOSTS, RATE, CONCURRENCY = 5000, 50, 20, 100
BODY = b"<html><body>" + b"<p>A paragraph of a page as long as pages are.</p>" * 400 + b"</body></html>"


def main() -> None:
    with serve() as address:
        for name, job in (("plain httpx", plain), ("dragoman", ours)):
            results[name] = measure(name, job, address)
    ratio = results["dragoman"][0] / results["plain httpx"][0]
    print(f"dragoman / plain httpx: {ratio:.2f} of its pages/s")


results: dict[str, tuple[float, float, float]] = {}


def urls() -> list[str]:
    return [f"http://h{number % HOSTS}.test/{number}" for number in range(PAGES)]


def measure(
    name: str, job: Callable[[str, Path], Awaitable[int]], address: str
) -> tuple[float, float, float]:
    """In a process of its own, so that memory and CPU are its own."""
    context = multiprocessing.get_context("spawn")
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=_run, args=(job.__name__, address, sender))
    process.start()
    rate, cpu, memory = receiver.recv()
    process.join()
    print(f"{name:12} {rate:7.0f} pages/s  {cpu:5.0%} of a core  {memory:5.0f} MB at most", flush=True)
    return rate, cpu, memory


def _run(name: str, address: str, sender: multiprocessing.connection.Connection) -> None:
    with TemporaryDirectory() as folder:
        started, before = time.monotonic(), time.process_time()
        done = asyncio.run(getattr(sys.modules[__name__], name)(address, Path(folder)))
        seconds, cpu = time.monotonic() - started, time.process_time() - before
    assert done == PAGES, f"{done} of {PAGES} pages came"
    sender.send((done / seconds, cpu / seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024))


async def plain(address: str, _: Path) -> int:
    """The same pages with nothing but httpx, a semaphore and the same pace for each host."""
    places = asyncio.Semaphore(CONCURRENCY)
    host, port = address.split(":")
    async with httpx.AsyncClient(limits=httpx.Limits(max_connections=CONCURRENCY)) as client:

        async def get(number: int, url: str) -> int:
            await asyncio.sleep(max(0.0, number // HOSTS / RATE - (time.monotonic() - started)))
            async with places:
                target = httpx.URL(url)
                answer = await client.get(
                    target.copy_with(host=host, port=int(port)), headers={"Host": target.host}
                )
                return len(answer.content) == len(BODY)

        started = time.monotonic()
        return sum(await asyncio.gather(*(get(number, url) for number, url in enumerate(urls()))))


async def ours(address: str, folder: Path) -> int:
    from flows.fetch import Archive, Client, FetchSettings
    from parsers.source import Politeness, Source

    source = Source(
        id="bench", name="Bench", homepage="http://h0.test/", kind="press", languages=("en",), timezone="UTC",
        state_controlled=False, discovery=(), politeness=Politeness(rate=RATE, concurrency=2),
    )  # fmt: skip
    settings = FetchSettings(folder / "fetch", connect_to={"*.test": address}, max_connections=CONCURRENCY)
    with Archive(folder / "archive") as archive:
        async with Client(settings, {}, archive) as client:
            fetched = await asyncio.gather(*(client.get(url, source, "article") for url in urls()))
            return sum(one.record.outcome in ("new", "unchanged") for one in fetched)


class serve:
    """A bare HTTP/1.1 server in a process of its own."""

    def __enter__(self) -> str:
        context = multiprocessing.get_context("spawn")
        receiver, sender = context.Pipe(duplex=False)
        self.process = context.Process(target=_serve, args=(sender,), daemon=True)
        self.process.start()
        return f"127.0.0.1:{receiver.recv()}"

    def __exit__(self, *_: object) -> None:
        self.process.terminate()


def _serve(sender: multiprocessing.connection.Connection) -> None:
    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while request := await reader.readuntil(b"\r\n\r\n"):
                path = request.split(b" ")[1]
                if path == b"/robots.txt":
                    writer.write(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")
                    continue
                body = BODY[: -len(path)] + path
                head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n" % len(body)
                writer.write(head + body)
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    async def run() -> None:
        server = await asyncio.start_server(answer, "127.0.0.1", 0)
        sender.send(server.sockets[0].getsockname()[1])
        await server.serve_forever()

    asyncio.run(run())


if __name__ == "__main__":
    main()
