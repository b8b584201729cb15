"""Fixtures for tests of the scores."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def model_memory() -> None:
    """Nothing: these tests are about what the models say and how often they run."""
