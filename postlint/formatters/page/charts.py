"""Charts of a feed as static SVG.

Colors are CSS variables, so a drawing works on light and dark pages. Tooltips are added afterwards,
by number, so users' text never passes through the drawing library.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from xml.etree import ElementTree as Tree

from postlint.core.terminal_text import count
from postlint.feed.mix import TARGETS, Mix
from postlint.feed.post import Trait
from postlint.formatters.phrasing import TRAIT_NAMES

WIDE, NARROW = 860, 320
"""Chart widths in pixels: for screens and paper, and for phones."""

_FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif"
_SVG = "{http://www.w3.org/2000/svg}"
_TOOLTIP_PREFIX = "title-"
"""The prefix of a tooltip's number."""


@dataclass(frozen=True, slots=True)
class ScorePoint:
    """A point in a chart that represents a post.

    Attributes:
        date: the date of the post, as ISO 8601.
        score: its score, from 0 to 1.
        relevant: whether the post is relevant.
        tooltip: its tooltip.
        anchor: the id of the post on the page; "" if it isn't on the page.
    """

    date: str
    score: float
    relevant: bool
    tooltip: str
    anchor: str = ""


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


def load() -> tuple[Any, Any]:
    """Return the drawing libraries.

    Raises:
        ImportError: a library isn't installed.
    """
    import altair
    import vl_convert

    return altair, vl_convert


class _Tooltips:
    """The numbered tooltips of marks in a chart."""

    def __init__(self) -> None:
        self._tooltips: list[tuple[str, str]] = []

    def add(self, tooltip: str, anchor: str = "") -> str:
        """Add a tooltip and return its placeholder in the drawing."""
        self._tooltips.append((tooltip, anchor))
        return f"{_TOOLTIP_PREFIX}{len(self._tooltips) - 1}"

    def find(self, label: str) -> tuple[str, str] | None:
        """Return the tooltip for a placeholder; None for other labels."""
        number = label.removeprefix(_TOOLTIP_PREFIX)
        return self._tooltips[int(number)] if number != label and number.isdecimal() else None


def scores(points: Sequence[ScorePoint], months: Sequence[MixRow], width: int) -> str:
    """Draw the score of each post over time, with the mean of each month."""
    alt, _ = load()
    tooltips = _Tooltips()
    point_data = [
        {"date": item.date, "score": item.score, "relevant": item.relevant,
         "title": tooltips.add(item.tooltip, item.anchor)}
        for item in points
    ]  # fmt: skip
    means = [
        {"date": item.name, "score": item.mix.relevance,
         "title": tooltips.add(
             f"{item.label}: mean {item.mix.relevance:.2f} ({count(item.mix.posts, 'post')})"
         )}
        for item in months
    ]  # fmt: skip
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
    posts = (
        alt.Chart(alt.NamedData("points"))
        .mark_point(size=size, strokeWidth=1.3, opacity=0.85 if len(points) < 400 else 0.5)
        .encode(x=x, y=y, fill=fill, stroke=stroke, description="title:N")
    )
    base = alt.Chart(alt.NamedData("means")).encode(x=x, y=y, description="title:N")
    line = base.mark_line(stroke="var(--line-strong)", strokeWidth=2.2)
    marks = base.mark_point(
        shape="diamond", size=70, fill="var(--line-strong)", stroke="var(--card)", opacity=1
    )
    chart = alt.layer(posts, line, marks).properties(width=width - 44, height=240)
    return _draw(chart, {"points": point_data, "means": means}, tooltips)


def platforms(rows: Sequence[MixRow], width: int) -> str:
    """Draw the shares of traits on each platform, with intervals and the target."""
    alt, _ = load()
    tooltips = _Tooltips()
    data: dict[str, list[dict[str, Any]]] = {}
    is_narrow = width < WIDE
    label_width = 92
    panel_width = (
        width - label_width - 44 if is_narrow else (width - label_width) // len(TRAIT_NAMES) - 58
    )
    panels = []
    for index, trait in enumerate(TRAIT_NAMES):
        data[trait] = [_share_datum(row, trait, tooltips) for row in rows]
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
        if target := TARGETS.get(trait):
            data["target"] = [{"limit": target[1]}]
            layers.append(_target_line(alt).encode(x="limit:Q"))
        panels.append(
            alt.layer(*layers).properties(
                width=panel_width, height=alt.Step(30), title=_title(alt, trait)
            )
        )
    if is_narrow:
        chart = alt.concat(*panels, columns=1, spacing=26)
    else:
        # With `flush`, labels next to the bars don't change the distance between panels.
        chart = alt.concat(*panels, columns=len(panels), spacing=58, bounds="flush")
    return _draw(chart, data, tooltips)


