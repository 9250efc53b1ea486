"""Where we may connect: public addresses only, decided at the moment of connecting.

The check sits in the network layer, below redirects and connection reuse, so a name that resolves to
a public address first and to a private one later gains nothing: what was checked is what is dialled.
"""

from __future__ import annotations

import asyncio
import fnmatch
import ipaddress
import ssl
from collections import OrderedDict
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import certifi
import httpcore
import httpx

_MOST_ORIGINS = 100
_NAT64 = ipaddress.ip_network("64:ff9b::/96")


class RefusedAddress(httpcore.ConnectError):
    """The host resolves to an address that is not on the public internet."""


class NoSuchHost(httpcore.ConnectError):
    """The host's name does not resolve."""


@cache
def trusted(ca_file: Path | None = None) -> ssl.SSLContext:
    """Whose certificates count: those that browsers trust and those of `ca_file`. Read once: it takes a tenth of a second."""
    context = ssl.create_default_context(cafile=certifi.where())
    if ca_file:
        context.load_verify_locations(ca_file)
    return context


def is_public(address: str) -> bool:
    """True for a globally reachable unicast address, seen through IPv6 wrappings of IPv4."""
    ip = ipaddress.ip_address(address.split("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if ip in _NAT64:
            inner = ipaddress.IPv4Address(ip.packed[-4:])
        if inner is not None:
            return is_public(str(inner))
    return ip.is_global and not ip.is_multicast and not ip.is_reserved


class GuardedBackend(httpcore.AsyncNetworkBackend):
    """Dials a host after checking every address that its name resolves to."""

    def __init__(self, connect_to: Mapping[str, str]) -> None:
        self._connect_to = {pattern.lower(): _address(target) for pattern, target in connect_to.items()}
        self._dial = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        for pattern, (to_host, to_port) in self._connect_to.items():
            if fnmatch.fnmatchcase(host.lower(), pattern):
                return await self._dial.connect_tcp(to_host, to_port or port, timeout=timeout)
        addresses = await _resolve(host, port, timeout)
        for address in addresses:
            if not is_public(address):
                raise RefusedAddress(f"{host} resolves to {address}, which is not a public address")
        for address in addresses[:-1]:
            try:
                return await self._dial.connect_tcp(address, port, timeout=timeout)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                continue
        return await self._dial.connect_tcp(addresses[-1], port, timeout=timeout)

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)


class GuardedTransport(httpx.AsyncBaseTransport):
    """httpx's own transports over a guarded backend; no proxies, so that nothing goes around it.

    Each origin has a pool of its own: a pool looks through all its connections and waiting requests
    at every request and every answer, which with hundreds of both takes longer than the requests.
    """

    def __init__(self, connect_to: Mapping[str, str], ssl_context: ssl.SSLContext) -> None:
        self._backend = GuardedBackend(connect_to)
        self._ssl_context = ssl_context
        self._origins: OrderedDict[tuple[str, str, int | None], _OriginTransport] = OrderedDict()

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        origin = (request.url.scheme, request.url.host, request.url.port)
        transport = self._origins.get(origin)
        if transport is None:
            transport = self._origins[origin] = _OriginTransport(self._backend, self._ssl_context)
            await self._close_idle()
        else:
            self._origins.move_to_end(origin)
        return await transport.handle_async_request(request)

    async def aclose(self) -> None:
        while self._origins:
            await self._origins.popitem()[1].aclose()

    async def _close_idle(self) -> None:
        """Lets go of the origins that were asked longest ago, so that thousands of them do no harm."""
        for origin in list(self._origins)[: max(0, len(self._origins) - _MOST_ORIGINS)]:
            if self._origins[origin].is_idle:
                await self._origins.pop(origin).aclose()


class _OriginTransport(httpx.AsyncHTTPTransport):
    def __init__(self, backend: GuardedBackend, ssl_context: ssl.SSLContext) -> None:
        super().__init__(verify=ssl_context, trust_env=False)
        self._pool = httpcore.AsyncConnectionPool(
            ssl_context=ssl_context,
            max_connections=None,  # the host's turns bound them
            keepalive_expiry=15.0,
            http2=True,
            network_backend=backend,
        )

    @property
    def is_idle(self) -> bool:
        return all(connection.is_idle() for connection in self._pool.connections)


async def _resolve(host: str, port: int, timeout: float | None) -> list[str]:
    loop = asyncio.get_running_loop()
    try:
        async with asyncio.timeout(timeout):
            infos = await loop.getaddrinfo(host, port, type=1)  # SOCK_STREAM
    except TimeoutError as error:
        raise httpcore.ConnectTimeout(f"{host} did not resolve in time") from error
    except (OSError, UnicodeError) as error:
        raise NoSuchHost(f"{host} does not resolve: {error}") from error
    return list(dict.fromkeys(str(info[4][0]) for info in infos))


def _address(target: str) -> tuple[str, int | None]:
    host, _, port = target.rpartition(":")
    return (host.strip("[]"), int(port)) if host and port.isdigit() else (target.strip("[]"), None)
