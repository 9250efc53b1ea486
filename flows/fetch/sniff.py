"""What a body is by its first bytes, whatever its header claims."""

from __future__ import annotations

_MAGIC = (
    (b"%PDF-", "a PDF document"),
    (b"PK\x03\x04", "a ZIP archive or an office document"),
    (b"\x1f\x8b", "a gzip file"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"RIFF", "a media file"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"ID3", "a sound file"),
    (b"\x7fELF", "a program"),
    (b"MZ", "a program"),
)
_UTF_16_32 = (b"\xff\xfe", b"\xfe\xff")


def binary_kind(body: bytes) -> str | None:
    """The kind of binary file in words, None where the body may be text."""
    head = body[:1024]
    for magic, name in _MAGIC:
        if head.startswith(magic):
            return name
    if head[4:8] == b"ftyp":
        return "a video file"
    if head.startswith(_UTF_16_32) or _looks_utf_16(head):
        return None
    return "a binary file" if b"\x00" in head else None


def _looks_utf_16(head: bytes) -> bool:
    """UTF-16 without its mark: markup's ASCII leaves every other byte zero."""
    pairs = max(1, len(head) // 2)
    return head[0::2].count(0) > pairs * 0.4 or head[1::2].count(0) > pairs * 0.4
