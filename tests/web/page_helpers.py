"""The page of `postlint write` in a real browser."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest

from tests.audit.html.browser import Axe, expect, playwright
from tests.audit.html.helpers import FLAGS
from tests.requirements import require_program
from tests.web.write_process import Address

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Dialog, Locator, Page

Open = Callable[..., "Page"]

_TIMEOUT_MILLISECONDS = 20_000
expect.set_options(timeout=_TIMEOUT_MILLISECONDS)

PLACEHOLDER = (
    "Paste or type your draft here. postlint checks it while you write, and nothing leaves this "
    "computer."
)
"""What an empty page shows in place of the draft."""

_CONNECTION_LOST = (
    "ERR_CONNECTION_REFUSED",
    "WebSocket connection to",
    "establish a connection",
    "was interrupted",
)
"""Browsers log these while a page reconnects."""

in_chromium = pytest.mark.parametrize("browser", ["chromium"], indirect=True)
"""For tests of what doesn't differ between browsers: each test takes seconds."""

REBOUND = "rebound.test"
"""A name that the browsers look up as this machine, as an attacker's name server would."""

_CHROMIUM = (f"--host-resolver-rules=MAP {REBOUND} 127.0.0.1",)
_FIREFOX = {
    "network.dns.localDomains": REBOUND,
    # It asks its maker for nothing.
    "app.normandy.enabled": False,
    "app.update.enabled": False,
    "browser.safebrowsing.update.enabled": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    # It keeps no page and no process ready: that costs half a second of CPU time for each window.
    "browser.newtab.preload": False,
    "browser.newtabpage.enabled": False,
    "dom.ipc.processPrelaunch.enabled": False,
    # The tests read what they copied.
    "dom.events.testing.asyncClipboard": True,
}


@contextmanager
def running_browser(name: str) -> Iterator[Browser]:
    """Run Chromium or Firefox until the end of the block."""
    with playwright.sync_playwright() as running:
        if name == "chromium":
            program = shutil.which("google-chrome") or require_program("chromium")
            opened = running.chromium.launch(executable_path=program, args=[*FLAGS, *_CHROMIUM])
        else:
            # Not Playwright's own build of Firefox, but the one that people use.
            program = shutil.which("firefox-esr") or require_program("firefox")
            opened = running.firefox.launch(
                executable_path=program, channel="moz-firefox", firefox_user_prefs=_FIREFOX
            )
        yield opened
        opened.close()


@contextmanager
def opening_pages(browser: Browser) -> Iterator[Open]:
    """Open pages, each in a new profile.

    Errors on the console, dialogs, and requests to other servers fail the test.
    """
    faults: list[str] = []
    contexts = []

    def opened(address: Address, **settings: Any) -> Page:
        context = browser.new_context(**settings)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(_TIMEOUT_MILLISECONDS)

        def note_request(url: str) -> None:
            if not url.startswith((f"http://{address.host}/", f"ws://{address.host}/")):
                faults.append(url)

        def dismiss(dialog: Dialog) -> None:
            faults.append("a dialog")
            dialog.dismiss()

        def note_message(text: str) -> None:
            if not any(expected in text for expected in _CONNECTION_LOST):
                faults.append(text)

        page.on("request", lambda request: note_request(request.url))
        page.on("websocket", lambda socket: note_request(socket.url))
        page.on("console", lambda message: note_message(message.text))
        page.on("pageerror", lambda error: note_message(str(error)))
        page.on("dialog", dismiss)
        page.goto(address.page)
        page.locator("body.ready").wait_for()
        return page

    yield opened
    for context in contexts:
        context.close()
    assert faults == [], faults


def write(page: Page, text: str) -> None:
    """Replace the draft by typing."""
    draft(page).click()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.press("Delete")
    page.keyboard.insert_text(text)


def draft(page: Page) -> Locator:
    """Return the editor."""
    return page.get_by_role("textbox", name="Your draft")


def text_of(page: Page) -> str:
    """Return the text of the draft."""
    return "\n".join(draft(page).locator(".cm-line").all_text_contents())


def expect_text(page: Page, text: str) -> None:
    """Wait until the draft is a text."""
    wait_until(page, lambda: text_of(page) == text)


def wait_until(page: Page, condition: Callable[[], bool]) -> None:
    """Wait until a condition is true. The policy of the page forbids Playwright's own function."""
    deadline = time.monotonic() + _TIMEOUT_MILLISECONDS / 1000
    while not condition():
        assert time.monotonic() < deadline, text_of(page)
        page.wait_for_timeout(50)


def findings(page: Page) -> Locator:
    """Return the list of findings."""
    return page.locator("#findings > li")


def allow_clipboard(page: Page) -> None:
    """Let the test read what the page copied. A setting of `running_browser` allows Firefox to."""
    if is_chromium(page):
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])


def is_chromium(page: Page) -> bool:
    browser = page.context.browser
    return browser is not None and browser.browser_type.name == "chromium"


def check_accessibility(page: Page) -> None:
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
