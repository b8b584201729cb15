"""The HTML report of an audit in a browser: security, charts, and controls."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from postlint.feed.feed import Feed
from postlint.formatters.page.tables import return_tables
from postlint.importers.imported_post import PostMetrics
from tests.audit.html.browser import expect
from tests.audit.html.helpers import Open, field, shown, without_charts
from tests.audit.sample_audits import scored, some_posts

if TYPE_CHECKING:
    from playwright.sync_api import Browser


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
    page = open_page(without_charts([*some_posts(5), scored(99, dated=False, relevance=0.45)]))
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
    untold = [replace(scored(n).post, metrics=PostMetrics()) for n in range(3)]
    assert return_tables(Feed(tuple(untold))) == []
