"""Fixtures for tests of the page: each runs in each browser.

Tests that use asyncio can't be in this folder: Playwright runs a loop while a browser is open.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from tests.web.page_helpers import Open


@pytest.fixture(scope="package", params=["chromium", "firefox"])
def browser(request: pytest.FixtureRequest) -> Iterator[Browser]:
    """One browser for all tests of the folder, because starting it is slow."""
    # Imported late: tests without a browser don't need Playwright.
    from tests.web.page_helpers import running_browser

    with running_browser(request.param) as opened:
        yield opened


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Open]:
    from tests.web.page_helpers import opening_pages

    with opening_pages(browser) as opened:
        yield opened
