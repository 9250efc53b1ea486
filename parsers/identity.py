"""Which addresses are one article: canonical URLs."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from w3lib.url import canonicalize_url

from parsers.datafile import read_yaml

_DEFAULT_PORT = {"http": 80, "https": 443}
_LONGEST = 4000
_EDITIONS = 100


def canonical_url(url: str) -> str:
    """`url` without what does not change the article: tracking, session, AMP, mobile, print, fragment.

    Never fails: what is no web address comes back stripped of white space and otherwise as it was.
    """
    url = url.strip()
    # An edition of an edition (m.m.site.az, /amp/amp/) shows only when the first is taken off.
    for _ in range(_EDITIONS):
        plainer = _plainer(url)
        if plainer == url:
            break
        url = plainer
    return url


def _plainer(url: str) -> str:
    try:
        split = urlsplit(url)
        host, port = (split.hostname or "").rstrip("."), split.port
    except ValueError:
        return url
    if split.scheme not in _DEFAULT_PORT or not host or "\\" in host or len(url) > _LONGEST:
        return url
    host, path, query = _unwrap_amp_cache(host, split.path, split.query)
    host = _main_host(host)
    netloc = f"[{host}]" if ":" in host else host
    if port and port != _DEFAULT_PORT[split.scheme]:
        netloc += f":{port}"
    try:
        return canonicalize_url(urlunsplit((split.scheme, netloc, _main_path(path), _main_query(query), "")))
    except (ValueError, UnicodeError):
        return url


@cache
def _rules() -> dict[str, re.Pattern[str]]:
    """The patterns of data/url_noise.yml, each list as one expression."""
    lists: dict[str, list[str]] = read_yaml(Path(__file__).parent / "data" / "url_noise.yml")
    return {
        name: re.compile("|".join(f"(?:{p})" for p in patterns), re.I) for name, patterns in lists.items()
    }


def _unwrap_amp_cache(host: str, path: str, query: str) -> tuple[str, str, str]:
    """google.com/amp/s/host/path and host-tld.cdn.ampproject.org/c/s/host/path name the page itself."""
    wrapped = _rules()["amp_caches"].match(f"{host}{path}")
    if not wrapped:
        return host, path, query
    inner_host, _, inner_path = f"{host}{path}"[wrapped.end() :].partition("/")
    if "." not in inner_host:
        return host, path, query
    return inner_host.lower(), "/" + inner_path, query


def _main_host(host: str) -> str:
    """Without the label of a mobile, AMP or print edition: m.site.az is site.az."""
    first, _, rest = host.partition(".")
    if "." in rest and _rules()["edition_hosts"].fullmatch(first):
        return rest
    return host


def _main_path(path: str) -> str:
    """Without AMP and print endings, path sessions and doubled slashes; a backslash is a slash, as for browsers."""
    path = re.sub(r"[/\\]+", "/", path)
    for rule in ("path_sessions", "path_prefixes", "path_endings"):
        path = _rules()[rule].sub("", path, count=1)
    return path or "/"


def _main_query(query: str) -> str:
    """Without tracking, session and edition parameters. A bare word ("?amp") counts as a parameter."""
    rules = _rules()
    return urlencode(
        [
            (name, value)
            for name, value in parse_qsl(query, keep_blank_values=True)
            if not rules["parameters"].fullmatch(name) and not rules["pairs"].fullmatch(f"{name}={value}")
        ]
    )
