"""The server and `postlint check` agree, and share a cache."""

from __future__ import annotations

import asyncio
import json
import os
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from tests.command import ASKS_NOTHING, GOOD, SELF_FOCUSED, spawn, write
from tests.server.editor import EGGS, ENCODINGS, VSCODE, codes, editor, to_line_column

pytestmark = pytest.mark.asyncio


def cached_results() -> int:
    """Return the number of results in the cache."""
    with sqlite3.connect(Path(os.environ["POSTLINT_CACHE_DIR"]) / "results-1.sqlite") as database:
        (number,) = database.execute(
            "SELECT count(*) FROM results WHERE text != 'usable'"
        ).fetchone()
    database.close()
    return int(number)


async def test_cache_is_shared_with_the_command_line(tmp_path: Path) -> None:
    write(tmp_path, eggs=EGGS, move=ASKS_NOTHING)
    done = spawn("check", "eggs.md", "--output-format", "full", cwd=tmp_path)
    assert done.returncode == 1
    assert cached_results() == 1
    async with editor(tmp_path) as one:
        # The server uses the results of the command line, and the other way around.
        assert codes(await one.wait_for_published(one.open("eggs.md", EGGS))) == ["self-focused"]
        assert cached_results() == 1
        draft = one.open("move.md", ASKS_NOTHING)
        await one.wait_for_published(draft)
        assert cached_results() == 2
        # A text isn't cached before it's saved.
        await one.wait_for_published(draft, one.change(draft, GOOD))
        assert cached_results() == 2
        one.save(draft)
        while cached_results() == 2:
            await asyncio.sleep(0.01)
    write(tmp_path, move=GOOD)
    assert spawn("check", "--output-format", "full", cwd=tmp_path).returncode == 1
    assert cached_results() == 3


def real_drafts() -> list[tuple[str, str]]:
    """Return the names and texts of drafts: the project's own, and real ones if available."""
    own = [
        json.loads(line)["text"]
        for path in sorted((Path(__file__).parents[2] / "models" / "posts").glob("*.jsonl"))
        for line in path.read_text(encoding="utf-8").splitlines()
    ]
    found = [(f"own-{number:04}.md", text) for number, text in enumerate(own[::40])]
    found += [
        (name, text.replace("\n", "\r\n"))
        for name, text in [("crlf.md", GOOD), ("crlf-2.md", EGGS)]
    ]
    found.append(("bom.md", "\ufeff" + SELF_FOCUSED))
    if data := os.environ.get("POSTLINT_DATA"):
        with (Path(data) / "drafts.jsonl").open(encoding="utf-8") as lines:
            for number, line in list(enumerate(lines))[::15]:
                draft = json.loads(line)
                found.append((f"{number:04}{Path(draft['path']).suffix}", draft["text"]))
    return found


async def test_findings_are_those_of_the_command_line(tmp_path: Path) -> None:
    drafts = real_drafts()
    for name, text in drafts:
        (tmp_path / name).write_bytes(text.encode())
    (tmp_path / "postlint.toml").write_text("[rule.low-relevance]\nenabled = true\n")
    done = spawn("check", ".", "--output-format", "json", cwd=tmp_path)
    expected: dict[str, list[Any]] = {}
    for post in json.loads(done.stdout)["posts"]:
        expected.setdefault(post["path"], []).extend(post["findings"])
    assert len(expected) == len(drafts)
    levels = {"error": 1, "warning": 2, "info": 3}
    for encoding in ENCODINGS:
        async with editor(tmp_path, VSCODE, encodings=[encoding]) as one:
            for name, text in drafts[ENCODINGS.index(encoding) :: len(ENCODINGS)]:
                draft = one.open(name, text)
                shown = [item for item in await one.pull_diagnostics(draft) if item.code]
                bom = len(text) - len(text.removeprefix("\ufeff"))
                got = []
                for item in shown:
                    start, end = (
                        to_line_column(text, at, encoding)
                        for at in (item.range.start, item.range.end)
                    )
                    # Only an editor counts a BOM.
                    start, end = (
                        (line, column - bom * (line == 1)) for line, column in (start, end)
                    )
                    got.append((item.code, item.severity, item.message, start, end))
                wanted = [
                    (
                        item["rule"],
                        levels[item["severity"]],
                        f"{item['message']}\nTry: {item['help']}",
                        (item["line"], item["column"]),
                        (item["end_line"], item["end_column"]),
                    )
                    for item in expected[name]
                ]
                assert got == wanted, name
                one.close(draft)
