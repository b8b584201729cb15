"""The HTML report of an audit: posts, charts, and what's missing."""

from __future__ import annotations

import io
import json
import re
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING
from unittest import mock

import pytest

from postlint.audit import Counts
from postlint.core.errors import PostlintError
from postlint.core.profile import Profile
from postlint.formatters.feeds.html import AuditHtmlFormatter
from postlint.formatters.page.post_cards import (
    LatestPosts,
    describe_results,
    escape_controls,
    safe_link,
    segments,
)
from postlint.importers.imported_post import PostMetrics
from tests.audit.html.browser import Axe, expect
from tests.audit.html.helpers import HOSTILE, Open, field, page_of, without_charts
from tests.audit.sample_audits import audit, feed_finding, feed_findings, scored
from tests.audit.sample_posts import write_drafts
from tests.command import run_here
from tests.requirements import require_package

require_package("altair", "audit")

from postlint.formatters.page import charts  # noqa: E402 -- it needs altair
from postlint.formatters.page.render import load_template, render_page  # noqa: E402 -- as above

if TYPE_CHECKING:
    from playwright.sync_api import Page


def text_of(page: Page) -> str:
    """Return the text of the first post, without what is for screen readers."""
    return str(
        page.evaluate(
            "(() => { const text = document.querySelector('.text').cloneNode(true);"
            "for (const one of text.querySelectorAll('.vh')) one.remove();"
            "return text.textContent; })()"
        )
    )


def test_hostile_text_stays_text(open_page: Open) -> None:
    name = 'a"><script>alert(3)</script>\x1b.md'
    link = "javascript:alert(4)"
    posts = [
        scored(1, HOSTILE, name=name, url=link, platform="x"),
        scored(40, "Fine.", url="https://example.com/?a=1&b=\"'<"),
    ]
    findings = (feed_finding("r<i>", "error", HOSTILE, HOSTILE, len(posts)),)
    html = without_charts(posts, findings=findings, profile=Profile(firm=HOSTILE[:-1]))
    page = open_page(html)
    page.locator("article").nth(1).scroll_into_view_if_needed()
    field(page, "Sort by").select_option("oldest")
    expect(page.locator("article").first).to_have_id("post-2")
    assert text_of(page) == escape_controls(HOSTILE)
    assert "\u2407" in escape_controls(HOSTILE)
    assert page.locator("script").count() == 1
    assert page.locator("img, #posts b:not(.score b):not(.help b)").count() == 0
    assert page.locator(".text").first.evaluate("one => getComputedStyle(one).whiteSpace") in (
        "pre-wrap",
        "break-spaces",
    )
    links = page.locator("article a").all()
    assert [one.get_attribute("href") for one in links] == ["https://example.com/?a=1&b=\"'<"]
    assert "49" not in text_of(page)


def test_user_text_is_escaped_in_drawings() -> None:
    posts = [scored(0, name="<script>&\"'</svg>").post] * 2
    drawn = charts.scores(posts, [], charts.WIDE, lambda _: "post-1")
    name = "&lt;script&gt;&amp;\"'&lt;/svg&gt;"
    assert f"<title>Jan 6, 2025, LinkedIn: 0.50. {name}</title>" in drawn
    assert 'data-post="post-1"' in drawn
    assert "<script" not in drawn
    assert drawn.count("</svg>") == 1
    assert not re.search(r"\b(?:style|role|aria-label|href)=", drawn)


def test_front_matter_is_hidden_and_spaces_are_kept() -> None:
    one = scored(2, "\n\nA  b.\n\n\tC?\n \n", front="---\nsecret: 1\n---\n").result
    parts = list(segments(one))
    assert "".join(text for text, _ in parts) == "A  b.\n\n\tC?"


def test_sentences_say_who_they_are_about(open_page: Open) -> None:
    page = open_page(without_charts([scored(1, "We won. You ask. They pay. It rains.")]))
    sentences = page.locator(".text .s")
    expect(sentences).to_have_count(4)
    said = page.locator(".text .s .vh").all_text_contents()
    assert said == [
        "[about the author] ",
        "[about the reader, speaks to the reader] ",
        "[quoted, about a client] ",
        "[about something else, speaks to the reader] ",
    ]
    styles = page.evaluate(
        "[...document.querySelectorAll('.text .s')].map(one => "
        "getComputedStyle(one).textDecorationStyle)"
    )
    assert styles == ["wavy", "solid", "double", "dotted"]
    letters = page.evaluate(
        "[...document.querySelectorAll('.text .s')].map(one => "
        "getComputedStyle(one, '::after').content)"
    )
    for letter, content in zip("ARCO", letters, strict=True):
        assert letter in content


