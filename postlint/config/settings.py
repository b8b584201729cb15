"""The settings of a draft: the nearest configuration, what it extends, and its overrides."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path, PurePath
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from postlint.config.discovery import config_candidates, find_config
from postlint.core.digests import files_digest, fingerprint, plugin_digest, rule_files
from postlint.core.errors import PostlintError
from postlint.core.files import exists, is_folder
from postlint.core.gitignore import GitignorePatterns
from postlint.diagnostics.finding import Severity

if TYPE_CHECKING:
    from postlint.checks.base import AnyCheck
    from postlint.config.file import ConfigFile
    from postlint.config.model import ConfigModel, OverridableSettings
    from postlint.config.registry import ConfigSection, RuleRegistry
    from postlint.core.profile import Profile
    from postlint.importers import Importers
    from postlint.rules.rule import Rule


@dataclass(frozen=True)
class SettingOrigin:
    """The part of a configuration file that sets a value."""

    file: ConfigFile
    location: tuple[str | int, ...]

    def __str__(self) -> str:
        return self.file.format_position([*self.location])


def _built_in() -> RuleRegistry:
    # Imported late, here and below: a run with all results in the cache needs no rules.
    from postlint.config.registry import builtin_registry

    return builtin_registry()


@dataclass(frozen=True, eq=False)
class Settings:
    """The settings of a draft.

    Attributes:
        platform: the platform of drafts that don't name one; None if unknown.
        select: names of the rules to run; empty for the default set.
        extend_select: names of rules to run in addition to those.
        ignore: names of the rules to skip.
        min_relevance: the minimum relevance, from 0 to 1; a lower one is an error. None for no
            minimum.
        fail_on: the run fails if a finding has this severity or worse.
        drafts_only: whether to skip posts whose front matter says that they're published.
        split: the marker between the posts in a file, or `none` for one post per file; None to
            detect posts.
        baseline: the baseline file, or None.
        source: the configuration file, or None.
        origins: where each value that isn't a default is set, by key.
    """

    platform: str | None = None
    select: tuple[str, ...] = ()
    extend_select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    min_relevance: float | None = None
    fail_on: Severity = "error"
    drafts_only: bool = False
    split: str | None = None
    baseline: Path | None = None
    source: Path | None = None
    origins: Mapping[str, SettingOrigin] = field(default_factory=lambda: MappingProxyType({}))
    _profile: Mapping[str, Any] = field(default_factory=dict)
    _registry: Callable[[], RuleRegistry] = _built_in
    _sections: Sequence[ConfigSection] = ()

    @cached_property
    def profile(self) -> Profile:
        """The author's profile."""
        from postlint.core.profile import EMPTY_PROFILE, Profile

        return Profile(**self._profile) if self._profile else EMPTY_PROFILE

    @cached_property
    def rules(self) -> tuple[Rule, ...]:
        """All known rules, on or off. Rule files are read when this is first used.

        Raises:
            PostlintError: a rule or plug-in that the configuration names can't be used.
        """
        return self._registry().apply_config(self._sections)

    @property
    def checks(self) -> Mapping[str, AnyCheck]:
        """The checks that rule files may name; raises as `rules` does."""
        return self._registry().checks

    @property
    def reports(self) -> Mapping[str, type[Any]]:
        """Output formats of plug-ins, by name; raises as `rules` does."""
        return self._registry().reports

    @property
    def importers(self) -> Importers:
        """The formats of exports and tables that can be read; raises as `rules` does."""
        return self._registry().importers


def default_settings() -> Settings:
    """Return the settings without a configuration file."""
    return Settings()


def read_settings(path: Path, draft: str = "draft.md") -> Settings:
    """Return the settings of a draft in the same folder as a configuration file.

    Raises:
        PostlintError: it, or a rule or plug-in that it names, can't be used.
    """
    configuration = _ConfigStack(path, path.parent)
    return configuration.settings(os.path.join(path.parent, draft))  # noqa: PTH118


class SettingsResolver:
    """Finds the settings of drafts; each configuration file is read once."""

    def __init__(self, config: Path | None = None) -> None:
        """Find settings.

        Args:
            config: the configuration file for all drafts, instead of the nearest one to each; its
                patterns are then relative to the current folder.

        Raises:
            PostlintError: it doesn't exist or can't be used.
        """
        self._by_folder: dict[str, _ConfigStack | None] = {}
        self._default = default_settings()
        self._explicit = None
        if config is not None:
            if not exists(config) or is_folder(config):
                raise PostlintError(f"{config}: no such configuration file")
            self._explicit = _ConfigStack(config, Path.cwd())

    def resolve(self, path: str) -> Settings:
        """Return the settings of a draft.

        Raises:
            PostlintError: its configuration, or a rule or plug-in that it names, can't be used.
        """
        config_stack = self._configuration(path)
        return config_stack.settings(path) if config_stack else self._default

    def fingerprint(self, path: str) -> bytes:
        """Return a fingerprint of all settings of a draft."""
        config_stack = self._configuration(path)
        return config_stack.fingerprint(path) if config_stack else b""

    def files(self, path: str) -> list[Path]:
        """Return the files that affect a draft's settings, including files that don't exist yet.

        Folders of rules are included.
        """
        folder = Path(os.path.dirname(os.path.abspath(path)))  # noqa: PTH100, PTH120 -- keeps links
        candidates = [] if self._explicit else [*config_candidates(folder)]
        config_stack = self._configuration(path)
        return [*candidates, *(config_stack.files() if config_stack else ())]

    def excludes(self, path: str, *, folder: bool = False) -> bool:
        """Return whether a draft, or a folder with everything in it, is excluded."""
        config_stack = self._configuration(path)
        return config_stack is not None and config_stack.excludes(path, folder=folder)

    def includes(self, path: str) -> bool | None:
        """Return whether a file in a folder is a draft; None if the configuration doesn't say."""
        config_stack = self._configuration(path)
        return config_stack.includes(path) if config_stack else None

    def _configuration(self, path: str) -> _ConfigStack | None:
        if self._explicit:
            return self._explicit
        folder = os.path.dirname(os.path.abspath(path))  # noqa: PTH100, PTH120 -- keeps links
        subfolders: list[str] = []
        while folder not in self._by_folder:
            parent = os.path.dirname(folder)  # noqa: PTH120 -- keeps links
            if config_path := find_config(Path(folder)):
                self._by_folder[folder] = _ConfigStack(config_path, config_path.parent)
            elif parent == folder:
                self._by_folder[folder] = None
            else:
                subfolders.append(folder)
                folder = parent
        config_stack = self._by_folder[folder]
        self._by_folder.update(dict.fromkeys(subfolders, config_stack))
        return config_stack


