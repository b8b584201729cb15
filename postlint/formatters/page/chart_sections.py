"""The charts of a page, each with its data as a table, or with a note why there is none."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from postlint.audit import Audit
from postlint.feed import mix
from postlint.feed.feed import Feed
from postlint.feed.formatting import count
from postlint.feed.mix import Mix
from postlint.feed.post import FeedPost
from postlint.formatters.page import charts
from postlint.formatters.page.charts import MixRow, ScorePoint
from postlint.formatters.page.post_cards import day, escape_controls, month, platform_label
from postlint.formatters.page.tables import Table, label, mix_table, score_table

MAX_POINTS = 2_000
"""The most posts to show one by one; of more, a chart shows a sample."""

_SAMPLE, _SAMPLE_NARROW = 600, 300
_MONTHS = 120
"""The most months to show: ten years."""


@dataclass(frozen=True, slots=True)
class ChartSection:
    """A chart on a page.

    Attributes:
        id: its id on the page.
        heading: its heading.
        says: a description, also for screen readers.
        key: the name of its legend; "" for none.
        wide: the drawing; "" for none.
        narrow: the drawing for small screens.
        note: how to read it, or why there is no drawing.
        table: its data.
    """

    id: str
    heading: str
    says: str = ""
    key: str = ""
    wide: str = ""
    narrow: str = ""
    note: str = ""
    table: Table | None = None


def chart_sections(audit: Audit, anchors: Mapping[int, str]) -> Iterator[ChartSection]:
    """Yield the charts of a feed that has posts.

    Args:
        audit: the audit.
        anchors: the ids of posts on the page, by the identity of the post.
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
    says = (
        f"The scores of {count(len(dated), 'post')} from {_day(dated[0])} to {_day(dated[-1])}. "
        f"The monthly mean is {first.mix.relevance:.2f} in {first.label} and "
        f"{last.mix.relevance:.2f} in {last.label}."
    )
    wide, narrow = (
        charts.scores([_dot(post, anchors) for post in _sample(dated, size)], means, width)
        for size, width in ((_SAMPLE, charts.WIDE), (_SAMPLE_NARROW, charts.NARROW))
    )
    return ChartSection(name, heading, says, "scores", wide, narrow, note, score_table(feed))


def _sample(posts: Sequence[FeedPost], size: int) -> Sequence[FeedPost]:
    """Return all posts, or evenly spaced ones if there are too many."""
    if len(posts) <= MAX_POINTS:
        return posts
    return [posts[place * (len(posts) - 1) // (size - 1)] for place in range(size)]


def _dot(post: FeedPost, anchors: Mapping[int, str]) -> ScorePoint:
    where = f"{_day(post)}, {platform_label(post.platform)}"
    says = f"{where}: {post.relevance:.2f}. {escape_controls(post.name)}"
    date = f"{post.date.isoformat(timespec='seconds')}Z" if post.date else ""
    return ScorePoint(date, post.relevance, post.relevant, says, anchors.get(id(post), ""))


def _day(post: FeedPost) -> str:
    return day(post.date) if post.date else ""


def _platforms(feed: Feed) -> ChartSection:
    found = [mix.mix("all", feed.posts), *mix.by_platform(feed)]
    # The drawing has no room for long names.
    names = [label(one.name) for one in found]
    rows = [
        MixRow(name.removesuffix(" platform"), name, one)
        for name, one in zip(names, found, strict=True)
    ]
    relevant, own = found[0].shares["relevant"], found[0].shares["only_about_you"]
    says = (
        f"{relevant.value:.0%} of {count(len(feed.posts), 'post')} are relevant to clients, and "
        f"{own.value:.0%} are only about the author. The table has the shares on each platform."
    )
    return ChartSection(
        "mix-by-platform", "Content mix by platform", says, "mix",
        *_draw_both_widths(charts.platforms, rows),
        note="", table=mix_table("Content mix by platform", found),
    )  # fmt: skip


def _months(feed: Feed) -> ChartSection:
    name, heading = "mix-by-month", "Content mix by month"
    found = mix.by_month(feed)
    if len(found) < 2:
        return ChartSection(
            name, heading,
            note="No chart: it needs posts from at least two months, and there's "
            f"{'one month' if found else 'no post with a date'}.",
        )  # fmt: skip
    rows, cut_note = _latest_rows(found)
    relevant = [row.mix.shares["relevant"].value for row in (rows[0], rows[-1])]
    says = (
        f"{relevant[0]:.0%} of the posts in {rows[0].label} and {relevant[1]:.0%} in "
        f"{rows[-1].label} are relevant to clients. The table has all shares for each month."
    )
    return ChartSection(
        name, heading, says, "months", *_draw_both_widths(charts.months, rows),
        note=cut_note.strip(),
        table=mix_table(heading, found, by_month=True),
    )  # fmt: skip


def _latest_rows(found: Sequence[Mix]) -> tuple[list[MixRow], str]:
    """Return the latest months as rows of a chart, and a note if some are left out."""
    rows = [
        MixRow(f"{one.name:0>7}-15T00:00:00Z", month(one.name), one) for one in found[-_MONTHS:]
    ]
    left = len(found) - len(rows)
    return rows, f" The chart leaves out {count(left, 'earlier month')}." if left else ""


def _draw_both_widths(
    draw: Callable[[Sequence[MixRow], int], str], rows: Sequence[MixRow]
) -> tuple[str, str]:
    return draw(rows, charts.WIDE), draw(rows, charts.NARROW)
