"""Fixtures for all tests."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from tests.command import COLOR_VARIABLES, Postlint, run_here
from tests.model_memory import remember_models

# With a test process for each processor, more threads would only compete for it. Processes that
# start later get this: those of pytest-xdist, and those that tests start.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ.setdefault("OMP_NUM_THREADS", "1")


def pytest_configure() -> None:
    """Turn signals on again: a shell turns them off for background processes."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    if hasattr(signal, "SIGHUP") and signal.getsignal(signal.SIGHUP) is signal.SIG_IGN:
        signal.signal(signal.SIGHUP, signal.SIG_DFL)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run slow tests first: near the end, one of them would keep all other processes waiting."""
    items.sort(key=lambda item: item.get_closest_marker("slow") is None)


@pytest.fixture(scope="session", autouse=True)
def _cache_folders(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Iterator[Path]]:
    """New folders for caches: `mktemp` would list all earlier folders each time."""
    root = tmp_path_factory.mktemp("caches")
    folders = (root / str(number) for number in count())
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("POSTLINT_CACHE_DIR", str(next(folders)))
        patch.setenv("POSTLINT_STATE_DIR", str(next(folders)))
        yield folders


@pytest.fixture(autouse=True)
def cache(_cache_folders: Iterator[Path], monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of the cache: a new one for each test."""
    folder = next(_cache_folders)
    folder.mkdir()
    monkeypatch.setenv("POSTLINT_CACHE_DIR", str(folder))
    return folder


@pytest.fixture(autouse=True)
def state(_cache_folders: Iterator[Path], monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of what postlint remembers, such as recent drafts: a new one for each test."""
    folder = next(_cache_folders)
    monkeypatch.setenv("POSTLINT_STATE_DIR", str(folder))
    return folder


@pytest.fixture(autouse=True)
def model_memory() -> Iterator[None]:
    """Let tests share what the models say about a text; tests of the models override this."""
    with remember_models():
        yield


@pytest.fixture
def postlint(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Postlint:
    """The command, run in this process and in an empty folder; a traceback fails the test."""
    monkeypatch.chdir(tmp_path)
    for name in COLOR_VARIABLES:
        monkeypatch.delenv(name, raising=False)
    return run_here
