"""The HTML report of an audit, in a real browser."""

from __future__ import annotations

import io
import json
import re
import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright

from postlint.audit import Audit, Counts, ScoredPost
from postlint.core.errors import LintFailure, PostlintError
from postlint.core.profile import Profile
from postlint.diagnostics.finding import Finding, Location, Severity
from postlint.diagnostics.result import PostResult, SentenceResult
from postlint.document.source import Position, Source, Span
from postlint.feed.feed import Feed
from postlint.feed.post import FeedPost
from postlint.feed.trend import Change, PostChange, Trend
from postlint.formatters import Summary
from postlint.formatters.feeds.html import AuditHtmlFormatter
from postlint.formatters.page import charts
from postlint.formatters.page.post_cards import (
    LatestPosts,
    PostCard,
    escape_controls,
    safe_link,
    segments,
)
from postlint.formatters.page.render import load_template, render_page
from postlint.formatters.page.tables import return_tables
from postlint.importers.imported_post import PostMetrics
from postlint.scoring.labels import PostLabels
from postlint.scoring.reason import Reason
from tests.audit.sample_posts import write_drafts
from tests.command import run_here
from tests.editors.recipes import skip_or_fail

FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip
HOSTILE = (
    "Our </style></script><script>alert(1)</script> \"is\" 'best'. "
    "<img src=x onerror=alert(2)> Ask \u202edlo\u202c \x07 &amp; <b>you</b>?\n\n\tTwo  blanks. "
    "<!-- --> {{ 7 * 7 }} \ud800"
)
START = datetime(2025, 1, 6, 9)


def judged(
    number: int,
    text: str = "We won. You ask. They pay.",
    *,
    dated: bool = True,
    relevance: float = 0.5,
    platform: str | None = "linkedin",
    name: str | None = None,
    url: str | None = None,
    front: str = "",
) -> ScoredPost:
    """Return a judged post."""
    path = name or f"p{number}.md"
    source = Source(path, front + text)
    abouts = ("author", "reader", "client", "other")
    cuts = [match.end() + len(front) for match in re.finditer(r"[.?](?= |$)", text)]
    begins = [len(front), *(cut + 1 for cut in cuts[:-1])]
    sentences = tuple(
        SentenceResult(
            Span(begin, end), abouts[place % 4], "reader" if place % 2 else "nobody", "tells",
            place == 2,
        )
        for place, (begin, end) in enumerate(zip(begins, cuts, strict=False))
    )  # fmt: skip
    labels = PostLabels(number % 3 == 0, number % 4 == 0, number % 2 == 0, False)
    findings = (
        Finding(
            "no-question", "warning",
            (
                Location.in_source(
                    source, Span(len(front), len(front) + 3),
                    f"Nothing is asked in {text[:40]}", "Ask something.",
                ),
            ),
            is_post_level=number % 4 == 1,
        ),
    ) if number % 2 else ()  # fmt: skip
    report = PostResult(
        source, Span(len(front), len(source.text)), relevance=relevance,
        relevant=relevance >= 0.5, labels=labels, findings=findings, sentences=sentences,
        reasons=(Reason("raises", "gives a figure: “$200”"),),
    )  # fmt: skip
    post = FeedPost(
        id=path, path=path, line=1, name=path,
        date=START + timedelta(days=number) if dated else None, platform=platform, url=url,
        relevance=relevance, relevant=relevance >= 0.5, labels=labels,
        verdict="only about you" if labels.self_focus else None,
        metrics=PostMetrics(minutes=30.0 + number % 5, leads=float(number % 4 == 0)),
        rules=tuple(finding.rule for finding in findings),
    )  # fmt: skip
    return ScoredPost(post, report)


def audit(posts: Sequence[ScoredPost], **more: Any) -> Audit:
    given: dict[str, Any] = {"findings": (), "counts": Counts(judged=len(posts))} | more
    feed = Feed(
        tuple(sorted((one.post for one in posts), key=lambda one: one.date or datetime.max)),
        more.pop("profile", Profile()),
    )
    given.pop("profile", None)
    return Audit(feed, **given)


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


