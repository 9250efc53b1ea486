"""Pages out of WARC files as crawlers publish them (CC-NEWS and the like), plain or gzip."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from fastwarc.warc import ArchiveIterator, WarcRecord, WarcRecordType, is_http

from parsers.records import Page, Unreadable

_HTML = ("text/html", "application/xhtml+xml")
_LARGEST = 10 << 20


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
