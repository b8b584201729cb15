"""A badge: which share of the posts is relevant to clients, as a small SVG."""

from __future__ import annotations

from typing import TextIO

from postlint.audit import Audit, Judged
from postlint.feed.feed import share

_LABEL = "relevant to clients"
_COLOURS = ((0.6, "#1a7f37"), (0.3, "#9a6700"), (0.0, "#b42318"))
"""From which share on which colour; white letters on each have a contrast of at least 4.5."""

_LETTER, _PAD = 6.6, 8
"""Pixels that a letter of 11 pixels takes, and the margin beside a word."""

_SVG = """\
<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="20" role="img" \
aria-label="{label}: {value}"><title>{label}: {value}</title>\
<clipPath id="r"><rect width="{width}" height="20" rx="3"/></clipPath>\
<g clip-path="url(#r)"><rect width="{left}" height="20" fill="#444"/>\
<rect x="{left}" width="{right}" height="20" fill="{colour}"/></g>\
<g fill="#fff" text-anchor="middle" font-family="Verdana,DejaVu Sans,sans-serif" font-size="11">\
<text x="{middle_left}" y="14">{label}</text>\
<text x="{middle_right}" y="14">{value}</text></g></svg>
"""


class AuditBadgeReport:
    """Writes an SVG."""

    def __init__(self, out: TextIO, *, quiet: bool = False) -> None:
        self._out = out

    def add(self, judged: Judged) -> None:
        """Show nothing: posts are summed up."""

    def finish(self, audit: Audit) -> None:
        """Write the badge."""
        relevant = share(audit.feed.posts, "relevant")
        value = f"{relevant.value:.0%} of {relevant.total:,}" if relevant.total else "no posts"
        colour = next(one for least, one in _COLOURS if relevant.value >= least)
        left, right = (round(len(text) * _LETTER + 2 * _PAD) for text in (_LABEL, value))
        self._out.write(
            _SVG.format(
                width=left + right,
                left=left,
                right=right,
                label=_LABEL,
                value=value,
                colour=colour if relevant.total else "#57606a",
                middle_left=left / 2,
                middle_right=left + right / 2,
            )
        )
