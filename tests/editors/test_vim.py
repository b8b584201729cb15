"""The recipes for Vim, run in Vim: with `:make`, and with ALE."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.command import environment, run_here
from tests.editors.recipes import RULE, path_with_postlint, recipe
from tests.requirements import require_program, skip_or_fail

ALE = Path("/usr/share/vim/vimfiles/pack/dist-bundle/opt/ale")
"""Where Debian's package vim-ale puts it."""

SEVERITIES = {"kettle": "warning", "stove": "error", "ladle": "info"}

LINES = [
    "🎉🎉 Grüße: the kettle is on, and “für” the stove we chose another room.",
    "",
    "It is late for tea, e\u0301 and 日本 are far, but the ladle is at hand – the kettle too.",
]
PLACES = [(1, "kettle"), (1, "stove"), (3, "ladle"), (3, "kettle")]

DONE = "call writefile([json_encode(g:seen)], 'seen.json')\nqall!\n"

NEWLINES = pytest.mark.parametrize("newline", ["\n", "\r\n"], ids=["LF", "CRLF"])
MARKS = pytest.mark.parametrize("mark", ["", "\ufeff"], ids=["no mark", "BOM"])


def _bytes_before(line: int, word: str) -> int:
    """Return the number of bytes before a word in a line of the draft."""
    text = LINES[line - 1]
    return len(text[: text.index(word)].encode())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with rules and drafts in a subfolder; Vim starts in the folder itself."""
    drafts = tmp_path / "my drafts"
    drafts.mkdir()
    for word, severity in SEVERITIES.items():
        (drafts / f"{word}.yaml").write_text(RULE.format(word=word, severity=severity))
    rules = [f"{word}.yaml" for word in SEVERITIES]
    select = [f"says-{word}" for word in SEVERITIES]
    (drafts / "postlint.toml").write_text(f"rules = {rules}\nselect = {select}\n")
    return tmp_path


def _write(folder: Path, newline: str = "\n", mark: str = "") -> None:
    text = mark + "".join(line + newline for line in LINES)
    (folder / "my drafts" / "a post.md").write_bytes(text.encode())


def _vim(folder: Path, vimrc: str, script: str) -> Any:
    """Run a script in Vim with only this vimrc, and return the script's `g:seen`."""
    vim = require_program("vim")
    run_here("check", folder / "my drafts")  # fills the cache, so Vim gets findings sooner
    (folder / ".vimrc").write_text(f"set encoding=utf-8\n{vimrc}", encoding="utf-8")
    (folder / "script.vim").write_text(script + DONE, encoding="utf-8")
    changes = {"HOME": str(folder), "PATH": path_with_postlint(), "LC_ALL": "C.UTF-8"}
    run = subprocess.run(
        [
            vim,
            "-N",
            "-n",
            "-u",
            folder / ".vimrc",
            "-i",
            "NONE",
            "-es",
            "-S",
            "script.vim",
            "-c",
            "cquit",
        ],
        cwd=folder,
        env=environment(**changes),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=100,
        check=False,
    )
    seen = folder / "seen.json"
    assert seen.exists(), (run.returncode, run.stdout.decode(), run.stderr.decode())
    return json.loads(seen.read_text(encoding="utf-8"))


# :make

MAKE = """\
edit my\\ drafts/a\\ post.md
make
let g:seen = {'found': getqflist(), 'at': [line('.'), col('.')], 'format': &fileformat}
"""


@NEWLINES
@MARKS
def test_make_fills_the_quickfix_list(folder: Path, newline: str, mark: str) -> None:
    _write(folder, newline, mark)
    seen = _vim(folder, recipe("Vim", "vim"), MAKE)
    assert seen["format"] == ("dos" if newline == "\r\n" else "unix")
    found = [(o["lnum"], o["col"], o["type"], o["text"], o["valid"]) for o in seen["found"]]
    assert found == [
        (
            line,
            _bytes_before(line, word) + 1,
            SEVERITIES[word][0],
            f"says-{word} {word} heard.",
            1,
        )
        for line, word in PLACES
    ]
    assert seen["at"] == [1, _bytes_before(1, "kettle") + 1]


