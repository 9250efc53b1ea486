"""Pages out of WARC files as crawlers publish them (CC-NEWS and the like), plain or gzip."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from fastwarc.warc import ArchiveIterator, WarcRecord, WarcRecordType, is_http

from flows.fetch.body import Body, BodyError
from parsers.records import Page, Unreadable

_HTML = ("text/html", "application/xhtml+xml")
_LARGEST = 10 << 20
_CHUNK = re.compile(rb"(?:\r\n)?([0-9a-fA-F]{1,8})[^\r\n]{0,100}\r\n")


def read_warc(path: Path) -> Iterator[Page | Unreadable]:
    """Every HTML page that was answered with 200, streamed; what cannot be read as an Unreadable.

    Raises OSError for a file that cannot be opened.
    """
    with path.open("rb") as stream:
        records = iter(ArchiveIterator(stream, record_types=WarcRecordType.response, func_filter=is_http))
        number = 0
        while True:
            number += 1
            where = f"{path.name}: record {number}"
            try:
                record = next(records)
                page = _page(record)
            except StopIteration:
                if number == 1:
                    yield Unreadable(
                        "no_records", f"{path.name}: holds no response records; is it a WARC file?"
                    )
                return
            except (ValueError, EOFError, OSError, RuntimeError) as error:
                yield Unreadable("broken_warc", f"{where}: {error}")
                return
            if page is not None:
                yield page


def _page(record: WarcRecord) -> Page | None:
    headers = record.http_headers
    if headers is None or headers.status_code != 200:
        return None
    if not (record.http_content_type or "").lower().startswith(_HTML):
        return None
    body = record.reader.read(_LARGEST + 1)
    if len(body) > _LARGEST:
        return None
    try:
        body = _unpacked(body, headers.get("Transfer-Encoding"), headers.get("Content-Encoding"))
    except BodyError:
        return None
    url = (record.headers.get("WARC-Target-URI") or "").strip("<>")
    return Page(
        url=url,
        source="",
        body=body,
        fetched_at=record.record_date or datetime.now(UTC),
        final_url=url,
        content_type=record.http_content_type,
        charset=record.http_charset,
    )


def _unpacked(body: bytes, transfer: str | None, content: str | None) -> bytes:
    """The body without the packing it came in. Some crawlers keep that, some undo it and keep the header.

    Raises BodyError (too_large) for a bomb.
    """
    if transfer and "chunked" in transfer.lower():
        body = _joined(body)
    if not content:
        return body
    try:
        unpacking = Body(content, _LARGEST, _LARGEST)
        unpacking.feed(body)
        return unpacking.finish()
    except BodyError as error:
        if error.outcome == "too_large":
            raise
        return body


def _joined(body: bytes) -> bytes:
    """The chunks of a chunked body put together; the body itself where it is none."""
    parts: list[bytes] = []
    position = 0
    while header := _CHUNK.match(body, position):
        size = int(header[1], 16)
        if size == 0:
            return b"".join(parts)
        parts.append(body[header.end() : header.end() + size])
        position = header.end() + size
    return b"".join(parts) if parts and position >= len(body) else body
