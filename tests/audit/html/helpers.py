"""Pages made from audits."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any
from unittest import mock

from postlint.audit import ScoredPost
from postlint.formatters import Summary
from postlint.formatters.feeds.html import AuditHtmlFormatter
from tests.audit.sample_audits import audit

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

Open = Callable[..., "Page"]

_DISABLED_FEATURES = (
    # Of several lists, Chromium uses only the last, so this repeats what matters in Playwright's.
    "HttpsUpgrades", "OptimizationHints", "PaintHolding",
    # Suggestions below the address bar take a second of CPU time for each new window.
    "WebUIOmniboxPopup", "WebUIOmniboxAimPopup",
)  # fmt: skip
FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    f"--disable-features={','.join(_DISABLED_FEATURES)}",
)  # fmt: skip

HOSTILE = (
    "Our </style></script><script>alert(1)</script> \"is\" 'best'. "
    "<img src=x onerror=alert(2)> Ask \u202edlo\u202c \x07 &amp; <b>you</b>?\n\n\tTwo  blanks. "
    "<!-- --> {{ 7 * 7 }} \ud800"
)


def page_of(posts: Sequence[ScoredPost], **more: Any) -> str:
    out = io.StringIO()
    report = AuditHtmlFormatter(out)
    for one in posts:
        report.add(one)
    report.add(audit(posts, **more))
    report.finish(Summary())
    return out.getvalue()


def without_charts(posts: Sequence[ScoredPost], **more: Any) -> str:
    """Return a page without charts, which is quick to make."""
    with mock.patch("postlint.formatters.page.render.chart_sections", return_value=()):
        return page_of(posts, **more)


def field(page: Page, label: str) -> Locator:
    """Return a control by its label."""
    return page.locator("#filter").get_by_label(label, exact=True)


def shown(page: Page) -> list[str]:
    """Return the names of the visible posts in order."""
    names: list[str] = page.locator("article:not([hidden]) .mono").all_text_contents()
    return names
