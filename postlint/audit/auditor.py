"""The audit of a feed: score each post, and then check all of them together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING

from postlint.core.errors import LintFailure, Notice, describe_crash
from postlint.diagnostics.finding import Finding
from postlint.diagnostics.result import PostResult
from postlint.document.source import Source
from postlint.feed.feed import Feed, FeedBuilder
from postlint.feed.post import FeedPost
from postlint.feed.summarize import to_feed_post
from postlint.feed.trend import Trend, changed_posts, changes
from postlint.importers.imported_post import (
    ImportedPost,
    ImportItem,
    RowError,
    SkippedRow,
    SkipReason,
)
from postlint.linter.rule_runner import lint_feed

if TYPE_CHECKING:
    from postlint.core.profile import Profile
    from postlint.linter.linter import Linter
    from postlint.rules.rule import Rule


@dataclass(frozen=True)
class ScoredPost:
    """A post of a feed, and its full result."""

    post: FeedPost
    result: PostResult


@dataclass
class Counts:
    """The numbers of posts that were read, scored, and skipped.

    Attributes:
        scored: posts with a score.
        skipped: posts that were counted but not scored, by reason.
        unreadable_rows: records that can't be read.
        problems: files that can't be read.
        undated: scored posts without a date.
        earlier: scored posts before `--since`.
    """

    scored: int = 0
    skipped: Counter[SkipReason] = field(default_factory=Counter)
    unreadable_rows: int = 0
    problems: list[LintFailure] = field(default_factory=list)
    undated: int = 0
    earlier: int = 0

    @property
    def read(self) -> int:
        """The number of records that were read."""
        return self.scored + sum(self.skipped.values()) + self.unreadable_rows


@dataclass(frozen=True)
class Audit:
    """The result for a feed.

    Attributes:
        findings: the findings about the feed; `posts_of` has their posts.
        trend: the changes since an earlier feed; None without a comparison.
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
    """Yield the result for each draft and record, as soon as it's ready.

    Args:
        linter: the linter for the posts.
        items: the drafts and records; only a few chunks are read ahead.
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
        yield _score(item, profile) if isinstance(item, PostResult) else item


def _score(result: PostResult, profile: Profile) -> ScoredPost | SkippedRow | LintFailure:
    if reason := _skip_reason(result):
        origin = result.source.origin
        row = (origin.path, origin.row) if isinstance(origin, ImportedPost) else (result.path, 1)
        return SkippedRow(*row, reason)
    try:
        return ScoredPost(to_feed_post(result, profile), result)
    except Exception as error:
        return LintFailure(result.path, describe_crash(error))


def _skip_reason(result: PostResult) -> SkipReason | None:
    """Return why a post wasn't scored; None if it was."""
    if result.skipped:
        return "opted_out"
    if result.language is None:
        return "empty"
    return None if result.labels else "not_english"


class Auditor:
    """Collects scored posts and returns the audit at the end."""

    def __init__(
        self, rules: Iterable[Rule], profile: Profile, since: datetime | None = None
    ) -> None:
        """Start an audit.

        Args:
            rules: the rules to run; rules for posts are ignored.
            profile: the author's profile.
            since: when the feed starts; earlier posts are for comparison.
        """
        self.counts = Counts()
        self._rules = tuple(rules)
        self._since = since
        self._builder = FeedBuilder(profile)
        self._seen: set[int] = set()

    def add(self, record: RecordResult) -> bool:
        """Add the result for a record; return whether it's a post of the feed."""
        if isinstance(record, ScoredPost) and self._is_duplicate(record):
            record = SkippedRow(record.post.path, record.post.line, "duplicate")
        if isinstance(record, ScoredPost):
            self._builder.add(record.post, _post_text(record.result))
            self.counts.scored += 1
            self.counts.undated += record.post.date is None
            return not self._is_earlier(record.post)
        if isinstance(record, SkippedRow):
            self._builder.skip(record)
            self.counts.skipped[record.reason] += 1
        elif isinstance(record, RowError):
            self.counts.unreadable_rows += 1
        elif isinstance(record, LintFailure):
            self.counts.problems.append(record)
        return False

    def _is_duplicate(self, scored: ScoredPost) -> bool:
        """Return whether a post was added before, such as from an export and a copy of it."""
        post = scored.post
        key = hash((post.id, post.platform, post.date, _post_text(scored.result)))
        is_duplicate = key in self._seen
        self._seen.add(key)
        return is_duplicate

    def _is_earlier(self, post: FeedPost) -> bool:
        return self._since is not None and (post.date is None or post.date < self._since)

    def audit(self, before: Feed | None = None, revision: str = "") -> Audit:
        """Return the audit of the feed.

        Args:
            before: the earlier feed to compare with.
            revision: the name of the earlier feed.
        """
        all_posts = self._builder.feed()
        feed = all_posts
        if self._since is not None:
            # The dates of replies and other skipped posts aren't known, so they don't count.
            all_posts = replace(all_posts, skipped={})
            earlier = [post for post in all_posts.dated if self._is_earlier(post)]
            undated = [post for post in all_posts.posts if not post.date]
            self.counts.earlier = len(earlier)
            feed = all_posts.without([*earlier, *undated])
            before = all_posts.without([*feed.posts, *undated])
            revision = f"{self._since:%Y-%m-%d}"
        findings = lint_feed(feed, self._rules)
        trend = self._trend(before, feed, findings, revision) if before is not None else None
        return Audit(feed, findings, self.counts, trend)

    def _trend(self, before: Feed, feed: Feed, findings: tuple[Finding, ...], name: str) -> Trend:
        earlier_rules = dict.fromkeys(finding.rule for finding in lint_feed(before, self._rules))
        current_rules = dict.fromkeys(finding.rule for finding in findings)
        return Trend(
            since=name,
            before=len(before.posts),
            after=len(feed.posts),
            changes=changes(before, feed),
            new=tuple(rule for rule in current_rules if rule not in earlier_rules),
            resolved=tuple(rule for rule in earlier_rules if rule not in current_rules),
            changed_posts=() if self._since else changed_posts(before, feed),
        )


def _post_text(result: PostResult) -> str:
    return result.source.text[result.body.start : result.body.end]
