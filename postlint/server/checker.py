"""Checks open drafts. Everything here is used by one thread only."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from postlint.config import CliOverrides
from postlint.config.settings import SettingsResolver
from postlint.core.errors import DraftError, LintFailure, PostlintError
from postlint.core.terminal_text import shorten
from postlint.diagnostics.result import PostResult
from postlint.document.discovery import is_draft_file
from postlint.document.draft import Draft
from postlint.document.source import Source, decode_source
from postlint.linter.cache import Cache
from postlint.linter.linter import Linter
from postlint.nlp.analysis_cache import AnalysisCache

if TYPE_CHECKING:
    from postlint.config.effective import EffectiveSettings
    from postlint.rules.rule import Rule


@dataclass(frozen=True)
class CheckSettings:
    """The editor settings that a check depends on.

    Attributes:
        config: the configuration file; None for the nearest one.
        cli_overrides: settings that override the configuration.
    """

    config: Path | None
    cli_overrides: CliOverrides


@dataclass(frozen=True)
class CheckResult:
    """The result of checking a file.

    Attributes:
        source: what was checked; None if the file isn't a draft.
        posts: the results for its posts; empty if it wasn't checked.
        error: why it couldn't be checked.
        effective_settings: the settings that apply to it.
        rules: the rules that ran, by id.
    """

    source: Source | None = None
    posts: tuple[PostResult, ...] = ()
    error: str | None = None
    effective_settings: EffectiveSettings | None = None
    rules: Mapping[str, Rule] | None = None

    def read(self, text: str) -> Sequence[Draft]:
        """Read a text as if it were in the file that was checked."""
        assert self.source is not None  # noqa: S101 -- it has posts
        assert self.effective_settings is not None  # noqa: S101 -- as above
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
        self._states: dict[CheckSettings, _LinterState] = {}

    def check(
        self, path: str, text: str, request: CheckSettings, *, untitled: bool, keep: bool
    ) -> CheckResult:
        """Check a draft.

        Args:
            path: its path.
            text: its text, including a BOM.
            request: the editor's settings for it.
            untitled: it isn't in a file yet, so its name doesn't say whether it's a draft.
            keep: store the result in the cache, because the text is saved.
        """
        try:
            state = self._state(path, request)
            if not untitled and not is_draft_file(Path(path), state.settings):
                return CheckResult()
            source = decode_source(text.encode("utf-8", "surrogatepass"), path)
            items = list(state.linter.lint([source], details=True, write_cache=keep))
            posts = tuple(item for item in items if isinstance(item, PostResult))
            errors = [item.message for item in items if isinstance(item, LintFailure)]
            effective_settings = state.settings.for_path(path)
        except DraftError as error:
            return CheckResult(Source(path, text), error=error.message)
        except PostlintError as error:
            return CheckResult(Source(path, text), error=str(error))
        except Exception as error:
            reason = shorten(f"{type(error).__name__}: {error}", 120)
            return CheckResult(
                Source(path, text), error=f"can't be checked; please report this ({reason})"
            )
        return CheckResult(
            source,
            posts,
            errors[0] if errors else None,
            effective_settings,
            {rule.id: rule for rule in effective_settings.rules},
        )

    def close(self) -> None:
        """Close the cache."""
        if self._cache is not None:
            self._cache.close()

    def _state(self, path: str, request: CheckSettings) -> _LinterState:
        """Return the linter for a draft: a new one if a file with its settings has changed."""
        folder = os.path.dirname(path)  # noqa: PTH120 -- it is quicker
        state = self._states.get(request)
        if (
            state
            and folder in state.file_stamps
            and _settings_stamp(state.settings, path) != state.file_stamps[folder]
        ):
            state = None
        if state is None:
            if self._cache is None:
                self._cache = Cache()
            settings = SettingsResolver(request.config, request.cli_overrides)
            linter = Linter(
                settings, cache=self._cache, jobs=1, analysis_cache=self._analysis_cache
            )
            state = self._states[request] = _LinterState(settings, linter, {})
        state.file_stamps[folder] = _settings_stamp(state.settings, path)
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
