"""The archive: every body as it was fetched, in WARC files that any peer's tool reads.

One file per day and source group, one gzip member per record. Bodies are stored decoded (as Common
Crawl does), so that a page's digest in the fetch log and in the archive are the same; the header that
no longer applies is kept under an X-Archive-Orig- name. A body met before that day is written as a
revisit record, and its address is that of the first copy.

A writer owns its file through a lock; a second process starts the next number. Beside each file lies
an index of its records (JSON lines), from which a killed writer's file is taken up again: whatever
follows the last whole record is cut off.
"""

from __future__ import annotations

import base64
import fcntl
import json
import os
import re
import threading
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

_NOT_APPLYING = {"content-encoding", "transfer-encoding", "content-length"}
_LEVEL = 6
# How the index beside each WARC file is named.
INDEX = ".index.jsonl"


class ArchiveError(OSError):
    """A record that is not where the log says. The message names file and offset."""


@dataclass(frozen=True, slots=True)
class Stored:
    """Where a body lies: file (relative to the archive) and offset of its record, and what that says."""

    file: str
    offset: int
    url: str
    fetched_at: datetime


@dataclass(frozen=True, slots=True)
class Response:
    """What goes into the archive; `body` is decoded, `digest` the hex SHA-256 of it."""

    url: str
    fetched_at: datetime
    status: int
    reason: str
    headers: Sequence[tuple[str, str]]
    body: bytes
    digest: str
    address: str | None = None

    @property
    def content_type(self) -> str | None:
        return next((value for name, value in self.headers if name.lower() == "content-type"), None)


class Archive:
    """Writes and reads the WARC files under `root`. Safe to share between threads."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._open: dict[str, _DayFile] = {}
        self._lock = threading.Lock()

    def __enter__(self) -> Archive:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def write(self, response: Response, group: str, earlier: tuple[str, int] | None = None) -> Stored:
        """Appends the response and returns the address of its body.

        `earlier` is the file and offset of what may be the same body. Raises OSError (disk full).
        """
        name = re.sub(r"[^a-z0-9]+", "-", group.lower()).strip("-")[:40] or "other"
        with self._lock:
            same = self._file_of(name, response.fetched_at.date()).known.get(response.digest)
        if same is None and earlier is not None:
            same = self._same(response.digest, *earlier)
        record = _compressed(_warc_record(response, same))
        with self._lock:
            stored = self._file_of(name, response.fetched_at.date()).append(
                record, response, same is not None
            )
        return same or stored

    def read(self, file: str, offset: int) -> Response:
        """The response at this address. Raises ArchiveError."""
        path = self.root / file
        if not path.resolve().is_relative_to(self.root.resolve()):
            raise ArchiveError(f"{file}: not a file of the archive {self.root}")
        try:
            with path.open("rb") as stream:
                stream.seek(offset)
                record = next(iter(ArchiveIterator(stream)))
                return _response(record)
        except FileNotFoundError:
            raise ArchiveError(f"{file}: no such file in the archive {self.root}") from None
        except (StopIteration, ArchiveLoadFailed, ValueError, EOFError, zlib.error) as error:
            raise ArchiveError(f"{file}: no response at offset {offset}: {error}") from None

    def _same(self, digest: str, file: str, offset: int) -> Stored | None:
        try:
            found = self.read(file, offset)
        except ArchiveError:
            return None
        return Stored(file, offset, found.url, found.fetched_at) if found.digest == digest else None

    def sync(self) -> None:
        """Everything written so far is on the disk afterwards: call it before addresses are committed."""
        with self._lock:
            for day_file in self._open.values():
                day_file.sync()

    def close(self) -> None:
        with self._lock:
            for day_file in self._open.values():
                day_file.close()
            self._open.clear()

    def _file_of(self, group: str, day: date) -> _DayFile:
        current = self._open.get(group)
        if current is None or current.day < day:
            if current is not None:
                current.close()
            current = self._open[group] = _DayFile(self.root, group, day)
        return current


@dataclass(slots=True)
class _DayFile:
    """One open WARC file and its index, locked against other writers."""

    root: Path
    group: str
    day: date
    known: dict[str, Stored] = field(default_factory=dict)
    name: str = ""
    _fd: int = -1
    _index_fd: int = -1
    _end: int = 0

    def __post_init__(self) -> None:
        folder = f"{self.day:%Y-%m}"
        (self.root / folder).mkdir(parents=True, exist_ok=True)
        number = 0
        while True:
            self.name = f"{folder}/dragoman-{self.day:%Y%m%d}-{self.group}-{number:02d}.warc.gz"
            self._fd = os.open(self.root / self.name, os.O_RDWR | os.O_CREAT, 0o644)
            try:
                fcntl.flock(self._fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                os.close(self._fd)
                number += 1
        index = _index_of(self.root / self.name)
        entries = _read_index(index)
        self._end = _cut_tail(self._fd, entries)
        for other in sorted((self.root / folder).glob(f"dragoman-{self.day:%Y%m%d}-{self.group}-*.warc.gz")):
            name = f"{folder}/{other.name}"
            for entry in entries if name == self.name else _read_index(_index_of(other)):
                if not entry["revisit"]:
                    self._learn(name, entry)
        self._index_fd = os.open(index, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
        # What follows the usable entries was left by a killed writer.
        os.ftruncate(self._index_fd, sum(len(_line(entry)) for entry in entries))
        if self._end == 0:
            self._end += _write_all(self._fd, _compressed(_warcinfo(Path(self.name).name)))

    def append(self, record: bytes, response: Response, revisit: bool) -> Stored:
        offset = self._end
        try:
            self._end += _write_all(self._fd, record)
        except OSError:
            os.ftruncate(self._fd, offset)
            os.lseek(self._fd, offset, os.SEEK_SET)
            raise
        entry = {
            "offset": offset,
            "length": len(record),
            "url": response.url,
            "date": _warc_date(response.fetched_at),
            "digest": response.digest,
            "revisit": revisit,
        }
        _write_all(self._index_fd, _line(entry))
        if not revisit:
            self._learn(self.name, entry)
        return Stored(self.name, offset, response.url, response.fetched_at)

    def sync(self) -> None:
        os.fsync(self._fd)
        os.fsync(self._index_fd)

    def close(self) -> None:
        os.close(self._index_fd)
        os.close(self._fd)

    def _learn(self, name: str, entry: dict) -> None:
        when = datetime.fromisoformat(entry["date"])
        self.known.setdefault(entry["digest"], Stored(name, entry["offset"], entry["url"], when))


def _index_of(path: Path) -> Path:
    return path.with_name(path.name.removesuffix(".warc.gz") + INDEX)


def _line(entry: dict) -> bytes:
    return json.dumps(entry, ensure_ascii=False).encode() + b"\n"


def _read_index(path: Path) -> list[dict]:
    """The index's entries up to the first line that a killed writer left unfinished."""
    entries: list[dict] = []
    if not path.exists():
        return entries
    for line in path.read_bytes().splitlines():
        try:
            entries.append(json.loads(line))
        except ValueError:
            break
    return entries


