"""No draft, rule, configuration, argument, or name can control a terminal.

These tests look at all output, in every format and from every command.
"""

from __future__ import annotations

import json
import os
import re
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

from postlint.formatters import FEED_FORMATS, POST_FORMATS
from tests.command import Postlint, spawn

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no such file names")

HOSTILE = (
    "\x1b[31m \x1b]0;title\x07 \x1b]8;;http://a.example\x1b\\ \x9b2J \x08 \x7f \x85 \u061c \u200e"
    " \u200f"
    " \u2028 \u2029 \u202a \u202e \u2066 \u2069 \u200b \u2060 \xad \ufeff \U000e0041 \ufff9"
)
NAME = "x\x1b[31m\u202e\x9b\u2066\u200f\xad\r::error::y\nz.md"

RAW = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff"
    "\ufff9-\ufffb\U000e0000-\U000e007f]"
)
COLORS = re.compile(r"\x1b\[[0-9;]*m|\x1b\[\?25[lh]|\x1b\[2K|\x1b\[1A|\r")

DRAFT = """\
---
title: Tea
platform: "a\\e[31m\\u202e"
---

I am so proud of my HOSTILE self today. I passed my kettle HOSTILE exam ##[add-mask]a.

<!-- postlint-ignore no-suchHOSTILE -->

I worked for six months and I never missed a lesson.
""".replace("suchHOSTILE", f"such{HOSTILE.replace(' ', '')}").replace("HOSTILE", HOSTILE)
RULE = """\
id: says-kettle
category: form
scope: block
severity: error
check: phrases
options: {phrases: [kettle, "e\\e\\u202e"]}
message: "\\e[31m“{phrase}” \\u202e\\x9b is\\n::warning::said ##[error]x."
help: "\\e]0;x\\a Say \\u2066 pot\\n."
why: "A \\e[31m test \\u202e of ![x](http://a.example/x.png)."
bad:
- text: "A \\e[31m\\u202e pot."
good: []
"""
CONFIG = """\
rules = ["says-kettle.yaml"]
[profile]
firm = "A\\u001b[31m\\u202e\\u009b"
clients = ["kettle \\u001b[31m\\u202e people"]
"""


@pytest.fixture
def hostile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    posts = tmp_path / "posts"
    posts.mkdir()
    (posts / NAME).write_text(DRAFT, encoding="utf-8")
    (posts / f"bad{NAME}").write_bytes(b"\xff")
    (posts / "plain.txt").write_text(f"I sold a {HOSTILE} kettle {HOSTILE} today.\n")
    if sys.platform == "linux":
        (posts / os.fsdecode(b"n\xff\x1b.md")).write_text("I sold a kettle today.\n")
    (tmp_path / "says-kettle.yaml").write_text(RULE, encoding="utf-8")
    (tmp_path / "postlint.toml").write_text(CONFIG, encoding="utf-8")
    return tmp_path


def raw_in(text: str) -> list[str]:
    return [
        f"{match[0]!r} in {text[max(0, match.start() - 40) :][:80]!r}"
        for match in RAW.finditer(text)
    ]


@pytest.mark.parametrize("form", POST_FORMATS)
def test_control_characters_are_escaped_in_every_format(
    form: str, hostile: Path, postlint: Postlint
) -> None:
    result = postlint("check", "posts", "--output-format", form, "--output-format", f"{form}:out")
    assert result.exit_code == 2
    assert "says-kettle" in result.stdout
    assert raw_in(result.stdout) == []
    assert raw_in(result.stderr) == []
    assert (hostile / "out").read_text(encoding="utf-8") == result.stdout
    told = result.stdout.splitlines() if form != "github" else []
    commands = [line for line in (*told, *result.stderr.splitlines()) if is_command(line)]
    assert commands == []


def is_command(line: str) -> bool:
    """Return whether a CI service would read a line of a log as a command."""
    return line.lstrip().startswith("::") or "##[" in line or "##vso[" in line


def test_formats_stay_valid_with_hostile_text(hostile: Path, postlint: Postlint) -> None:
    assert hostile
    for form in ("json", "sarif", "gitlab", "rdjson"):
        json.loads(postlint("check", "posts", "--output-format", form).stdout)
    ElementTree.fromstring(postlint("check", "posts", "--output-format", "junit").stdout)
    excerpts = [
        finding["excerpt"]
        for post in json.loads(postlint("check", "posts", "--output-format", "json").stdout)[
            "posts"
        ]
        for finding in post["findings"]
    ]
    assert any("\x1b[31m" in one for one in excerpts)  # JSON says exactly what the draft says


@pytest.mark.parametrize("form", FEED_FORMATS)
def test_control_characters_are_escaped_in_audits(
    form: str, hostile: Path, postlint: Postlint
) -> None:
    if form in ("html", "parquet"):
        pytest.skip("that's for no terminal")
    result = postlint("audit", "posts", "--output-format", form)
    assert raw_in(result.output) == []


