"""Rules, drafts, and schemas for tests of formats."""

from __future__ import annotations

from pathlib import Path

import jsonschema
import pytest

from tests.command import ASKS_NOTHING, GOOD, SELF_FOCUSED, write
from tests.formatters.readers import AUTUMN, GERMAN, LEFT_OUT, WHOLE, flag, sarif_schema


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    """Two rules: one about words that a test chooses, one about whole blocks."""
    folder = tmp_path / "own"
    folder.mkdir()
    (folder / "short.yaml").write_text(WHOLE, encoding="utf-8")
    (tmp_path / "postlint.toml").write_text("rules = ['own']\n", encoding="utf-8")
    flag(folder, "kettle", "水壶", "🫖🫖", "kettle and pan")
    return folder


@pytest.fixture(scope="session")
def schema() -> jsonschema.Draft7Validator:
    document = sarif_schema()
    assert document["$schema"].startswith("http://json-schema.org/draft-07/")
    return jsonschema.Draft7Validator(document)


@pytest.fixture
def drafts(tmp_path: Path) -> None:
    """Drafts of all kinds, with errors, warnings, and suggestions."""
    write(
        tmp_path, good=GOOD, mute=ASKS_NOTHING, proud=SELF_FOCUSED, proudest=SELF_FOCUSED,
        blog=f"---\nplatform: blog\n---\n{ASKS_NOTHING}", german=GERMAN, out=LEFT_OUT, empty="",
        broken=b"\xff", autumn=AUTUMN,
    )  # fmt: skip