def _cut_tail(fd: int, entries: list[dict]) -> int:
    """Ends the file after its last whole record and returns its length; unusable entries are dropped."""
    size = os.fstat(fd).st_size
    while entries and entries[-1]["offset"] + entries[-1]["length"] > size:
        entries.pop()
    while True:
        start = entries[-1]["offset"] if entries else 0
        end = _whole_members(fd, start)
        if end > start or not entries:
            break
        entries.pop()
    if end < size:
        os.ftruncate(fd, end)
    os.lseek(fd, end, os.SEEK_SET)
    return end


def _whole_members(fd: int, start: int) -> int:
    """Offset after the last complete gzip member from `start` on."""
    end = position = start
    inner = zlib.decompressobj(31)
    os.lseek(fd, start, os.SEEK_SET)
    while chunk := os.read(fd, 1 << 20):
        while chunk:
            try:
                inner.decompress(chunk)
            except zlib.error:
                return end
            if not inner.eof:
                position += len(chunk)
                break
            position += len(chunk) - len(inner.unused_data)
            end, chunk = position, inner.unused_data
            inner = zlib.decompressobj(31)
    return end


def _write_all(fd: int, data: bytes) -> int:
    view = memoryview(data)
    while view:
        view = view[os.write(fd, view) :]
    return len(data)


def _compressed(record: bytes) -> bytes:
    packer = zlib.compressobj(_LEVEL, zlib.DEFLATED, 31)
    return packer.compress(record) + packer.flush()


def _warcinfo(name: str) -> bytes:
    out = BytesIO()
    writer = WARCWriter(out, gzip=False, warc_version="1.1")
    writer.write_record(writer.create_warcinfo_record(name, {"software": "Dragoman", "format": "WARC 1.1"}))
    return out.getvalue()


def _warc_record(response: Response, same: Stored | None) -> bytes:
    headers: list[tuple[str, str]] = []
    for name, value in response.headers:
        gone = name.lower() in _NOT_APPLYING
        headers.append((f"X-Archive-Orig-{name}" if gone else name, _one_line(value)))
    headers.append(("Content-Length", str(len(response.body))))
    http = StatusAndHeaders(f"{response.status} {_one_line(response.reason)}", headers, protocol="HTTP/1.1")
    warc = {"WARC-Date": _warc_date(response.fetched_at)}
    if response.address:
        warc["WARC-IP-Address"] = response.address
    payload_digest = f"sha256:{base64.b32encode(bytes.fromhex(response.digest)).decode()}"
    out = BytesIO()
    writer = WARCWriter(out, gzip=False, warc_version="1.1")
    if same is None:
        record = writer.create_warc_record(
            response.url,
            "response",
            payload=BytesIO(response.body),
            length=len(response.body),
            http_headers=http,
            warc_headers_dict=warc | {"WARC-Payload-Digest": payload_digest},
        )
    else:
        record = writer.create_revisit_record(
            response.url,
            payload_digest,
            same.url,
            _warc_date(same.fetched_at),
            http_headers=http,
            warc_headers_dict=warc,
        )
    writer.write_record(record)
    return out.getvalue()


def _response(record) -> Response:  # warcio has no types
    if record.rec_type != "response" or record.http_headers is None:
        raise ValueError(f"a {record.rec_type} record, not a response")
    body = record.content_stream().read()
    status, _, reason = record.http_headers.statusline.partition(" ")
    digest_header = record.rec_headers.get_header("WARC-Payload-Digest") or ""
    return Response(
        url=record.rec_headers.get_header("WARC-Target-URI"),
        fetched_at=datetime.fromisoformat(record.rec_headers.get_header("WARC-Date")).astimezone(UTC),
        status=int(status),
        reason=reason,
        headers=tuple(record.http_headers.headers),
        body=body,
        digest=base64.b32decode(digest_header.removeprefix("sha256:")).hex(),
    )


def _warc_date(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _one_line(value: str) -> str:
    return re.sub(r"[\r\n\x00]+", " ", value)
