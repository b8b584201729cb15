"""The ways to install postlint, each tried for real."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
import venv
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]

IDENTITY = "user.name=test user.email=test@example.com commit.gpgsign=false"
GIT_WITH_IDENTITY = ["git", *(part for value in IDENTITY.split() for part in ("-c", value))]


PIP_ENV = {"PYTHONSAFEPATH": "1", "PIP_NO_COMPILE": "no", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
"""Of what pip installs, only what is imported gets compiled. (pip wants `no` to switch it off.)"""


def run(command: Sequence[str | Path], cwd: Path, **env: str) -> subprocess.CompletedProcess[str]:
    """Run a command and return what it did; nothing of this checkout is on its path."""
    inherited = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "GIT_"))}
    return subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env=inherited | PIP_ENV | env,
        capture_output=True,
        text=True,
        encoding="utf-8",
        stdin=subprocess.DEVNULL,
        timeout=600,
        check=False,
    )


def run_checked(command: Sequence[str | Path], cwd: Path, **env: str) -> str:
    """Run a command that has to succeed and return its output."""
    done = run(command, cwd, **env)
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.fixture(scope="session")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A git repository with one commit: this project's files as they are now."""
    target = tmp_path_factory.mktemp("snapshot")
    listed = run_checked(["git", "ls-files", "-co", "--exclude-standard", "-z"], ROOT)
    for name in filter(None, listed.split("\0")):
        if (ROOT / name).is_file():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            (target / name).write_bytes((ROOT / name).read_bytes())
    run_checked(["git", "init", "-q"], target)
    commit_all(target, "snapshot")
    return target


@pytest.fixture(scope="session")
def built(snapshot: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The source distribution, built from a clean copy, and the wheel, built from that."""
    out = tmp_path_factory.mktemp("dist")
    run_checked([sys.executable, "-m", "build", "--outdir", out], snapshot)
    (wheel,) = out.glob("*.whl")
    (sdist,) = out.glob("*.tar.gz")
    return {"wheel": wheel, "sdist": sdist}


def commit_all(repository: Path, message: str) -> None:
    """Commit everything, whoever the user is."""
    run_checked(["git", "add", "-A"], repository)
    run_checked([*GIT_WITH_IDENTITY, "commit", "-qm", message], repository)


@pytest.fixture(scope="session")
def drafts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder whose `drafts` are the project's examples, far from the checkout."""
    folder = tmp_path_factory.mktemp("content")
    (folder / "drafts").mkdir()
    for example in filter(Path.is_file, (ROOT / "examples").iterdir()):
        (folder / "drafts" / example.name).write_bytes(example.read_bytes())
    return folder


class Environment:
    """A virtual environment that has postlint's dependencies, and postlint in one form."""

    def __init__(self, folder: Path) -> None:
        venv.create(folder)
        scripts = folder / ("Scripts" if os.name == "nt" else "bin")
        self.python = scripts / "python"
        self.postlint = scripts / "postlint"
        # The dependencies of the environment that runs the tests are lent out: a path file in a
        # path file's folder is not read, so an editable postlint there stays unseen.
        site = run_checked(
            [self.python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"], folder
        )
        Path(site.strip(), "lent.pth").write_text(sysconfig.get_path("purelib"), encoding="utf-8")

    def install(self, *what: str | Path, cwd: Path) -> None:
        """Install postlint without its dependencies."""
        pip = [sys.executable, "-m", "pip", "--python", str(self.python)]
        run_checked([*pip, "install", "-q", "--no-deps", *what], cwd)

    def check(self, content: Path) -> dict[str, Any]:
        """Return what `postlint check` says of the drafts in a folder."""
        done = run([self.postlint, "check", "drafts", "--output-format", "json"], content)
        assert done.returncode == 1, done.stderr
        report: dict[str, Any] = json.loads(done.stdout)
        return report


@pytest.fixture(scope="session")
def expected(drafts: Path) -> dict[str, Any]:
    """What the checkout itself says of the drafts, run as a module."""
    command = [sys.executable, "-m", "postlint", "check", "drafts", "--output-format", "json"]
    done = run(command, drafts, PYTHONSAFEPATH="", PYTHONPATH=str(ROOT))
    assert done.returncode == 1, done.stderr
    report: dict[str, Any] = json.loads(done.stdout)
    return report