def test_only_the_latest_posts_are_shown(open_page: Open) -> None:
    posts = [scored(n) for n in range(2_100)]
    posts[50] = scored(50, dated=False, name="undated.md")
    html = page_of(posts, findings=feed_findings(posts))
    assert html.count("<article ") == 2_000
    assert "This list has the latest 2,000 of 2,100 posts." in html
    assert "The dots show a sample of 600 of 2,099 posts." in html
    assert "undated.md" not in re.sub(r"<title>.*?</title>", "", html)
    assert len(html) < 12_000_000
    page = open_page(html)
    expect(page.locator("#count")).to_have_text("2,000 of 2,000 posts shown")
    expect(page.locator("article").first).to_contain_text("p2099.md")
    # The posts of a finding are still named, but without links.
    expect(page.locator(".finding").first.locator(".links a")).to_have_count(0)
    expect(page.locator(".finding").first.locator(".links li")).to_have_count(11)


def test_posts_without_a_date_come_last() -> None:
    latest = LatestPosts(3)
    for one in [scored(8, dated=False), scored(1), scored(9, dated=False), scored(5), scored(3)]:
        latest.add(one)
    assert [one.post.id for one in latest.newest_first()] == ["p5.md", "p3.md", "p1.md"]
    few = LatestPosts(3)
    for one in [scored(8, dated=False), scored(1), scored(9, dated=False)]:
        few.add(one)
    assert [one.post.id for one in few.newest_first()] == ["p1.md", "p8.md", "p9.md"]


def test_without_posts(open_page: Open) -> None:
    page = open_page(page_of([], counts=Counts(skipped=Counter({"reply": 1}))))
    expect(page.locator("main")).to_contain_text("There are no posts to show.")
    expect(page.locator(".lead")).to_have_text("No posts scored. 1 record read.")
    assert page.locator("figure, article, #filter").count() == 0
    page.get_by_role("button", name="Dark mode").click()
    assert Axe().run(page).violations_count == 0


def test_no_chart_over_time_without_dates(open_page: Open) -> None:
    page = open_page(page_of([scored(n, dated=False, platform=None) for n in range(4)]))
    expect(page.locator("#score-over-time")).to_contain_text(
        "two posts with a date, and there's none."
    )
    expect(page.locator("#mix-by-month")).to_contain_text("No chart")
    assert page.get_by_role("img").count() == 1
    assert "Unknown" in page.locator("#mix-by-platform .wide text").all_text_contents()
    expect(page.locator("article h3").first).to_have_text("No date, Unknown platform")


def test_charts_show_the_last_ten_years() -> None:
    posts = [scored(n * 30) for n in range(140)]
    html = page_of(posts)
    assert re.search(r"The chart leaves out \d+ earlier months\.", html)


@pytest.mark.parametrize("library", ["altair", "jinja2", "vl_convert"])
def test_missing_library_is_reported(library: str) -> None:
    with (
        mock.patch.dict(sys.modules, {library: None}),
        pytest.raises(PostlintError, match=r"extra `audit`: pip install 'postlint\[audit\]'"),
    ):
        AuditHtmlFormatter(io.StringIO())


def test_only_web_addresses_become_links() -> None:
    for bad in ("javascript:alert(1)", "data:text/html,x", "//example.com", "http://[", "", None):
        assert safe_link(bad) == ""
    assert safe_link("https://example.com/a") == "https://example.com/a"


def test_figures_in_words() -> None:
    told = describe_results(PostMetrics(45, 1, 2, 0, 1200))
    assert told == "45 min, 1 reply, 2 leads, 0 clients, 1,200 in revenue"


def test_template_escapes_all_values() -> None:
    environment = load_template().environment
    assert environment.autoescape is True
    out = io.StringIO()
    render_page(out, audit([], profile=Profile(firm="<i>")), [])
    assert "Feed audit: &lt;i&gt;" in out.getvalue()


def test_command_writes_the_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, open_page: Open
) -> None:
    monkeypatch.chdir(tmp_path)
    write_drafts(tmp_path / "drafts", 12)
    done = run_here(
        "audit", "drafts", "--output-format", "html:feed.html", "--output-format", "json:feed.json",
        "--no-cache",
    )  # fmt: skip
    assert done.exit_code == 0, done.output
    told = json.loads((tmp_path / "feed.json").read_text(encoding="utf-8"))
    page = open_page((tmp_path / "feed.html").read_text(encoding="utf-8"))
    expect(page.locator("article")).to_have_count(len(told["posts"]))
    assert "minutes:" not in page.locator("#posts").inner_text()
    assert page.locator(".text .s").count() > 12
