"""Response bodies read within limits: never more bytes held than allowed, however they are packed."""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from typing import Protocol

import brotli

ACCEPT_ENCODING = "gzip, deflate, br"
# The longest step a decoder may take before the total is looked at again.
_STEP = 1 << 20


class BodyError(ValueError):
    """A body that cannot be taken. `outcome` is the fetch log's word for it."""

    def __init__(self, outcome: str, detail: str) -> None:
        super().__init__(detail)
        self.outcome = outcome
        self.detail = detail


class _Decoder(Protocol):
    def feed(self, data: bytes) -> Iterable[bytes]: ...
    def finished(self) -> bool: ...


class _Zlib:
    """gzip (also several members on end) and deflate, the latter with or without its zlib header."""

    def __init__(self, gzip: bool) -> None:
        self._gzip = gzip
        self._inner = zlib.decompressobj(31 if gzip else 15)
        self._started = False

    def feed(self, data: bytes) -> Iterable[bytes]:
        while data:
            if self._inner.eof:
                if not (self._gzip and data.startswith(b"\x1f\x8b")):
                    return
                self._inner = zlib.decompressobj(31)
            try:
                out = self._inner.decompress(data, _STEP)
            except zlib.error:
                if self._started or self._gzip:
                    raise
                self._inner = zlib.decompressobj(-15)
                out = self._inner.decompress(data, _STEP)
            self._started = True
            data = self._inner.unused_data if self._inner.eof else self._inner.unconsumed_tail
            yield out

    def finished(self) -> bool:
        return self._inner.eof or not self._started


class _Brotli:
    def __init__(self) -> None:
        self._inner = brotli.Decompressor()
        self._started = False

    def feed(self, data: bytes) -> Iterable[bytes]:
        self._started = True
        yield self._inner.process(data, output_buffer_limit=_STEP)
        while not self._inner.can_accept_more_data():
            yield self._inner.process(b"", output_buffer_limit=_STEP)

    def finished(self) -> bool:
        return self._inner.is_finished() or not self._started


class Body:
    """Collects a body chunk by chunk. Raises BodyError: too_large, bad_encoding or truncated."""

    def __init__(self, content_encoding: str, max_raw: int, max_body: int) -> None:
        self._decoders = [_decoder(name) for name in reversed(_codings(content_encoding))]
        self._max_raw = max_raw
        self._max_body = max_body
        self._raw = 0
        self._out = bytearray()

    def feed(self, chunk: bytes) -> None:
        self._raw += len(chunk)
        if self._raw > self._max_raw:
            raise BodyError("too_large", f"more than {self._max_raw} bytes on the wire")
        try:
            self._push(chunk, 0)
        except (zlib.error, brotli.error) as error:
            raise BodyError("bad_encoding", f"the body is not what Content-Encoding says: {error}") from error

    def finish(self) -> bytes:
        if not all(decoder.finished() for decoder in self._decoders):
            raise BodyError("truncated", "the compressed body ends in the middle")
        return bytes(self._out)

    def _push(self, data: bytes, layer: int) -> None:
        if layer < len(self._decoders):
            for part in self._decoders[layer].feed(data):
                self._push(part, layer + 1)
            return
        if len(self._out) + len(data) > self._max_body:
            raise BodyError("too_large", f"more than {self._max_body} bytes decompressed")
        self._out += data


def gunzip(data: bytes, max_body: int) -> bytes:
    """A whole gzip file in memory (a sitemap.xml.gz), within `max_body`. Raises BodyError."""
    body = Body("gzip", len(data), max_body)
    body.feed(data)
    return body.finish()


def _codings(header: str) -> list[str]:
    names = [name.strip().lower() for name in header.split(",")]
    names = [name for name in names if name not in ("", "identity")]
    if len(names) > 3:
        raise BodyError("bad_encoding", f"{len(names)} content encodings on one another")
    return names


def _decoder(name: str) -> _Decoder:
    if name in ("gzip", "x-gzip"):
        return _Zlib(gzip=True)
    if name == "deflate":
        return _Zlib(gzip=False)
    if name == "br":
        return _Brotli()
    raise BodyError("bad_encoding", f"content encoding {name[:40]!r} was not asked for")
