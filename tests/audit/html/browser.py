"""What tests in a browser need; a module that imports this is skipped without it."""

from __future__ import annotations

from tests.requirements import require_package

playwright = require_package("playwright.sync_api", "browser")
expect = playwright.expect
Axe = require_package("axe_playwright_python.sync_playwright", "browser").Axe
