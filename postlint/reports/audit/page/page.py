"""Making the page: what stands in it, put into the template."""

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
from postlint.feed import returns
from postlint.feed.feed import Feed, share
from postlint.feed.mix import TARGETS
from postlint.feed.wording import number
from postlint.feed_rules import FeedFinding
from postlint.findings import SEVERITIES, Severity
from postlint.reports.audit.page.pictures import pictures
from postlint.reports.audit.page.shown import Shown, day, place, visible
from postlint.reports.audit.page.tables import return_tables, trend_tables
from postlint.reports.audit.words import TRAIT_NAMES, passed_line, read_line

if TYPE_CHECKING:
    from jinja2 import Template

_HERE = Path(__file__).resolve().parent
_LINKS = 10
"""Posts that a finding leads to; of more their number is said."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure that stands out.

    Attributes:
        value: the figure.
        name: what it is.
        note: how sure it is, or what to aim at.
    """

    value: str
    name: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """A post that a finding rests on.

    Attributes:
        text: what it is called.
        anchor: its id on the page; "" if it is not there.
    """

    text: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Told:
    """A finding on the feed, as the page shows it.

    Attributes:
        rule: the rule's id.
        severity: how serious it is.
        message: what is wrong.
        help: what to try.
        links: the first posts that it rests on.
        more: how many there are beside those.
    """

    rule: str
    severity: Severity
    message: str
    help: str
    links: tuple[Link, ...]
    more: int


def load_template() -> Template:
    """Return the template of the page. Whatever is put into it is escaped.

    Raises:
        ImportError: Jinja is not installed.
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


def write_page(out: TextIO, template: Template, audit: Audit, shown: Sequence[Shown]) -> None:
    """Write the page of an audit.

    Args:
        out: where it goes.
        template: what `load_template` returned.
        audit: what is said of the feed.
        shown: the posts that are shown in full.
    """
    # Imported late, with Jinja: it is what marks text as being HTML already.
    from markupsafe import Markup

    feed = audit.feed
    numbers = {id(one.post): f"post-{place}" for place, one in enumerate(shown, 1)}
    by_id = {one.post.id: numbers[id(one.post)] for one in shown}
    style, script = (_read(name) for name in ("page.css", "page.js"))
    worst_first = sorted(audit.findings, key=lambda one: -SEVERITIES.index(one.severity))
    firm = visible(feed.profile.firm or "")
    parts = template.generate(
        title=f"The feed of {firm}" if firm else "Your feed",
        policy=_policy(style, script),
        style=Markup(style),  # noqa: S704 -- our own files
        script=Markup(script),  # noqa: S704
        svg=Markup,  # only for what the charts drew
        version=__version__,
        read=visible(read_line(audit)),
        passed=visible(passed_line(audit.counts)),
        figures=list(_figures(audit)),
        pictures=pictures(audit, numbers) if feed.posts else (),
        target=TARGETS["only_about_you"][2] if feed.posts else "",
        findings=[_told(one, numbers) for one in worst_first],
        returns=return_tables(feed),
        trend=audit.trend,
        trend_tables=trend_tables(audit.trend, by_id) if audit.trend else [],
        problems=[(visible(one.path), visible(one.message)) for one in audit.counts.problems],
        posts=shown,
        anchors=[numbers[id(one.post)] for one in shown],
        all_posts=len(feed.posts),
        traits=TRAIT_NAMES,
        platforms=[(name or "unknown", place(name)) for name in feed.platforms],
        rules=sorted(Counter(note.rule for one in shown for note in one.notes).items()),
    )
    for part in parts:
        out.write(part)


def _read(name: str) -> str:
    return (_HERE / name).read_text(encoding="utf-8")


def _policy(style: str, script: str) -> str:
    """Return a policy that allows these two texts and nothing that comes from elsewhere."""
    return (
        f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"


def _figures(audit: Audit) -> Iterator[Figure]:
    feed = audit.feed
    yield Figure(f"{len(feed.posts):,}", "posts judged", _span(feed))
    if not feed.posts:
        return
    for trait in ("relevant", "only_about_you"):
        found = share(feed.posts, trait)
        low, high = found.interval
        note = f"{found.count:,} of {found.total:,}, interval {low:.0%} to {high:.0%}"
        if target := TARGETS.get(trait):
            note += f", target {target[0]} {target[1]:.0%}"
        name = "relevant to clients" if trait == "relevant" else TRAIT_NAMES[trait]
        yield Figure(f"{found.value:.0%}", name, note)
    scores = [post.relevance for post in feed.posts]
    yield Figure(f"{sum(scores) / len(scores):.2f}", "mean score", "from 0 to 1")
    told = returns.returns("all", feed.posts)
    if told.hours is not None:
        brought = ", ".join(f"{name} {number(total)}" for name, total in told.totals.items())
        yield Figure(number(told.hours), "hours spent", brought)


def _span(feed: Feed) -> str:
    dates = [post.date for post in feed.dated if post.date]
    return f"{day(dates[0])} to {day(dates[-1])}" if dates else "none has a date"


def _told(finding: FeedFinding, numbers: dict[int, str]) -> Told:
    links = tuple(
        Link(_link_text(Shown(post, (), (), ())), numbers.get(id(post), ""))
        for post in finding.posts[:_LINKS]
    )
    return Told(
        finding.rule,
        finding.severity,
        visible(finding.message),
        visible(finding.help),
        links,
        max(0, len(finding.posts) - _LINKS),
    )


def _link_text(one: Shown) -> str:
    return f"{one.when}, {one.place}" if one.post.date else one.name
