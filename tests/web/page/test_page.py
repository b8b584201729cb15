"""The page of `postlint write`: marks, fixes, previews, and accessibility."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.audit.html.browser import expect
from tests.command import ASKS_NOTHING, FAKE_BOLD, GOOD, ROOT, SELF_FOCUSED
from tests.requirements import require_program
from tests.web.page_helpers import (
    Open,
    allow_clipboard,
    check_accessibility,
    draft,
    expect_text,
    findings,
    in_chromium,
    text_of,
    wait_until,
    write,
)
from tests.web.write_process import Address, serving

if TYPE_CHECKING:
    from playwright.sync_api import Page

FOR_READERS = (
    "If you plant on the hill, take an early sort: the frost comes back in May nearly every year."
)
WEAK_OPENING = (
    "Good morning everyone!\n\nHappy Monday!\n\nThe allotment shop has seed potatoes again. "
    f"{FOR_READERS} Which sort do you plant?\n"
)

FOLDED = "Before you sign a lease, read the clause on repairs. " * 12
"""Longer than X allows, and longer than LinkedIn shows without a click."""

BOLD_WORD = "\U0001d601\U0001d5f2\U0001d5fb"


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Address]:
    """A server for a draft that isn't in a file."""
    with serving(tmp_path_factory.mktemp("writing")) as address:
        yield address


@pytest.fixture
def page(address: Address, open_page: Open) -> Page:
    return open_page(address)


# Findings


def test_marks_are_exactly_over_their_words(page: Page) -> None:
    write(page, f"\U0001f389\U0001f3c6 {FAKE_BOLD}")
    mark = page.locator(".cm-lintRange-warning")
    expect(mark).to_have_text(BOLD_WORD)
    expect(findings(page).locator("button.fix")).not_to_have_count(0)
    mark.hover()
    expect(page.locator(".cm-tooltip-lint")).to_contain_text("Use plain letters")
    # Words that are typed before a mark move it.
    page.keyboard.press("ControlOrMeta+Home")
    page.keyboard.type("Hi! ")
    expect(mark).to_have_text(BOLD_WORD)


def test_fix_is_applied_from_the_list_and_undone(page: Page) -> None:
    write(page, FAKE_BOLD)
    before = text_of(page)
    findings(page).locator("button.fix").first.click()
    expect(page.locator("#no-findings")).to_be_visible()
    assert text_of(page) == GOOD
    page.keyboard.press("ControlOrMeta+z")
    expect(findings(page)).to_have_count(1)
    assert text_of(page) == before


@pytest.mark.parametrize(
    ("text", "title", "fixed"),
    [
        (FAKE_BOLD, "Use plain letters", GOOD),
        (f"{GOOD}\n<!-- postlint-disable jargon -->\n", "Remove", GOOD),
        (WEAK_OPENING, "Move", f"{FOR_READERS}\n\nGood morning everyone!"),
        (SELF_FOCUSED, "Ignore this", "---\npostlint:"),
    ],
)
def test_each_kind_of_fix_is_undone(page: Page, text: str, title: str, fixed: str) -> None:
    page.get_by_label("Platform", exact=True).select_option("linkedin")
    write(page, text)
    before = text_of(page)
    findings(page).get_by_role("button", name=title).first.click()
    wait_until(page, lambda: text_of(page).startswith(fixed.rstrip()))
    expect(draft(page)).to_be_focused()
    page.keyboard.press("ControlOrMeta+z")
    expect_text(page, before)


def test_suggestion_is_added_with_the_cursor_in_its_blank(tmp_path: Path, open_page: Open) -> None:
    rule = "extends: no-question\nsuggest: How do you handle ___ today?\n"
    (tmp_path / "rule.yaml").write_text(rule, encoding="utf-8")
    (tmp_path / "postlint.toml").write_text('rules = ["rule.yaml"]', encoding="utf-8")
    with serving(tmp_path) as address:
        page = open_page(address)
        write(page, ASKS_NOTHING)
        findings(page).get_by_role("button", name="Add").click()
        wait_until(page, lambda: "How do you handle ___ today?" in text_of(page))
        page.keyboard.insert_text("offers")
        wait_until(page, lambda: "How do you handle offers today?" in text_of(page))
        expect(page.locator("#no-findings")).to_be_visible()


