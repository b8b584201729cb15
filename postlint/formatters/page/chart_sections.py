"""The charts of a page, each with its data as a table, or with a note if there is no chart."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from postlint.core.terminal_text import count
from postlint.feed import mix
from postlint.feed.feed import Feed
from postlint.feed.mix import Mix
from postlint.feed.post import FeedPost
from postlint.formatters.page import charts
from postlint.formatters.page.charts import MixRow
from postlint.formatters.page.post_cards import day, month
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
        key: the id of its legend.
        wide: the SVG drawing; "" if there is no chart.
        narrow: the SVG drawing for small screens.
        note: how to read it, or why there is no chart.
    """

    id: str
    heading: str
    description: str = ""
    key: str = ""
    wide: str = ""
    narrow: str = ""
    note: str = ""
    table: Table | None = None


def chart_sections(feed: Feed, anchor: Callable[[FeedPost], str]) -> Iterator[ChartSection]:
    """Yield the charts of a feed that has posts.

    `anchor` returns the id of a post on the page; "" if it isn't on the page.
    """
    yield _scores(feed, anchor)
    yield _platforms(feed)
    yield _months(feed)


def _scores(feed: Feed, anchor: Callable[[FeedPost], str]) -> ChartSection:
    name, heading = "score-over-time", "Score over time"
    dated = feed.dated
    if len(dated) < 2:
        return ChartSection(
            name, heading, note="No chart: it needs at least two posts with a date, and there's "
            f"{'one' if dated else 'none'}. Add dates to your posts to get one."
        )  # fmt: skip
    means, cut_note = _latest_rows(mix.by_month(feed))
    note = "Hover over a mark for details." + cut_note
    if len(dated) > MAX_POINTS:
        note += f" The dots show a sample of {_SAMPLE:,} of {len(dated):,} posts."
    first, last = means[0], means[-1]
    days = [day(post.date) for post in (dated[0], dated[-1]) if post.date]
    description = (
        f"The scores of {count(len(dated), 'post')} from {' to '.join(days)}. "
        f"The monthly mean is {first.mix.relevance:.2f} in {first.label} and "
        f"{last.mix.relevance:.2f} in {last.label}."
    )
    wide = charts.scores(_sample(dated, _SAMPLE), means, charts.WIDE, anchor)
    narrow = charts.scores(_sample(dated, _SAMPLE_NARROW), means, charts.NARROW, anchor)
    return ChartSection(name, heading, description, "scores", wide, narrow, note, score_table(feed))


def _sample(posts: Sequence[FeedPost], size: int) -> Sequence[FeedPost]:
    """Return all posts, or evenly spaced ones if there are too many."""
    if len(posts) <= MAX_POINTS:
        return posts
    return [posts[index * (len(posts) - 1) // (size - 1)] for index in range(size)]


def _platforms(feed: Feed) -> ChartSection:
    heading = "Content mix by platform"
    mixes = [mix.mix("all", feed.posts), *mix.by_platform(feed)]
    labels = [group_label(row.name) for row in mixes]
    rows = [
        # The chart has no room for long names.
        MixRow(label.removesuffix(" platform"), label, row)
        for label, row in zip(labels, mixes, strict=True)
    ]
    relevant, self_focused = mixes[0].shares["relevant"], mixes[0].shares["only_about_you"]
    description = (
        f"{relevant.value:.0%} of {count(len(feed.posts), 'post')} are relevant to clients, and "
        f"{self_focused.value:.0%} are only about the author. The table has the shares on each "
        "platform."
    )
    wide, narrow = (charts.platforms(rows, width) for width in (charts.WIDE, charts.NARROW))
    table = mix_table(heading, mixes)
    return ChartSection("mix-by-platform", heading, description, "mix", wide, narrow, table=table)


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
    first, last = (row.mix.shares["relevant"].value for row in (rows[0], rows[-1]))
    description = (
        f"{first:.0%} of the posts in {rows[0].label} and {last:.0%} in {rows[-1].label} are "
        "relevant to clients. The table has all shares for each month."
    )
    wide, narrow = (charts.months(rows, width) for width in (charts.WIDE, charts.NARROW))
    table = mix_table(heading, mixes, by_month=True)
    return ChartSection(name, heading, description, "months", wide, narrow, cut_note.strip(), table)


def _latest_rows(mixes: Sequence[Mix]) -> tuple[list[MixRow], str]:
    """Return the latest months as rows of a chart, and a note if some are left out."""
    rows = [
        MixRow(f"{month_mix.name:0>7}-15T00:00:00Z", month(month_mix.name), month_mix)
        for month_mix in mixes[-_MONTHS:]
    ]
    omitted = len(mixes) - len(rows)
    return rows, f" The chart leaves out {count(omitted, 'earlier month')}." if omitted else ""
