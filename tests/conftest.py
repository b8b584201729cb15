"""Fixtures for all tests."""

from __future__ import annotations

import signal
from collections.abc import Iterator, Mapping
from itertools import count
from pathlib import Path

import pytest

from postlint.config.provider import SettingsProvider
from postlint.linter.worker import Worker
from postlint.nlp.analysis_cache import AnalysisCache
from postlint.scoring.logistic_model import LogisticModel
from tests.command import COLOR_VARIABLES, Postlint, run_here


def pytest_configure() -> None:
    """Turn Ctrl-C on again: a shell turns it off for background processes."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


_ANALYZED = AnalysisCache(1_000_000)
"""Blocks that tests have analyzed: they use the same few drafts again and again."""


@pytest.fixture(scope="session", autouse=True)
def _cache_folders(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Iterator[Path]]:
    """New folders for caches: `mktemp` would list all earlier folders each time."""
    root = tmp_path_factory.mktemp("caches")
    folders = (root / str(number) for number in count())
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("POSTLINT_CACHE_DIR", str(next(folders)))
        yield folders


@pytest.fixture(autouse=True)
def cache(_cache_folders: Iterator[Path], monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of the cache: a new one for each test."""
    folder = next(_cache_folders)
    folder.mkdir()
    monkeypatch.setenv("POSTLINT_CACHE_DIR", str(folder))
    return folder


@pytest.fixture
def postlint(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Postlint:
    """The command, run in this process and in an empty folder; a traceback fails the test."""
    monkeypatch.chdir(tmp_path)
    for name in COLOR_VARIABLES:
        monkeypatch.delenv(name, raising=False)
    return run_here


@pytest.fixture(autouse=True)
def shared_analysis_cache(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Analyze a block that several tests use only once, except in tests of the analysis itself."""
    if request.node.get_closest_marker("fresh_analysis"):
        return
    start = Worker.__init__

    def start_with_cache(
        self: Worker,
        settings: SettingsProvider,
        analysis_cache: AnalysisCache | None = None,
        models: Mapping[str, LogisticModel] | None = None,
    ) -> None:
        start(self, settings, analysis_cache or _ANALYZED, models)

    monkeypatch.setattr(Worker, "__init__", start_with_cache)
