"""What tests of several folders share."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.command import COLOUR_VARIABLES, Postlint, run_here


@pytest.fixture
def postlint(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Postlint:
    """The command, run in this process and in an empty folder; a traceback fails the test."""
    monkeypatch.chdir(tmp_path)
    for name in COLOUR_VARIABLES:
        monkeypatch.delenv(name, raising=False)
    return run_here
