"""Fixtures for tests of suppression."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.diagnostics.suppression.helpers import set_up


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    set_up(tmp_path)
    return tmp_path


@pytest.fixture(scope="module")
def config(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return set_up(tmp_path_factory.mktemp("config"))
