"""Running the rules for feeds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from postlint.checks import FeedCheck, FeedContext, FeedHit
from postlint.checks.template import fill
from postlint.core.terminal_text import one_line
from postlint.diagnostics.finding import INTERNAL_ERROR, Severity, is_at_least
from postlint.feed.feed import Feed
from postlint.feed.post import FeedPost
from postlint.rules.advice import Evidence, choose_advice, profile_fields
from postlint.rules.rule import Rule


@dataclass(frozen=True)
class FeedFinding:
    """A fault that a rule found in a feed.

    Attributes:
        rule: the rule's id.
        severity: how serious it is.
        message: what is wrong.
        help: what to try.
        posts: the posts with the fault.
    """

    rule: str
    severity: Severity
    message: str
    help: str
    posts: tuple[FeedPost, ...]


def check_feed(feed: Feed, rules: Sequence[Rule]) -> tuple[FeedFinding, ...]:
    """Return the findings about a feed, in the order of the rules. Rules for posts don't run."""
    found = [finding for rule in rules for finding in _run(rule, feed)]
    covered = {rule.id: rule.supersedes for rule in rules}
    # One fault, one finding. But a more severe finding is never covered by a milder one.
    return tuple(
        finding
        for finding in found
        if not any(
            finding.rule in covered.get(other.rule, ())
            and is_at_least(other.severity, finding.severity)
            for other in found
        )
    )


def _run(rule: Rule, feed: Feed) -> Iterator[FeedFinding]:
    check = rule.check_definition
    if not isinstance(check, FeedCheck):
        return
    try:
        for hit in check.run(FeedContext(feed, rule.settings)):
            yield _finding(rule, feed, hit)
    except (Exception, SystemExit) as error:
        reason = one_line(f"{type(error).__name__}: {error}")
        message = f"rule `{rule.id}` ({rule.path}) failed on this feed: {reason}"
        help_text = "Report this to the author of the rule, and ignore the rule until it's fixed."
        yield FeedFinding(INTERNAL_ERROR, "error", message, help_text, ())


def _finding(rule: Rule, feed: Feed, hit: FeedHit) -> FeedFinding:
    platforms = {post.platform for post in hit.posts}
    return FeedFinding(
        rule.id,
        rule.severity_for(platforms.pop() if len(platforms) == 1 else None),
        fill(rule.message, hit.fields),
        choose_advice(rule.help, _evidence(feed), hit.fields),
        tuple(hit.posts),
    )


def _evidence(feed: Feed) -> Evidence:
    platforms = frozenset(name for name in feed.platforms if name)
    return Evidence(profile_fields(feed.profile), platforms)
