"""Nothing a server does hangs, crashes or leaks: each ends in the fetch log with a word for what went wrong."""

from __future__ import annotations

import asyncio
import resource
import ssl
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from flows.discover import discover
from flows.fetch import Archive, Client, Fetched, FetchSettings, reject
from parsers.source import Discovery, Politeness, Source
from tests.hostile import PAGE, TRICKS, Hostile

EXPECTED = {
    "/ok": {"new"},
    "/loop": {"too_many_redirects"},
    "/ring-a": {"too_many_redirects"},
    "/ring-b": {"too_many_redirects"},
    "/to-loopback": {"refused_address"},
    "/to-metadata": {"refused_address"},
    "/to-private-name": {"refused_address"},
    "/to-file": {"bad_url"},
    "/to-script": {"bad_url"},
    "/drip-head": {"timeout"},
    "/drip-body": {"timeout"},
    "/endless": {"too_large"},
    "/silent": {"timeout"},
    "/huge-head": {"protocol", "reset"},
    "/gzip-bomb": {"too_large"},
    "/brotli-bomb": {"too_large"},
    "/double-gzip": {"too_large"},
    "/not-gzip": {"bad_encoding"},
    "/cut-gzip": {"truncated"},
    "/short": {"truncated"},
    "/negative-length": {"protocol"},
    "/lying-charset": {"new"},
    "/no-such-charset": {"new"},
    "/not-http": {"protocol"},
    "/reset-before": {"reset", "protocol", "truncated"},
    "/reset-in-head": {"reset", "protocol", "truncated"},
    "/reset-in-body": {"reset", "truncated"},
    "/empty": {"empty"},
    "/picture": {"unexpected_type"},
    "/gone": {"gone"},
    "/storm": {"new"},
}


@pytest.fixture(scope="module")
def hostile() -> Iterator[Hostile]:
    with Hostile() as server:
        yield server


def a_source(*places: Discovery) -> Source:
    return Source(
        id="hostile",
        name="Hostile",
        homepage="http://hostile.test/",
        kind="press",
        languages=("en",),
        timezone="UTC",
        state_controlled=False,
        discovery=places,
        politeness=Politeness(rate=1000, concurrency=50),
    )


def fetching(folder: Path, connect_to: dict[str, str]) -> FetchSettings:
    return FetchSettings(
        folder / "fetch",
        connect_to=connect_to,
        connect_timeout=2,
        read_timeout=1.5,
        deadline=3,
        attempts=1,
        max_raw=8 << 20,
        max_body=16 << 20,
    )


def get(folder: Path, url: str, connect_to: dict[str, str], attempts: int = 1) -> Fetched:
    settings = fetching(folder, connect_to)
    settings = FetchSettings(
        **{name: getattr(settings, name) for name in settings.__slots__} | {"attempts": attempts}
    )

    async def one() -> Fetched:
        with Archive(folder / "archive") as archive:
            async with Client(settings, {}, archive) as client:
                return await client.get(url, a_source(), "article")

    return asyncio.run(one())


def test_every_trick_is_expected():
    assert set(TRICKS) - set(EXPECTED) == {"/xxe.xml", "/laughs.xml"}


@pytest.mark.parametrize("path", [path for path in EXPECTED if path != "/storm"])
def test_a_trick_ends_as_a_failure_with_a_reason(hostile: Hostile, tmp_path: Path, path: str):
    started, memory = time.monotonic(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    fetched = get(tmp_path, hostile.url(path), hostile.connect_to)
    assert fetched.record.outcome in EXPECTED[path], fetched.record
    assert time.monotonic() - started < 10
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - memory < 150_000  # kB
    failure = reject(fetched.record)
    if EXPECTED[path] == {"new"}:
        assert failure is None
        assert fetched.page is not None
        assert fetched.page.body == PAGE
    else:
        assert fetched.page is None
        assert failure is not None
        assert failure.reason == fetched.record.outcome
        assert hostile.url(path) in failure.detail


def test_a_storm_of_429_is_waited_out(hostile: Hostile, tmp_path: Path):
    started = time.monotonic()
    fetched = get(tmp_path, hostile.url("/storm"), hostile.connect_to, attempts=4)
    assert fetched.record.outcome == "new"
    assert time.monotonic() - started >= 2  # twice the second that Retry-After asked for


@pytest.mark.parametrize(
    "url",
    [
        "http://localhost/",
        "http://127.0.0.1/",
        "http://127.1/",
        "http://2130706433/",
        "http://0x7f000001/",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://10.0.0.1/",
        "http://192.168.1.1/",
        "http://172.16.0.1/",
        "http://169.254.169.254/",
        "http://0.0.0.0/",
    ],
)
def test_a_private_address_is_refused_however_it_is_written(tmp_path: Path, url: str):
    assert get(tmp_path, url, {}).record.outcome in {
        "refused_address",
        "dns",
        "bad_url",
        "robots_unreachable",
    }
    assert not list((tmp_path / "archive").rglob("*.warc.gz"))


def test_only_the_hosts_on_the_list_may_be_private(hostile: Hostile, tmp_path: Path):
    other = f"http://127.0.0.1:{hostile.port}/ok"
    assert get(tmp_path, other, hostile.connect_to).page is None


@pytest.mark.parametrize(
    "url",
    ["file:///etc/passwd", "ftp://hostile.test/", "http://", "http://user:pw@hostile.test/", "x" * 9000],
)
def test_what_is_no_web_address_is_not_asked_for(hostile: Hostile, tmp_path: Path, url: str):
    assert get(tmp_path, url, hostile.connect_to).record.outcome == "bad_url"


def test_a_certificate_nobody_vouches_for_ends_the_fetch(tmp_path: Path):
    async def serve_and_get() -> Fetched:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        key, certificate = self_signed(tmp_path)
        context.load_cert_chain(certificate, key)

        async def nothing(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            writer.close()

        server = await asyncio.start_server(nothing, "127.0.0.1", 0, ssl=context)
        port = server.sockets[0].getsockname()[1]
        async with server:
            with Archive(tmp_path / "archive") as archive:
                async with Client(
                    fetching(tmp_path, {"hostile.test": f"127.0.0.1:{port}"}), {}, archive
                ) as client:
                    return await client.get("https://hostile.test/", a_source(), "article")

    assert asyncio.run(serve_and_get()).record.outcome in {"tls", "robots_unreachable"}


def self_signed(folder: Path) -> tuple[Path, Path]:
    from datetime import UTC, datetime, timedelta

    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "hostile.test")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    (folder / "key.pem").write_bytes(
        key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    (folder / "certificate.pem").write_bytes(certificate.public_bytes(pem))
    return folder / "key.pem", folder / "certificate.pem"


@pytest.mark.parametrize(("type_", "path"), [("feed", "/xxe.xml"), ("sitemap", "/laughs.xml")])
def test_entities_in_xml_reach_no_file_and_do_not_multiply(
    hostile: Hostile, tmp_path: Path, type_: str, path: str
):
    async def look():
        with Archive(tmp_path / "archive") as archive:
            async with Client(fetching(tmp_path, hostile.connect_to), {}, archive) as client:
                return await discover(a_source(Discovery(type=type_, url=hostile.url(path))), client)

    found = asyncio.run(look())
    hostname = Path("/etc/hostname").read_text().strip() if Path("/etc/hostname").exists() else "\0"
    assert all(hostname not in (link.title or "") for link in found.links)
    assert all(len(link.url) < 1000 for link in found.links)