@pytest.mark.parametrize("form", ["text", "full"])
@pytest.mark.usefixtures("hostile")
def test_colors_are_the_only_codes_on_a_terminal(
    form: str, postlint: Postlint, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    shown = postlint("check", "posts", "--output-format", form).stdout
    assert "\x1b[" in shown
    assert raw_in(COLORS.sub("", shown)) == []


@pytest.mark.parametrize(
    "args",
    [
        ["rules"],
        ["explain", "says-kettle"],
        ["explain", f"no{HOSTILE}"],
        ["test", "says-kettle.yaml"],
        ["test", f"no{HOSTILE}.yaml"],
        ["doctor"],
        ["score", f"posts/{NAME}"],
        ["score", f"posts/{NAME}", "--output-format", "json"],
        ["score", f"no{NAME}"],
        ["score", f"posts/bad{NAME}"],
        ["check", "--show-settings", f"posts/{NAME}"],
        ["check", "posts", "--timings"],
        ["check", f"no{HOSTILE}"],
        ["check", f"--no{HOSTILE}"],
        ["check", "--platform", f"no{HOSTILE}"],
        ["check", "--fail-on", f"no{HOSTILE}"],
        ["check", "--select", f"no{HOSTILE}"],
        ["check", "--config", f"no{HOSTILE}"],
        ["check", "--baseline", f"no{HOSTILE}"],
        ["check", "--output-format", f"no{HOSTILE}"],
        ["check", "--output-file", f"no/{HOSTILE}"],
        ["check", "-", "--stdin-filename", NAME],
        ["check", f"posts/{NAME}", "--output-format", "concise"],
        ["audit", f"no{HOSTILE}.csv"],
        ["audit", "posts", "--since", f"no{HOSTILE}"],
        ["audit", "posts", "--column", f"no{HOSTILE}"],
        ["audit", "posts", "--compare", f"no{HOSTILE}"],
        ["baseline", "posts/plain.txt", "--output", f"base{NAME}"],
        ["evaluate", f"no{HOSTILE}.jsonl"],
        ["init", "--no-input", "--platform", f"no{HOSTILE}", "--force"],
        [f"no{HOSTILE}"],
    ],
    ids=lambda args: " ".join(args)[:40].encode("unicode_escape").decode(),
)
def test_control_characters_are_escaped_by_every_command(
    args: list[str], hostile: Path, postlint: Postlint
) -> None:
    assert hostile
    result = postlint(*[arg.replace("\x00", "") for arg in args], stdin=DRAFT)
    assert result.output
    assert raw_in(result.output) == []
    assert [line for line in result.output.splitlines() if is_command(line)] == []


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("postlint.toml", "no\x1b[31m = 1\n"),
        ("postlint.toml", '"no\\u001b[31m\\u202e" = 1\n'),
        ("postlint.toml", 'platform = "\\u001b[31m\\u202e"\n'),
        ("postlint.toml", 'rules = ["\\u001b[31m\\u202e"]\n'),
        ("postlint.toml", 'extend = "\\u001b[31m\\u202e"\n'),
        ("postlint.toml", 'baseline = "\\u001b[31m\\u202e"\n'),
        ("postlint.toml", 'plugins = ["\\u001b[31m\\u202e"]\n'),
        ("postlint.toml", 'exclude = ["[\\u001b[31m\\u202e"]\n'),
        ("postlint.toml", 'split = "\\u001b[31m\\u202e"\n'),
        ("postlint.toml", '[rule."\\u001b[31m\\u202e"]\nenabled = true\n'),
        ("says-kettle.yaml", 'id: "\\e[31m\\u202e"\n'),
        ("says-kettle.yaml", '"\\e[31m\\u202e": 1\n'),
        ("says-kettle.yaml", "a: \x1b[31m\u202e\n"),
        ("says-kettle.yaml", 'extends: "\\e[31m\\u202e"\n'),
        ("says-kettle.yaml", RULE.replace("check: phrases", 'check: "\\e[31m\\u202e"')),
        ("says-kettle.yaml", RULE.replace("severity: error", 'severity: "\\e[31m\\u202e"')),
    ],
)
def test_control_characters_are_escaped_in_errors(
    file: str, text: str, hostile: Path, postlint: Postlint
) -> None:
    (hostile / file).write_text(text, encoding="utf-8")
    result = postlint("check", "posts")
    assert result.exit_code == 2
    assert raw_in(result.output) == []


def test_control_characters_are_escaped_in_imports(hostile: Path, postlint: Postlint) -> None:
    rows = f'Date,SharedURL,ShareCommentary,Visibility\n2024-01-{HOSTILE},,"Kettle {HOSTILE}",\n'
    (hostile / f"Shares{NAME}.csv").write_text(rows, encoding="utf-8")
    result = postlint("audit", f"Shares{NAME}.csv")
    assert result.output
    assert raw_in(result.output) == []


@pytest.mark.parametrize("word", ["--\x1b[31m\u202e", "\x1b[31m\u202e"])
def test_control_characters_are_escaped_in_completions(word: str, hostile: Path) -> None:
    done = spawn(
        cwd=hostile,
        _POSTLINT_COMPLETE="bash_complete",
        COMP_WORDS=f"postlint check {word}",
        COMP_CWORD="2",
    )
    assert done.stderr == b""
    assert raw_in(done.stdout.decode()) == []
