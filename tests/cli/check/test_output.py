"""`postlint check`: output, colors, and notices."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.cli.check.helpers import CONCISE, JSON
from tests.command import (
    GOOD,
    Postlint,
    command,
    environment,
    write,
)

CONCISE_LINE = re.compile(r"(.+):(\d+):(\d+): (error|warning|info) ([a-z-]+) (\S.*)")


@pytest.mark.usefixtures("drafts")
def test_text_shows_verdicts_findings_and_counts(postlint: Postlint) -> None:
    result = postlint("check", "good.md", "proud.md", "blog.md")
    lines = result.stdout.splitlines()
    assert re.fullmatch(r"good\.md: Useful to clients \(0\.\d\d\)", lines[0])
    assert re.fullmatch(r"proud\.md: Not for clients yet \(0\.\d\d\)", lines[1])
    assert re.fullmatch(r"  1:1  error  .+  self-focused", lines[2])
    assert lines[3].startswith("    Try: ")
    assert lines[-1] == "3 posts checked: 1 error, 1 suggestion."
    assert result.stderr == ""


@pytest.mark.usefixtures("drafts")
def test_quiet_shows_findings_only(postlint: Postlint, tmp_path: Path) -> None:
    write(tmp_path, empty="")
    result = postlint("check", "--quiet", "good.md", "proud.md", "empty.md")
    assert "good.md" not in result.output
    assert "checked" not in result.output
    assert "self-focused" in result.stdout
    assert result.stderr == ""
    assert postlint("check", "-q", "good.md").output == ""
    # Problems aren't chatter.
    assert postlint("check", "-q", "missing.md").stderr.startswith("postlint: missing.md: ")


@pytest.mark.usefixtures("drafts")
def test_concise_has_one_line_per_finding(postlint: Postlint) -> None:
    args = ("good.md", "proud.md", "mute.md", "blog.md", "missing.md")
    result = postlint("check", *CONCISE, *args)
    report = json.loads(postlint("check", *JSON, *args).stdout)
    expected = [
        (
            post["path"], str(f["line"]), str(f["column"]), f["severity"], f["rule"], f["message"],
        )
        for post in report["posts"]
        for f in post["findings"]
    ]  # fmt: skip
    matches = [CONCISE_LINE.fullmatch(line) for line in result.stdout.splitlines()]
    assert [match and match.groups() for match in matches] == expected
    assert expected


def test_json_matches_its_documentation(postlint: Postlint, tmp_path: Path) -> None:
    body = "\nHad eggs for breakfast. Taking the garbage out now.\n\n\n#eggs\n\n"
    write(tmp_path, a=f"---\nplatform: LinkedIn\n---\n{body}", b=b"caf\xe9", c="")
    result = postlint("check", "a.md", "b.md", "c.md", *JSON, "--select", "self-focused")
    assert result.exit_code == 2
    report: dict[str, Any] = json.loads(result.stdout)
    eggs, empty = report["posts"]
    finding = eggs["findings"][0]
    assert isinstance(eggs["relevance"], float)
    assert 0 <= eggs["relevance"] <= 1
    assert eggs["relevance"] == round(eggs["relevance"], 3)
    assert {type(value) for value in eggs["labels"].values()} == {bool}
    assert finding["message"]
    assert finding["help"]
    assert report == {
        "version": 1,
        "posts": [
            {
                "path": "a.md", "ordinal": 1, "line": 5, "end_line": 8, "platform": "linkedin",
                "language": "en", "relevance": eggs["relevance"], "relevant": False,
                "labels": {
                    "self_focus": True, "question": False, "tie": False,
                    "anecdote": eggs["labels"]["anecdote"],
                },
                "verdict": "only about you",
                "headline": "Not for clients yet",
                "notices": [],
                "skipped": False,
                "findings": [
                    {
                        "rule": "self-focused", "severity": "error",
                        "message": finding["message"], "help": finding["help"],
                        "suggestion": None,
                        "excerpt": "Had eggs for breakfast.",
                        "line": 5, "column": 1, "end_line": 5, "end_column": 24,
                    }
                ],
            },
            {
                "path": "c.md", "ordinal": 1, "line": 1, "end_line": 1, "platform": None,
                "language": None, "relevance": None, "relevant": None, "labels": None,
                "verdict": None, "headline": None, "notices": empty["notices"],
                "skipped": False, "findings": [],
            },
        ],
        "problems": [{"path": "b.md", "message": report["problems"][0]["message"]}],
        "summary": {
            "posts": 2, "skipped": 0, "errors": 1, "warnings": 0, "infos": 0, "problems": 1,
            "accepted": 0, "baselined": 0,
        },
    }  # fmt: skip
    assert len(empty["notices"]) == 1


@pytest.mark.usefixtures("drafts")
@pytest.mark.parametrize("form", ["text", "concise", "json"])
def test_problems_and_notices_go_to_stderr_only(
    form: str, postlint: Postlint, tmp_path: Path
) -> None:
    write(tmp_path, empty="", broken=b"\xff")
    args = ("check", "--output-format", form, "good.md", "missing.md", "empty.md", "broken.md")
    result = postlint(*args)
    assert re.fullmatch(
        r"postlint: missing\.md: \S.*\npostlint: empty\.md: \S.*\npostlint: broken\.md: \S.*\n",
        result.stderr,
    )
    if form == "json":
        json.loads(result.stdout)
    elif form == "concise":
        assert result.stdout == ""
    else:
        assert "missing.md" not in result.stdout
        assert result.stdout.endswith(
            "2 posts checked: 1 not scored, 2 drafts couldn't be checked.\n"
        )


@pytest.mark.parametrize("form", ["text", "concise", "json"])
def test_no_drafts_found(form: str, postlint: Postlint) -> None:
    result = postlint("check", "--output-format", form)
    assert result.exit_code == 0
    assert len(result.stderr.splitlines()) == 1
    if form == "json":
        counted = "posts skipped errors warnings infos problems accepted baselined"
        summary = dict.fromkeys(counted.split(), 0)
        expected = {"version": 1, "posts": [], "problems": [], "summary": summary}
        assert json.loads(result.stdout) == expected


@pytest.mark.usefixtures("drafts")
@pytest.mark.parametrize(
    ("variables", "colored"),
    [
        ({}, False),
        ({"NO_COLOR": "1"}, False),
        ({"FORCE_COLOR": "1"}, True),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
    ],
)  # fmt: skip
def test_colors_when_piped(
    variables: dict[str, str], colored: bool, postlint: Postlint, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert ("\x1b[" in postlint("check", "proud.md").stdout) is colored


@pytest.mark.usefixtures("drafts")
@pytest.mark.parametrize("form", ["concise", "json"])
def test_colors_are_never_in_formats_for_programs(
    form: str, postlint: Postlint, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert "\x1b" not in postlint("check", "--output-format", form).output


def on_terminal(*args: str, cwd: Path, both: bool = False, **env: str) -> tuple[str, str]:
    """Run with stdout, or also stderr, on a terminal; return the terminal's output and stderr."""
    import pty

    ours, theirs = pty.openpty()
    env = {"TERM": "xterm-256color", "COLUMNS": "80"} | env
    process = subprocess.Popen(
        command(*args), cwd=cwd, env=environment(**env),
        stdin=subprocess.DEVNULL, stdout=theirs, stderr=theirs if both else subprocess.PIPE,
    )  # fmt: skip
    os.close(theirs)
    shown = b""
    try:
        while data := os.read(ours, 65536):
            shown += data
    except OSError:  # Linux says so when the other end is closed
        pass
    os.close(ours)
    _, errors = process.communicate(timeout=60)
    return shown.decode(), (errors or b"").decode()


