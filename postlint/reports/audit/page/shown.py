"""The posts that a page shows in full: the latest ones, cut into their sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from heapq import heappush, heappushpop
from urllib.parse import urlsplit

from postlint.audit import Judged
from postlint.feed.post import FeedPost
from postlint.feed.wording import number, platform_name
from postlint.findings import Severity
from postlint.judgement.headline import with_score
from postlint.judgement.reason import SIGNS
from postlint.results import PostReport

MOST = 2_000
"""Posts that are shown in full: more would be a page that browsers open slowly."""

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
"""What HTML does not allow or does not show. Marks that turn the direction of writing stay."""


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of a post's text.

    Attributes:
        text: its words.
        about: whom the sentence is about; "" between sentences.
        to_reader: whether it speaks to the reader.
        quoted: whether somebody else says it.
    """

    text: str
    about: str = ""
    to_reader: bool = False
    quoted: bool = False


@dataclass(frozen=True, slots=True)
class Note:
    """A finding in a post, as a page shows it.

    Attributes:
        rule: the rule's id.
        severity: how serious it is.
        message: what is wrong.
        help: what to try.
        excerpt: the words that it is about; "" if it is about the post as a whole.
    """

    rule: str
    severity: Severity
    message: str
    help: str
    excerpt: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A post as a page shows it.

    Attributes:
        post: what its feed keeps of it.
        segments: its text.
        notes: what rules found in it.
        reasons: what raises and what lowers its score.
        verdict: its verdict in words, and its score.
    """

    post: FeedPost
    segments: tuple[Segment, ...]
    notes: tuple[Note, ...]
    reasons: tuple[str, ...]
    verdict: str = ""

    @property
    def name(self) -> str:
        """Where it stands."""
        return visible(self.post.name)

    @property
    def when(self) -> str:
        """The day on which it was posted."""
        return day(self.post.date) if self.post.date else "No date"

    @property
    def iso(self) -> str:
        """The same for programs, and to sort by; "" if unknown."""
        return self.post.date.isoformat(timespec="seconds") if self.post.date else ""

    @property
    def place(self) -> str:
        """Where it was posted."""
        return place(self.post.platform)

    @property
    def link(self) -> str:
        """Where it can be seen; "" where that is no address of the web."""
        return safe_link(self.post.url)

    @property
    def brought(self) -> str:
        """What it cost and brought, as far as it is told."""
        told = self.post.figures
        parts = [] if told.minutes is None else [f"{number(told.minutes)} min"]
        for figure, noun in _NOUNS.items():
            value = getattr(told, figure)
            if value is not None:
                parts.append(f"{number(value)} {noun if value == 1 else figure}")
        if told.revenue is not None:
            parts.append(f"revenue {number(told.revenue)}")
        return ", ".join(parts)


_NOUNS = {"replies": "reply", "leads": "lead", "clients": "client"}


class Latest:
    """Keeps the latest posts, however many come; those without a date go first."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._heap: list[tuple[datetime, int, Shown]] = []
        self._added = 0

    def add(self, judged: Judged) -> None:
        """Take a post in, if it is not older than all that are kept."""
        self._added += 1
        # The number comes first among equals, so that posts themselves are never compared.
        key = (judged.post.date or datetime.min, -self._added)
        if len(self._heap) < self._most:
            heappush(self._heap, (*key, show(judged)))
        elif key > self._heap[0][:2]:
            heappushpop(self._heap, (*key, show(judged)))

    def newest_first(self) -> list[Shown]:
        """Return what is kept, those without a date at the end."""
        return [shown for _, _, shown in sorted(self._heap, key=lambda one: one[:2], reverse=True)]


def show(judged: Judged) -> Shown:
    """Return a judged post as a page shows it; nothing of its file is kept but its text."""
    report = judged.report
    notes = tuple(
        Note(
            one.rule,
            one.severity,
            visible(one.message),
            visible(one.help),
            "" if one.of_post else visible(one.excerpt),
        )
        for one in report.findings
    )
    reasons = tuple(f"{SIGNS[one.effect]} {visible(one.text)}" for one in report.reasons)
    verdict = with_score(report.headline, report.relevance)
    return Shown(judged.post, tuple(segments(report)), notes, reasons, verdict)


def segments(report: PostReport) -> Iterator[Segment]:
    """Yield the text of a post, sentence by sentence, with all that stands between them."""
    text, body = report.source.text, report.body
    words = text[body.start : body.end]
    begin = body.start + len(words) - len(words.lstrip("\r\n"))
    end = body.start + len(words.rstrip())
    for one in sorted(report.sentences, key=lambda sentence: sentence.span.start):
        start, stop = max(one.span.start, begin), min(one.span.end, end)
        if stop <= start:
            continue
        if start > begin:
            yield Segment(visible(text[begin:start]))
        words = visible(text[start:stop])
        yield Segment(words, one.about, one.speaks_to == "reader", one.quoted)
        begin = stop
    if begin < end:
        yield Segment(visible(text[begin:end]))


def visible(text: str) -> str:
    """Return text with a sign for each control character that a page cannot hold."""
    return _CONTROL.sub(_sign, text.replace("\r\n", "\n").replace("\r", "\n"))


def _sign(found: re.Match[str]) -> str:
    # Unicode has pictures of the first controls, at the same places from U+2400 on.
    code = ord(found[0])
    return chr(0x2400 + code) if code < 0x20 else "\N{REPLACEMENT CHARACTER}"


def safe_link(url: str | None) -> str:
    """Return an address of the web; "" for anything else, such as a script."""
    try:
        told = urlsplit(url or "")
    except ValueError:
        return ""
    return visible(url or "") if told.scheme in ("http", "https") and told.netloc else ""


def day(date: datetime) -> str:
    """Return a day as people write it."""
    return f"{date.day} {_MONTHS[date.month - 1]} {date.year}"


def month(name: str) -> str:
    """Return a month (`2026-03`) as people write it."""
    year, _, number_of = name.rpartition("-")
    return f"{_MONTHS[int(number_of) - 1]} {year}"


_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()


def place(platform: str | None) -> str:
    """Return a platform as a label, which is no part of a sentence."""
    if platform is None or platform == "unknown":
        return "Unknown platform"
    name = platform_name(platform).removeprefix("the ")
    return name[0].upper() + name[1:]
