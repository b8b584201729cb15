"""The report of an audit as Markdown, for a comment on a pull request."""

from __future__ import annotations

from collections.abc import Iterator

from postlint.audit import Audit
from postlint.core.platforms import PLATFORMS
from postlint.core.terminal_text import escape_markdown
from postlint.feed import mix
from postlint.feed.formatting import platform_name
from postlint.feed.mix import Mix
from postlint.feed.trend import PostChange, Trend
from postlint.formatters.feeds import FeedFormatter
from postlint.formatters.phrasing import (
    CHANGE_NAMES,
    TRAIT_NAMES,
    list_posts,
    skipped_line,
    summary_line,
)
from postlint.formatters.posts.markdown import SEVERITY_LABELS

_MAX_CHANGED_POSTS = 20
"""The maximum number of changed posts to list."""


class AuditMarkdownFormatter(FeedFormatter):
    """Writes a summary."""

    def _add_audit(self, audit: Audit) -> None:
        self._out.writelines(f"{line}\n" for line in _lines(audit, quiet=self._quiet))


def _lines(audit: Audit, *, quiet: bool) -> Iterator[str]:
    yield "### postlint audit"
    if not quiet:
        yield ""
        yield escape_markdown(f"{summary_line(audit)} {skipped_line(audit.counts)}")
        if audit.trend:
            yield from _trend(audit.trend)
        if audit.feed.posts:
            yield from _mix([mix.mix("all", audit.feed.posts), *mix.by_platform(audit.feed)])
    if audit.findings:
        yield ""
        yield "| | rule | finding |"
        yield "|---|---|---|"
    for finding in audit.findings:
        text = f"{escape_markdown(finding.message)}<br>*Try: {escape_markdown(finding.help)}*"
        if posts := list_posts(audit, finding):
            text += f"<br>See: {escape_markdown(posts)}"
        yield f"| {SEVERITY_LABELS[finding.severity]} | {escape_markdown(finding.rule)} | {text} |"
    if audit.counts.problems:
        yield ""
        yield "#### Files that postlint can't read"
        yield ""
    for problem in audit.counts.problems:
        yield f"- {escape_markdown(problem.path)}: {escape_markdown(problem.message)}"


def _mix(rows: list[Mix]) -> Iterator[str]:
    yield ""
    yield f"| | posts | score | {' | '.join(TRAIT_NAMES.values())} |"
    yield "|---|--:|--:|" + "--:|" * len(TRAIT_NAMES)
    for row in rows:
        name = platform_name(row.name) if row.name in PLATFORMS else escape_markdown(row.name)
        shares = " | ".join(f"{row.shares[trait].value:.0%}" for trait in TRAIT_NAMES)
        yield f"| {name} | {row.posts:,} | {row.relevance:.2f} | {shares} |"


def _trend(trend: Trend) -> Iterator[str]:
    yield ""
    yield f"Compared with {escape_markdown(trend.since)}:"
    yield ""
    yield "| | before | after | change |"
    yield "|---|--:|--:|---|"
    yield f"| posts | {trend.before:,} | {trend.after:,} | |"
    for change in trend.changes:
        name = CHANGE_NAMES[change.name]
        number_format = ".2f" if change.name == "relevance" else ".0%"
        before, after = format(change.before, number_format), format(change.after, number_format)
        yield f"| {name} | {before} | {after} | {_SIGNS[change.verdict]}{change.verdict} |"
    for title, rules in (("New", trend.new), ("Resolved", trend.resolved)):
        if rules:
            yield ""
            yield f"{title} findings: {escape_markdown(', '.join(rules))}."
    if trend.changed_posts:
        yield ""
        yield "| post | score before | score after |"
        yield "|---|--:|--:|"
        for post in trend.changed_posts[:_MAX_CHANGED_POSTS]:
            yield _post(post)
        if len(trend.changed_posts) > _MAX_CHANGED_POSTS:
            yield f"| and {len(trend.changed_posts) - _MAX_CHANGED_POSTS:,} more | | |"


_SIGNS = {"better": "✅ ", "worse": "⚠️ ", "no clear change": "", "too few to say": ""}


def _post(post: PostChange) -> str:
    scores = ("" if score is None else f"{score:.2f}" for score in (post.before, post.after))
    return f"| {escape_markdown(post.id)} | {' | '.join(scores)} |"


FORMATTER = AuditMarkdownFormatter