def months(rows: Sequence[MixRow], width: int) -> str:
    """Draw the shares of traits by month with intervals and the target, and the number of posts."""
    alt, _ = load()
    tooltips = _Tooltips()
    data: dict[str, list[dict[str, Any]]] = {}
    is_narrow = width < WIDE
    columns = 1 if is_narrow else 3
    panel_width = (width - 44 * columns) // columns - (0 if is_narrow else 6)
    x = alt.X("name:T", title=None, scale=alt.Scale(type="utc", nice=False, padding=8)).axis(
        grid=False, tickCount=4, labelFlush=False, labelOverlap="greedy", labelSeparation=8
    )
    panels = []
    for trait in TRAIT_NAMES:
        data[trait] = [_share_datum(row, trait, tooltips) for row in rows]
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
        if target := TARGETS.get(trait):
            data["target"] = [{"limit": target[1]}]
            layers.append(_target_line(alt).encode(y="limit:Q"))
        panels.append(
            alt.layer(*layers).properties(width=panel_width, height=104, title=_title(alt, trait))
        )
    data["posts"] = [
        {"name": row.name, "posts": row.mix.posts,
         "title": tooltips.add(f"{row.label}: {count(row.mix.posts, 'post')}")}
        for row in rows
    ]  # fmt: skip
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
    return _draw(chart, data, tooltips)


def _share_datum(row: MixRow, trait: Trait, tooltips: _Tooltips) -> dict[str, Any]:
    share = row.mix.shares[trait]
    low, high = share.interval
    tooltip = (
        f"{row.label}, {TRAIT_NAMES[trait]}: {share.value:.0%} ({low:.0%} to {high:.0%}), "
        f"{share.count:,} of {share.total:,} posts"
    )
    return {
        "name": row.name,
        "share": share.value,
        "low": low,
        "high": high,
        "title": tooltips.add(tooltip),
    }


def _target_line(alt: Any) -> Any:  # noqa: ANN401 -- an Altair type
    line = {"color": "var(--target)", "strokeWidth": 2, "strokeDash": [4, 3]}
    return alt.Chart(alt.NamedData("target")).mark_rule(**line, clip=True)


def _title(alt: Any, trait: Trait) -> Any:  # noqa: ANN401 -- an Altair type
    if target := TARGETS.get(trait):
        return alt.Title(TRAIT_NAMES[trait], subtitle=f"target: {target[0]} {target[1]:.0%}")
    return alt.Title(TRAIT_NAMES[trait], subtitle="no target", subtitleColor="var(--muted)")


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


def _draw(chart: Any, data: Mapping[str, Sequence[Mapping[str, Any]]], tooltips: _Tooltips) -> str:  # noqa: ANN401
    """Return a chart as SVG, without access to the network."""
    alt, converter = load()
    # Altair has already validated the parts, and validating takes as long as drawing.
    spec = chart.to_dict(validate=False)
    spec["datasets"] = data
    required_version = alt.SCHEMA_VERSION.removeprefix("v").rpartition(".")[0]
    version = required_version if required_version in converter.get_vegalite_versions() else None
    svg = converter.vegalite_to_svg(
        spec, vl_version=version, config=dict(_CONFIG), allowed_base_urls=[]
    )
    Tree.register_namespace("", _SVG[1:-1])
    root = Tree.fromstring(svg)  # noqa: S314 -- from the library, without users' text
    _add_tooltips(root, tooltips)
    return Tree.tostring(root, encoding="unicode")


def _add_tooltips(root: Tree.Element, tooltips: _Tooltips) -> None:
    """Add the tooltips, and remove invisible marks and unneeded attributes."""
    width, height = root.attrib.pop("width"), root.attrib.pop("height")
    root.attrib.setdefault("viewBox", f"0 0 {width} {height}")
    for parent in list(root.iter()):
        for child in list(parent):
            if _is_invisible(child):
                parent.remove(child)
    for element in root.iter():
        label_tooltip = tooltips.find(element.get("aria-label", ""))
        _remove_attributes(
            element, (*_UNNEEDED_ATTRIBUTES, *(name for name in element.attrib if "aria-" in name))
        )
        if label_tooltip:
            title = Tree.SubElement(element, f"{_SVG}title")
            title.text, anchor = label_tooltip
            if anchor:
                element.set("data-post", anchor)
    # The parent element has the description.
    root.set("aria-hidden", "true")


def _is_invisible(element: Tree.Element) -> bool:
    path = element.get("d", "-")
    return element.get("opacity") == "0" or path in ("", "M0,0h0v0h0Z")


def _remove_attributes(element: Tree.Element, names: Iterable[str]) -> None:
    for name in names:
        element.attrib.pop(name, None)
    if element.get("opacity") == "1":
        del element.attrib["opacity"]


_UNNEEDED_ATTRIBUTES = ("role", "style", "class", "version", "pointer-events")
"""Attributes that the page doesn't need; its security policy forbids `style`."""
