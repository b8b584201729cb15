"""Rendering the page from its template."""

from __future__ import annotations

from base64 import b64encode
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from postlint import __version__
from postlint.audit import Audit
from postlint.diagnostics.finding import SEVERITIES, Finding, Severity
from postlint.feed import returns
from postlint.feed.feed import Feed, share
from postlint.feed.formatting import format_number
from postlint.feed.mix import TARGETS
from postlint.formatters.page.chart_sections import chart_sections
from postlint.formatters.page.post_cards import PostCard, day, escape_controls, platform_label
from postlint.formatters.page.tables import return_tables, trend_tables
from postlint.formatters.phrasing import TRAIT_NAMES, skipped_line, summary_line

if TYPE_CHECKING:
    from jinja2 import Template

_FOLDER = Path(__file__).resolve().parent
_MAX_LINKS = 10
"""The maximum number of posts that a finding links to."""


@dataclass(frozen=True, slots=True)
class HeadlineFigure:
    """A figure at the top of the page.

    Attributes:
        value: the number as text.
        name: its name.
        note: its interval, its target, or other details.
    """

    value: str
    name: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """A link to a post with a finding.

    Attributes:
        text: the name of the post.
        anchor: its element id; "" if it isn't on the page.
    """

    text: str
    anchor: str


@dataclass(frozen=True, slots=True)
class FindingCard:
    """A card with a finding about the feed.

    Attributes:
        rule: the rule's id.
        severity: its severity.
        message: what is wrong.
        help: the next step.
        links: links to its first posts.
        more: the number of its other posts.
    """

    rule: str
    severity: Severity
    message: str
    help: str
    links: tuple[Link, ...]
    more: int


def load_template() -> Template:
    """Return the page's template, which escapes all values.

    Raises:
        ImportError: Jinja isn't installed.
    """
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(_FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    return environment.get_template("page.html.jinja")


def render_page(out: TextIO, template: Template, audit: Audit, cards: Sequence[PostCard]) -> None:
    """Write an audit as an HTML page.

    Args:
        out: the file to write to.
        template: the result of `load_template`.
        audit: the audit.
        cards: the posts to show in full.
    """
    # Imported late, because it comes with Jinja. It marks text that is already HTML.
    from markupsafe import Markup

    feed = audit.feed
    anchors = {id(card.post): f"post-{number}" for number, card in enumerate(cards, 1)}
    anchors_by_id = {card.post.id: anchors[id(card.post)] for card in cards}
    style, script = (_read(name) for name in ("page.css", "page.js"))
    worst_first = sorted(audit.findings, key=lambda finding: -SEVERITIES.index(finding.severity))
    firm = escape_controls(feed.profile.firm or "")
    parts = template.generate(
        title=f"Feed audit: {firm}" if firm else "Feed audit",
        policy=_content_security_policy(style, script),
        style=Markup(style),  # noqa: S704 -- a file of this package
        script=Markup(script),  # noqa: S704
        svg=Markup,  # only for the charts' drawings
        version=__version__,
        read=escape_controls(summary_line(audit)),
        skipped=escape_controls(skipped_line(audit.counts)),
        figures=list(_headline_figures(audit)),
        pictures=chart_sections(audit, anchors) if feed.posts else (),
        target=TARGETS["only_about_you"][2] if feed.posts else "",
        findings=[_finding_card(audit, finding, anchors) for finding in worst_first],
        returns=return_tables(feed),
        trend=audit.trend,
        trend_tables=trend_tables(audit.trend, anchors_by_id) if audit.trend else [],
        problems=[
            (escape_controls(failure.path), escape_controls(failure.message))
            for failure in audit.counts.problems
        ],
        posts=cards,
        anchors=[anchors[id(card.post)] for card in cards],
        all_posts=len(feed.posts),
        platforms=[(name or "unknown", platform_label(name)) for name in feed.platforms],
        rules=sorted(Counter(note.rule for card in cards for note in card.notes).items()),
    )
    for part in parts:
        out.write(part)


def _read(name: str) -> str:
    return (_FOLDER / name).read_text(encoding="utf-8")


def _content_security_policy(style: str, script: str) -> str:
    """Return a content security policy that allows only this style and script."""
    return (
        f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"


def _headline_figures(audit: Audit) -> Iterator[HeadlineFigure]:
    feed = audit.feed
    yield HeadlineFigure(f"{len(feed.posts):,}", "posts judged", _period(feed))
    if not feed.posts:
        return
    for trait in ("relevant", "only_about_you"):
        trait_share = share(feed.posts, trait)
        low, high = trait_share.interval
        note = (
            f"{trait_share.count:,} of {trait_share.total:,} "
            f"(95% interval: {low:.0%} to {high:.0%})"
        )
        if target := TARGETS.get(trait):
            note += f"; target: {target[0]} {target[1]:.0%}"
        name = "relevant to clients" if trait == "relevant" else TRAIT_NAMES[trait]
        yield HeadlineFigure(f"{trait_share.value:.0%}", name, note)
    scores = [post.relevance for post in feed.posts]
    yield HeadlineFigure(f"{sum(scores) / len(scores):.2f}", "mean score", "from 0 to 1")
    all_posts = returns.returns("all", feed.posts)
    if all_posts.hours is not None:
        results = ", ".join(
            f"{name}: {format_number(total)}" for name, total in all_posts.totals.items()
        )
        yield HeadlineFigure(format_number(all_posts.hours), "hours spent", results)


def _period(feed: Feed) -> str:
    dates = [post.date for post in feed.dated if post.date]
    return f"{day(dates[0])} to {day(dates[-1])}" if dates else "no dates"


def _finding_card(audit: Audit, finding: Finding, anchors: dict[int, str]) -> FindingCard:
    posts = audit.posts_of(finding)
    links = tuple(
        Link(_link_text(PostCard(post, (), (), ())), anchors.get(id(post), ""))
        for post in posts[:_MAX_LINKS]
    )
    return FindingCard(
        finding.rule,
        finding.severity,
        escape_controls(finding.message),
        escape_controls(finding.help),
        links,
        max(0, len(posts) - _MAX_LINKS),
    )


def _link_text(card: PostCard) -> str:
    return f"{card.when}, {card.platform_label}" if card.post.date else card.name
