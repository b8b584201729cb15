"""The recipe for Kakoune, run in Kakoune."""

from __future__ import annotations

import os
import shlex
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.command import environment
from tests.editors.recipes import RULE, path_with_postlint, recipe
from tests.requirements import require_program

SEVERITIES = {"kettle": "warning", "stove": "error"}

LINES = [
    "🎉🎉 Grüße: the kettle is on, and we chose “it's late” as a name.",
    "",
    "It is late for tea, and 日本 is far, but the stove is at hand – the kettle too.",
]

SCRIPT = """
hook global BufCloseFifo .* %{
    evaluate-commands -buffer 'my drafts/a post.md' %{
        echo -quoting shell -to-file messages -- %opt{lint_messages}
        echo -quoting shell -to-file flags -- %opt{lint_flags}
        echo -quoting shell -to-file counts -- %opt{lint_error_count} %opt{lint_warning_count}
    }
    kill!
}
lint
"""


@pytest.fixture
def runtime() -> Iterator[Path]:
    """A folder for the socket of a session, whose path has to be short."""
    with tempfile.TemporaryDirectory() as name:
        yield Path(name)


def _kakoune(kak: str, folder: Path, runtime: Path) -> None:
    """Open the draft, check it, and wait until Kakoune ends."""
    (folder / "config" / "kak").mkdir(parents=True)
    (folder / "config" / "kak" / "kakrc").write_text(recipe("Kakoune", "text"), encoding="utf-8")
    (folder / "script.kak").write_text(SCRIPT, encoding="utf-8")
    (folder / "tmp").mkdir()
    changes = {
        "HOME": str(folder),
        "LC_ALL": "C.UTF-8",
        "PATH": path_with_postlint(),
        "TMPDIR": str(folder / "tmp"),
        "XDG_CONFIG_HOME": str(folder / "config"),
        "XDG_RUNTIME_DIR": str(runtime),
    }
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            [kak, "-ui", "dummy", "-e", "source script.kak", "my drafts/a post.md"],
            cwd=folder,
            env=environment(**changes),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
        try:
            process.wait(timeout=60)
        except subprocess.TimeoutExpired:
            pytest.fail(f"Kakoune showed nothing: {(folder / 'log').read_text()}")
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
    # What runs the linter for Kakoune ends when it has put away its folder.
    deadline = time.monotonic() + 30
    while any((folder / "tmp").iterdir()) and time.monotonic() < deadline:
        time.sleep(0.05)


def _seen(folder: Path, name: str) -> list[str]:
    return shlex.split((folder / name).read_text(encoding="utf-8"))


@pytest.mark.parametrize("newline", ["\n", "\r\n"], ids=["LF", "CRLF"])
def test_kakoune_lint_shows_findings(newline: str, tmp_path: Path, runtime: Path) -> None:
    kak = require_program("kak")
    drafts = tmp_path / "my drafts"
    drafts.mkdir()
    for word, severity in SEVERITIES.items():
        (drafts / f"{word}.yaml").write_text(RULE.format(word=word, severity=severity))
    select = [f"says-{word}" for word in SEVERITIES]
    rules = [f"{word}.yaml" for word in SEVERITIES]
    # The rules are those of the draft's own folder.
    (drafts / "postlint.toml").write_text(f"rules = {rules}\nselect = {select}\n")
    draft = drafts / "a post.md"
    draft.write_bytes("".join(line + newline for line in LINES).encode())

    _kakoune(kak, tmp_path, runtime)

    _, *shown = _seen(tmp_path, "messages")
    messages = {one.split("|", 1)[0]: sorted(one.split("|", 1)[1].split("\n")) for one in shown}
    assert messages == {
        "1": [_message(1, "kettle")],
        "3": sorted([_message(3, "stove"), _message(3, "kettle")]),
    }
    _, *flags = _seen(tmp_path, "flags")
    assert sorted(flags) == ["1|{Information}!", "3|{Error}x"]
    assert _seen(tmp_path, "counts") == ["1", "2"]


def _message(line: int, word: str) -> str:
    column = LINES[line - 1].index(word) + 1
    return f"{SEVERITIES[word]} says-{word} {word} heard.(col {column})"
