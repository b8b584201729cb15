"""A browser, and the page of an audit with everything on it."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from postlint.audit import Counts
from postlint.core.errors import LintFailure
from postlint.core.profile import Profile
from tests.audit.html.helpers import FLAGS, Open, page_of
from tests.audit.sample_audits import a_trend, feed_findings, some_posts
from tests.requirements import require_package, require_program

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Dialog, Page


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """One browser for all tests, because starting it is slow."""
    playwright = require_package("playwright.sync_api", "browser")
    program = shutil.which("google-chrome") or require_program("chromium")
    with playwright.sync_playwright() as running:
        opened = running.chromium.launch(executable_path=program, args=list(FLAGS))
        yield opened
        opened.close()


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

        def dismiss(dialog: Dialog) -> None:
            faults.append("a dialog")
            dialog.dismiss()

        page.on("dialog", dismiss)

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


@pytest.fixture(scope="package")
def full() -> str:
    posts = some_posts()
    return page_of(
        posts,
        findings=feed_findings(posts),
        trend=a_trend(),
        profile=Profile(firm="Lease & Low"),
        counts=Counts(
            scored=24,
            skipped=Counter({"reply": 2}),
            problems=[LintFailure("bad<i>.md", "not UTF-8")],
        ),
    )
