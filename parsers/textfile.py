"""Articles that are imported rather than fetched: plain text files and JSON records."""

from __future__ import annotations

import json
import re
from datetime import UTC, date, datetime
from typing import Any

from parsers.charset import decode
from parsers.dateline import read_dateline
from parsers.dates import of_day, read_stamp
from parsers.identity import canonical_url
from parsers.language import identify
from parsers.prose import first_sentence, join_paragraphs, split_paragraphs, tidy
from parsers.records import Article, Unreadable

IMPORTED = "import"
_FIRST_LINE = re.compile(r"\s*date[ \t:]+(?P<date>\S+)(?P<rest>.*)", re.IGNORECASE)


def read_text(raw: bytes, name: str) -> Article:
    """A text file: first line ` date YYYY-MM-DD` and the dateline, then paragraphs. `name` identifies it.

    The form has no title: the first sentence serves, and `origins` says so. Raises Unreadable naming
    the file where the date or the text is missing.
    """
    text = decode(raw).text.lstrip("\ufeff\r\n")
    first, _, body = text.partition("\n")
    header = _FIRST_LINE.match(first)
    if not header:
        raise Unreadable(
            "no_date_line", f"{name}: the first line must be ' date YYYY-MM-DD' and the dateline"
        )
    try:
        published = date.fromisoformat(header["date"])
    except ValueError:
        raise Unreadable(
            "bad_date", f"{name}: '{header['date'][:40]}' on the first line is no date like 2018-03-09"
        ) from None
    paragraphs = split_paragraphs(body)
    dateline = read_dateline(header["rest"])
    rest = tidy(header["rest"][dateline.end :] if dateline else header["rest"])
    text = join_paragraphs([rest, *paragraphs])
    if not text:
        raise Unreadable("empty", f"{name}: no text after the date line")
    title = first_sentence(text)
    origins = {"title": "first sentence", "text": "body", "published": "date line", "lang": "text"}
    if dateline:
        origins["dateline"] = "date line"
    dateline_date = dateline.date(published) if dateline else None
    stamp = of_day(published)
    return Article(
        source=IMPORTED,
        url=f"file:{name}",
        canonical_url=f"file:{name}",
        external_id=name,
        title=title,
        text=text,
        lang=identify(text),
        published=stamp.when,
        published_precision=stamp.precision,
        published_basis="date line",
        dateline_place=dateline.place if dateline else None,
        dateline_date=dateline_date,
        dateline_agency=dateline.agency if dateline else None,
        lead=text.partition("\n")[0],
        origins=origins,
        flags=("dates_disagree",) if dateline_date and abs((dateline_date - published).days) > 3 else (),
    )


def read_json(line: bytes | str, where: str) -> dict[str, Any]:
    """One line of a JSON Lines file. Raises Unreadable naming `where` for what is no JSON object."""
    try:
        record = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise Unreadable("not_json", f"{where}: not a JSON object ({error})") from None
    return _object(record, where)


def read_record(record: dict[str, Any], where: str) -> Article:
    """One JSON record (`id, url, source, lang, published, title, text`); `where` names its file and line.

    The text stays letter for letter as given, its dateline included, so that evidence spans address the
    record's own text. Only `text` must be there. Raises Unreadable naming `where`.
    """
    _object(record, where)
    values: dict[str, str | None] = {}
    for key in ("url", "source", "lang", "published", "title", "text"):
        value = record.get(key)
        if value is not None and not isinstance(value, str):
            raise Unreadable("bad_field", f"{where}: '{key}' must be a string, not {type(value).__name__}")
        values[key] = value
    text = values["text"]
    if not text or not text.strip():
        raise Unreadable("empty", f"{where}: the record has no 'text'")
    stamp = read_stamp(values["published"]) if values["published"] else None
    if values["published"] and stamp is None:
        raise Unreadable("bad_date", f"{where}: 'published' is no date: '{values['published'][:40]}'")
    external = record.get("id")
    identity = str(external) if isinstance(external, (str, int)) and external != "" else None
    url = values["url"] or (f"record:{identity}" if identity else f"record:{where}")
    lang = identify(f"{values['title'] or ''} {text}", (values["lang"],) if values["lang"] else ())
    dateline = read_dateline(text)
    published_day = stamp.day if stamp else None
    origins = {"text": "record", "lang": "text", "title": "record" if values["title"] else "first sentence"}
    flags = []
    if stamp:
        origins["published"] = "record"
        if stamp.when > datetime.now(UTC):
            flags.append("future_date")
    if dateline:
        origins["dateline"] = "text"
    if values["lang"] and lang and values["lang"] != lang:
        flags.append("lang_disagrees")
    body = text[dateline.end :] if dateline else text
    return Article(
        source=values["source"] or IMPORTED,
        url=url,
        canonical_url=canonical_url(url),
        external_id=identity,
        title=tidy(values["title"] or "") or first_sentence(body),
        text=text,
        lang=lang or values["lang"],
        published=stamp.when if stamp else None,
        published_precision=stamp.precision if stamp else None,
        published_basis="record" if stamp else None,
        dateline_place=dateline.place if dateline else None,
        dateline_date=dateline.date(published_day) if dateline else None,
        dateline_agency=dateline.agency if dateline else None,
        lead=tidy(body.lstrip().partition("\n")[0]),
        origins=origins,
        flags=tuple(flags),
    )


def _object(record: Any, where: str) -> dict[str, Any]:
    if not isinstance(record, dict):
        raise Unreadable("not_a_record", f"{where}: expected a JSON object with a 'text'")
    return record
