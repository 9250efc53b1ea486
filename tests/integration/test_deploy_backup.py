"""`deploy/backup.sh` and `restore.sh` on a data folder that a load is at work on."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from flows.fetch import Archive
from tests.conftest import ROOT, Dragoman, wait_for

LOAD = ("run", "--no-server", *(f"--source={name}" for name in ("araz", "azmod", "gemod", "vestnik")))
KEYS = "SELECT article_id, content_hash FROM articles ORDER BY ALL"
PAGES = "SELECT archive_file, archive_offset, digest FROM ops.fetches WHERE archive_file IS NOT NULL"


def script(
    name: str, argument: Path | str, dragoman: Dragoman, tmp_path: Path
) -> subprocess.CompletedProcess[str]:
    command = dragoman.command()
    (tmp_path / "dragoman").write_text(f'#!/bin/sh\nexec {" ".join(command)} "$@"\n')
    (tmp_path / "dragoman").chmod(0o755)
    environment = dragoman.environment(KEEP="1")
    return subprocess.run(
        [ROOT / "deploy" / name, argument],
        cwd=dragoman.folder,
        env={**environment, "PATH": f"{tmp_path}:{environment['PATH']}"},
        capture_output=True,
        text=True,
        timeout=120,
    )


@pytest.mark.slow
def test_what_is_kept_while_a_load_goes_on_is_whole_and_goes_on_to_the_same_rows(tmp_path: Path):
    there, here = Dragoman(tmp_path / "there"), Dragoman(tmp_path / "here")
    for one in (there, here):
        one.folder.mkdir()
    load = subprocess.Popen(
        there.command(*LOAD),
        cwd=there.folder,
        # Page by page, so that it is still far from its end when the back-up is made.
        env=there.environment(DRAGOMAN_PARALLEL_SOURCES="1", DRAGOMAN_BATCH_SIZE="1"),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_for(lambda: there("publish").returncode == 0 and there.rows(KEYS), 60)
        kept = script("backup.sh", tmp_path / "kept", there, tmp_path)
        assert load.poll() is None, "the load was over before the back-up"
    finally:
        load.wait(120)
    assert kept.returncode == 0, kept.stderr

    restored = script("restore.sh", kept.stdout.strip(), here, tmp_path)
    assert restored.returncode == 0, restored.stderr
    assert set() < set(here.rows(KEYS)) < set(there.rows(KEYS))
    with Archive(here.folder / "data" / "archive") as archive:
        for file, offset, _ in here.rows(PAGES):
            assert archive.read(file, offset).status
    assert here(*LOAD).returncode == 0
    assert here.rows(KEYS) == there.rows(KEYS)

    # A folder in use is left alone, and so is a damaged back-up.
    assert "is not empty" in script("restore.sh", kept.stdout.strip(), here, tmp_path).stderr
    (Path(kept.stdout.strip()) / "warehouse.duckdb").write_bytes(b"")
    elsewhere = Dragoman(tmp_path / "elsewhere")
    elsewhere.folder.mkdir()
    assert "is damaged" in script("restore.sh", kept.stdout.strip(), elsewhere, tmp_path).stderr
    assert not elsewhere.database.exists()


def test_the_archive_alone_brings_every_article_back(loaded: Dragoman, dragoman: Dragoman):
    brought = dragoman("import", loaded.folder / "data" / "archive")
    assert brought.returncode == 0, brought.stderr
    every = "SELECT article_id FROM articles"
    missing = set(loaded.rows(every)) - set(dragoman.rows(every))
    assert not missing
