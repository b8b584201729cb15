"""Latency of the page of `postlint write` in a browser: the time from a keystroke to its marks.

python -m benchmarks.page_latency DRAFTS [--browser NAME] [--strokes N]

A browser opens drafts of several lengths and types a sentence in the middle of each. The page
itself measures the time from a change to the frame that shows its marks, with the server's pause
after a keystroke. The first marks count from the request for the page.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path
from statistics import median, quantiles
from typing import TYPE_CHECKING

import click

from benchmarks.corpus import unpack
from benchmarks.editor_latency import TYPED, build_drafts, typing_position
from tests.web.page_helpers import draft, running_browser
from tests.web.write_process import Address, writing

if TYPE_CHECKING:
    from playwright.sync_api import Page

LENGTHS = (300, 1_000, 5_000)
_MEASURE = "marks shown"
_OPENED = """() => new Promise((resolve) => {
    const look = () => document.querySelector("#findings > li, #no-findings:not([hidden])")
        ? resolve(performance.now())
        : requestAnimationFrame(look);
    look();
})"""
_MEASURED = """(name) => {
    const entries = performance.getEntriesByName(name);
    const duration = entries.length ? entries[0].duration : null;
    performance.clearMeasures(name);
    return duration;
}"""


def open_page(page: Page, address: Address) -> float:
    """Open a page. Return the milliseconds until it shows its first findings."""
    page.goto(address.page)
    shown: float = page.evaluate(_OPENED)
    return shown


def type_text(page: Page, line: int, strokes: int) -> list[float]:
    """Type a sentence at the end of a line. Return the milliseconds of each keystroke."""
    draft(page).click()
    page.keyboard.press("ControlOrMeta+Home")
    for _ in range(line):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("End")
    found = []
    for character in (TYPED * strokes)[:strokes]:
        page.evaluate(_MEASURED, _MEASURE)
        page.keyboard.type(character)
        while (duration := page.evaluate(_MEASURED, _MEASURE)) is None:
            page.wait_for_timeout(5)
        found.append(duration)
    return found


@click.command()
@click.argument("drafts", type=click.Path(exists=True, path_type=Path))
@click.option("--browser", type=click.Choice(["chromium", "firefox"]), default="chromium")
@click.option("--strokes", default=100, show_default=True, help="Keystrokes for each length.")
def main(drafts: Path, browser: str, strokes: int) -> None:
    """Measure the latency of the page while typing into DRAFTS."""
    print("| words | first marks (ms) | keystroke: median (ms) | 95 of 100 (ms) | worst |")
    print("|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as temporary_folder, running_browser(browser) as running:
        folder = Path(temporary_folder)
        texts = [(folder / file).read_text("utf-8", "replace") for file in unpack(drafts, folder)]
        for words in LENGTHS:
            text = next(build_drafts(texts, words))
            # Not the user's own, and nothing from the run before.
            os.environ["POSTLINT_CACHE_DIR"] = str(folder / f"cache-{words}")
            os.environ["POSTLINT_STATE_DIR"] = str(folder / f"state-{words}")
            (folder / "draft.md").write_text(text, encoding="utf-8")
            with writing(folder, "draft.md") as (address, _):
                page = running.new_page(viewport={"width": 1440, "height": 900})
                first = open_page(page, address)
                durations = type_text(page, typing_position(text).line, strokes)
                page.close()
            last = quantiles(durations, n=20)[-1]
            print(
                f"| {words:,} | {first:,.0f} | {median(durations):.0f} | {last:.0f} "
                f"| {max(durations):.0f} |"
            )
            sys.stdout.flush()


if __name__ == "__main__":
    main()
