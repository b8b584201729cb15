"""Fixtures for tests of the baseline."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.diagnostics.baseline.helpers import LOUD, configure


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder in which `loud` is a rule on words, and two rules are on whole posts."""
    (tmp_path / "loud.yaml").write_text(LOUD)
    configure(tmp_path)
    return tmp_path