class _ConfigStack:
    """A configuration file and the files it extends, read once for many drafts."""

    def __init__(self, path: Path, base_folder: Path) -> None:
        # Imported late: it's needed only if there is a configuration file.
        from postlint.config.file import read_config_chain

        self._layers = read_config_chain(path)
        self._path = path
        self._base_folders = [
            base_folder if layer.path == path else layer.path.parent for layer in self._layers
        ]
        self._overrides = [
            ((layer, ("overrides", index), override), _FolderPatterns(override.files, base_folder))
            for layer, base_folder in zip(self._layers, self._base_folders, strict=True)
            for index, override in enumerate(layer.config.overrides)
        ]
        self._exclude = self._last_patterns("exclude")
        self._include = self._last_patterns("include")
        self._by_overrides: dict[tuple[int, ...], Settings] = {}

    def _last_patterns(self, key: str) -> _FolderPatterns | None:
        """Return the patterns of the last layer that sets them."""
        for layer, base_folder in reversed([*zip(self._layers, self._base_folders, strict=True)]):
            patterns = getattr(layer.config, key)
            if patterns is not None:
                return _FolderPatterns(patterns, base_folder)
        return None

    def excludes(self, path: str, *, folder: bool) -> bool:
        return self._exclude is not None and self._exclude.match_in(path, folder=folder)

    def includes(self, path: str) -> bool | None:
        return self._include.match(path) if self._include else None

    def settings(self, path: str) -> Settings:
        overrides = self._matching_overrides(path)
        if overrides not in self._by_overrides:
            self._by_overrides[overrides] = self._settings(
                [self._overrides[index][0] for index in overrides]
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
        configs = [layer.config for layer in self._layers]
        return fingerprint(
            [layer.text for layer in self._layers],
            files_digest(self._rule_files()),
            *(plugin_digest(name) for config in configs for name in config.plugins),
        )

    def _matching_overrides(self, path: str) -> tuple[int, ...]:
        """Return the indexes of the overrides that apply to a draft."""
        return tuple(
            index for index, (_, patterns) in enumerate(self._overrides) if patterns.match(path)
        )

    @cached_property
    def _registry(self) -> RuleRegistry:
        from postlint.config.registry import load_registry

        return load_registry(self._layers)

    def _settings(self, overrides: Sequence[ConfigSection]) -> Settings:
        values: dict[str, Any] = {}
        origins: dict[str, SettingOrigin] = {}
        sections: list[ConfigSection] = [
            *((layer, (), layer.config) for layer in self._layers),
            *overrides,
        ]
        profile: dict[str, Any] = {}
        for file, location, settings in sections:
            for key, value in _set_values(settings):
                values[key] = value
                origins[_to_kebab_case(key)] = SettingOrigin(file, (*location, _to_kebab_case(key)))
            for name, rule_config in settings.rule.items():
                for key in rule_config.changes:
                    origins[f"rule.{name}.{key}"] = SettingOrigin(
                        file, (*location, "rule", name, key)
                    )
            if not location:
                config: ConfigModel = file.config
                if config.baseline is not None:
                    values["baseline"] = file.path.parent / config.baseline
                for key in config.profile.model_fields_set:
                    profile[key] = getattr(config.profile, key)
                    origins[f"profile.{key}"] = SettingOrigin(file, ("profile", key))
        return Settings(
            _profile=profile,
            source=self._path,
            origins=MappingProxyType(origins),
            _registry=lambda: self._registry,
            _sections=sections,
            **values,
        )


_KEYS = (
    "platform", "select", "extend_select", "ignore", "min_relevance", "fail_on", "split",
    "drafts_only", "baseline",
)  # fmt: skip


def _set_values(settings: OverridableSettings) -> Iterator[tuple[str, Any]]:
    """Yield the names and values that a section sets."""
    for key in _KEYS:
        value = getattr(settings, key, None)
        if value is not None:
            yield key, value


def _to_kebab_case(key: str) -> str:
    return key.replace("_", "-")


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
