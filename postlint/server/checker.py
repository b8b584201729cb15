"""Checks open drafts. Everything here is used by one thread only."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from postlint.config import CliOverrides
from postlint.config.settings import SettingsResolver
from postlint.core.digests import fingerprint
from postlint.core.errors import DraftError, LintFailure, PostlintError, describe_crash
from postlint.diagnostics.result import PostResult
from postlint.document.discovery import is_draft_file
from postlint.document.draft import Draft
from postlint.document.source import Source, decode_source
from postlint.linter.cache import Cache
from postlint.linter.linter import Linter
from postlint.linter.pipeline import add_details
from postlint.nlp.analysis_cache import AnalysisCache

if TYPE_CHECKING:
    from postlint.config.effective import EffectiveSettings
    from postlint.rules.rule import Rule


_MAX_STATES = 8
"""The most linters to keep: an editor's settings, such as a profile, may change often."""


@dataclass(frozen=True)
class CheckResult:
    """The result of checking a file.

    Attributes:
        source: what was checked.
        posts: the results for its posts; empty if it isn't a draft or couldn't be checked.
        error: why it couldn't be checked.
        effective_settings: the settings that apply to its posts.
        has_details: whether the results have details; see `with_details`.
    """

    source: Source
    posts: tuple[PostResult, ...] = ()
    error: str | None = None
    effective_settings: EffectiveSettings | None = None
    has_details: bool = False

    def with_details(self) -> CheckResult:
        """Return the result with the reasons for scores and the predictions for sentences.

        Marks don't need them, so they're computed when an editor asks for something that does.
        """
        try:
            posts = tuple(map(add_details, self.posts))
        except Exception as error:
            return CheckResult(self.source, error=describe_crash(error), has_details=True)
        return replace(self, posts=posts, has_details=True)

    @cached_property
    def rules(self) -> Mapping[str, Rule]:
        """The rules that ran, by id."""
        settings = self.effective_settings
        return {rule.id: rule for rule in settings.rules} if settings else {}

    @cached_property
    def drafts(self) -> Sequence[Draft]:
        """The drafts of its posts, in order."""
        analyses = [post.analysis for post in self.posts if post.analysis]
        if len(analyses) == len(self.posts):
            return [analysis.post.draft for analysis in analyses]
        # Results from the cache, and of drafts in other languages, have no analysis.
        return self.read(self.source.text)

    def read(self, text: str) -> Sequence[Draft]:
        """Read a text as if it were in the file that was checked."""
        assert self.effective_settings is not None  # noqa: S101 -- it has posts
        return self.effective_settings.read(Source(self.source.path, text))


@dataclass
class _LinterState:
    """A linter, and the state of all files with its settings, by the folder of drafts."""

    settings: SettingsResolver
    linter: Linter
    file_stamps: dict[str, object]


class Checker:
    """Checks drafts as `postlint check` does, and keeps what the next check can reuse."""

    def __init__(self) -> None:
        self._cache: Cache | None = None
        self._analysis_cache = AnalysisCache()
        self._states: dict[bytes, _LinterState] = {}

    def check(
        self,
        path: str,
        text: str,
        config: Path | None,
        cli_overrides: CliOverrides,
        *,
        untitled: bool,
        write_cache: bool,
    ) -> CheckResult:
        """Check a draft.

        Args:
            path: its path.
            text: its text, including a BOM.
            config: the configuration file; None for the nearest one.
            cli_overrides: the editor's settings, which override the configuration.
            untitled: it isn't in a file yet, so its name doesn't say whether it's a draft.
            write_cache: store the result in the cache, because the text is saved.
        """
        source = Source(path, text)
        try:
            state = self._state(path, config, cli_overrides)
            if not untitled and not is_draft_file(Path(path), state.settings):
                return CheckResult(source)
            source = decode_source(text.encode("utf-8", "surrogatepass"), path)
            items = list(
                state.linter.lint(
                    [source], details=True, write_cache=write_cache, keep_analysis=True
                )
            )
            posts = tuple(item for item in items if isinstance(item, PostResult))
            failure = next((item.message for item in items if isinstance(item, LintFailure)), None)
            return CheckResult(source, posts, failure, state.settings.for_path(path))
        except DraftError as error:
            return CheckResult(source, error=error.message)
        except PostlintError as error:
            return CheckResult(source, error=str(error))
        except Exception as error:
            return CheckResult(source, error=describe_crash(error))

    def close(self) -> None:
        """Close the cache."""
        if self._cache is not None:
            self._cache.close()

    def _state(self, path: str, config: Path | None, cli_overrides: CliOverrides) -> _LinterState:
        """Return the linter for a draft: a new one if a file with its settings has changed."""
        folder = os.path.dirname(path)  # noqa: PTH120 -- it is quicker
        key = fingerprint(str(config), asdict(cli_overrides))
        if state := self._states.get(key):
            stamp = _settings_stamp(state.settings, path)
            if state.file_stamps.setdefault(folder, stamp) == stamp:
                return state
        if self._cache is None:
            self._cache = Cache()
        settings = SettingsResolver(config, cli_overrides)
        linter = Linter(settings, cache=self._cache, jobs=1, analysis_cache=self._analysis_cache)
        state = _LinterState(settings, linter, {folder: _settings_stamp(settings, path)})
        if key not in self._states and len(self._states) >= _MAX_STATES:
            self._states.pop(next(iter(self._states)))  # the oldest
        self._states[key] = state
        return state


def _settings_stamp(settings: SettingsResolver, path: str) -> object:
    """Return the path, time, and size of each file that the settings of a draft come from."""
    return [_file_stamp(file) for file in settings.files(path)]


def _file_stamp(file: Path) -> tuple[str, int, int]:
    try:
        status = os.stat(file)  # noqa: PTH116 -- faster
    except (OSError, ValueError):
        return str(file), 0, 0
    return str(file), status.st_mtime_ns, status.st_size
