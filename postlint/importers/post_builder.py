"""From a record's text to a post, or to why it is none."""

from __future__ import annotations

import re
from datetime import datetime

from postlint.document.source import MAX_BYTES, Source
from postlint.importers.imported_post import ImportedPost, PostMetrics, RowError, SkippedRow
from postlint.importers.io.html_text import normalize_line_ends

_INVALID_UTF8 = re.compile("[\udc80-\udcff]")
"""What `surrogateescape` makes of bytes that are not UTF-8."""

_SURROGATE = re.compile("[\ud800-\udfff]")

_NO_METRICS = PostMetrics()


def has_invalid_utf8(text: str) -> bool:
    """Return whether there were bytes that are not UTF-8."""
    return not text.isascii() and _INVALID_UTF8.search(text) is not None


def build_post(
    path: str,
    row: int,
    text: str,
    *,
    platform: str | None,
    id: str = "",
    date: datetime | None = None,
    url: str = "",
    metrics: PostMetrics = _NO_METRICS,
) -> ImportedPost | SkippedRow | RowError:
    """Return the post that a record holds; without any text, or with one that cannot be, none."""
    if len(text) > MAX_BYTES or len(text.encode("utf-8", "surrogatepass")) > MAX_BYTES:
        return RowError(path, row, f"its text is too large for a post (over {MAX_BYTES:,} bytes)")
    if "\0" in text:
        return RowError(path, row, "its text contains a NUL character")
    if has_invalid_utf8(text):
        return RowError(path, row, "its text isn't UTF-8")
    # Half of an emoji, left over where a program cut a text.
    text = _SURROGATE.sub("\ufffd", normalize_line_ends(text))
    if not text.strip():
        return SkippedRow(path, row, "empty")
    return ImportedPost(
        id=_SURROGATE.sub("\ufffd", id) or f"{path}#{row}",
        path=path,
        row=row,
        source=Source(f"{path}#{row}", text, platform, is_post=True),
        date=date,
        url=_SURROGATE.sub("\ufffd", url) or None,
        metrics=metrics,
    )
