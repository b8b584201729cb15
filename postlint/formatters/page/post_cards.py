"""Cards for the latest posts, which a page shows in full, split into sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from heapq import heappush, heappushpop
from urllib.parse import urlsplit

from postlint.audit import ScoredPost
from postlint.core.platforms import get_platform
from postlint.diagnostics.result import PostResult, SentenceResult
from postlint.feed.formatting import format_number
from postlint.feed.post import FeedPost
from postlint.importers.imported_post import PostMetrics

MAX_POSTS = 2_000
"""The maximum number of posts to show in full. With more, browsers open the page slowly."""

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
"""Characters that HTML doesn't allow or display. Marks for the writing direction are kept."""


class LatestPosts:
    """Keeps only the latest posts; posts without a date count as the oldest."""

    def __init__(self, max_posts: int = MAX_POSTS) -> None:
        self._max_posts = max_posts
        self._heap: list[tuple[datetime, int, ScoredPost]] = []
        self._added = 0

    def add(self, scored: ScoredPost) -> None:
        """Keep a post if it's among the latest."""
        self._added += 1
        # The analysis is large. The counter is unique, so posts are never compared.
        light = replace(scored, result=replace(scored.result, analysis=None))
        entry = (scored.post.date or datetime.min, -self._added, light)
        if len(self._heap) < self._max_posts:
            heappush(self._heap, entry)
        else:
            heappushpop(self._heap, entry)

    def newest_first(self) -> list[ScoredPost]:
        """Return the posts, the newest first and those without a date last."""
        return [scored for _, _, scored in sorted(self._heap, reverse=True)]


def segments(result: PostResult) -> Iterator[tuple[str, SentenceResult | None]]:
    """Yield the text of a post: its sentences, and the text between them."""
    text, body = result.source.text, result.body
    body_text = text[body.start : body.end]
    position = body.start + len(body_text) - len(body_text.lstrip("\r\n"))
    end = result.text_span.end
    for sentence in sorted(result.sentences, key=lambda sentence: sentence.span.start):
        start, stop = max(sentence.span.start, position), min(sentence.span.end, end)
        if stop <= start:
            continue
        if start > position:
            yield text[position:start], None
        yield text[start:stop], sentence
        position = stop
    if position < end:
        yield text[position:end], None


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
    return url if url and address.scheme in ("http", "https") and address.netloc else ""


def describe_results(metrics: PostMetrics) -> str:
    """Return the cost and results of a post, if known."""
    parts = [] if metrics.minutes is None else [f"{format_number(metrics.minutes)} min"]
    for metric, noun in (("replies", "reply"), ("leads", "lead"), ("clients", "client")):
        value = getattr(metrics, metric)
        if value is not None:
            parts.append(f"{format_number(value)} {noun if value == 1 else metric}")
    if metrics.revenue is not None:
        parts.append(f"{format_number(metrics.revenue)} in revenue")
    return ", ".join(parts)


def post_label(post: FeedPost) -> str:
    """Return a short name for a post: its day and platform, or its file if it has no date."""
    return f"{day(post.date)}, {platform_label(post.platform)}" if post.date else post.name


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
    return get_platform(platform).label
