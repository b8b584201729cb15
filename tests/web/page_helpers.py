"""The page of `postlint write` in a real browser."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from tests.audit.html.browser import playwright
from tests.audit.html.helpers import FLAGS
from tests.requirements import require_program
from tests.web.write_process import Address

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Dialog, Locator, Page

Open = Callable[..., "Page"]

_TIMEOUT_MILLISECONDS = 20_000


@contextmanager
def running_browser() -> Iterator[Browser]:
    """Run a browser until the end of the block."""
    program = shutil.which("google-chrome") or require_program("chromium")
    with playwright.sync_playwright() as running:
        opened = running.chromium.launch(executable_path=program, args=list(FLAGS))
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

        def note_message(message: Any) -> None:
            if "ERR_CONNECTION_REFUSED" not in message.text:
                faults.append(f"{message.type}: {message.text}")

        page.on("request", lambda request: note_request(request.url))
        page.on("websocket", lambda socket: note_request(socket.url))
        page.on("console", note_message)
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("dialog", dismiss)
        page.goto(address.page)
        page.locator("body.ready").wait_for()
        return page

    yield opened
    for context in contexts:
        context.close()
    assert faults == []


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


def findings(page: Page) -> Locator:
    """Return the list of findings."""
    return page.locator("#findings > li")