def some_posts(number: int = 24) -> list[ScoredPost]:
    places = ("linkedin", "x", "blog", None)
    return [
        judged(
            n, f"Tenant {n} asks. You pay {n}. Nobody wins.", relevance=round(n * 7 % 100 / 100, 2),
            platform=places[n % 4], url=f"https://example.com/{n}" if n % 2 else None,
        )
        for n in range(0, number * 3, 3)
    ]  # fmt: skip


def feed_finding(
    rule: str, severity: Severity, message: str, help_text: str, posts: int
) -> Finding:
    """Return a finding about the first posts of a feed."""
    start = Position(1, 1)
    return Finding(
        rule,
        severity,
        tuple(
            Location(f"{index}.md", Span(0, 0), start, start, message, help_text, post=index)
            for index in range(posts)
        ),
        is_post_level=True,
    )


def feed_findings(posts: Sequence[ScoredPost]) -> tuple[Finding, ...]:
    return (
        feed_finding("few-questions", "info", "Few of your posts ask.", "Ask more.", 3),
        feed_finding("few-ties", "warning", "Few <b>ties</b>.", "Tie them.", len(posts)),
    )


def a_trend() -> Trend:
    return Trend(
        "main<script>", 12, 24,
        (
            Change("relevance", 0.4, 0.5, (0.01, 0.2), "better"),
            Change("only_about_you", 0.1, 0.4, (0.1, 0.5), "worse"),
            Change("tie", 0.1, 0.4, (-0.1, 0.5), "no clear change"),
            Change("question", 0.1, 0.4, (-0.1, 0.5), "too few to say"),
        ),
        new=("few-ties",), resolved=("burst",),
        changed_posts=tuple(
            PostChange(f"p{n}.md", None if n % 2 else 0.25, n / 50) for n in range(0, 25)
        ),
    )  # fmt: skip


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One browser for all tests, because starting it is slow."""
    program = shutil.which("chromium") or shutil.which("google-chrome")
    if program is None:
        skip_or_fail("chromium is not installed")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=program, args=list(FLAGS))
        yield opened
        opened.close()


Open = Callable[..., Page]


@pytest.fixture
def open_page(browser: Browser, tmp_path: Path) -> Iterator[Open]:
    """Open a page from disk. Console messages, dialogs, and requests fail the test."""
    faults: list[str] = []
    contexts = []

    def opened(html: str, **settings: Any) -> Page:
        file = tmp_path / "feed.html"
        file.write_bytes(html.encode("utf-8"))
        context = browser.new_context(**settings)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(8_000)
        page.on("console", lambda message: faults.append(f"{message.type}: {message.text}"))
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("dialog", lambda dialog: (faults.append("a dialog"), dialog.dismiss()))

        def note(request: Any) -> None:
            if request.url.partition("#")[0] != file.as_uri():
                faults.append(request.url)

        page.on("request", note)
        page.goto(file.as_uri())
        return page

    yield opened
    for context in contexts:
        context.close()
    assert faults == []


@pytest.fixture(scope="module")
def full() -> str:
    posts = some_posts()
    return page_of(
        posts,
        findings=feed_findings(posts),
        trend=a_trend(),
        profile=Profile(firm="Lease & Low"),
        counts=Counts(
            judged=24, skipped={"reply": 2}, problems=[LintFailure("bad<i>.md", "not UTF-8")]
        ),
    )


def field(page: Page, label: str) -> Locator:
    """Return a control by its label."""
    return page.locator("#filter").get_by_label(label, exact=True)


def shown(page: Page) -> list[str]:
    """Return the names of the visible posts in order."""
    return page.locator("article:not([hidden]) .mono").all_text_contents()


def test_page_is_one_file_without_requests(full: str, open_page: Open) -> None:
    page = open_page(full)
    expect(page).to_have_title("Feed audit: Lease & Low | postlint")
    expect(page.locator("h1")).to_have_text("Feed audit: Lease & Low")
    expect(page.locator(".figures .value")).to_have_count(5)
    expect(page.locator("article")).to_have_count(24)
    expect(page.locator(".skipped")).to_contain_text("2 replies and comments")
    expect(page.locator(".problems")).to_contain_text("bad<i>.md: not UTF-8")
    policy = page.locator("meta[http-equiv]").get_attribute("content") or ""
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "unsafe" not in policy
    assert not re.search(r"""<(?:link|iframe|object|base)\b|\ssrc=|\sstyle=|\son\w+=""", full)


def test_security_policy_stops_other_scripts(full: str, browser: Browser, tmp_path: Path) -> None:
    file = tmp_path / "feed.html"
    file.write_text(full.replace("</main>", "<script>document.title = 'run'</script></main>"))
    page = browser.new_page()
    page.goto(file.as_uri())
    assert page.title() != "run"
    assert page.locator("#filter").is_visible()  # its own script does run
    page.close()


def test_charts_have_drawings_and_descriptions(full: str, open_page: Open) -> None:
    page = open_page(full)
    drawings = page.get_by_role("img")
    expect(drawings).to_have_count(3)
    for place in range(3):
        drawing = drawings.nth(place)
        assert drawing.locator(".wide svg").is_visible()
        box = drawing.locator(".wide svg").bounding_box()
        assert box
        assert box["width"] > 600
        assert drawing.get_attribute("aria-describedby")
    dots = page.locator("#score-over-time .wide [data-post]")
    expect(dots).to_have_count(24)
    assert "Jan 6, 2025, LinkedIn: 0.00. p0.md" in dots.locator("title").all_text_contents()
    bars = page.locator("#mix-by-platform .wide title").all_text_contents()
    assert any(
        re.fullmatch(r"LinkedIn, relevant: \d+% \(\d+% to \d+%\), \d of 6 posts", bar)
        for bar in bars
    )
    words = page.locator("#mix-by-platform .wide text").all_text_contents()
    assert "target: at most 17%" in words
    assert page.locator("#mix-by-platform .wide [stroke='var(--target)']").count() == 1
    details = page.locator("#mix-by-platform details")
    details.locator("summary").click()
    expect(details.locator("table")).to_be_visible()
    expect(details.locator("th[scope=row]").first).to_have_text("All posts")


def test_colors_of_charts_follow_the_theme(full: str, open_page: Open) -> None:
    page = open_page(full, color_scheme="light")
    color = (
        "getComputedStyle(document.querySelector('#mix-by-platform .wide [fill=\"var(--bar)\"]'))"
        ".fill"
    )
    light = page.evaluate(color)
    page.get_by_role("button", name="Dark mode").click()
    assert page.evaluate(color) != light
    assert page.evaluate(color).startswith("rgb(")


def test_dot_links_to_its_post(full: str, open_page: Open) -> None:
    page = open_page(full)
    page.locator("#f-platform").select_option("blog")
    dot = page.locator("#score-over-time .wide [data-post]").first
    dot.click()
    expect(page.locator(f"article#{dot.get_attribute('data-post')}")).to_be_focused()
    expect(page.locator("#count")).to_have_text("24 of 24 posts shown")


def test_filters_update_the_count(full: str, open_page: Open) -> None:
    page = open_page(full)
    count = page.locator("#count")
    expect(count).to_have_attribute("aria-live", "polite")
    expect(count).to_have_text("24 of 24 posts shown")
    field(page, "Platform").select_option("blog")
    expect(count).to_have_text("6 of 24 posts shown")
    field(page, "Show").select_option("findings")
    expect(count).to_have_text("0 of 24 posts shown")
    expect(page.locator("#nothing")).to_be_visible()
    page.get_by_role("button", name="Reset").click()
    expect(count).to_have_text("24 of 24 posts shown")
    field(page, "Show").select_option("only_about_you")
    expect(count).to_have_text("24 of 24 posts shown")
    field(page, "Show").select_option("relevant")
    assert shown(page)
    field(page, "Show").select_option("")
    field(page, "Finding").select_option("no-question")
    expect(count).to_have_text("12 of 24 posts shown")
    field(page, "Finding").select_option("")
    field(page, "Text contains").fill("TENANT 12")
    expect(count).to_have_text("1 of 24 posts shown")
    # Text for screen readers isn't part of the post.
    field(page, "Text contains").fill("about the author")
    expect(count).to_have_text("0 of 24 posts shown")


def test_sort_orders(open_page: Open) -> None:
    page = open_page(without_charts([*some_posts(5), judged(99, dated=False, relevance=0.45)]))
    newest = ["p12.md", "p9.md", "p6.md", "p3.md", "p0.md", "p99.md"]
    assert shown(page) == newest
    order, count = field(page, "Sort by"), page.locator("#count")
    wanted = {
        "oldest": ["p0.md", "p3.md", "p6.md", "p9.md", "p12.md", "p99.md"],
        "best": ["p12.md", "p9.md", "p99.md", "p6.md", "p3.md", "p0.md"],
        "worst": ["p0.md", "p3.md", "p6.md", "p99.md", "p9.md", "p12.md"],
        "newest": newest,
    }
    for name, names in wanted.items():
        order.select_option(name)
        page.locator(f"article:first-child:has-text('{names[0]}')").wait_for()
        assert shown(page) == names
    expect(count).to_have_text("6 of 6 posts shown")


def test_theme_is_remembered(full: str, open_page: Open) -> None:
    page = open_page(full, color_scheme="dark")
    page.get_by_role("button", name="Light mode").click()
    background = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.reload()
    expect(page.locator("#theme")).to_have_text("Dark mode")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == background


def test_theme_works_without_storage(full: str, open_page: Open) -> None:
    page = open_page(full)
    page.add_init_script(
        "Object.defineProperty(window, 'localStorage', {get() { throw new Error('no') }})"
    )
    page.reload()
    page.get_by_role("button", name="Dark mode").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")


def test_page_works_with_the_keyboard(full: str, open_page: Open) -> None:
    page = open_page(full)
    reached = []
    for _ in range(80):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.id || document.activeElement.tagName"))
        if reached[-1] == "f-sort":
            break
    assert reached[0] == "A"  # the skip link
    assert page.locator(".skip").get_attribute("href") == "#main"
    assert {"theme", "f-text", "f-is", "f-platform", "f-rule", "f-sort"} <= set(reached)
    assert "SUMMARY" in reached
    outline = "getComputedStyle(document.activeElement).outlineStyle"
    assert page.evaluate(outline) == "solid"
    link = page.locator(".finding a").first
    link.focus()
    page.keyboard.press("Enter")
    post = page.locator(f"article{link.get_attribute('href')}")
    expect(post).to_be_focused()
    expect(post).to_be_in_viewport()


def test_findings_link_to_their_posts(full: str, open_page: Open) -> None:
    page = open_page(full)
    first, second = page.locator(".finding").all()
    assert "warning" in first.inner_text()  # the worse one first
    expect(first.locator("h3")).to_have_text("Few <b>ties</b>.")
    expect(first.locator(".links li")).to_have_count(11)
    expect(first.locator(".links li").last).to_have_text("and 14 more")
    expect(second.locator(".links a")).to_have_count(3)
    for link in first.locator("a").all():
        assert page.locator(f"article{link.get_attribute('href')}").count() == 1


def test_changes_are_shown(full: str, open_page: Open) -> None:
    page = open_page(full)
    trend = page.locator("#trend")
    expect(trend).to_contain_text("main<script>")
    expect(trend).to_contain_text("New findings: few-ties.")
    expect(trend).to_contain_text("Resolved findings: burst.")
    expect(trend.locator(".better")).to_contain_text("▲ better")
    expect(trend.locator(".worse")).to_contain_text("▼ worse")
    expect(trend.locator(".few")).to_have_text("too few to say")
    expect(trend).to_contain_text("And 5 more.")
    expect(trend.get_by_role("link", name="p3.md", exact=True)).to_have_count(1)


def test_rates_of_few_posts_are_not_shown(full: str, open_page: Open) -> None:
    page = open_page(full)
    rows = page.locator("#returns table").first.locator("tbody tr")
    expect(rows.first).to_contain_text(" to ")
    expect(rows.nth(1)).to_contain_text("too few to say")
    untold = [replace(judged(n).post, metrics=PostMetrics()) for n in range(3)]
    assert return_tables(Feed(tuple(untold))) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(full: str, open_page: Open, scheme: str) -> None:
    page = open_page(full, color_scheme=scheme)
    # Check folded and lazily drawn content, too.
    page.evaluate(
        "for (const one of document.querySelectorAll('details')) one.open = true;"
        "const sheet = new CSSStyleSheet(); sheet.replaceSync('.post { content-visibility: visible"
        " }'); document.adoptedStyleSheets = [sheet];"
    )
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


def test_axe_finds_nothing_on_a_phone(full: str, open_page: Open) -> None:
    page = open_page(full, viewport={"width": 320, "height": 640})
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


def test_narrow_screen_needs_no_horizontal_scrolling(open_page: Open) -> None:
    posts = [*some_posts(6), judged(7, f"{HOSTILE} {'x' * 400}", name=f"{'y' * 200}.md")]
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
        judged(1, HOSTILE, name=name, url=link, platform="x"),
        judged(40, "Fine.", url="https://example.com/?a=1&b=\"'<"),
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
    dots = [
        charts.ScorePoint("2025-01-06T09:00:00Z", 0.5, True, "<script>&\"'</svg>", "post-1")
    ] * 2
    drawn = charts.scores(dots, [], charts.WIDE)
    assert "<title>&lt;script&gt;&amp;\"'&lt;/svg&gt;</title>" in drawn
    assert "<script" not in drawn
    assert drawn.count("</svg>") == 1
    assert not re.search(r"\b(?:style|role|aria-label|href)=", drawn)


def test_front_matter_is_hidden_and_spaces_are_kept() -> None:
    one = judged(2, "\n\nA  b.\n\n\tC?\n \n", front="---\nsecret: 1\n---\n").report
    parts = list(segments(one))
    assert "".join(part.text for part in parts) == "A  b.\n\n\tC?"


def test_sentences_say_who_they_are_about(open_page: Open) -> None:
    page = open_page(without_charts([judged(1, "We won. You ask. They pay. It rains.")]))
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
    posts = [judged(n) for n in range(2_100)]
    posts[50] = judged(50, dated=False, name="undated.md")
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
    for one in [judged(8, dated=False), judged(1), judged(9, dated=False), judged(5), judged(3)]:
        latest.add(one)
    assert [one.post.id for one in latest.newest_first()] == ["p5.md", "p3.md", "p1.md"]
    few = LatestPosts(3)
    for one in [judged(8, dated=False), judged(1), judged(9, dated=False)]:
        few.add(one)
    assert [one.post.id for one in few.newest_first()] == ["p1.md", "p8.md", "p9.md"]


def test_without_posts(open_page: Open) -> None:
    page = open_page(page_of([], counts=Counts(skipped={"reply": 1})))
    expect(page.locator("main")).to_contain_text("There are no posts to show.")
    expect(page.locator(".lead")).to_have_text("No posts judged. 1 record read.")
    assert page.locator("figure, article, #filter").count() == 0
    page.get_by_role("button", name="Dark mode").click()
    assert Axe().run(page).violations_count == 0


def test_no_chart_over_time_without_dates(open_page: Open) -> None:
    page = open_page(page_of([judged(n, dated=False, platform=None) for n in range(4)]))
    expect(page.locator("#score-over-time")).to_contain_text(
        "two posts with a date, and there's none."
    )
    expect(page.locator("#mix-by-month")).to_contain_text("No chart")
    assert page.get_by_role("img").count() == 1
    assert "Unknown" in page.locator("#mix-by-platform .wide text").all_text_contents()
    expect(page.locator("article h3").first).to_have_text("No date, Unknown platform")


def test_charts_show_the_last_ten_years() -> None:
    posts = [judged(n * 30) for n in range(140)]
    html = page_of(posts)
    assert re.search(r"The chart leaves out \d+ earlier months\.", html)


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
    post = FeedPost(
        "a", "a", 1, "a", None, None, None, 0.5, True, PostLabels(False, False, False, False),
        metrics=PostMetrics(45, 1, 2, 0, 1200),
    )  # fmt: skip
    told = PostCard(post, (), (), ()).brought
    assert told == "45 min, 1 reply, 2 leads, 0 clients, 1,200 in revenue"


def test_template_escapes_all_values() -> None:
    environment = load_template().environment
    assert environment.autoescape is True
    out = io.StringIO()
    render_page(out, load_template(), audit([], profile=Profile(firm="<i>")), [])
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
