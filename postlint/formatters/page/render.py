"""Rendering the page from its template."""

from __future__ import annotations

from base64 import b64encode
from collections import Counter
from collections.abc import Iterator, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any, TextIO

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup

from postlint import __version__
from postlint.audit import Audit, ScoredPost
from postlint.diagnostics.finding import SEVERITIES
from postlint.feed import returns
from postlint.feed.feed import share
from postlint.feed.formatting import format_number
from postlint.feed.mix import TARGETS
from postlint.feed.post import FeedPost
from postlint.formatters.page import post_cards
from postlint.formatters.page.chart_sections import chart_sections
from postlint.formatters.page.tables import return_tables, trend_tables
from postlint.formatters.phrasing import TRAIT_NAMES, skipped_line, summary_line, target_text
from postlint.scoring.headline import with_score
from postlint.scoring.reason import EFFECT_SIGNS

_FOLDER = Path(__file__).resolve().parent
_MAX_LINKS = 10
"""The maximum number of posts that a finding links to."""


def load_template() -> Template:
    """Return the page's template, which escapes all values."""
    environment = Environment(
        loader=FileSystemLoader(_FOLDER),
        autoescape=True,
        finalize=_escape_controls,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    return environment.get_template("page.html.jinja")


def _escape_controls(value: Any) -> Any:  # noqa: ANN401 -- any value in the template
    # What is already HTML is of a subclass of `str`.
    return post_cards.escape_controls(value) if type(value) is str else value


def render_page(out: TextIO, audit: Audit, posts: Sequence[ScoredPost]) -> None:
    """Write an audit as an HTML page that shows some of its posts in full."""
    feed = audit.feed
    anchors = {id(scored.post): f"post-{number}" for number, scored in enumerate(posts, 1)}
    anchors_by_id = {scored.post.id: anchors[id(scored.post)] for scored in posts}

    def anchor(post: FeedPost) -> str:
        return anchors.get(id(post), "")

    style, script = (
        (_FOLDER / name).read_text(encoding="utf-8") for name in ("page.css", "page.js")
    )
    rules = Counter(finding.rule for scored in posts for finding in scored.result.findings)
    parts = load_template().generate(
        title=f"Feed audit: {feed.profile.firm}" if feed.profile.firm else "Feed audit",
        policy=_content_security_policy(style, script),
        style=Markup(style),  # noqa: S704 -- a file of this package
        script=Markup(script),  # noqa: S704
        svg=Markup,  # only for the charts' drawings
        version=__version__,
        read=summary_line(audit),
        skipped=skipped_line(audit.counts),
        figures=list(_headline_figures(audit)),
        pictures=chart_sections(feed, anchor) if feed.posts else (),
        target=TARGETS["only_about_you"][2],
        audit=audit,
        findings=sorted(audit.findings, key=lambda finding: -SEVERITIES.index(finding.severity)),
        max_links=_MAX_LINKS,
        returns=return_tables(feed),
        trend=audit.trend,
        trend_tables=trend_tables(audit.trend, anchors_by_id) if audit.trend else [],
        posts=posts,
        all_posts=len(feed.posts),
        platforms=feed.platforms,
        rules=sorted(rules.items()),
        anchor=anchor,
        day=post_cards.day,
        post_label=post_cards.post_label,
        platform_label=post_cards.platform_label,
        describe_results=post_cards.describe_results,
        safe_link=post_cards.safe_link,
        segments=post_cards.segments,
        with_score=with_score,
        effect_signs=EFFECT_SIGNS,
    )
    for part in parts:
        out.write(part)


def _content_security_policy(style: str, script: str) -> str:
    """Return a content security policy that allows only this style and script."""
    return (
        f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"


def _headline_figures(audit: Audit) -> Iterator[tuple[str, str, str]]:
    """Yield the figures at the top of the page: a value, its name, and a note."""
    feed = audit.feed
    dates = [post.date for post in feed.dated if post.date]
    period = f"{post_cards.day(dates[0])} to {post_cards.day(dates[-1])}" if dates else "no dates"
    yield f"{len(feed.posts):,}", "posts scored", period
    if not feed.posts:
        return
    for trait in ("relevant", "only_about_you"):
        trait_share = share(feed.posts, trait)
        low, high = trait_share.interval
        note = (
            f"{trait_share.count:,} of {trait_share.total:,} "
            f"(95% interval: {low:.0%} to {high:.0%})"
        )
        if target := target_text(trait):
            note += f"; target: {target}"
        name = "relevant to clients" if trait == "relevant" else TRAIT_NAMES[trait]
        yield f"{trait_share.value:.0%}", name, note
    scores = [post.relevance for post in feed.posts]
    yield f"{sum(scores) / len(scores):.2f}", "mean score", "from 0 to 1"
    all_posts = returns.returns("all", feed.posts)
    if all_posts.hours is not None:
        results = ", ".join(
            f"{name}: {format_number(total)}" for name, total in all_posts.totals.items()
        )
        yield format_number(all_posts.hours), "hours spent", results
