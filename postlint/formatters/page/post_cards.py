"""The posts that a page shows in full: the latest ones, split into sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from heapq import heappush, heappushpop
from urllib.parse import urlsplit

from postlint.audit import ScoredPost
from postlint.diagnostics.finding import Severity
from postlint.diagnostics.result import PostResult
from postlint.feed.formatting import format_number, platform_name
from postlint.feed.post import FeedPost
from postlint.scoring.headline import with_score
from postlint.scoring.reason import EFFECT_SIGNS

MAX_POSTS = 2_000
"""The most posts to show in full. With more, browsers open the page slowly."""

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
"""Characters that HTML doesn't allow or show. Marks for the writing direction are kept."""


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of a post's text.

    Attributes:
        text: its words.
        about: who the sentence is about; "" between sentences.
        to_reader: whether it speaks to the reader.
        quoted: whether it quotes someone else.
    """

    text: str
    about: str = ""
    to_reader: bool = False
    quoted: bool = False


@dataclass(frozen=True, slots=True)
class FindingNote:
    """A finding about a post, as shown on a page.

    Attributes:
        rule: the rule's id.
        severity: how serious it is.
        message: what is wrong.
        help: what to try.
        excerpt: the flagged words; "" if it's about the whole post.
    """

    rule: str
    severity: Severity
    message: str
    help: str
    excerpt: str


@dataclass(frozen=True, slots=True)
class PostCard:
    """A post, as shown on a page.

    Attributes:
        post: the post of the feed.
        segments: its text.
        notes: its findings.
        reasons: what raises and what lowers its score.
        verdict: its verdict in words, and its score.
    """

    post: FeedPost
    segments: tuple[Segment, ...]
    notes: tuple[FindingNote, ...]
    reasons: tuple[str, ...]
    verdict: str = ""

    @property
    def name(self) -> str:
        """Its file, or its archive and row."""
        return escape_controls(self.post.name)

    @property
    def when(self) -> str:
        """The day it was posted."""
        return day(self.post.date) if self.post.date else "No date"

    @property
    def iso(self) -> str:
        """The date and time as ISO 8601, to sort by; "" if unknown."""
        return self.post.date.isoformat(timespec="seconds") if self.post.date else ""

    @property
    def platform_label(self) -> str:
        """The platform."""
        return platform_label(self.post.platform)

    @property
    def link(self) -> str:
        """Its URL; "" if that isn't a web address."""
        return safe_link(self.post.url)

    @property
    def brought(self) -> str:
        """What it cost and brought, if known."""
        metrics = self.post.metrics
        parts = [] if metrics.minutes is None else [f"{format_number(metrics.minutes)} min"]
        for figure, noun in _NOUNS.items():
            value = getattr(metrics, figure)
            if value is not None:
                parts.append(f"{format_number(value)} {noun if value == 1 else figure}")
        if metrics.revenue is not None:
            parts.append(f"{format_number(metrics.revenue)} in revenue")
        return ", ".join(parts)


_NOUNS = {"replies": "reply", "leads": "lead", "clients": "client"}


class LatestPosts:
    """Keeps only the latest posts; posts without a date count as the oldest."""

    def __init__(self, most: int = MAX_POSTS) -> None:
        self._most = most
        self._heap: list[tuple[datetime, int, PostCard]] = []
        self._added = 0

    def add(self, judged: ScoredPost) -> None:
        """Keep a post if it's among the latest."""
        self._added += 1
        # Each number is unique, so posts themselves are never compared.
        key = (judged.post.date or datetime.min, -self._added)
        if len(self._heap) < self._most:
            heappush(self._heap, (*key, show(judged)))
        elif key > self._heap[0][:2]:
            heappushpop(self._heap, (*key, show(judged)))

    def newest_first(self) -> list[PostCard]:
        """Return the posts, the newest first and those without a date last."""
        return [shown for _, _, shown in sorted(self._heap, key=lambda one: one[:2], reverse=True)]


def show(judged: ScoredPost) -> PostCard:
    """Return a judged post as shown on a page."""
    report = judged.report
    notes = tuple(
        FindingNote(
            one.rule,
            one.severity,
            escape_controls(one.message),
            escape_controls(one.help),
            "" if one.is_post_level else escape_controls(one.excerpt),
        )
        for one in report.findings
    )
    reasons = tuple(
        f"{EFFECT_SIGNS[one.effect]} {escape_controls(one.text)}" for one in report.reasons
    )
    verdict = with_score(report.headline, report.relevance)
    return PostCard(judged.post, tuple(segments(report)), notes, reasons, verdict)


def segments(report: PostResult) -> Iterator[Segment]:
    """Yield the text of a post: its sentences and the text between them."""
    text, body = report.source.text, report.body
    words = text[body.start : body.end]
    begin = body.start + len(words) - len(words.lstrip("\r\n"))
    end = body.start + len(words.rstrip())
    for one in sorted(report.sentences, key=lambda sentence: sentence.span.start):
        start, stop = max(one.span.start, begin), min(one.span.end, end)
        if stop <= start:
            continue
        if start > begin:
            yield Segment(escape_controls(text[begin:start]))
        words = escape_controls(text[start:stop])
        yield Segment(words, one.about, one.speaks_to == "reader", one.quoted)
        begin = stop
    if begin < end:
        yield Segment(escape_controls(text[begin:end]))


def escape_controls(text: str) -> str:
    """Return text with a visible sign for each control character."""
    return _CONTROL.sub(_control_picture, text.replace("\r\n", "\n").replace("\r", "\n"))


def _control_picture(found: re.Match[str]) -> str:
    # Unicode has pictures of the first control characters, in the same order from U+2400.
    code = ord(found[0])
    return chr(0x2400 + code) if code < 0x20 else "\N{REPLACEMENT CHARACTER}"


def safe_link(url: str | None) -> str:
    """Return a web address; "" for anything else, such as a script."""
    try:
        address = urlsplit(url or "")
    except ValueError:
        return ""
    return (
        escape_controls(url or "") if address.scheme in ("http", "https") and address.netloc else ""
    )


def day(date: datetime) -> str:
    """Return a date, such as Mar 2, 2026."""
    return f"{_MONTHS[date.month - 1]} {date.day}, {date.year}"


def month(name: str) -> str:
    """Return a month (`2026-03`) as a label, such as Mar 2026."""
    year, _, number_of = name.rpartition("-")
    return f"{_MONTHS[int(number_of) - 1]} {year}"


_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()


def platform_label(platform: str | None) -> str:
    """Return a platform's name as a label."""
    if platform is None or platform == "unknown":
        return "Unknown platform"
    name = platform_name(platform).removeprefix("the ")
    return name[0].upper() + name[1:]
