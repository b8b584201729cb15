"""Building a post from the text of a record."""

from __future__ import annotations

import re
from datetime import datetime

from postlint.document.source import MAX_BYTES, Source
from postlint.importers.imported_post import (
    ImportedPost,
    ImportedRow,
    PostMetrics,
    RowError,
    SkippedRow,
)

_INVALID_UTF8 = re.compile("[\udc80-\udcff]")
"""What `surrogateescape` turns bytes into that aren't UTF-8."""

_SURROGATE = re.compile("[\ud800-\udfff]")

_NO_METRICS = PostMetrics()


def has_invalid_utf8(text: str) -> bool:
    """Return whether a text has bytes that aren't UTF-8."""
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
) -> ImportedRow:
    """Return the post in a record, or why there is none."""
    if len(text) > MAX_BYTES or len(text.encode("utf-8", "surrogatepass")) > MAX_BYTES:
        return RowError(path, row, f"its text is too large for a post (over {MAX_BYTES:,} bytes)")
    if "\0" in text:
        return RowError(path, row, "its text contains a NUL character")
    if has_invalid_utf8(text):
        return RowError(path, row, "its text isn't UTF-8")
    text = text.replace("\r\n", "\n").replace("\r", "\n").rstrip()
    # Half of an emoji is left where a program truncated a text.
    text = _SURROGATE.sub("\ufffd", text)
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
