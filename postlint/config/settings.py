"""The settings of a draft: the nearest configuration, what it extends, and its overrides."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any

from postlint.config.cli_overrides import CliOverrides
from postlint.config.discovery import config_candidates, find_config
from postlint.core.digests import (
    files_digest,
    fingerprint,
    plugin_digest,
    postlint_digest,
    rule_files,
)
from postlint.core.errors import PostlintError
from postlint.core.files import exists, is_folder
from postlint.core.gitignore import GitignorePatterns
from postlint.diagnostics.finding import Severity

if TYPE_CHECKING:
    from postlint.config.effective import EffectiveSettings
    from postlint.config.file import ConfigFile
    from postlint.config.registry import ConfigSection, RuleRegistry
    from postlint.core.profile import Profile
    from postlint.document.source import Source
    from postlint.rules.rule import Rule

    SettingOrigin = tuple[ConfigFile, tuple[str | int, ...]]
    """A configuration file, and the location of a value in it."""


@dataclass(frozen=True, eq=False)
class Settings:
    """The settings of a draft in the configuration; `postlint.config.model` describes them.

    Attributes:
        origins: where each value that isn't a default is set, by key.
        source: the configuration file, or None.
    """

    origins: Mapping[str, SettingOrigin]
    _config_stack: _ConfigStack
    _sections: Sequence[ConfigSection]
    _profile: Mapping[str, Any]
    source: Path | None
    platform: str | None = None
    select: tuple[str, ...] = ()
    extend_select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    min_relevance: float | None = None
    fail_on: Severity = "error"
    drafts_only: bool = False
    split: str | None = None
    baseline: Path | None = None

    @cached_property
    def profile(self) -> Profile:
        """The author's profile."""
        # Imported late, here and below: a run with all results in the cache needs no pydantic.
        from postlint.core.profile import EMPTY_PROFILE, Profile

        return Profile(**self._profile) if self._profile else EMPTY_PROFILE

    @property
    def registry(self) -> RuleRegistry:
        """What rule files and configurations can name. Rule files are read on first use.

        Raises:
            PostlintError: a rule or plug-in that the configuration names can't be used.
        """
        return self._config_stack.registry

    @cached_property
    def rules(self) -> tuple[Rule, ...]:
        """All known rules, on or off; raises as `registry` does."""
        return self.registry.apply_config(self._sections)


def read_settings(path: Path | None, draft: str = "draft.md") -> Settings:
    """Return the settings of a draft next to a configuration file; the defaults without one.

    Raises:
        PostlintError: it, or a rule or plug-in that it names, can't be used.
    """
    folder = path.parent if path else Path()
    return _ConfigStack(path, folder).settings(str(folder / draft))


