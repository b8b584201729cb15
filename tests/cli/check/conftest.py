"""Drafts for tests of `postlint check`."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.check.helpers import BY_PLATFORM, OFFICE
from tests.command import (
    ASKS_NOTHING,
    GOOD,
    write,
)


@pytest.fixture
def drafts(tmp_path: Path) -> None:
    write(
        tmp_path, good=GOOD, mute=ASKS_NOTHING, proud=OFFICE,
        blog=f"---\nplatform: blog\n---\n{ASKS_NOTHING}",
    )  # fmt: skip
    (tmp_path / "postlint.toml").write_text(BY_PLATFORM)