def test_pasted_text_is_compared_with_what_becomes_of_it(page: Page) -> None:
    allow_clipboard(page)
    write(page, SELF_FOCUSED)
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.press("ControlOrMeta+x")
    expect(page.locator("#verdict")).to_contain_text("Nothing to check yet")
    page.keyboard.press("ControlOrMeta+v")
    expect_text(page, SELF_FOCUSED)
    expect(page.locator(".headline .score")).to_be_visible()
    expect(page.locator(".change")).to_have_count(0)
    page.keyboard.press("ControlOrMeta+End")
    page.keyboard.insert_text(GOOD)
    expect(page.locator(".change")).to_contain_text("Up")


def test_long_draft_is_checked_while_it_is_typed(page: Page) -> None:
    # 5,000 words, with a line of 3,000 characters, and an emoji before the mark.
    long_line = "\U0001f3c6 Read the clause on repairs before you sign a lease. " * 55
    write(page, f"{long_line}{FAKE_BOLD}\n{GOOD * 150}")
    draft(page).press("ControlOrMeta+Home")
    page.keyboard.press("F8")
    mark = page.locator(".cm-lintRange", has_text=BOLD_WORD).first
    expect(mark).to_have_text(BOLD_WORD)
    expect(page.locator("#words")).to_contain_text("5,")
    page.keyboard.type("Typed. ")
    expect(mark).to_have_text(BOLD_WORD)
    expect(page.locator("#current")).to_be_visible()


@in_chromium
def test_each_of_several_posts_has_a_verdict(page: Page) -> None:
    write(page, f"## LinkedIn\n\n{GOOD}\n## X\n\n{SELF_FOCUSED}")
    draft(page).press("ControlOrMeta+Home")
    expect(page.locator("#which")).to_have_text("post 1 of 2")
    expect(page.locator("#verdict")).to_contain_text("Useful to clients")
    expect(page.get_by_role("tab", selected=True)).to_have_text("LinkedIn")
    draft(page).press("ControlOrMeta+End")
    expect(page.locator("#which")).to_have_text("post 2 of 2")
    expect(page.locator("#verdict")).to_contain_text("Not for clients yet")
    expect(page.get_by_role("tab", selected=True)).to_have_text("X")


def test_keyboard_reaches_findings_and_fixes(page: Page) -> None:
    write(page, FAKE_BOLD)
    expect(findings(page).locator("button.fix")).not_to_have_count(0)
    # The verdict is announced a moment later, in place of anything announced before.
    expect(page.locator("#live")).to_contain_text("1 warning")
    page.keyboard.press("F8")
    expect(page.locator("#live")).to_contain_text("Problem 1 of 1")
    page.keyboard.press("ControlOrMeta+.")
    page.keyboard.press("Enter")
    expect(page.locator("#no-findings")).to_be_visible()
    expect(draft(page)).to_be_focused()


@in_chromium
def test_verdict_compares_with_the_opened_draft(page: Page) -> None:
    expect(page.locator("#verdict")).to_contain_text("Nothing to check yet")
    expect(page.locator("#questions > li")).not_to_have_count(0)
    page.get_by_role("button", name="Try an example").click()
    expect(page.locator(".headline .score")).to_be_visible()
    expect(page.locator("#live")).to_contain_text("error")
    page.keyboard.press("ControlOrMeta+End")
    page.keyboard.insert_text(GOOD)
    expect(page.locator(".change")).to_contain_text("Up")


# Platforms


