"""The HTML report of an audit: accessibility, small screens, print, and no scripts."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest

from tests.audit.html.browser import Axe
from tests.audit.html.helpers import HOSTILE, Open, page_of
from tests.audit.sample_audits import a_trend, feed_findings, scored, some_posts


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_page_has_no_accessibility_violations(full: str, open_page: Open, scheme: str) -> None:
    page = open_page(full, color_scheme=scheme)
    # Check folded and lazily drawn content, too.
    page.evaluate(
        "for (const one of document.querySelectorAll('details')) one.open = true;"
        "const sheet = new CSSStyleSheet(); sheet.replaceSync('.post { content-visibility: visible"
        " }'); document.adoptedStyleSheets = [sheet];"
    )
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


def test_page_has_no_accessibility_violations_on_a_phone(full: str, open_page: Open) -> None:
    page = open_page(full, viewport={"width": 320, "height": 640})
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


def test_narrow_screen_needs_no_horizontal_scrolling(open_page: Open) -> None:
    posts = [*some_posts(6), scored(7, f"{HOSTILE} {'x' * 400}", name=f"{'y' * 200}.md")]
    html = page_of(posts, findings=feed_findings(posts), trend=a_trend())
    page = open_page(html, viewport={"width": 320, "height": 640})
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    assert page.locator("#score-over-time .narrow svg").is_visible()
    assert not page.locator("#score-over-time .wide svg").is_visible()


def test_printed_page_has_no_controls(full: str, open_page: Open) -> None:
    page = open_page(full, color_scheme="dark")
    page.emulate_media(media="print")
    for control in ("#filter", "#theme", "nav", ".skip"):
        assert not page.locator(control).is_visible(), control
    assert page.locator("#score-over-time .wide svg").is_visible()
    assert page.locator(".legend").is_visible()
    assert page.locator("article:visible").count() == 24
    kept = "getComputedStyle(document.querySelector('article')).breakInside"
    assert page.evaluate(kept) == "avoid"
    paper = "getComputedStyle(document.querySelector('article')).backgroundColor"
    assert page.evaluate(paper) == "rgb(255, 255, 255)"


def test_page_works_without_scripts(full: str, open_page: Open) -> None:
    page = open_page(full, java_script_enabled=False)
    assert not page.locator("#filter").is_visible()
    assert not page.locator("#theme").is_visible()
    assert page.locator("article").count() == 24
    assert page.locator("#score-over-time .wide svg").is_visible()


class Headings(HTMLParser):
    """Collects the levels of headings and the ids."""

    def __init__(self) -> None:
        super().__init__()
        self.levels: list[int] = []
        self.ids: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if re.fullmatch(r"h[1-6]", tag):
            self.levels.append(int(tag[1]))
        self.ids += [value for name, value in attrs if name == "id" and value]


def test_headings_are_in_order_and_ids_unique(full: str) -> None:
    found = Headings()
    found.feed(full)
    assert found.levels[0] == 1
    assert found.levels.count(1) == 1
    assert all(b - a <= 1 for a, b in zip(found.levels, found.levels[1:], strict=False))
    assert len(found.ids) == len(set(found.ids))
