"""Fixtures for tests of the built-in rules."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.model_memory import remember_models


@pytest.fixture(scope="package", autouse=True)
def _models_remember() -> Iterator[None]:
    """Let several tests share what the models say about an example."""
    with remember_models():
        yield
