"""The charts of a page, each with the table that says the same, or with why it is missing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from postlint.audit import Audit
from postlint.feed import mix
from postlint.feed.feed import Feed
from postlint.feed.mix import Mix
from postlint.feed.post import FeedPost
from postlint.reports.audit import charts
from postlint.reports.audit.charts import Dot, Row
from postlint.reports.audit.page.shown import day, month, place, visible
from postlint.reports.audit.page.tables import Table, label, mix_table, score_table
from postlint.reports.audit.words import count

MOST_DOTS = 2_000
"""Posts that a chart shows one by one; of more it shows a sample."""

_SAMPLE, _SAMPLE_NARROW = 600, 300
_MONTHS = 120
"""Months that a chart shows: ten years."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart on a page.

    Attributes:
        id: its id on the page.
        heading: what it shows.
        says: what is to be seen in it, for those who do not see it.
        key: which legend goes with it; "" for none.
        wide: the drawing; "" if there is none.
        narrow: the same for small screens.
        note: what one should know to read it, or why there is no drawing.
        table: the same as a table.
    """

    id: str
    heading: str
    says: str = ""
    key: str = ""
    wide: str = ""
    narrow: str = ""
    note: str = ""
    table: Table | None = None


def pictures(audit: Audit, anchors: Mapping[int, str]) -> Iterator[Picture]:
    """Yield the charts of a feed that has posts.

    Args:
        audit: what is said of the feed.
        anchors: where posts stand on the page, by the identity of the post.
    """
    yield _scores(audit.feed, anchors)
    yield _platforms(audit.feed)
    yield _months(audit.feed)


def _scores(feed: Feed, anchors: Mapping[int, str]) -> Picture:
    name, heading = "score-over-time", "Score over time"
    if len(feed.dated) < 2:
        return Picture(
            name, heading, note=f"No chart: {count(len(feed.dated), 'post')} with a date, and it "
            "takes two. Give posts a date to see how the score moves."
        )  # fmt: skip
    means, cut = _latest(mix.by_month(feed))
    dated = feed.dated
    note = "Point at a mark to see what it stands for." + cut
    if len(dated) > MOST_DOTS:
        note += f" The dots are a sample of {_SAMPLE:,} of {len(dated):,} posts."
    first, last = means[0], means[-1]
    says = (
        f"Score of {count(len(dated), 'post')} from {_day(dated[0])} to {_day(dated[-1])}. The "
        f"monthly mean is {first.mix.relevance:.2f} in {first.label} and "
        f"{last.mix.relevance:.2f} in {last.label}."
    )
    wide, narrow = (
        charts.scores([_dot(post, anchors) for post in _sample(dated, size)], means, width)
        for size, width in ((_SAMPLE, charts.WIDE), (_SAMPLE_NARROW, charts.NARROW))
    )
    return Picture(name, heading, says, "scores", wide, narrow, note, score_table(feed))


def _sample(posts: Sequence[FeedPost], size: int) -> Sequence[FeedPost]:
    """Return all posts if they are few; else some of them, evenly spread over the feed."""
    if len(posts) <= MOST_DOTS:
        return posts
    return [posts[place * (len(posts) - 1) // (size - 1)] for place in range(size)]


def _dot(post: FeedPost, anchors: Mapping[int, str]) -> Dot:
    says = f"{_day(post)}, {place(post.platform)}: {post.relevance:.2f}. {visible(post.name)}"
    date = f"{post.date.isoformat(timespec='seconds')}Z" if post.date else ""
    return Dot(date, post.relevance, post.relevant, says, anchors.get(id(post), ""))


def _day(post: FeedPost) -> str:
    return day(post.date) if post.date else ""


def _platforms(feed: Feed) -> Picture:
    found = [mix.mix("all", feed.posts), *mix.by_platform(feed)]
    # In the drawing there is no room for a long name.
    names = [label(one.name) for one in found]
    rows = [
        Row(name.removesuffix(" platform"), name, one)
        for name, one in zip(names, found, strict=True)
    ]
    relevant, own = found[0].shares["relevant"], found[0].shares["only_about_you"]
    says = (
        f"Of {count(len(feed.posts), 'post')}, {relevant.value:.0%} are relevant to clients and "
        f"{own.value:.0%} are only about the author. The table has the shares on each platform."
    )
    return Picture(
        "mix-by-platform", "The mix by platform", says, "mix", *_both(charts.platforms, rows),
        note="", table=mix_table("The mix by platform", found),
    )  # fmt: skip


def _months(feed: Feed) -> Picture:
    name, heading = "mix-by-month", "The mix by month"
    found = mix.by_month(feed)
    if len(found) < 2:
        return Picture(
            name, heading,
            note=f"No chart: posts with a date are in {count(len(found), 'month')}, and it takes "
            "two.",
        )  # fmt: skip
    rows, cut = _latest(found)
    relevant = [row.mix.shares["relevant"].value for row in (rows[0], rows[-1])]
    says = (
        f"Relevant to clients are {relevant[0]:.0%} of the posts in {rows[0].label} and "
        f"{relevant[1]:.0%} in {rows[-1].label}. The table has all shares in each month."
    )
    return Picture(
        name, heading, says, "months", *_both(charts.months, rows), note=cut.strip(),
        table=mix_table(heading, found, by_month=True),
    )  # fmt: skip


def _latest(found: Sequence[Mix]) -> tuple[list[Row], str]:
    """Return months as a chart takes them, and what to say if there are more."""
    rows = [Row(f"{one.name:0>7}-15T00:00:00Z", month(one.name), one) for one in found[-_MONTHS:]]
    left = len(found) - len(rows)
    return rows, f" {count(left, 'earlier month')} left out." if left else ""


def _both(draw: Callable[[Sequence[Row], int], str], rows: Sequence[Row]) -> tuple[str, str]:
    return draw(rows, charts.WIDE), draw(rows, charts.NARROW)
