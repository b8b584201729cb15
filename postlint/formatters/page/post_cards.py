"""Cards for the latest posts, which a page shows in full, split into sentences."""

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
"""The maximum number of posts to show in full. With more, browsers open the page slowly."""

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
"""Characters that HTML doesn't allow or display. Marks for the writing direction are kept."""


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of a post's text.

    Attributes:
        text: the text.
        about: who the sentence is about; "" between sentences.
        to_reader: whether the sentence addresses the reader.
        quoted: whether the sentence quotes someone else.
    """

    text: str
    about: str = ""
    to_reader: bool = False
    quoted: bool = False


@dataclass(frozen=True, slots=True)
class FindingNote:
    """A finding on a post card.

    Attributes:
        rule: the rule's id.
        severity: its severity.
        message: what is wrong.
        help: the next step.
        excerpt: the flagged words; "" if it's about the whole post.
    """

    rule: str
    severity: Severity
    message: str
    help: str
    excerpt: str


@dataclass(frozen=True, slots=True)
class PostCard:
    """A card with a post and its findings.

    Attributes:
        post: the post of the feed.
        segments: its text in segments.
        notes: its findings.
        reasons: what raises and what lowers its score.
        verdict: its verdict in words, with the score.
    """

    post: FeedPost
    segments: tuple[Segment, ...]
    notes: tuple[FindingNote, ...]
    reasons: tuple[str, ...]
    verdict: str = ""

    @property
    def name(self) -> str:
        """The file, or the archive and row."""
        return escape_controls(self.post.name)

    @property
    def when(self) -> str:
        """The day of the post."""
        return day(self.post.date) if self.post.date else "No date"

    @property
    def iso(self) -> str:
        """The date and time as ISO 8601, for sorting; "" if unknown."""
        return self.post.date.isoformat(timespec="seconds") if self.post.date else ""

    @property
    def platform_label(self) -> str:
        """The label of the platform."""
        return platform_label(self.post.platform)

    @property
    def link(self) -> str:
        """The URL of the post; "" if it isn't a web address."""
        return safe_link(self.post.url)

    @property
    def results_text(self) -> str:
        """The cost and results, if known."""
        metrics = self.post.metrics
        parts = [] if metrics.minutes is None else [f"{format_number(metrics.minutes)} min"]
        for metric, noun in _NOUNS.items():
            value = getattr(metrics, metric)
            if value is not None:
                parts.append(f"{format_number(value)} {noun if value == 1 else metric}")
        if metrics.revenue is not None:
            parts.append(f"{format_number(metrics.revenue)} in revenue")
        return ", ".join(parts)


_NOUNS = {"replies": "reply", "leads": "lead", "clients": "client"}


class LatestPosts:
    """Keeps only the latest posts; posts without a date count as the oldest."""

    def __init__(self, max_posts: int = MAX_POSTS) -> None:
        self._max_posts = max_posts
        self._heap: list[tuple[datetime, int, PostCard]] = []
        self._added = 0

    def add(self, scored: ScoredPost) -> None:
        """Keep a post if it's among the latest."""
        self._added += 1
        # The counter is unique, so cards are never compared.
        key = (scored.post.date or datetime.min, -self._added)
        if len(self._heap) < self._max_posts:
            heappush(self._heap, (*key, make_post_card(scored)))
        elif key > self._heap[0][:2]:
            heappushpop(self._heap, (*key, make_post_card(scored)))

    def newest_first(self) -> list[PostCard]:
        """Return the posts, the newest first and those without a date last."""
        return [
            card for _, _, card in sorted(self._heap, key=lambda entry: entry[:2], reverse=True)
        ]


def make_post_card(scored: ScoredPost) -> PostCard:
    """Return the card of a scored post."""
    result = scored.result
    notes = tuple(
        FindingNote(
            finding.rule,
            finding.severity,
            escape_controls(finding.message),
            escape_controls(finding.help),
            "" if finding.is_post_level else escape_controls(finding.excerpt),
        )
        for finding in result.findings
    )
    reasons = tuple(
        f"{EFFECT_SIGNS[reason.effect]} {escape_controls(reason.text)}" for reason in result.reasons
    )
    verdict = with_score(result.headline, result.relevance)
    return PostCard(scored.post, tuple(segments(result)), notes, reasons, verdict)


def segments(result: PostResult) -> Iterator[Segment]:
    """Yield the text of a post: its sentences and the text between them."""
    text, body = result.source.text, result.body
    segment_text = text[body.start : body.end]
    position = body.start + len(segment_text) - len(segment_text.lstrip("\r\n"))
    end = body.start + len(segment_text.rstrip())
    for sentence in sorted(result.sentences, key=lambda sentence: sentence.span.start):
        start, stop = max(sentence.span.start, position), min(sentence.span.end, end)
        if stop <= start:
            continue
        if start > position:
            yield Segment(escape_controls(text[position:start]))
        segment_text = escape_controls(text[start:stop])
        yield Segment(segment_text, sentence.about, sentence.speaks_to == "reader", sentence.quoted)
        position = stop
    if position < end:
        yield Segment(escape_controls(text[position:end]))


def escape_controls(text: str) -> str:
    """Return text with a visible symbol for each control character."""
    return _CONTROL.sub(_control_picture, text.replace("\r\n", "\n").replace("\r", "\n"))


def _control_picture(match: re.Match[str]) -> str:
    # Unicode has symbols for the first control characters, in the same order from U+2400.
    code = ord(match[0])
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
    year, _, number = name.rpartition("-")
    return f"{_MONTHS[int(number) - 1]} {year}"


_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()


def platform_label(platform: str | None) -> str:
    """Return a platform's name as a label."""
    if platform is None or platform == "unknown":
        return "Unknown platform"
    name = platform_name(platform).removeprefix("the ")
    return name[0].upper() + name[1:]
