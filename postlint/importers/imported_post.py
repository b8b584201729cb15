"""What an importer yields: posts, rows that are skipped, and rows that can't be read."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from postlint.core.errors import LintFailure, Notice
from postlint.document.source import Source

SkipReason = Literal[
    "reshare", "reply", "thread", "empty", "not_public", "duplicate", "not_english", "opted_out"
]
"""Why a post is counted but not judged.

- `reshare`: someone else's post, shared without any words of the author's.
- `reply`: a reply or a comment. It shows that there is a conversation.
- `thread`: the author continues a post of their own.
- `empty`: no words, such as only a picture.
- `not_public`: only for followers or for the people it mentions.
- `duplicate`: the same post again, such as a row for each of its pictures.
- `not_english`: postlint can't judge it.
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


METRICS = ("minutes", "replies", "leads", "clients", "revenue")
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
    """A record of an archive that is counted but not judged.

    Attributes:
        path: the archive.
        row: the number of the record, from 1.
        reason: why it's skipped.
    """

    path: str
    row: int
    reason: SkipReason


@dataclass(frozen=True, slots=True)
class RowError:
    """A record that can't be read, although others of the archive can.

    Attributes:
        path: the archive.
        row: the number of the record, from 1.
        message: what is wrong with it.
    """

    path: str
    row: int
    message: str


ImportedRow = ImportedPost | SkippedRow | RowError
"""What a record of an archive becomes."""

ImportItem = ImportedRow | LintFailure | Notice
"""What an importer yields. A failure is a file that can't be read, or not to its end."""
