"""Providers of settings: what gives the linter the settings of each source."""

from __future__ import annotations

from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from postlint.config.cli_overrides import CliOverrides
from postlint.config.settings import SettingsResolver
from postlint.core.digests import fingerprint, postlint_digest
from postlint.document.source import Source

if TYPE_CHECKING:
    # Importing it needs pydantic, which a run with cached results does without.
    from postlint.config.effective import EffectiveSettings


class SettingsProvider(Protocol):
    """Gives the settings that apply to a source."""

    def for_source(self, source: Source) -> EffectiveSettings:
        """Return the settings that apply to a source.

        Raises:
            PostlintError: the configuration can't be used.
        """

    def fingerprint(self, path: str) -> bytes | None:
        """Return a digest of everything that a file's results depend on, except its text.

        None means that the results aren't cached.
        """


class FixedSettingsProvider:
    """The same settings for every source."""

    def __init__(self, settings: EffectiveSettings) -> None:
        self._settings = settings

    def for_source(self, source: Source) -> EffectiveSettings:
        """Return the settings."""
        return self._settings

    def fingerprint(self, path: str) -> None:
        """Return None: results aren't cached."""


class RulelessSettingsProvider:
    """Settings without rules, for a score alone."""

    def __init__(self, settings: SettingsProvider) -> None:
        self._settings = settings

    def for_source(self, source: Source) -> EffectiveSettings:
        """Return the settings that apply to a source, without rules."""
        return replace(self._settings.for_source(source), rules=(), drafts_only=False)

    def fingerprint(self, path: str) -> None:
        """Return None: results aren't cached."""


class ConfigSettingsProvider:
    """Settings from configuration files and the command line. It can be pickled."""

    def __init__(self, config: Path | None = None, overrides: CliOverrides | None = None) -> None:
        """Read the configuration.

        Args:
            config: the configuration file for all drafts; None for the nearest one to each.
            overrides: the settings from the command line.

        Raises:
            PostlintError: `config` can't be used.
        """
        self.resolver = SettingsResolver(config)
        self._config = config
        self._overrides = overrides or CliOverrides()
        self._digest = fingerprint(postlint_digest(), asdict(self._overrides))
        self._effective: dict[int, EffectiveSettings] = {}

    def __reduce__(self) -> tuple[type[ConfigSettingsProvider], tuple[Path | None, CliOverrides]]:
        return type(self), (self._config, self._overrides)

    def for_path(self, path: str) -> EffectiveSettings:
        """Return the settings that apply to a draft.

        Raises:
            PostlintError: the configuration can't be used.
        """
        settings = self.resolver.resolve(path)
        if id(settings) not in self._effective:
            self._effective[id(settings)] = self._overrides.apply_to(settings)
        return self._effective[id(settings)]

    def for_source(self, source: Source) -> EffectiveSettings:
        """Return the settings that apply to a source; raises as `for_path` does."""
        return self.for_path(source.path)

    def fingerprint(self, path: str) -> bytes:
        """Return a digest of postlint, the overrides, and the configuration of a draft."""
        return fingerprint(self._digest, self.resolver.fingerprint(path))