def test_platform_changes_the_preview(page: Page) -> None:
    allow_clipboard(page)
    write(page, FOLDED)
    preview = page.get_by_role("tabpanel")
    page.get_by_label("Platform", exact=True).select_option("linkedin")
    expect(preview).to_contain_text("… more")
    expect(preview.locator("mark")).to_have_count(0)
    preview.get_by_role("button", name="more").click()
    expect(preview).to_contain_text("the feed cuts here")
    page.get_by_label("Platform", exact=True).select_option("x")
    expect(page.get_by_role("tab", name="X", exact=True)).to_have_attribute("aria-selected", "true")
    expect(preview.locator("mark")).not_to_have_count(0)
    expect(preview.locator(".thread li")).not_to_have_count(0)
    page.get_by_role("button", name="Copy text").click()
    expect(page.locator("#notice")).to_contain_text("Copied")
    assert page.evaluate("navigator.clipboard.readText()") == FOLDED.strip()


# Security


def test_markup_in_a_draft_is_only_text(page: Page) -> None:
    markup = (
        "<script>alert(1)</script> <img src=x onerror=alert(2)> "
        '<a href="https://example.com/">[x](javascript:alert(3))</a>'
    )
    write(page, f"{SELF_FOCUSED}\n{markup}\n")
    expect(findings(page)).not_to_have_count(0)
    expect(page.get_by_role("tabpanel")).to_be_visible()
    assert markup in text_of(page)
    assert page.locator("script").count() == 1
    assert page.locator("main img, main a").count() == 0
    assert address_bar(page) == "/"


def address_bar(page: Page) -> str:
    """Return the address without the server: the token must not be in it."""
    path: str = page.evaluate("location.pathname + location.search + location.hash")
    return path


# Accessibility


def test_page_has_no_accessibility_violations(page: Page) -> None:
    check_accessibility_with_findings(page)


@in_chromium
def test_dark_page_has_no_accessibility_violations(address: Address, open_page: Open) -> None:
    check_accessibility_with_findings(open_page(address, color_scheme="dark"))


def check_accessibility_with_findings(page: Page) -> None:
    check_accessibility(page)
    write(page, f"{SELF_FOCUSED}\n{FAKE_BOLD}\n{FOLDED}")
    page.get_by_label("Platform", exact=True).select_option("x")
    expect(page.locator(".thread li")).not_to_have_count(0)
    page.get_by_label("Tint each sentence in the draft").check()
    expect(page.locator(".cm-line .tint")).not_to_have_count(0)
    expect(findings(page).locator("button.fix, button.quiet")).not_to_have_count(0)
    draft(page).focus()
    page.keyboard.press("F8")
    page.keyboard.press("ControlOrMeta+f")
    check_accessibility(page)


def test_page_fits_a_phone_and_any_script(address: Address, open_page: Open) -> None:
    page = open_page(address, viewport={"width": 320, "height": 640})
    write(page, f"{'x' * 200}\n\nשלום עולם, זה טקסט.\n\n{SELF_FOCUSED}")
    expect(findings(page)).not_to_have_count(0)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    line = page.locator(".cm-line", has_text="שלום")
    assert line.evaluate("line => getComputedStyle(line).direction") == "rtl"
    check_accessibility(page)


# The built files


@pytest.mark.slow
def test_built_files_are_up_to_date(tmp_path: Path) -> None:
    npm = require_program("npm")
    sources, out = tmp_path / "web", tmp_path / "out"
    shutil.copytree(ROOT / "editors/web", sources, ignore=shutil.ignore_patterns("node_modules"))
    for args in (["ci"], ["run", "check"], ["run", "build"]):
        environment = {**os.environ, "POSTLINT_WEB_OUT": str(out)}
        subprocess.run([npm, *args], cwd=sources, env=environment, check=True, timeout=300)
    built = {file.name: file.read_bytes() for file in out.iterdir()}
    committed = {file.name: file.read_bytes() for file in (ROOT / "postlint/data/web").iterdir()}
    assert built == committed
    assert len(built["page.js"]) < 600_000
