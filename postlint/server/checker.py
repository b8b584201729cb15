"""Checking open drafts, in a thread of its own: nothing here is used from two threads."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from postlint.config import CliOverrides
from postlint.config.provider import ConfiguredSettings
from postlint.core.errors import DraftError, LintFailure, PostlintError
from postlint.core.terminal_text import shorten
from postlint.diagnostics.result import PostResult
from postlint.document.discovery import is_draft_file
from postlint.document.draft import Draft
from postlint.document.source import Source, decode
from postlint.linter.cache import Cache
from postlint.linter.linter import Linter
from postlint.nlp.analysis_cache import AnalysisCache

if TYPE_CHECKING:
    from postlint.config.effective import EffectiveSettings
    from postlint.rules.rule import Rule


@dataclass(frozen=True)
class CheckRequest:
    """What an editor asks for a draft.

    Attributes:
        config: the configuration file; None for the closest one.
        cli_overrides: what goes before the configuration.
    """

    config: Path | None
    cli_overrides: CliOverrides


@dataclass(frozen=True)
class CheckResult:
    """What was found in a draft.

    Attributes:
        source: what was checked; None if it is no draft.
        reports: what was found in its posts; none if it is not to be checked.
        fault: why it could not be checked.
        effective_settings: what holds for it.
        rules: the rules that were run, by id.
    """

    source: Source | None = None
    reports: tuple[PostResult, ...] = ()
    fault: str | None = None
    effective_settings: EffectiveSettings | None = None
    rules: Mapping[str, Rule] | None = None

    def read(self, text: str) -> Sequence[Draft]:
        """Read a text as the file that was checked is read."""
        held = self.effective_settings
        assert self.source is not None  # noqa: S101 -- there are reports
        assert held is not None  # noqa: S101 -- as above
        return held.read(Source(self.source.path, text))


@dataclass
class _LinterState:
    """A linter, and the state of all files with its settings, by the folder of drafts."""

    settings: ConfiguredSettings
    linter: Linter
    file_stamps: dict[str, object]


class Checker:
    """Checks drafts as `postlint check` does, and keeps ready what the next check needs."""

    def __init__(self) -> None:
        self._cache: Cache | None = None
        self._analysis_cache = AnalysisCache()
        self._states: dict[CheckRequest, _LinterState] = {}

    def check(
        self, path: str, text: str, request: CheckRequest, *, untitled: bool, keep: bool
    ) -> CheckResult:
        """Check a draft.

        Args:
            path: its name.
            text: all of it, BOM included.
            request: what its editor asks for.
            untitled: it has no name of its own yet, by which to tell whether it is a draft.
            keep: put the result in the cache: the text stays for a while.
        """
        try:
            state = self._state(path, request)
            if not untitled and not is_draft_file(Path(path), state.settings.resolver):
                return CheckResult()
            source = decode(text.encode("utf-8", "surrogatepass"), path)
            items = list(state.linter.lint([source], details=True, write_cache=keep))
            reports = tuple(item for item in items if isinstance(item, PostResult))
            problems = [item.message for item in items if isinstance(item, LintFailure)]
            effective_settings = state.settings.for_path(path)
        except DraftError as error:
            return CheckResult(Source(path, text), fault=error.message)
        except PostlintError as error:
            return CheckResult(Source(path, text), fault=str(error))
        except Exception as error:
            reason = shorten(f"{type(error).__name__}: {error}", 120)
            return CheckResult(
                Source(path, text), fault=f"can't be checked; please report this ({reason})"
            )
        fault = problems[0] if problems else None
        return CheckResult(
            source,
            reports,
            fault,
            effective_settings,
            {rule.id: rule for rule in effective_settings.rules},
        )

    def close(self) -> None:
        """Close the cache."""
        if self._cache is not None:
            self._cache.close()

    def _state(self, path: str, request: CheckRequest) -> _LinterState:
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
            settings = ConfiguredSettings(request.config, request.cli_overrides)
            linter = Linter(
                settings, cache=self._cache, jobs=1, analysis_cache=self._analysis_cache
            )
            state = self._states[request] = _LinterState(settings, linter, {})
        state.file_stamps[folder] = _settings_stamp(state.settings, path)
        return state


def _settings_stamp(settings: ConfiguredSettings, path: str) -> object:
    """Return the name, time, and size of each file with settings for a draft."""
    return [_file_stamp(file) for file in settings.resolver.files(path)]


def _file_stamp(file: Path) -> tuple[str, int, int]:
    try:
        found = os.stat(file)  # noqa: PTH116 -- it is quicker
    except (OSError, ValueError):
        return str(file), 0, 0
    return str(file), found.st_mtime_ns, found.st_size
