"""The files that `docs/generate.py` writes are current."""

from __future__ import annotations

import importlib.util
import json
import re
from pathlib import Path
from types import ModuleType
from xml.etree import ElementTree

import pytest

from tests.command import ROOT, Postlint

DOCS = ROOT / "docs"
STALE = "run `python docs/generate.py`"


def load_generator() -> ModuleType:
    spec = importlib.util.spec_from_file_location("generate", DOCS / "generate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


GENERATOR = load_generator()
GENERATED: dict[Path, str] = dict(GENERATOR.files())


@pytest.mark.parametrize("path", GENERATED, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_generated_file_is_current(path: Path) -> None:
    assert path.read_text(encoding="utf-8") == GENERATED[path], STALE


@pytest.mark.parametrize("folder", ["rules", "schemas"])
def test_generated_folder_has_no_other_files(folder: str) -> None:
    assert {*(DOCS / folder).iterdir()} == {
        path for path in GENERATED if path.parent == DOCS / folder
    }


def test_generated_table_needs_its_marks() -> None:
    text = "a <b> old </b> c"
    assert GENERATOR.replace_between(text, "<b>", "</b>", " new ") == "a <b> new </b> c"
    with pytest.raises(ValueError, match="substring not found"):
        GENERATOR.replace_between(text, "<i>", "</i>", "")


# The picture in the README. Each version of Rich draws it differently, so only its text is
# compared, without the spaces where styles and wrapped lines split it.


def picture_text(svg: str) -> str:
    root = ElementTree.fromstring(svg)
    return without_spaces(" ".join(text for text in root.itertext()))


def without_spaces(text: str) -> str:
    return "".join(text.split())


@pytest.fixture(scope="module")
def shown() -> str:
    return picture_text((DOCS / "check.svg").read_text(encoding="utf-8"))


def test_picture_is_current(shown: str) -> None:
    styles = re.compile(r"\.postlint-r\d+\{.*?\}|@font-face\{.*?\}")
    current = picture_text(GENERATOR.picture())
    assert styles.sub("", shown) == styles.sub("", current), STALE


def test_picture_shows_the_command_its_file_and_its_findings(
    shown: str, postlint: Postlint
) -> None:
    name = GENERATOR.SCREENSHOT_EXAMPLE
    result = postlint("check", ROOT / "examples" / name, "--output-format", "json")
    (post,) = json.loads(result.stdout)["posts"]
    assert [finding["rule"] for finding in post["findings"]] == ["self-focused"]
    (finding,) = post["findings"]
    for text in (
        f"$ postlint check {name}", f"{name}: {post['headline']}",
        *(finding[key] for key in ("rule", "message", "help", "excerpt")),
    ):  # fmt: skip
        assert without_spaces(text) in shown, f"{text}: {STALE}"