def test_make_finds_nothing_in_a_good_draft(folder: Path) -> None:
    (folder / "my drafts" / "a post.md").write_text("It is late for tea.\n")
    assert _vim(folder, recipe("Vim", "vim"), MAKE)["found"] == []


def test_make_keeps_output_of_other_programs(folder: Path) -> None:
    _write(folder)
    other = "set makeprg=echo\\ '%:7:9:\\ error\\ other'\n"
    (one,) = _vim(folder, recipe("Vim", "vim"), other + MAKE)["found"]
    assert (one["lnum"], one["col"], one["text"]) == (7, 9, "other")


# ALE


@pytest.fixture
def ale(folder: Path) -> str:
    """The vimrc of someone who has installed ALE."""
    if not ALE.is_dir():
        skip_or_fail("ALE (vim-ale) is not installed")
    packages = folder / ".vim" / "pack" / "tests" / "start"
    packages.mkdir(parents=True)
    (packages / "ale").symlink_to(ALE)
    only = "let g:ale_linters = {'markdown': ['postlint']}"
    return f"filetype plugin on\n{only}\n{recipe('Vim', 'vim', 1)}"


WAIT = """\
function! Found() abort
  return filter(copy(ale#engine#GetLoclist(bufnr(''))), 'v:val.linter_name ==# "postlint"')
endfunction
function! WaitFor(what) abort
  let l:turns = 0
  while !eval(a:what) && l:turns < 600
    sleep 50m
    let l:turns += 1
  endwhile
  return deepcopy(Found())
endfunction
"""
OPEN = WAIT + "edit my\\ drafts/a\\ post.md\n"


@NEWLINES
@MARKS
def test_ale_positions_are_exact(folder: Path, ale: str, newline: str, mark: str) -> None:
    _write(folder, newline, mark)
    script = """\
let g:seen = [WaitFor('!empty(Found()) && !empty(getloclist(0))'), getloclist(0), &fileformat]
"""
    found, listed, form = _vim(folder, ale, OPEN + script)
    assert form == ("dos" if newline == "\r\n" else "unix")
    expected = []
    for line, word in PLACES:
        before = _bytes_before(line, word)
        ends = (line, before + 1, line, before + len(word))
        expected.append((*ends, SEVERITIES[word][0].upper(), f"says-{word}"))
    keys = ("lnum", "col", "end_lnum", "end_col", "type", "code")
    assert [tuple(one[key] for key in keys) for one in found] == expected
    texts = [f"{word} heard. Try: Say it otherwise." for _, word in PLACES]
    assert [one["text"] for one in found] == texts
    assert [(one["lnum"], one["col"], one["end_col"]) for one in listed] == [
        (line, start, end) for line, start, _, end, *_ in expected
    ]


def test_ale_checks_unsaved_text(folder: Path, ale: str) -> None:
    _write(folder)
    script = """\
let g:seen = [WaitFor('!empty(Found())')]
call setline(1, ['It is late.', '', 'It is later: ü stove', ''])
ALELint
call add(g:seen, WaitFor('len(Found()) == 1'))
call setline(1, ['It is late.', '', 'It is later.', ''])
ALELint
call add(g:seen, WaitFor('empty(Found())'))
"""
    opened, changed, good = _vim(folder, ale, OPEN + script)
    assert len(opened) == len(PLACES)
    assert [(one["lnum"], one["col"], one["code"]) for one in changed] == [(3, 17, "says-stove")]
    assert good == []


def test_ale_reports_a_draft_that_cannot_be_checked(folder: Path, ale: str) -> None:
    _write(folder)
    (folder / "my drafts" / "postlint.toml").write_text("select = [\n")
    (one,) = _vim(folder, ale, OPEN + "let g:seen = WaitFor('!empty(Found())')\n")
    assert (one["lnum"], one["type"]) == (1, "E")
    assert "postlint check" in one["text"]