class SettingsResolver:
    """Finds the settings of drafts; each configuration file is read once. It can be pickled."""

    def __init__(self, config: Path | None = None, overrides: CliOverrides | None = None) -> None:
        """Find settings.

        Args:
            config: the configuration file for all drafts, instead of the nearest one to each; its
                patterns are then relative to the current folder.
            overrides: the settings from the command line.

        Raises:
            PostlintError: the configuration file doesn't exist or can't be used.
        """
        self._config = config
        self._overrides = overrides or CliOverrides()
        self._digest = fingerprint(postlint_digest(), asdict(self._overrides))
        self._by_folder: dict[str, _ConfigStack] = {}
        self._effective: dict[Settings, EffectiveSettings] = {}
        self._explicit = None
        if config is not None:
            if not exists(config) or is_folder(config):
                raise PostlintError(f"{config}: no such configuration file")
            self._explicit = _ConfigStack(config, Path.cwd())

    def __reduce__(self) -> tuple[type[SettingsResolver], tuple[Path | None, CliOverrides]]:
        return type(self), (self._config, self._overrides)

    def resolve(self, path: str) -> Settings:
        """Return the settings of a draft in its configuration, without the command line's.

        Raises:
            PostlintError: its configuration, or a rule or plug-in that it names, can't be used.
        """
        return self._config_stack(path).settings(path)

    def for_path(self, path: str) -> EffectiveSettings:
        """Return the settings that apply to a draft; raises as `resolve` does."""
        settings = self.resolve(path)
        if settings not in self._effective:
            self._effective[settings] = self._overrides.apply_to(settings)
        return self._effective[settings]

    def for_source(self, source: Source) -> EffectiveSettings:
        """Return the settings that apply to a source; raises as `resolve` does."""
        return self.for_path(source.path)

    def fingerprint(self, path: str) -> bytes:
        """Return a digest of postlint and all settings of a draft."""
        return fingerprint(self._digest, self._config_stack(path).fingerprint(path))

    def files(self, path: str) -> list[Path]:
        """Return the files that affect a draft's settings, including files that don't exist yet.

        Folders of rules are included.
        """
        candidates = [] if self._explicit else [*config_candidates(Path(_folder_of(path)))]
        return [*candidates, *self._config_stack(path).files()]

    def excludes(self, path: str, *, folder: bool = False) -> bool:
        """Return whether a draft, or a folder with everything in it, is excluded."""
        exclude = self._config_stack(path).exclude
        return exclude is not None and exclude.match_in(path, folder=folder)

    def includes(self, path: str) -> bool | None:
        """Return whether a file in a folder is a draft; None if the configuration doesn't say."""
        include = self._config_stack(path).include
        return include.match(path) if include else None

    def _config_stack(self, path: str) -> _ConfigStack:
        if self._explicit:
            return self._explicit
        folder = _folder_of(path)
        subfolders: list[str] = []
        while folder not in self._by_folder:
            parent = os.path.dirname(folder)  # noqa: PTH120 -- keeps links
            config_path = find_config(Path(folder))
            if config_path or parent == folder:
                self._by_folder[folder] = _ConfigStack(config_path, Path(folder))
            else:
                subfolders.append(folder)
                folder = parent
        config_stack = self._by_folder[folder]
        self._by_folder.update(dict.fromkeys(subfolders, config_stack))
        return config_stack


def _folder_of(path: str) -> str:
    return os.path.dirname(os.path.abspath(path))  # noqa: PTH100, PTH120 -- keeps links


