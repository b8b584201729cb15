"""A badge with the share of posts that are relevant to clients, as a small SVG."""

from __future__ import annotations

from postlint.audit import Audit
from postlint.feed.feed import share
from postlint.formatters.feeds import FeedFormatter

_LABEL = "relevant to clients"
_COLORS = ((0.6, "#1a7f37"), (0.3, "#9a6700"), (0.0, "#b42318"))
"""The minimum share for each color. White text on each color has a contrast of at least 4.5."""

_CHARACTER_WIDTH, _PADDING = 6.6, 8
"""The width of a character at 11 pixels, and the margin next to the text, in pixels."""

_SVG = """\
<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="20" role="img" \
aria-label="{label}: {value}"><title>{label}: {value}</title>\
<clipPath id="r"><rect width="{width}" height="20" rx="3"/></clipPath>\
<g clip-path="url(#r)"><rect width="{left}" height="20" fill="#444"/>\
<rect x="{left}" width="{right}" height="20" fill="{color}"/></g>\
<g fill="#fff" text-anchor="middle" font-family="Verdana,DejaVu Sans,sans-serif" font-size="11">\
<text x="{middle_left}" y="14">{label}</text>\
<text x="{middle_right}" y="14">{value}</text></g></svg>
"""


class AuditBadgeFormatter(FeedFormatter):
    """Writes an SVG."""

    def _add_audit(self, audit: Audit) -> None:
        relevant = share(audit.feed.posts, "relevant")
        value = f"{relevant.value:.0%} of {relevant.total:,}" if relevant.total else "no posts"
        color = next(color for min_share, color in _COLORS if relevant.value >= min_share)
        left, right = (
            round(len(text) * _CHARACTER_WIDTH + 2 * _PADDING) for text in (_LABEL, value)
        )
        self._out.write(
            _SVG.format(
                width=left + right,
                left=left,
                right=right,
                label=_LABEL,
                value=value,
                color=color if relevant.total else "#57606a",
                middle_left=left / 2,
                middle_right=left + right / 2,
            )
        )


FORMATTER = AuditBadgeFormatter
