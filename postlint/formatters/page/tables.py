"""The tables of a page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from postlint.feed import mix, returns
from postlint.feed.feed import Feed
from postlint.feed.formatting import format_number
from postlint.feed.intervals import MIN_EVENTS_FOR_INTERVAL, MIN_POSTS_FOR_INTERVAL, Rate, Share
from postlint.feed.mix import Mix
from postlint.feed.returns import OUTCOMES, Return
from postlint.feed.trend import ChangeVerdict, Trend
from postlint.formatters.page.post_cards import month, platform_label
from postlint.formatters.phrasing import TRAIT_NAMES, change_cells, target_text

_MAX_CHANGED_POSTS = 20
"""The maximum number of changed posts to list."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table.

    Attributes:
        note: the note below the text, such as an interval.
        kind: its CSS class: `better`, `worse`, `few`, or "".
        anchor: the element id that it links to; "" for none.
    """

    text: str
    note: str = ""
    kind: str = ""
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table. The first cell of each row is its header."""

    caption: str
    headers: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    note: str = ""


def group_label(name: str) -> str:
    """Return the label of a platform, or of all posts."""
    return "All posts" if name == "all" else platform_label(name)


def mix_table(caption: str, rows: Sequence[Mix], *, by_month: bool = False) -> Table:
    """Return a table with the shares of the traits and their intervals."""
    body = [
        (
            Cell(month(row.name) if by_month else group_label(row.name)),
            Cell(f"{row.posts:,}"),
            Cell(f"{row.relevance:.2f}"),
            *(_share(row.shares[trait]) for trait in TRAIT_NAMES),
        )
        for row in rows
    ]
    if not by_month:
        targets = (Cell(target_text(trait)) for trait in TRAIT_NAMES)
        body.append((Cell("Target"), Cell(""), Cell(""), *targets))
    headers = ("Month" if by_month else "Platform", "Posts", "Mean score", *TRAIT_NAMES.values())
    return Table(caption, headers, body, "The 95% interval is below each share.")


def _share(share: Share) -> Cell:
    low, high = share.interval
    return Cell(f"{share.value:.0%}", f"{low:.0%} to {high:.0%}")


def return_tables(feed: Feed) -> list[Table]:
    """Return tables with the cost and results of a feed; empty if they aren't known."""
    all_posts = returns.returns("all", feed.posts)
    if all_posts.hours is None and not all_posts.totals:
        return []
    note = (
        "Results per hour count only posts with both figures. The 95% interval is below each "
        f"rate. “Too few to say” means fewer than {MIN_POSTS_FOR_INTERVAL} posts, or "
        f"fewer than {MIN_EVENTS_FOR_INTERVAL} "
        "that brought anything."
    )
    by_platform = {group_label(row.name): row for row in [all_posts, *returns.by_platform(feed)]}
    by_genre = {row.name[0].upper() + row.name[1:]: row for row in returns.by_genre(feed)}
    tables = [_return_table("By platform", "Platform", by_platform, note)]
    if len(by_genre) > 1:
        kinds_note = "A post can be of several kinds."
        tables.append(_return_table("By kind of post", "Kind", by_genre, kinds_note))
    return tables


_UNKNOWN = Cell("not recorded", kind="few")


def _return_table(caption: str, first_header: str, rows: Mapping[str, Return], note: str) -> Table:
    metrics = [name for name in OUTCOMES if any(name in row.totals for row in rows.values())]
    headers = [
        header
        for name in metrics
        for header in (name.capitalize(), f"{name.capitalize()} per hour")
    ]
    body = []
    for name, row in rows.items():
        hours = _UNKNOWN if row.hours is None else Cell(format_number(row.hours))
        cells = [Cell(name), Cell(f"{row.posts:,}"), hours]
        for metric in metrics:
            total = row.totals.get(metric)
            cells.append(_UNKNOWN if total is None else Cell(format_number(total)))
            cells.append(_rate(row.rates.get(metric)))
        body.append(cells)
    return Table(caption, (first_header, "Posts", "Hours", *headers), body, note)


def _rate(rate: Rate | None) -> Cell:
    if rate is None:
        return _UNKNOWN
    if rate.interval is None:
        return Cell("too few to say", kind="few")
    low, high = rate.interval
    return Cell(format_number(rate.value), f"{format_number(low)} to {format_number(high)}")


def trend_tables(trend: Trend, anchors: Mapping[str, str]) -> list[Table]:
    """Return tables with the changes; `anchors` has the element ids of posts, by post id."""
    rows = [(Cell("posts"), Cell(f"{trend.before:,}"), Cell(f"{trend.after:,}"), Cell(""))]
    for change in trend.changes:
        number_format = "+.2f" if change.name == "relevance" else "+.0%"
        low, high = (format(end, number_format).replace("-", "−") for end in change.interval)
        interval = "" if change.verdict == "too few to say" else f"{low} to {high}"
        sign, kind = _SIGNS_AND_KINDS[change.verdict]
        name, before, after = map(Cell, change_cells(change))
        rows.append((name, before, after, Cell(sign + change.verdict, interval, kind)))
    note = "The 95% interval of the difference is below each result." if trend.changes else ""
    headers = ("", "Before", "After", "Change")
    tables = [Table(f"Changes since {trend.since}", headers, rows, note)]
    if trend.changed_posts:
        moved = []
        for post in trend.changed_posts[:_MAX_CHANGED_POSTS]:
            before, after = (
                Cell("none" if score is None else f"{score:.2f}")
                for score in (post.before, post.after)
            )
            moved.append((Cell(post.id, anchor=anchors.get(post.id, "")), before, after))
        omitted = len(trend.changed_posts) - _MAX_CHANGED_POSTS
        more = f"And {omitted:,} more." if omitted > 0 else ""
        caption = "New, deleted, and changed posts"
        tables.append(Table(caption, ("Post", "Score before", "Score after"), moved, more))
    return tables


_SIGNS_AND_KINDS: Mapping[ChangeVerdict, tuple[str, str]] = {
    "better": ("▲ ", "better"),
    "worse": ("▼ ", "worse"),
    "no clear change": ("", ""),
    "too few to say": ("", "few"),
}
"""The sign before each verdict, and the kind of its cell."""


def score_table(feed: Feed) -> Table:
    """Return a table with the mean score of each month."""
    rows = [
        (Cell(month(row.name)), Cell(f"{row.posts:,}"), Cell(f"{row.relevance:.2f}"))
        for row in mix.by_month(feed)
    ]
    return Table("Mean score by month", ("Month", "Posts", "Mean score"), rows)