posix = pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminals")


@posix
@pytest.mark.parametrize(
    ("variables", "colored"),
    [
        ({}, True),
        ({"TERM": "dumb"}, False),
        ({"NO_COLOR": "1"}, False),
    ],
)  # fmt: skip
def test_colors_on_a_terminal(variables: dict[str, str], colored: bool, tmp_path: Path) -> None:
    write(tmp_path, empty="")  # Without prose there is no analysis to wait for.
    shown, _ = on_terminal("check", "empty.md", cwd=tmp_path, **variables)  # type: ignore[arg-type]
    assert "empty.md" in shown
    assert ("\x1b[" in shown) is colored


@posix
def test_progress_bar_does_not_mix_with_the_report(tmp_path: Path) -> None:
    write(tmp_path, **{f"draft-{number:02}": "" for number in range(30)})
    shown, _ = on_terminal("check", cwd=tmp_path, both=True)
    assert "Checking drafts" in shown
    # The bar is gone when the report comes, and each draft is in it once.
    report = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]|\r", "", shown[shown.rindex("100%") :])
    assert re.findall(r"draft-\d\d\.md", report) == [
        f"draft-{number:02}.md" for number in range(30)
    ]
    shown, errors = on_terminal("check", *JSON, cwd=tmp_path)
    assert len(json.loads(shown)["posts"]) == 30
    assert "Checking drafts" not in errors


@posix
def test_closed_pipe_ends_check_quietly(tmp_path: Path) -> None:
    # As with `postlint rules | head -1`.
    process = subprocess.Popen(
        command("rules"), cwd=tmp_path, env=environment(),
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    assert process.stdout
    process.stdout.close()
    _, errors = process.communicate(timeout=60)
    assert errors == b""
    assert process.returncode == 0


@pytest.mark.parametrize(
    ("text", "sums"),
    [
        (GOOD, "1 post checked: no problems found.\n"),
        ("", "1 post checked: 1 not scored.\n"),
        ("Heute haben wir den Laden umgezogen.", "1 post checked: 1 not scored.\n"),
        (b"\xff", "No posts checked: 1 draft couldn't be checked.\n"),
    ],
)
def test_totals_count_unscored_posts(text: str | bytes, sums: str, postlint: Postlint) -> None:
    assert postlint("check", "-", stdin=text).stdout.endswith(sums)
