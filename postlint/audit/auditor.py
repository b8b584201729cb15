"""The audit of a feed: judge each post, and then all of them together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING

from postlint.core.errors import LintFailure, Notice
from postlint.core.terminal_text import shorten
from postlint.diagnostics.finding import Finding
from postlint.diagnostics.result import PostResult
from postlint.document.source import Source
from postlint.feed.feed import Feed, FeedBuilder
from postlint.feed.post import FeedPost
from postlint.feed.summarize import to_feed_post
from postlint.feed.trend import Trend, changed_posts, changes
from postlint.importers import ImportedPost, ImportItem, RowError, SkippedRow
from postlint.importers.imported_post import SkipReason
from postlint.linter.feed import lint_feed

if TYPE_CHECKING:
    from postlint.core.profile import Profile
    from postlint.linter.linter import Linter
    from postlint.rules.rule import Rule


@dataclass(frozen=True)
class ScoredPost:
    """A post that has been judged.

    Attributes:
        post: the post of the feed.
        report: the full report of the post.
    """

    post: FeedPost
    report: PostResult


@dataclass
class Counts:
    """How many posts were read, judged, and skipped.

    Attributes:
        judged: how many posts were judged.
        skipped: how many were counted but not judged, by reason.
        unreadable_rows: how many records can't be read.
        problems: files that can't be read.
        undated: how many judged posts have no date.
        earlier: how many judged posts are older than `--since`.
    """

    judged: int = 0
    skipped: dict[SkipReason, int] = field(default_factory=dict)
    unreadable_rows: int = 0
    problems: list[LintFailure] = field(default_factory=list)
    undated: int = 0
    earlier: int = 0

    @property
    def read(self) -> int:
        """How many records were read."""
        return self.judged + sum(self.skipped.values()) + self.unreadable_rows


@dataclass(frozen=True)
class Audit:
    """The results for a feed.

    Attributes:
        feed: its posts.
        findings: the findings about the feed.
        counts: how many posts were read, judged, and skipped.
        trend: how it changed; None if there's nothing to compare with.
    """

    feed: Feed
    findings: tuple[Finding, ...]
    counts: Counts
    trend: Trend | None = None

    def posts_of(self, finding: Finding) -> list[FeedPost]:
        """Return the posts that a finding about the feed is about."""
        indexes = (location.post for location in finding.locations)
        return [self.feed.posts[index] for index in indexes if index is not None]


_NotAPost = SkippedRow | RowError | LintFailure | Notice

RecordResult = ScoredPost | _NotAPost
"""The result for a record."""


def score_posts(
    linter: Linter, items: Iterable[Source | ImportItem], profile: Profile
) -> Iterator[RecordResult]:
    """Yield the result for each draft and record, as soon as it's known.

    Args:
        linter: lints the posts.
        items: what to score; at most a few chunks are read ahead.
        profile: the author's profile.

    Raises:
        PostlintError: a worker process died.
    """
    sources: Iterator[Source | _NotAPost] = (
        replace(item.source, origin=item) if isinstance(item, ImportedPost) else item
        for item in items
    )
    results: Iterator[PostResult | _NotAPost] = linter.lint(sources, details=True)
    for item in results:
        if isinstance(item, PostResult):
            yield _score(item, profile)
        else:
            yield item


def _score(result: PostResult, profile: Profile) -> ScoredPost | SkippedRow | LintFailure:
    if reason := _skip_reason(result):
        origin = result.source.origin
        if isinstance(origin, ImportedPost):
            return SkippedRow(origin.path, origin.row, reason)
        return SkippedRow(result.path, 1, reason)
    try:
        return ScoredPost(to_feed_post(result, profile), result)
    except Exception as error:
        problem = shorten(f"{type(error).__name__}: {error}", 120)
        return LintFailure(result.path, f"can't be counted ({problem}); please report this")


def _skip_reason(report: PostResult) -> SkipReason | None:
    """Return why a post wasn't judged; None if it was."""
    if report.skipped:
        return "opted_out"
    if report.language is None:
        return "empty"
    return None if report.labels else "not_english"


class Auditor:
    """Collects judged posts and returns the audit at the end."""

    def __init__(
        self, rules: Iterable[Rule], profile: Profile, since: datetime | None = None
    ) -> None:
        """Start an audit.

        Args:
            rules: the rules to run; those that aren't for feeds are ignored.
            profile: the author's profile.
            since: when the feed starts; earlier posts are for comparison.
        """
        self.counts = Counts()
        self._rules = tuple(rules)
        self._since = since
        self._builder = FeedBuilder(profile)
        self._seen: set[int] = set()

    def add(self, step: RecordResult) -> bool:
        """Add the result for a record; return whether it's a post of the feed."""
        if isinstance(step, ScoredPost) and self._is_duplicate(step):
            step = SkippedRow(step.post.path, step.post.line, "duplicate")
        if isinstance(step, ScoredPost):
            self._builder.add(step.post, _post_text(step.report))
            self.counts.judged += 1
            self.counts.undated += step.post.date is None
            return not self._is_earlier(step.post)
        if isinstance(step, SkippedRow):
            self._builder.skip(step)
            self.counts.skipped[step.reason] = self.counts.skipped.get(step.reason, 0) + 1
        elif isinstance(step, RowError):
            self.counts.unreadable_rows += 1
        elif isinstance(step, LintFailure):
            self.counts.problems.append(step)
        return False

    def _is_duplicate(self, judged: ScoredPost) -> bool:
        """Return whether a post is a duplicate, as if an export is next to its unpacked copy."""
        post = judged.post
        key = hash((post.id, post.platform, post.date, _post_text(judged.report)))
        known = key in self._seen
        self._seen.add(key)
        return known

    def _is_earlier(self, post: FeedPost) -> bool:
        return self._since is not None and (post.date is None or post.date < self._since)

    def audit(self, before: Feed | None = None, revision: str = "") -> Audit:
        """Return the results for the feed.

        Args:
            before: the earlier feed to compare with.
            revision: the name of the earlier feed.
        """
        whole = self._builder.feed()
        feed = whole
        if self._since is not None:
            # The dates of replies and other skipped posts aren't known, so they don't count.
            whole = replace(whole, skipped={})
            earlier = [post for post in whole.dated if self._is_earlier(post)]
            undated = [post for post in whole.posts if not post.date]
            self.counts.earlier = len(earlier)
            feed = whole.without([*earlier, *undated])
            before = whole.without([*feed.posts, *undated])
            revision = f"{self._since:%Y-%m-%d}"
        findings = lint_feed(feed, self._rules)
        trend = self._trend(before, feed, findings, revision) if before is not None else None
        return Audit(feed, findings, self.counts, trend)

    def _trend(self, before: Feed, feed: Feed, findings: tuple[Finding, ...], name: str) -> Trend:
        then = dict.fromkeys(finding.rule for finding in lint_feed(before, self._rules))
        now = dict.fromkeys(finding.rule for finding in findings)
        return Trend(
            since=name,
            before=len(before.posts),
            after=len(feed.posts),
            changes=changes(before, feed),
            new=tuple(rule for rule in now if rule not in then),
            resolved=tuple(rule for rule in then if rule not in now),
            changed_posts=() if self._since else changed_posts(before, feed),
        )


def _post_text(report: PostResult) -> str:
    return report.source.text[report.body.start : report.body.end]
