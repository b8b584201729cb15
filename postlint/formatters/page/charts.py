"""Charts of a feed as static SVG.

Colors are CSS variables, so a drawing works on light and dark pages. Tooltips are added afterwards,
by number, so users' text never passes through the drawing library.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from xml.etree import ElementTree as Tree

import altair as alt
import vl_convert

from postlint.core.terminal_text import count
from postlint.feed.mix import TARGETS, Mix
from postlint.feed.post import FeedPost, Trait
from postlint.formatters.page.post_cards import escape_controls, post_label
from postlint.formatters.phrasing import TRAIT_NAMES, target_text

WIDE, NARROW = 860, 320
"""Chart widths in pixels: for screens and paper, and for phones."""

_FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif"
_SVG = "{http://www.w3.org/2000/svg}"

Row = dict[str, Any]
"""The data of a mark. `tooltip` is its tooltip, and `anchor` the id of its post on the page."""


@dataclass(frozen=True, slots=True)
class MixRow:
    """A row of a chart: the content mix of a platform or a month.

    Attributes:
        name: its label on the axis; for a month, the 15th as ISO 8601.
        label: its name in tooltips.
        mix: its content mix.
    """

    name: str
    label: str
    mix: Mix


def scores(
    posts: Sequence[FeedPost],
    months: Sequence[MixRow],
    width: int,
    anchor: Callable[[FeedPost], str],
) -> str:
    """Draw the score of each post with a date, and the mean of each month.

    `anchor` returns the id of a post on the page; "" if it isn't on the page.
    """
    points = [
        {
            "date": f"{post.date.isoformat(timespec='seconds')}Z",
            "score": post.relevance,
            "relevant": post.relevant,
            "tooltip": f"{post_label(post)}: {post.relevance:.2f}. {escape_controls(post.name)}",
            "anchor": anchor(post),
        }
        for post in posts
        if post.date
    ]
    means = [
        {
            "date": row.name,
            "score": row.mix.relevance,
            "tooltip": f"{row.label}: mean {row.mix.relevance:.2f} "
            f"({count(row.mix.posts, 'post')})",
        }
        for row in months
    ]
    is_narrow = width < WIDE
    x = alt.X("date:T", title=None, scale=alt.Scale(type="utc", nice=False, padding=8)).axis(
        grid=False,
        tickCount=4 if is_narrow else 9,
        labelFlush=False,
        labelOverlap="greedy",
        labelSeparation=8,
    )
    y = alt.Y("score:Q", title=None, scale=alt.Scale(domain=[0, 1])).axis(
        values=[0, 0.25, 0.5, 0.75, 1], format=".2~f"
    )
    size = 26 if is_narrow else 42
    fill = alt.condition("datum.relevant", alt.value("var(--accent)"), alt.value("var(--card)"))
    stroke = alt.condition("datum.relevant", alt.value("var(--accent)"), alt.value("var(--muted)"))
    dots = (
        alt.Chart(alt.NamedData("points"))
        .mark_point(size=size, strokeWidth=1.3, opacity=0.85 if len(points) < 400 else 0.5)
        .encode(x=x, y=y, fill=fill, stroke=stroke, description="title:N")
    )
    base = alt.Chart(alt.NamedData("means")).encode(x=x, y=y, description="title:N")
    line = base.mark_line(stroke="var(--line-strong)", strokeWidth=2.2)
    marks = base.mark_point(
        shape="diamond", size=70, fill="var(--line-strong)", stroke="var(--card)", opacity=1
    )
    chart = alt.layer(dots, line, marks).properties(width=width - 44, height=240)
    return _draw(chart, {"points": points, "means": means})


def platforms(rows: Sequence[MixRow], width: int) -> str:
    """Draw the shares of traits on each platform, with intervals and the target."""
    data: dict[str, list[Row]] = {}
    is_narrow = width < WIDE
    label_width = 92
    panel_width = (
        width - label_width - 44 if is_narrow else (width - label_width) // len(TRAIT_NAMES) - 58
    )
    panels = []
    for index, trait in enumerate(TRAIT_NAMES):
        data[trait] = [_share_row(row, trait) for row in rows]
        has_labels = is_narrow or not index
        y = alt.Y("name:N", title=None, sort=[row.name for row in rows]).axis(
            labels=has_labels, ticks=False, domain=False, labelPadding=10,
            minExtent=label_width - 10, maxExtent=label_width, labelLimit=label_width - 12,
        )  # fmt: skip
        if not has_labels:
            y = y.axis(None)
        x = alt.X("share:Q", title=None, scale=alt.Scale(domain=[0, 1])).axis(
            values=[0, 0.5, 1], format=".0%", domain=False, labelFlush=False
        )
        base = alt.Chart(alt.NamedData(trait)).encode(y=y, description="title:N")
        layers = [
            base.mark_bar(height=12, color="var(--bar)", cornerRadiusEnd=2).encode(x=x),
            base.mark_rule(color="var(--ink)", strokeWidth=1.4).encode(x="low:Q", x2="high:Q"),
            base.mark_text(align="left", dx=5, color="var(--ink)", fontSize=12, font=_FONT).encode(
                x="high:Q", text=alt.Text("share:Q", format=".0%")
            ),
        ]
        panel = _trait_panel(trait, layers, data, x="limit:Q")
        panels.append(panel.properties(width=panel_width, height=alt.Step(30)))
    if is_narrow:
        chart = alt.concat(*panels, columns=1, spacing=26)
    else:
        # With `flush`, labels next to the bars don't change the distance between panels.
        chart = alt.concat(*panels, columns=len(panels), spacing=58, bounds="flush")
    return _draw(chart, data)


def months(rows: Sequence[MixRow], width: int) -> str:
    """Draw the shares of traits by month with intervals and the target, and the number of posts."""
    data: dict[str, list[Row]] = {}
    is_narrow = width < WIDE
    columns = 1 if is_narrow else 3
    panel_width = (width - 44 * columns) // columns - (0 if is_narrow else 6)
    x = alt.X("name:T", title=None, scale=alt.Scale(type="utc", nice=False, padding=8)).axis(
        grid=False, tickCount=4, labelFlush=False, labelOverlap="greedy", labelSeparation=8
    )
    panels = []
    for trait in TRAIT_NAMES:
        data[trait] = [_share_row(row, trait) for row in rows]
        y = alt.Y("share:Q", title=None, scale=alt.Scale(domain=[0, 1])).axis(
            values=[0, 0.5, 1], format=".0%"
        )
        base = alt.Chart(alt.NamedData(trait)).encode(x=x, description="title:N")
        layers = [
            base.mark_area(color="var(--band)", opacity=1).encode(
                y=alt.Y("low:Q", title=None), y2="high:Q"
            ),
            base.mark_line(color="var(--accent)", strokeWidth=2).encode(y=y),
            base.mark_point(fill="var(--accent)", stroke="var(--card)", size=34, opacity=1).encode(
                y=y
            ),
        ]
        panel = _trait_panel(trait, layers, data, y="limit:Q")
        panels.append(panel.properties(width=panel_width, height=104))
    data["posts"] = [
        {
            "name": row.name,
            "posts": row.mix.posts,
            "tooltip": f"{row.label}: {count(row.mix.posts, 'post')}",
        }
        for row in rows
    ]
    max_posts = max(row.mix.posts for row in rows)
    title = alt.Title("posts", subtitle="per month", subtitleColor="var(--muted)")
    panels.append(
        alt.Chart(alt.NamedData("posts"))
        .mark_bar(color="var(--bar)", width=max(2, min(14, panel_width // max(len(rows), 1) - 3)))
        .encode(
            x=x,
            y=alt.Y("posts:Q", title=None, scale=alt.Scale(domain=[0, max_posts])).axis(
                values=[0, max_posts], format=",d"
            ),
            description="title:N",
        )
        .properties(width=panel_width, height=104, title=title)
    )
    chart = alt.concat(*panels, columns=columns, spacing=26)
    return _draw(chart, data)


def _share_row(row: MixRow, trait: Trait) -> Row:
    share = row.mix.shares[trait]
    low, high = share.interval
    tooltip = (
        f"{row.label}, {TRAIT_NAMES[trait]}: {share.value:.0%} ({low:.0%} to {high:.0%}), "
        f"{share.count:,} of {share.total:,} posts"
    )
    return {"name": row.name, "share": share.value, "low": low, "high": high, "tooltip": tooltip}


def _trait_panel(
    trait: Trait,
    layers: Sequence[Any],
    data: dict[str, list[Row]],
    **limit: str,
) -> Any:  # noqa: ANN401 -- an Altair type
    """Return the panel of a trait with its target, if it has one.

    `limit` is the channel of the target, and its field.
    """
    if target := target_text(trait):
        data["target"] = [{"limit": TARGETS[trait][1]}]
        rule = alt.Chart(alt.NamedData("target")).mark_rule(
            color="var(--target)", strokeWidth=2, strokeDash=[4, 3], clip=True
        )
        title = alt.Title(TRAIT_NAMES[trait], subtitle=f"target: {target}")
        return alt.layer(*layers, rule.encode(**limit)).properties(title=title)
    title = alt.Title(TRAIT_NAMES[trait], subtitle="no target", subtitleColor="var(--muted)")
    return alt.layer(*layers).properties(title=title)


_CONFIG: Mapping[str, Any] = {
    "background": "transparent",
    "font": _FONT,
    "padding": 2,
    "view": {"stroke": None},
    "title": {
        "anchor": "start", "frame": "group", "color": "var(--ink)", "fontSize": 13,
        "fontWeight": 600, "subtitleColor": "var(--target)", "subtitleFontSize": 11.5,
        "subtitlePadding": 3, "offset": 8,
    },
    "axis": {
        "labelColor": "var(--muted)", "labelFontSize": 11.5, "gridColor": "var(--line)",
        "domainColor": "var(--line)", "ticks": False, "labelPadding": 6,
    },
    "axisY": {"domain": False},
}  # fmt: skip


def _draw(chart: Any, data: Mapping[str, Sequence[Row]]) -> str:  # noqa: ANN401 -- an Altair type
    """Return a chart as SVG, without access to the network."""
    rows: list[Row] = []
    # Altair has already validated the parts, and validating takes as long as drawing.
    spec = chart.to_dict(validate=False)
    spec["datasets"] = {name: [] for name in data}
    for name, dataset in data.items():
        for row in dataset:
            fields = {key: row[key] for key in row if key not in ("tooltip", "anchor")}
            spec["datasets"][name].append({**fields, "title": f"title-{len(rows)}"})
            rows.append(row)
    required_version = alt.SCHEMA_VERSION.removeprefix("v").rpartition(".")[0]
    version = required_version if required_version in vl_convert.get_vegalite_versions() else None
    svg = vl_convert.vegalite_to_svg(
        spec, vl_version=version, config=dict(_CONFIG), allowed_base_urls=[]
    )
    Tree.register_namespace("", _SVG[1:-1])
    root = Tree.fromstring(svg)  # noqa: S314 -- from the library, without users' text
    _add_tooltips(root, {f"title-{number}": row for number, row in enumerate(rows)})
    return Tree.tostring(root, encoding="unicode")


def _add_tooltips(root: Tree.Element, rows: Mapping[str, Row]) -> None:
    """Add the tooltips, and remove invisible marks and unneeded attributes."""
    width, height = root.attrib.pop("width"), root.attrib.pop("height")
    root.attrib.setdefault("viewBox", f"0 0 {width} {height}")
    for parent in list(root.iter()):
        for child in list(parent):
            if child.get("opacity") == "0" or child.get("d") in ("", "M0,0h0v0h0Z"):
                parent.remove(child)
    for element in root.iter():
        row = rows.get(element.get("aria-label", ""))
        for name, value in list(element.attrib.items()):
            if name in _UNNEEDED_ATTRIBUTES or "aria-" in name or (name, value) == ("opacity", "1"):
                del element.attrib[name]
        if row:
            Tree.SubElement(element, f"{_SVG}title").text = row["tooltip"]
            if row.get("anchor"):
                element.set("data-post", row["anchor"])
    # The parent element has the description.
    root.set("aria-hidden", "true")


_UNNEEDED_ATTRIBUTES = ("role", "style", "class", "version", "pointer-events")
"""Attributes that the page doesn't need; its security policy forbids `style`."""
