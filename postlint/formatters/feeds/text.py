"""The report of an audit for the terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, TextIO

from postlint.audit import Audit
from postlint.core.terminal_text import display_path
from postlint.diagnostics.finding import SEVERITIES, Finding
from postlint.feed import mix, returns
from postlint.feed.formatting import format_number
from postlint.feed.mix import Mix
from postlint.feed.returns import OUTCOMES, Return
from postlint.feed.trend import Trend
from postlint.formatters.console import MAX_WIDTH, STYLES, ConsoleWriter, make_console
from postlint.formatters.feeds import FeedFormatter
from postlint.formatters.phrasing import (
    TRAIT_NAMES,
    change_cells,
    format_rate,
    group_name,
    list_posts,
    mix_cells,
    most_common_findings,
    skipped_line,
    sparkline,
    summary_line,
    target_text,
)

if TYPE_CHECKING:
    from rich.table import Table

_MAX_CHANGED_POSTS = 10
"""The maximum number of changed posts to list."""

_MONTHS = 12
"""The number of latest months to show. The HTML report has a chart with all of them."""


class AuditTextFormatter(FeedFormatter):
    """Writes a summary for the terminal."""

    def __init__(self, out: TextIO, *, quiet: bool = False) -> None:
        super().__init__(out, quiet=quiet)
        self._console = make_console(out)
        if not self._console.is_terminal:
            self._console.width = MAX_WIDTH
        self._writer = ConsoleWriter(out)

    def _add_audit(self, audit: Audit) -> None:
        if not self._quiet:
            self._writer.line(summary_line(audit), style="bold")
            if skipped := skipped_line(audit.counts):
                self._writer.line(skipped)
            for table in _tables(audit):
                self._writer.line()
                self._console.print(table)
            if audit.trend:
                self._trend(audit.trend)
        for finding in sorted(
            audit.findings, key=lambda finding: -SEVERITIES.index(finding.severity)
        ):
            self._finding(audit, finding)
        if self._quiet or not audit.feed.posts:
            return
        self._writer.line()
        if not audit.findings:
            self._writer.line("No problems found in the feed as a whole.")
        if most_common := most_common_findings(audit):
            self._writer.line(most_common)

    def _trend(self, trend: Trend) -> None:
        for title, rules in (("New", trend.new), ("Resolved", trend.resolved)):
            if rules:
                self._writer.line(f"{title} findings: {', '.join(rules)}.")
        if len(trend.changed_posts) > _MAX_CHANGED_POSTS:
            self._writer.line(
                f"{len(trend.changed_posts):,} posts are new, deleted, or have a different score."
            )
            return
        for post in trend.changed_posts:
            before, after = (
                "none" if score is None else f"{score:.2f}" for score in (post.before, post.after)
            )
            self._writer.line(f"{display_path(post.id)}: {before} → {after}", indent=1)

    def _finding(self, audit: Audit, finding: Finding) -> None:
        self._writer.line()
        self._writer.line(
            (finding.severity, STYLES[finding.severity]),
            f"  {finding.message}  ",
            (finding.rule, "dim"),
        )
        self._writer.line(f"Try: {finding.help}", style="italic", indent=4)
        if posts := list_posts(audit, finding):
            self._writer.line((f"See: {posts}", "dim"), indent=4)


def _tables(audit: Audit) -> Iterator[Table]:
    feed = audit.feed
    if not feed.posts:
        return
    months = mix.by_month(feed)
    yield _mix_table(
        [mix.mix("all", feed.posts), *mix.by_platform(feed)], "Content mix", targets=True
    )
    if len(months) > 1:
        bars = sparkline([row.relevance for row in months])
        yield _mix_table(months[-_MONTHS:], f"By month (score: {bars})")
    all_posts = returns.returns("all", feed.posts)
    if all_posts.hours is not None or all_posts.totals:
        by_platform = [all_posts, *returns.by_platform(feed)]
        yield _return_table(by_platform, "Cost and results")
        yield _return_table(returns.by_genre(feed), "By kind of post")
    if audit.trend:
        yield _trend_table(audit.trend)


def _table(title: str, *columns: str) -> Table:
    from rich.table import Table

    table = Table(title=title, title_justify="left", title_style="bold", box=None, padding=(0, 1))
    table.add_column(columns[0])
    for name in columns[1:]:
        table.add_column(name, justify="right")
    return table


def _mix_table(rows: Sequence[Mix], title: str, *, targets: bool = False) -> Table:
    table = _table(title, "", "posts", "score", *TRAIT_NAMES.values())
    for row in rows:
        table.add_row(group_name(row.name), *mix_cells(row))
    if targets:
        table.add_row("target", "", "", *map(target_text, TRAIT_NAMES))
    return table


def _return_table(rows: Sequence[Return], title: str) -> Table:
    metrics = [name for name in OUTCOMES if any(name in row.totals for row in rows)]
    headers = [header for name in metrics for header in (name, "per hour")]
    table = _table(title, "", "posts", "hours", *headers)
    for row in rows:
        cells = []
        for name in metrics:
            total = format_number(row.totals[name]) if name in row.totals else ""
            cells += [total, format_rate(row.rates.get(name))]
        hours = "" if row.hours is None else format_number(row.hours)
        table.add_row(group_name(row.name), f"{row.posts:,}", hours, *cells)
    return table


def _trend_table(trend: Trend) -> Table:
    table = _table(f"Changes since {trend.since}", "", "before", "after", "")
    table.add_row("posts", f"{trend.before:,}", f"{trend.after:,}", "")
    for change in trend.changes:
        table.add_row(*change_cells(change), change.verdict)
    return table


FORMATTER = AuditTextFormatter