class _ConfigStack:
    """A configuration file and the files it extends, read once for many drafts.

    Attributes:
        exclude: the patterns for files and folders to skip; None for none.
        include: the patterns for files that are drafts; None for the defaults.
    """

    def __init__(self, path: Path | None, base_folder: Path) -> None:
        """Read a configuration file; without one, the default settings apply."""
        self._path = path
        self._layers: Sequence[ConfigFile] = ()
        if path is not None:
            # Imported late: it's needed only if there is a configuration file.
            from postlint.config.file import read_config_chain

            self._layers = read_config_chain(path)
        self._overrides: list[tuple[ConfigSection, _FolderPatterns]] = []
        self.exclude: _FolderPatterns | None = None
        self.include: _FolderPatterns | None = None
        self._by_overrides: dict[tuple[int, ...], Settings] = {}
        for layer in self._layers:
            folder = base_folder if layer.path == path else layer.path.parent
            config = layer.config
            for index, override in enumerate(config.overrides):
                section = layer, ("overrides", index), override
                self._overrides.append((section, _FolderPatterns(override.files, folder)))
            if config.exclude is not None:
                self.exclude = _FolderPatterns(config.exclude, folder)
            if config.include is not None:
                self.include = _FolderPatterns(config.include, folder)

    def settings(self, path: str) -> Settings:
        overrides = self._matching_overrides(path)
        if overrides not in self._by_overrides:
            self._by_overrides[overrides] = self._merge(
                [
                    *((layer, (), layer.config) for layer in self._layers),
                    *(self._overrides[index][0] for index in overrides),
                ]
            )
        return self._by_overrides[overrides]

    def fingerprint(self, path: str) -> bytes:
        return fingerprint(self._contents, self._matching_overrides(path))

    def files(self) -> list[Path]:
        named = [layer.path.parent / name for layer in self._layers for name in layer.config.rules]
        return [*named, *self._rule_files(), *(layer.path for layer in self._layers)]

    def _rule_files(self) -> Iterator[Path]:
        for layer in self._layers:
            for index, name in enumerate(layer.config.rules):
                try:
                    yield from rule_files(layer.path.parent / name)
                except PostlintError as error:
                    raise layer.error_at(["rules", index], f"`rules`: {error}") from None

    @cached_property
    def _contents(self) -> bytes:
        return fingerprint(
            [layer.text for layer in self._layers],
            files_digest(self._rule_files()),
            *(plugin_digest(name) for layer in self._layers for name in layer.config.plugins),
        )

    def _matching_overrides(self, path: str) -> tuple[int, ...]:
        return tuple(
            index for index, (_, patterns) in enumerate(self._overrides) if patterns.match(path)
        )

    @cached_property
    def registry(self) -> RuleRegistry:
        # Imported late: a run with all results in the cache needs no rules.
        from postlint.config.registry import load_registry

        return load_registry(self._layers)

    def _merge(self, sections: Sequence[ConfigSection]) -> Settings:
        """Return the settings of configuration sections; later sections win."""
        values: dict[str, Any] = {}
        profile: dict[str, Any] = {}
        origins: dict[str, SettingOrigin] = {}
        for file, location, settings in sections:
            for name, value in settings.model_dump(include=_KEYS, exclude_none=True).items():
                values[name] = value
                key = name.replace("_", "-")
                origins[key] = file, (*location, key)
            for rule_id, rule_config in settings.rule.items():
                for key in rule_config.model_dump(exclude_none=True):
                    origins[f"rule.{rule_id}.{key}"] = file, (*location, "rule", rule_id, key)
            if not location:
                if file.config.baseline is not None:
                    values["baseline"] = file.path.parent / file.config.baseline
                for key in file.config.profile.model_fields_set:
                    profile[key] = getattr(file.config.profile, key)
                    origins[f"profile.{key}"] = file, ("profile", key)
        return Settings(origins, self, sections, profile, self._path, **values)


_KEYS = {
    "platform", "select", "extend_select", "ignore", "min_relevance", "fail_on", "split",
    "drafts_only", "baseline",
}  # fmt: skip


class _FolderPatterns:
    """Patterns as in .gitignore, relative to a folder."""

    def __init__(self, patterns: Sequence[str], base_folder: Path) -> None:
        self._patterns = GitignorePatterns(patterns)
        self._base_folder = os.path.abspath(base_folder)  # noqa: PTH100 -- keeps links
        self._folders: dict[str, bool] = {"": False}

    def match(self, path: str) -> bool:
        """Return whether a path or a folder above it matches."""
        name = self._relative_name(path)
        return name is not None and self._patterns.match(name)

    def match_in(self, path: str, *, folder: bool = False) -> bool:
        """Return whether a path or a folder above it matches. A folder includes its content."""
        name = self._relative_name(path)
        if name is None or name == ".":
            return False
        if self._is_in(name.rpartition("/")[0]):
            return True
        return self._patterns.verdict(name, folder=folder) is True

    def _is_in(self, folder: str) -> bool:
        """Return whether a folder or one above it matches. Each folder is matched once."""
        unmatched = []
        while folder not in self._folders:
            unmatched.append(folder)
            folder = folder.rpartition("/")[0]
        matches = self._folders[folder]
        for subfolder in reversed(unmatched):
            matches = matches or self._patterns.verdict(subfolder, folder=True) is True
            self._folders[subfolder] = matches
        return matches

    def _relative_name(self, path: str) -> str | None:
        """Return a path relative to the folder; None if it's outside."""
        try:
            relative = os.path.relpath(os.path.abspath(path), self._base_folder)  # noqa: PTH100
        except ValueError:
            return None  # on another drive
        name = PurePath(relative).as_posix()
        return None if name == ".." or name.startswith("../") else name
