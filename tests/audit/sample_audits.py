"""Audits of made-up posts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from postlint.audit import Audit, Counts, ScoredPost
from postlint.core.positions import Position
from postlint.core.profile import Profile
from postlint.diagnostics.finding import Finding, Location, Severity
from postlint.diagnostics.result import PostResult, SentenceResult
from postlint.document.source import Source, Span
from postlint.feed.feed import Feed
from postlint.feed.post import FeedPost
from postlint.feed.trend import Change, PostChange, Trend
from postlint.importers.imported_post import PostMetrics
from postlint.scoring.labels import PostLabels
from postlint.scoring.reason import Reason

START = datetime(2025, 1, 6, 9)


def scored(
    number: int,
    text: str = "We won. You ask. They pay.",
    *,
    dated: bool = True,
    relevance: float = 0.5,
    platform: str | None = "linkedin",
    name: str | None = None,
    url: str | None = None,
    front: str = "",
) -> ScoredPost:
    """Return a scored post."""
    path = name or f"p{number}.md"
    source = Source(path, front + text)
    abouts = ("author", "reader", "client", "other")
    cuts = [match.end() + len(front) for match in re.finditer(r"[.?](?= |$)", text)]
    begins = [len(front), *(cut + 1 for cut in cuts[:-1])]
    sentences = tuple(
        SentenceResult(
            Span(begin, end), abouts[place % 4], "reader" if place % 2 else "nobody", "tells",
            place == 2,
        )
        for place, (begin, end) in enumerate(zip(begins, cuts, strict=False))
    )  # fmt: skip
    labels = PostLabels(number % 3 == 0, number % 4 == 0, number % 2 == 0, False)
    findings = (
        Finding(
            "no-question", "warning",
            (
                Location.in_source(
                    source, Span(len(front), len(front) + 3),
                    f"Nothing is asked in {text[:40]}", "Ask something.",
                ),
            ),
            is_post_level=number % 4 == 1,
        ),
    ) if number % 2 else ()  # fmt: skip
    report = PostResult(
        source, Span(len(front), len(source.text)), relevance=relevance,
        relevant=relevance >= 0.5, labels=labels, findings=findings, sentences=sentences,
        reasons=(Reason("raises", "gives a figure: “$200”"),),
    )  # fmt: skip
    post = FeedPost(
        id=path, path=path, line=1, name=path,
        date=START + timedelta(days=number) if dated else None, platform=platform, url=url,
        relevance=relevance, relevant=relevance >= 0.5, labels=labels,
        verdict="only about you" if labels.self_focus else None,
        metrics=PostMetrics(minutes=30.0 + number % 5, leads=float(number % 4 == 0)),
        rules=tuple(finding.rule for finding in findings),
    )  # fmt: skip
    return ScoredPost(post, report)


def audit(posts: Sequence[ScoredPost], **more: Any) -> Audit:
    given: dict[str, Any] = {"findings": (), "counts": Counts(scored=len(posts))} | more
    feed = Feed(
        tuple(sorted((one.post for one in posts), key=lambda one: one.date or datetime.max)),
        more.pop("profile", Profile()),
    )
    given.pop("profile", None)
    return Audit(feed, **given)


def some_posts(number: int = 24) -> list[ScoredPost]:
    places = ("linkedin", "x", "blog", None)
    return [
        scored(
            n, f"Tenant {n} asks. You pay {n}. Nobody wins.", relevance=round(n * 7 % 100 / 100, 2),
            platform=places[n % 4], url=f"https://example.com/{n}" if n % 2 else None,
        )
        for n in range(0, number * 3, 3)
    ]  # fmt: skip


def feed_finding(
    rule: str, severity: Severity, message: str, help_text: str, posts: int
) -> Finding:
    """Return a finding about the first posts of a feed."""
    start = Position(1, 1)
    return Finding(
        rule,
        severity,
        tuple(
            Location(f"{index}.md", Span(0, 0), start, start, message, help_text, post=index)
            for index in range(posts)
        ),
        is_post_level=True,
    )


def feed_findings(posts: Sequence[ScoredPost]) -> tuple[Finding, ...]:
    return (
        feed_finding("few-questions", "info", "Few of your posts ask.", "Ask more.", 3),
        feed_finding("few-ties", "warning", "Few <b>ties</b>.", "Tie them.", len(posts)),
    )


def a_trend() -> Trend:
    return Trend(
        "main<script>", 12, 24,
        (
            Change("relevance", 0.4, 0.5, (0.01, 0.2), "better"),
            Change("only_about_you", 0.1, 0.4, (0.1, 0.5), "worse"),
            Change("tie", 0.1, 0.4, (-0.1, 0.5), "no clear change"),
            Change("question", 0.1, 0.4, (-0.1, 0.5), "too few to say"),
        ),
        new=("few-ties",), resolved=("burst",),
        changed_posts=tuple(
            PostChange(f"p{n}.md", None if n % 2 else 0.25, n / 50) for n in range(0, 25)
        ),
    )  # fmt: skip
