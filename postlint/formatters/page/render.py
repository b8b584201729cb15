"""Filling the page's template."""

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

_HERE = Path(__file__).resolve().parent
_MAX_LINKS = 10
"""The most posts to link from a finding."""


@dataclass(frozen=True, slots=True)
class HeadlineFigure:
    """A figure at the top of the page.

    Attributes:
        value: the figure.
        name: what it is.
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
        anchor: its id on the page; "" if it isn't on the page.
    """

    text: str
    anchor: str


@dataclass(frozen=True, slots=True)
class FindingCard:
    """A finding about the feed, as shown on the page.

    Attributes:
        rule: the rule's id.
        severity: how serious it is.
        message: what is wrong.
        help: what to try.
        links: links to the first of its posts.
        more: how many more posts it has.
    """

    rule: str
    severity: Severity
    message: str
    help: str
    links: tuple[Link, ...]
    more: int


def load_template() -> Template:
    """Return the template of the page. It escapes all values.

    Raises:
        ImportError: Jinja isn't installed.
    """
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(_HERE),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    return environment.get_template("page.html.jinja")


def render_page(out: TextIO, template: Template, audit: Audit, shown: Sequence[PostCard]) -> None:
    """Write an audit as an HTML page.

    Args:
        out: the file to write to.
        template: the result of `load_template`.
        audit: the audit.
        shown: the posts to show in full.
    """
    # Imported here because it comes with Jinja. It marks text that is already HTML.
    from markupsafe import Markup

    feed = audit.feed
    numbers = {id(one.post): f"post-{place}" for place, one in enumerate(shown, 1)}
    by_id = {one.post.id: numbers[id(one.post)] for one in shown}
    style, script = (_read(name) for name in ("page.css", "page.js"))
    worst_first = sorted(audit.findings, key=lambda one: -SEVERITIES.index(one.severity))
    firm = escape_controls(feed.profile.firm or "")
    parts = template.generate(
        title=f"Feed audit: {firm}" if firm else "Feed audit",
        policy=_content_security_policy(style, script),
        style=Markup(style),  # noqa: S704 -- our own files
        script=Markup(script),  # noqa: S704
        svg=Markup,  # only for the charts' drawings
        version=__version__,
        read=escape_controls(summary_line(audit)),
        skipped=escape_controls(skipped_line(audit.counts)),
        figures=list(_headline_figures(audit)),
        pictures=chart_sections(audit, numbers) if feed.posts else (),
        target=TARGETS["only_about_you"][2] if feed.posts else "",
        findings=[_finding_card(audit, one, numbers) for one in worst_first],
        returns=return_tables(feed),
        trend=audit.trend,
        trend_tables=trend_tables(audit.trend, by_id) if audit.trend else [],
        problems=[
            (escape_controls(one.path), escape_controls(one.message))
            for one in audit.counts.problems
        ],
        posts=shown,
        anchors=[numbers[id(one.post)] for one in shown],
        all_posts=len(feed.posts),
        platforms=[(name or "unknown", platform_label(name)) for name in feed.platforms],
        rules=sorted(Counter(note.rule for one in shown for note in one.notes).items()),
    )
    for part in parts:
        out.write(part)


def _read(name: str) -> str:
    return (_HERE / name).read_text(encoding="utf-8")


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
    yield HeadlineFigure(f"{len(feed.posts):,}", "posts judged", _span(feed))
    if not feed.posts:
        return
    for trait in ("relevant", "only_about_you"):
        found = share(feed.posts, trait)
        low, high = found.interval
        note = f"{found.count:,} of {found.total:,} (95% interval: {low:.0%} to {high:.0%})"
        if target := TARGETS.get(trait):
            note += f"; target: {target[0]} {target[1]:.0%}"
        name = "relevant to clients" if trait == "relevant" else TRAIT_NAMES[trait]
        yield HeadlineFigure(f"{found.value:.0%}", name, note)
    scores = [post.relevance for post in feed.posts]
    yield HeadlineFigure(f"{sum(scores) / len(scores):.2f}", "mean score", "from 0 to 1")
    whole = returns.returns("all", feed.posts)
    if whole.hours is not None:
        brought = ", ".join(
            f"{name}: {format_number(total)}" for name, total in whole.totals.items()
        )
        yield HeadlineFigure(format_number(whole.hours), "hours spent", brought)


def _span(feed: Feed) -> str:
    dates = [post.date for post in feed.dated if post.date]
    return f"{day(dates[0])} to {day(dates[-1])}" if dates else "no dates"


def _finding_card(audit: Audit, finding: Finding, numbers: dict[int, str]) -> FindingCard:
    posts = audit.posts_of(finding)
    links = tuple(
        Link(_link_text(PostCard(post, (), (), ())), numbers.get(id(post), ""))
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


def _link_text(one: PostCard) -> str:
    return f"{one.when}, {one.platform_label}" if one.post.date else one.name
