"""The archive: what goes in comes out, a killed writer breaks nothing, and peers can read it."""

from __future__ import annotations

import hashlib
import os
import signal
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest
from fastwarc.warc import ArchiveIterator

from flows.fetch.archive import Archive, ArchiveError, Response

NOW = datetime(2024, 5, 1, 12, tzinfo=UTC)


def response(body: bytes, url="http://a.test/1", at=NOW) -> Response:
    digest = hashlib.sha256(body).hexdigest()
    headers = (("Content-Type", "text/html; charset=utf-8"), ("Content-Encoding", "gzip"))
    return Response(url, at, 200, "OK", headers, body, digest)


def test_what_is_written_is_read_back(tmp_path):
    with Archive(tmp_path) as archive:
        stored = archive.write(response(b"<p>x</p>"), "AZE")
        back = archive.read(stored.file, stored.offset)
    assert stored.file == "2024-05/dragoman-20240501-aze-00.warc.gz"
    assert (back.url, back.body, back.fetched_at, back.status) == ("http://a.test/1", b"<p>x</p>", NOW, 200)
    assert dict(back.headers)["X-Archive-Orig-Content-Encoding"] == "gzip"


def test_a_body_met_before_is_a_revisit_whose_address_is_the_first_copy(tmp_path):
    with Archive(tmp_path) as archive:
        first = archive.write(response(b"same"), "AZE")
        again = archive.write(response(b"same", url="http://a.test/2"), "AZE")
        next_day = response(b"same", at=NOW + timedelta(days=1))
        later = archive.write(next_day, "AZE", earlier=(first.file, first.offset))
    assert again == first
    assert (later.file, later.offset) == (first.file, first.offset)
    types = [
        record.headers["WARC-Type"]
        for file in sorted(tmp_path.rglob("*.warc.gz"))
        for record in ArchiveIterator(file.open("rb"))
    ]
    assert types == ["warcinfo", "response", "revisit", "warcinfo", "revisit"]


def test_a_group_is_a_name_of_ours_whatever_it_is_called(tmp_path):
    with Archive(tmp_path) as archive:
        stored = archive.write(response(b"x"), "../../etc/passwd\0")
        assert (tmp_path / stored.file).resolve().is_relative_to(tmp_path)
        with pytest.raises(ArchiveError, match="not a file of the archive"):
            archive.read("../outside.warc.gz", 0)
        with pytest.raises(ArchiveError, match="no response at offset 7"):
            archive.read(stored.file, 7)
        with pytest.raises(ArchiveError, match="no such file"):
            archive.read("2020-01/none.warc.gz", 0)


def test_two_writers_of_one_day_have_a_file_each_and_know_each_others_bodies(tmp_path):
    with Archive(tmp_path) as one:
        first = one.write(response(b"x"), "AZE")
        with Archive(tmp_path) as two:
            assert two.write(response(b"y"), "AZE").file.endswith("-01.warc.gz")
            assert two.write(response(b"x"), "AZE") == first


@pytest.mark.parametrize("lost", [1, 40, 200])
@pytest.mark.parametrize("index", ["kept", "lost", "cut"])
def test_a_truncated_tail_is_cut_off_and_the_file_goes_on(tmp_path, lost, index):
    with Archive(tmp_path) as archive:
        kept = archive.write(response(b"kept" * 100), "AZE")
        cut = archive.write(response(os.urandom(1000)), "AZE")
    path = tmp_path / kept.file
    os.truncate(path, path.stat().st_size - lost)
    beside = next(path.parent.glob("*.jsonl"))
    if index == "lost":
        beside.unlink()
    elif index == "cut":
        os.truncate(beside, beside.stat().st_size - 20)
    with Archive(tmp_path) as archive:
        after = archive.write(response(b"after"), "AZE")
        assert after == (type(after))(kept.file, cut.offset, "http://a.test/1", NOW)
        assert archive.read(after.file, after.offset).body == b"after"
        assert archive.read(kept.file, kept.offset).body == b"kept" * 100
    assert len(list(ArchiveIterator(path.open("rb")))) == 3


@pytest.mark.kill
def test_a_killed_writer_loses_no_record_it_told_of(tmp_path):
    script = (
        "import sys, os; from pathlib import Path; from tests.unit.test_archive import *\n"
        "archive = Archive(Path(sys.argv[1]))\n"
        "while True:\n"
        "    body = os.urandom(3000)\n"
        "    stored = archive.write(response(body), 'AZE')\n"
        "    print(stored.file, stored.offset, hashlib.sha256(body).hexdigest(), flush=True)\n"
    )
    told = []
    for _ in range(5):
        writer = subprocess.Popen([sys.executable, "-c", script, str(tmp_path)], stdout=subprocess.PIPE)
        told += [writer.stdout.readline() for _ in range(20)]
        writer.send_signal(signal.SIGKILL)
        told += [line for line in writer.stdout.read().splitlines(keepends=True) if line.endswith(b"\n")]
        writer.wait()
    with Archive(tmp_path) as archive:
        archive.write(response(b"last"), "AZE")
        for line in told:
            file, offset, digest = line.decode().split()
            assert hashlib.sha256(archive.read(file, int(offset)).body).hexdigest() == digest
    (path,) = tmp_path.rglob("*.warc.gz")
    assert sum(1 for _ in ArchiveIterator(path.open("rb"))) >= len(told) + 2


def test_the_peers_tools_find_nothing_wrong(tmp_path):
    with Archive(tmp_path) as archive:
        archive.write(response("Bakı — Назарбаев".encode() * 50), "AZE")
        archive.write(response(b"x", url="http://a.test/ü?q=1 2"), "AZE")
        archive.write(response(b"x"), "AZE")
    (path,) = tmp_path.rglob("*.warc.gz")
    warcio = subprocess.run(
        [sys.executable, "-m", "warcio.cli", "check", "-v", str(path)], capture_output=True, text=True
    )
    assert warcio.returncode == 0, warcio.stdout + warcio.stderr
    assert "failed" not in warcio.stdout
    records = list(ArchiveIterator(path.open("rb"), verify_digests=True))
    assert len(records) == 4
