"""Fixtures for tests of overrides."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.command import FAKE_BOLD
from tests.config.overrides.helpers import FILES, put


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with drafts in which only `pseudo-bold` finds something."""
    for name in FILES:
        put(tmp_path / name, FAKE_BOLD)
    return tmp_path
