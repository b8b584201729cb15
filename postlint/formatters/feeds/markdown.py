"""The report of an audit as Markdown, for a comment on a pull request."""

from __future__ import annotations

from collections.abc import Iterator

from postlint.audit import Audit
from postlint.core.terminal_text import escape_markdown
from postlint.feed import mix
from postlint.feed.mix import Mix
from postlint.feed.trend import Trend
from postlint.formatters.feeds import FeedFormatter
from postlint.formatters.phrasing import (
    TRAIT_NAMES,
    change_cells,
    group_name,
    list_posts,
    mix_cells,
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
        yield "#### Files that couldn't be checked"
        yield ""
    for problem in audit.counts.problems:
        yield f"- {escape_markdown(problem.path)}: {escape_markdown(problem.message)}"


def _mix(rows: list[Mix]) -> Iterator[str]:
    yield ""
    yield f"| | posts | score | {' | '.join(TRAIT_NAMES.values())} |"
    yield "|---|--:|--:|" + "--:|" * len(TRAIT_NAMES)
    for row in rows:
        yield f"| {escape_markdown(group_name(row.name))} | {' | '.join(mix_cells(row))} |"


def _trend(trend: Trend) -> Iterator[str]:
    yield ""
    yield f"Compared with {escape_markdown(trend.since)}:"
    yield ""
    yield "| | before | after | change |"
    yield "|---|--:|--:|---|"
    yield f"| posts | {trend.before:,} | {trend.after:,} | |"
    for change in trend.changes:
        cells = [*change_cells(change), _SIGNS[change.verdict] + change.verdict]
        yield f"| {' | '.join(cells)} |"
    for title, rules in (("New", trend.new), ("Resolved", trend.resolved)):
        if rules:
            yield ""
            yield f"{title} findings: {escape_markdown(', '.join(rules))}."
    if trend.changed_posts:
        yield ""
        yield "| post | score before | score after |"
        yield "|---|--:|--:|"
        for post in trend.changed_posts[:_MAX_CHANGED_POSTS]:
            before, after = (
                "" if score is None else f"{score:.2f}" for score in (post.before, post.after)
            )
            yield f"| {escape_markdown(post.id)} | {before} | {after} |"
        if len(trend.changed_posts) > _MAX_CHANGED_POSTS:
            yield f"| and {len(trend.changed_posts) - _MAX_CHANGED_POSTS:,} more | | |"


_SIGNS = {"better": "✅ ", "worse": "⚠️ ", "no clear change": "", "too few to say": ""}


FORMATTER = AuditMarkdownFormatter
