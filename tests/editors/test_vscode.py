"""The extension for VS Code: it can be packaged, works in VS Code, and matches the server."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

import postlint
from postlint.core.platforms import PLATFORMS
from postlint.server.editor_settings import EditorSettings
from tests.command import ROOT, environment
from tests.editors.recipes import path_with_postlint
from tests.requirements import require_program, skip_or_fail

EXTENSION = ROOT / "editors" / "vscode"
BUILT = shutil.ignore_patterns("node_modules", "dist", "*.vsix")
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def _manifest() -> dict[str, Any]:
    manifest: dict[str, Any] = json.loads((EXTENSION / "package.json").read_text(encoding="utf-8"))
    return manifest


def _settings() -> dict[str, dict[str, Any]]:
    settings: dict[str, dict[str, Any]] = _manifest()["contributes"]["configuration"]["properties"]
    return {name.removeprefix("postlint."): setting for name, setting in settings.items()}


def test_vscode_settings_match_the_server() -> None:
    fields = {field.alias or name for name, field in EditorSettings.model_fields.items()}
    assert set(_settings()) == fields | {"path"}


def test_vscode_platforms_match_postlint() -> None:
    assert _settings()["platform"]["enum"] == [None, *PLATFORMS]


def test_vscode_defaults_match_the_server() -> None:
    defaults = {name: setting["default"] for name, setting in _settings().items()}
    given = {name: value for name, value in defaults.items() if value is not None}
    assert EditorSettings.model_validate(given).cli_overrides == EditorSettings().cli_overrides


def test_vscode_version_matches_postlint() -> None:
    assert _manifest()["version"] == postlint.__version__


def _npm(*args: str, cwd: Path) -> None:
    done = subprocess.run(
        [require_program("npm"), *args], cwd=cwd, env=environment(PATH=path_with_postlint()),
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, encoding="utf-8",
        timeout=600, check=False,
    )  # fmt: skip
    assert done.returncode == 0, f"npm {' '.join(args)}\n{done.stdout}"


@pytest.mark.slow
def test_vscode_extension_works_in_a_real_editor(tmp_path: Path) -> None:
    if not any(map(shutil.which, BROWSERS)):
        skip_or_fail("Chromium is not installed")
    extension = tmp_path / "vscode"
    shutil.copytree(EXTENSION, extension, ignore=BUILT)
    _npm("ci", cwd=extension)
    _npm("run", "package", cwd=extension)
    assert (extension / "postlint.vsix").is_file()
    _npm("test", cwd=extension)
