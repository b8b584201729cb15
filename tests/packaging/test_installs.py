"""The wheel, the editable install, and the checkout say the same of the same drafts."""

from __future__ import annotations

import tarfile
import zipfile
from pathlib import Path
from typing import Any

import pytest

from tests.packaging.conftest import ROOT, Environment, run_checked
from tests.requirements import require_package

pytestmark = pytest.mark.slow


def test_the_wheel_behaves_like_the_checkout(
    built: dict[str, Path], drafts: Path, expected: dict[str, Any], tmp_path: Path
) -> None:
    require_package("altair", "audit")
    environment = Environment(tmp_path / "venv")
    environment.install(built["wheel"], cwd=tmp_path)
    assert environment.check(drafts) == expected
    export = ROOT / "examples" / "linkedin-export"
    page = run_checked(
        [environment.postlint, "audit", export, "--output-format", "html:feed.html"], drafts
    )
    assert page == ""
    assert "Lease &amp; Low" in (drafts / "feed.html").read_text(encoding="utf-8")


def test_an_editable_install_behaves_like_the_checkout(
    snapshot: Path, drafts: Path, expected: dict[str, Any], tmp_path: Path
) -> None:
    environment = Environment(tmp_path / "venv")
    environment.install("-e", snapshot, cwd=tmp_path)
    assert environment.check(drafts) == expected


def test_the_wheel_holds_the_data_and_no_training_code(built: dict[str, Path]) -> None:
    names = zipfile.ZipFile(built["wheel"]).namelist()
    tops = {name.split("/")[0] for name in names}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"postlint"}
    assert {f"postlint/formatters/page/page.{kind}" for kind in ("html.jinja", "css", "js")} <= {
        *names
    }
    for path in (
        "rules/interest/self-focused.yaml", "schemas/audit.json", "web/page.js",
        "words/lexicon.json", "models/weights/relevance.json", "models/english/LICENSE.txt",
    ):  # fmt: skip
        assert f"postlint/data/{path}" in names
    assert not [name for name in names if "postlint/data" in name and name.endswith(".py")]
    assert "postlint/py.typed" in names


def test_the_sdist_has_what_its_tests_need(built: dict[str, Path]) -> None:
    with tarfile.open(built["sdist"]) as archive:
        names = {name.split("/", 1)[-1] for name in archive.getnames()}
    assert {"pyproject.toml", "LICENSE", "README.md", "rules/interaction/no-question.yaml"} <= names
    assert any(name.startswith("examples/") for name in names)


def test_readme_contributing_and_ci_give_the_same_command() -> None:
    command = (
        "python3 -m venv .venv && .venv/bin/pip install --upgrade pip && "
        ".venv/bin/pip install -e . --group test --group lint && "
        ".venv/bin/python -m pytest -n auto --dist worksteal"
    )
    for file in ("README.md", "CONTRIBUTING.md", ".ci/run"):
        assert command in (ROOT / file).read_text(encoding="utf-8").splitlines()
