"""What an archive gives: posts, what is passed over and why, and rows that cannot be read."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from postlint.document.source import Source

SkipReason = Literal[
    "reshare", "reply", "thread", "empty", "not public", "repeated", "not English", "left out"
]
"""Why a post is counted and not judged.

- `reshare`: someone else's post, passed on without a word of the author's.
- `reply`: a reply or a comment: it shows that there is conversation.
- `thread`: the author continues with a post of their own.
- `empty`: no words, such as a picture alone.
- `not public`: for followers or named persons only.
- `repeated`: the same post once more, such as a row for each of its pictures.
- `not English`: postlint cannot judge it.
- `left out`: its author wants it not to be checked.
"""


@dataclass(frozen=True, slots=True)
class PostMetrics:
    """What a post cost and what came of it, as far as it is known.

    Attributes:
        minutes: the time that it took.
        replies: replies or comments that it got.
        leads: enquiries that came of it.
        clients: clients who came of it.
        revenue: money that came of it, in the author's own currency.
    """

    minutes: float | None = None
    replies: float | None = None
    leads: float | None = None
    clients: float | None = None
    revenue: float | None = None


METRICS = ("minutes", "replies", "leads", "clients", "revenue")
"""The names of the figures, cost first."""


@dataclass(frozen=True, slots=True)
class ImportedPost:
    """A post in an archive.

    Attributes:
        id: what it is known by: the archive's own id, or the archive and the row.
        path: the archive.
        row: which record of the archive it is, from 1; the header is none.
        source: its text, with the platform that the archive is of.
        date: when it was posted; without a zone, in UTC where the archive gives one.
        url: where it can be seen.
        metrics: what it cost and brought.
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
    """Something in an archive that is counted and not judged.

    Attributes:
        path: the archive.
        row: which record it is, from 1.
        why: the reason.
    """

    path: str
    row: int
    why: SkipReason


@dataclass(frozen=True, slots=True)
class RowError:
    """A record that cannot be read; the others are.

    Attributes:
        path: the archive.
        row: which record it is, from 1.
        message: what is wrong with it.
    """

    path: str
    row: int
    message: str
