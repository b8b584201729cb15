"""The charts of a page, each with its data as a table, or with a note if there is no chart."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from postlint.audit import Audit
from postlint.core.terminal_text import count
from postlint.feed import mix
from postlint.feed.feed import Feed
from postlint.feed.mix import Mix
from postlint.feed.post import FeedPost
from postlint.formatters.page import charts
from postlint.formatters.page.charts import MixRow, ScorePoint
from postlint.formatters.page.post_cards import day, escape_controls, month, platform_label
from postlint.formatters.page.tables import Table, group_label, mix_table, score_table

MAX_POINTS = 2_000
"""The maximum number of posts in a chart. With more posts, it shows a sample."""

_SAMPLE, _SAMPLE_NARROW = 600, 300
_MONTHS = 120
"""The maximum number of months to show: ten years."""


@dataclass(frozen=True, slots=True)
class ChartSection:
    """A chart on a page.

    Attributes:
        id: its id on the page.
        heading: its heading.
        description: a description, also for screen readers.
        key: the id of its legend; "" for none.
        wide: the SVG drawing; "" for none.
        narrow: the SVG drawing for small screens.
        note: how to read it, or why there is no chart.
        table: its data.
    """

    id: str
    heading: str
    description: str = ""
    key: str = ""
    wide: str = ""
    narrow: str = ""
    note: str = ""
    table: Table | None = None


def chart_sections(audit: Audit, anchors: Mapping[int, str]) -> Iterator[ChartSection]:
    """Yield the charts of a feed that has posts.

    Args:
        audit: the audit.
        anchors: the element ids of posts on the page, by `id(post)`.
    """
    yield _scores(audit.feed, anchors)
    yield _platforms(audit.feed)
    yield _months(audit.feed)


def _scores(feed: Feed, anchors: Mapping[int, str]) -> ChartSection:
    name, heading = "score-over-time", "Score over time"
    if len(feed.dated) < 2:
        return ChartSection(
            name, heading, note="No chart: it needs at least two posts with a date, and there's "
            f"{'one' if feed.dated else 'none'}. Add dates to your posts to get one."
        )  # fmt: skip
    means, cut_note = _latest_rows(mix.by_month(feed))
    dated = feed.dated
    note = "Hover over a mark for details." + cut_note
    if len(dated) > MAX_POINTS:
        note += f" The dots show a sample of {_SAMPLE:,} of {len(dated):,} posts."
    first, last = means[0], means[-1]
    description = (
        f"The scores of {count(len(dated), 'post')} from {_day(dated[0])} to {_day(dated[-1])}. "
        f"The monthly mean is {first.mix.relevance:.2f} in {first.label} and "
        f"{last.mix.relevance:.2f} in {last.label}."
    )
    wide, narrow = (
        charts.scores([_score_point(post, anchors) for post in _sample(dated, size)], means, width)
        for size, width in ((_SAMPLE, charts.WIDE), (_SAMPLE_NARROW, charts.NARROW))
    )
    return ChartSection(name, heading, description, "scores", wide, narrow, note, score_table(feed))


def _sample(posts: Sequence[FeedPost], size: int) -> Sequence[FeedPost]:
    """Return all posts, or evenly spaced ones if there are too many."""
    if len(posts) <= MAX_POINTS:
        return posts
    return [posts[index * (len(posts) - 1) // (size - 1)] for index in range(size)]


def _score_point(post: FeedPost, anchors: Mapping[int, str]) -> ScorePoint:
    day_and_platform = f"{_day(post)}, {platform_label(post.platform)}"
    tooltip = f"{day_and_platform}: {post.relevance:.2f}. {escape_controls(post.name)}"
    date = f"{post.date.isoformat(timespec='seconds')}Z" if post.date else ""
    return ScorePoint(date, post.relevance, post.relevant, tooltip, anchors.get(id(post), ""))


def _day(post: FeedPost) -> str:
    return day(post.date) if post.date else ""


def _platforms(feed: Feed) -> ChartSection:
    mixes = [mix.mix("all", feed.posts), *mix.by_platform(feed)]
    # The chart has no room for long names.
    names = [group_label(row.name) for row in mixes]
    rows = [
        MixRow(name.removesuffix(" platform"), name, row)
        for name, row in zip(names, mixes, strict=True)
    ]
    relevant, self_focused = mixes[0].shares["relevant"], mixes[0].shares["only_about_you"]
    description = (
        f"{relevant.value:.0%} of {count(len(feed.posts), 'post')} are relevant to clients, and "
        f"{self_focused.value:.0%} are only about the author. The table has the shares on each "
        "platform."
    )
    return ChartSection(
        "mix-by-platform", "Content mix by platform", description, "mix",
        *_draw_both_widths(charts.platforms, rows),
        note="", table=mix_table("Content mix by platform", mixes),
    )  # fmt: skip


def _months(feed: Feed) -> ChartSection:
    name, heading = "mix-by-month", "Content mix by month"
    mixes = mix.by_month(feed)
    if len(mixes) < 2:
        return ChartSection(
            name, heading,
            note="No chart: it needs posts from at least two months, and there's "
            f"{'one month' if mixes else 'no post with a date'}.",
        )  # fmt: skip
    rows, cut_note = _latest_rows(mixes)
    relevant_shares = [row.mix.shares["relevant"].value for row in (rows[0], rows[-1])]
    description = (
        f"{relevant_shares[0]:.0%} of the posts in {rows[0].label} and {relevant_shares[1]:.0%} in "
        f"{rows[-1].label} are relevant to clients. The table has all shares for each month."
    )
    return ChartSection(
        name, heading, description, "months", *_draw_both_widths(charts.months, rows),
        note=cut_note.strip(),
        table=mix_table(heading, mixes, by_month=True),
    )  # fmt: skip


def _latest_rows(mixes: Sequence[Mix]) -> tuple[list[MixRow], str]:
    """Return the latest months as rows of a chart, and a note if some are left out."""
    rows = [
        MixRow(f"{month_mix.name:0>7}-15T00:00:00Z", month(month_mix.name), month_mix)
        for month_mix in mixes[-_MONTHS:]
    ]
    omitted = len(mixes) - len(rows)
    return rows, f" The chart leaves out {count(omitted, 'earlier month')}." if omitted else ""


def _draw_both_widths(
    draw: Callable[[Sequence[MixRow], int], str], rows: Sequence[MixRow]
) -> tuple[str, str]:
    return draw(rows, charts.WIDE), draw(rows, charts.NARROW)
