"""What an importer yields: posts, rows that are skipped, and rows that can't be read."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, fields
from datetime import datetime
from typing import Literal

from postlint.core.errors import LintFailure, Notice
from postlint.document.source import MAX_BYTES, Source

SkipReason = Literal[
    "reshare", "reply", "thread", "empty", "not_public", "duplicate", "not_english", "opted_out"
]
"""Why a post is counted but not scored.

- `reshare`: someone else's post, shared without any words of the author's.
- `reply`: a reply or a comment. It shows that there is a conversation.
- `thread`: the author continues a post of their own.
- `empty`: no words, such as only a picture.
- `not_public`: only for followers or for the people it mentions.
- `duplicate`: the same post again, such as a row for each of its pictures.
- `not_english`: postlint scores only English.
- `opted_out`: its author doesn't want it to be checked.
"""


@dataclass(frozen=True, slots=True)
class PostMetrics:
    """What a post cost and what it brought in, as far as that's known.

    Attributes:
        minutes: the time that it took.
        replies: the replies or comments that it got.
        leads: the inquiries that it led to.
        clients: the clients who came because of it.
        revenue: the money that it brought in, in the author's own currency.
    """

    minutes: float | None = None
    replies: float | None = None
    leads: float | None = None
    clients: float | None = None
    revenue: float | None = None


METRICS = tuple(metric.name for metric in fields(PostMetrics))
"""The names of the metrics, cost first."""


@dataclass(frozen=True, slots=True)
class ImportedPost:
    """A post in an archive.

    Attributes:
        id: the archive's own ID of the post, or the archive and the row.
        path: the archive.
        row: the number of the record in the archive, from 1; a header isn't counted.
        source: its text, with its platform.
        date: when it was posted, without a time zone; in UTC if the archive gives a zone.
        url: where it's published.
        metrics: what it cost and brought in.
    """

    id: str
    path: str
    row: int
    source: Source
    date: datetime | None = None
    url: str | None = None
    metrics: PostMetrics = field(default_factory=PostMetrics)


@dataclass(frozen=True, slots=True)
class SkippedRow:
    """A record of an archive that is counted but not scored; records are numbered from 1."""

    path: str
    row: int
    reason: SkipReason


@dataclass(frozen=True, slots=True)
class RowError:
    """A record that can't be read, although others of the archive can."""

    path: str
    row: int
    message: str


ImportedRow = ImportedPost | SkippedRow | RowError
"""What a record of an archive becomes."""

ImportItem = ImportedRow | LintFailure | Notice
"""What an importer yields. A failure is a file that can't be read, or not to its end."""

_INVALID_UTF8 = re.compile("[\udc80-\udcff]")
"""What `surrogateescape` turns bytes into that aren't UTF-8."""

_SURROGATE = re.compile("[\ud800-\udfff]")


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
    metrics: PostMetrics | None = None,
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
        metrics=metrics or PostMetrics(),
    )
