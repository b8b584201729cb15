"""Completion in real shells, and `postlint doctor`."""

from __future__ import annotations

import os
import pty
import re
import select
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

import postlint as package
from tests.command import Postlint, environment

PATH = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"


def test_bash_completes(tmp_path: Path) -> None:
    bash = shutil.which("bash")
    assert bash
    script = """
        eval "$(postlint completion bash)"
        complete -p postlint
        COMP_WORDS=(postlint exp); COMP_CWORD=1; _postlint_completion postlint
        echo "got ${COMPREPLY[*]}"
        COMPREPLY=(); COMP_WORDS=(postlint check --min-r); COMP_CWORD=2
        _postlint_completion postlint
        echo "got ${COMPREPLY[*]}"
    """
    done = subprocess.run(
        [bash, "--norc", "-c", script],
        cwd=tmp_path,
        env=environment(PATH=PATH),
        capture_output=True,
        text=True,
        check=True,
    )
    assert re.search(r"^complete .*_postlint_completion.* postlint$", done.stdout, re.MULTILINE)
    assert re.findall(r"^got (.*)$", done.stdout, re.MULTILINE) == ["explain", "--min-relevance"]


@pytest.mark.skipif(not shutil.which("zsh"), reason="there is no zsh")
def test_zsh_completes(tmp_path: Path) -> None:
    (tmp_path / ".zshrc").write_text(
        'PROMPT="> "\nautoload -U compinit\ncompinit -u\neval "$(postlint completion zsh)"\n'
    )
    changes = {"PATH": PATH, "ZDOTDIR": str(tmp_path), "TERM": "dumb", "HOME": str(tmp_path)}
    ours, theirs = pty.openpty()
    zsh = subprocess.Popen(
        ["zsh", "-i"], stdin=theirs, stdout=theirs, stderr=theirs, cwd=tmp_path,
        env=environment(**changes), start_new_session=True,
    )  # fmt: skip
    try:
        _read_until(ours, "> ")
        os.write(ours, b"postlint exp\t")
        assert "postlint explain" in _read_until(ours, "explain")
    finally:
        zsh.kill()
        zsh.wait()
        os.close(ours)
        os.close(theirs)


def _read_until(terminal: int, words: str) -> str:
    """Return the output of a terminal up to some words; fail if they don't come."""
    shown = ""
    end = time.monotonic() + 60
    while words not in shown:
        assert time.monotonic() < end, shown
        if select.select([terminal], [], [], 1)[0]:
            shown += os.read(terminal, 4096).decode("utf-8", "replace")
    return shown


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_each_shell_has_a_script(shell: str, postlint: Postlint) -> None:
    script = postlint("completion", shell).stdout
    assert f"_POSTLINT_COMPLETE={shell}_complete" in script
    assert "postlint" in script


def test_doctor_says_where_things_come_from(postlint: Postlint, tmp_path: Path) -> None:
    (tmp_path / "own").mkdir()
    rule = "id: own\nextends: no-question\nbad: []\ngood: []\n"
    (tmp_path / "own" / "own.yaml").write_text(rule)
    (tmp_path / "postlint.toml").write_text('rules = ["own"]\n')
    result = postlint("doctor")
    assert result.exit_code == 0
    told = dict(re.findall(r"^(\S+(?: \S+)?)  +(.*)$", result.stdout, re.MULTILINE))
    assert told["postlint"].startswith(package.__version__)
    assert sys.executable in told["Python"]
    assert told["configuration"] == str(tmp_path / "postlint.toml")
    assert told["own rules"] == str(tmp_path / "own")
    assert re.match(r"\d+, built-in ones in ", told["rules"])
    assert "relevance" in told["models"]
    assert told["spacy"][0].isdigit()
