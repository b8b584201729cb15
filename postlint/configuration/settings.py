"""What holds for a draft: the closest configuration, what it builds on, and its overrides."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePath, PurePosixPath
from types import MappingProxyType
from typing import Any

from pathspec import GitIgnoreSpec
from pydantic import ValidationError

from postlint.checks import CHECKS, Check
from postlint.configuration.config import Config, Override, RuleConfig, Scope
from postlint.configuration.file import ConfigFile, find_config, read_layers
from postlint.errors import PostlintError, did_you_mean
from postlint.faults import Location, explain_fault
from postlint.files import exists, is_file
from postlint.findings import META_RULES, Severity
from postlint.lines import one_line
from postlint.plugins import Plugin, load_plugins
from postlint.profile import EMPTY, Profile
from postlint.ruleset.loader import RuleFileError, add_rules, builtin_rules, load_rules
from postlint.ruleset.rule import Rule, severity_fault


@dataclass(frozen=True)
class Origin:
    """The part of a configuration file in which a value stands."""

    file: ConfigFile
    location: tuple[str | int, ...]

    def __str__(self) -> str:
        return self.file.where([*self.location])


@dataclass(frozen=True)
class Settings:
    """What holds for a draft.

    Attributes:
        rules: all rules that are known, on or off.
        checks: the checks that rule files may name.
        profile: who the author is.
        platform: where it is posted, if it does not say so itself.
        select: ids of the rules to run; empty for the default set.
        ignore: ids of rules to leave out.
        min_relevance: a relevance below this is an error; None for no such limit.
        fail_on: the run fails from this severity on.
        drafts_only: leave it out if its front matter says that it is published.
        split: the marker between the posts of a file; None for one post a file.
        baseline: the file of accepted findings, or None.
        source: the configuration file that says so, or None.
        reports: output formats of plug-ins, by name.
        origins: where each value that is not the default stands, by its name in the file.
    """

    rules: tuple[Rule, ...]
    checks: Mapping[str, Check]
    profile: Profile = EMPTY
    platform: str | None = None
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    min_relevance: float | None = None
    fail_on: Severity = "error"
    drafts_only: bool = False
    split: str | None = None
    baseline: Path | None = None
    source: Path | None = None
    reports: Mapping[str, type[Any]] = field(default_factory=lambda: MappingProxyType({}))
    origins: Mapping[str, Origin] = field(default_factory=lambda: MappingProxyType({}))


def default_settings() -> Settings:
    """Return what holds without a configuration file."""
    return Settings(builtin_rules(), CHECKS)


def read_settings(path: Path, draft: str = "draft.md") -> Settings:
    """Return the settings that a configuration file asks for, for a draft beside it.

    Raises:
        PostlintError: it, or a rule or plug-in that it names, cannot be used.
    """
    configuration = _Configuration(path, path.parent)
    return configuration.settings(os.path.join(path.parent, draft))  # noqa: PTH118


class SettingsFinder:
    """Finds the settings of drafts; each configuration file is read once."""

    def __init__(self, config: Path | None = None) -> None:
        """Find settings.

        Args:
            config: the configuration file that holds for all drafts, instead of the closest one;
                its patterns are then relative to the current folder.

        Raises:
            PostlintError: it does not exist or cannot be used.
        """
        self._by_folder: dict[str, _Configuration | None] = {}
        self._by_file: dict[Path, _Configuration] = {}
        self._default = default_settings()
        self._forced = None
        if config is not None:
            if not is_file(config):
                raise PostlintError(f"{config}: there is no such configuration file")
            self._forced = _Configuration(config, Path.cwd())

    def of(self, path: str) -> Settings:
        """Return the settings of a draft.

        Raises:
            PostlintError: its configuration, or a rule or plug-in that it names, cannot be used.
        """
        found = self._configuration(path)
        return found.settings(path) if found else self._default

    def excludes(self, path: str, *, folder: bool = False) -> bool:
        """Say whether a draft, or a folder with all that is in it, is to be left out."""
        found = self._configuration(path)
        return found is not None and found.excludes(path, folder=folder)

    def includes(self, path: str) -> bool | None:
        """Say whether a file in a folder is a draft; None where only its name can tell."""
        found = self._configuration(path)
        return found.includes(path) if found else None

    def _configuration(self, path: str) -> _Configuration | None:
        if self._forced:
            return self._forced
        folder = os.path.dirname(os.path.abspath(path))  # noqa: PTH100, PTH120 -- links are kept
        if folder not in self._by_folder:
            found = find_config(Path(folder))
            if found is not None and found not in self._by_file:
                self._by_file[found] = _Configuration(found, found.parent)
            self._by_folder[folder] = self._by_file[found] if found is not None else None
        return self._by_folder[folder]


class _Configuration:
    """A configuration file with those it builds on, read once for many drafts."""

    def __init__(self, path: Path, home: Path) -> None:
        self._layers = read_layers(path)
        self._path = path
        self._homes = [home if layer.path == path else layer.path.parent for layer in self._layers]
        plugins = list(_plugins(self._layers))
        self._reports = {name: one for plugin in plugins for name, one in plugin.reports.items()}
        self._rules, self._checks = _known(self._layers, plugins)
        known = [rule.id for rule in self._rules]
        for layer in self._layers:
            _refuse_unknown(layer, known)
        self._overrides = [
            (layer, index, override, _Patterns(override.files, home))
            for layer, home in zip(self._layers, self._homes, strict=True)
            for index, override in enumerate(layer.config.overrides)
        ]
        by_id = {rule.id: rule for rule in self._rules}
        for layer, index, override, _ in self._overrides:
            # A fault is one whether the override holds for a draft or not.
            for name, asked in override.rule.items():
                _configured(layer, ["overrides", index, "rule", name], by_id[name], asked)
        self._exclude = self._last("exclude")
        self._include = self._last("include")
        self._by_overrides: dict[tuple[int, ...], Settings] = {}

    def _last(self, key: str) -> _Patterns | None:
        """Return the patterns of the highest layer that has some."""
        for layer, home in reversed([*zip(self._layers, self._homes, strict=True)]):
            patterns = getattr(layer.config, key)
            if patterns is not None:
                return _Patterns(patterns, home)
        return None

    def excludes(self, path: str, *, folder: bool) -> bool:
        return self._exclude is not None and self._exclude.match_in(path, folder=folder)

    def includes(self, path: str) -> bool | None:
        return self._include.match(path) if self._include else None

    def settings(self, path: str) -> Settings:
        holding = tuple(
            index
            for index, (_, _, _, patterns) in enumerate(self._overrides)
            if patterns.match(path)
        )
        if holding not in self._by_overrides:
            self._by_overrides[holding] = self._settings([self._overrides[i] for i in holding])
        return self._by_overrides[holding]

    def _settings(
        self, overrides: Sequence[tuple[ConfigFile, int, Override, _Patterns]]
    ) -> Settings:
        values: dict[str, Any] = {}
        origins: dict[str, Origin] = {}
        rules = {rule.id: rule for rule in self._rules}
        scopes: list[tuple[ConfigFile, tuple[str | int, ...], Scope]] = [
            *((layer, (), layer.config) for layer in self._layers),
            *((layer, ("overrides", index), one) for layer, index, one, _ in overrides),
        ]
        profile: dict[str, Any] = {}
        for file, where, scope in scopes:
            for key, value in _told(scope):
                values[key] = value
                origins[_in_file(key)] = Origin(file, (*where, _in_file(key)))
            for name, asked in scope.rule.items():
                rules[name] = _configured(file, [*where, "rule", name], rules[name], asked)
                for key in _changes(asked):
                    origins[f"rule.{name}.{key}"] = Origin(file, (*where, "rule", name, key))
            if isinstance(scope, Config):
                if scope.baseline is not None:
                    values["baseline"] = file.path.parent / scope.baseline
                for key in scope.profile.model_fields_set:
                    profile[key] = getattr(scope.profile, key)
                    origins[f"profile.{key}"] = Origin(file, ("profile", key))
        return Settings(
            rules=tuple(rules.values()),
            checks=self._checks,
            profile=Profile(**profile) if profile else EMPTY,
            source=self._path,
            reports=MappingProxyType(self._reports),
            origins=MappingProxyType(origins),
            **values,
        )


_Holding = tuple[ConfigFile, int, Override, "_Patterns"]
"""An override: the file that it stands in, its place there, what it says and for which drafts."""

_VALUES = (
    "platform", "select", "ignore", "min_relevance", "fail_on", "split", "drafts_only", "baseline",
)  # fmt: skip


def _told(scope: Scope) -> Iterator[tuple[str, Any]]:
    """Yield what a part of a file sets, by name."""
    for key in _VALUES:
        value = getattr(scope, key, None)
        if value is not None:
            yield key, value


def _in_file(key: str) -> str:
    return key.replace("_", "-")


class _Patterns:
    """Patterns as in .gitignore, relative to a folder."""

    def __init__(self, patterns: Sequence[str], home: Path) -> None:
        self._spec = GitIgnoreSpec.from_lines(patterns)
        self._home = os.path.abspath(home)  # noqa: PTH100 -- links are kept

    def match(self, path: str, *, folder: bool = False) -> bool:
        """Say whether a path matches by itself."""
        name = self._name(path)
        return name is not None and self._spec.match_file(name + "/" * folder)

    def match_in(self, path: str, *, folder: bool = False) -> bool:
        """Say whether a path, or a folder that it is in, matches: nothing comes back out of one."""
        name = self._name(path)
        if name is None:
            return False
        above = list(PurePosixPath(name).parents)[:-1]
        return self._spec.match_file(name + "/" * folder) or any(
            self._spec.match_file(f"{one}/") for one in above
        )

    def _name(self, path: str) -> str | None:
        """Return a path relative to the folder; None for one outside."""
        try:
            relative = os.path.relpath(os.path.abspath(path), self._home)  # noqa: PTH100
        except ValueError:
            return None  # on another drive
        name = PurePath(relative).as_posix()
        return None if name == ".." or name.startswith("../") else name


def _plugins(layers: Sequence[ConfigFile]) -> Iterator[Plugin]:
    """Yield the plug-ins that are named, each once."""
    loaded: set[str] = set()
    checks = set(CHECKS)
    for file in layers:
        for index, name in enumerate(file.config.plugins):
            if name in loaded:
                continue
            loaded.add(name)
            try:
                (plugin,) = load_plugins([name]).values()
            except PostlintError as error:
                raise file.refuse(["plugins", index], str(error)) from None
            if taken := set(plugin.checks) & checks:
                reason = f"plug-in `{name}`: there is a check `{min(taken)}` already"
                raise file.refuse(["plugins", index], reason)
            checks |= set(plugin.checks)
            yield plugin


def _known(
    layers: Sequence[ConfigFile], plugins: Sequence[Plugin]
) -> tuple[tuple[Rule, ...], dict[str, Check]]:
    """Return the rules and checks that there are: built-in, of plug-ins, and the user's own."""
    rules, checks = builtin_rules(), dict(CHECKS)
    for plugin in plugins:
        checks |= plugin.checks
        if plugin.rules is not None:
            rules = add_rules(rules, load_rules([plugin.rules], known=rules, checks=checks))
    for file in layers:
        rules = add_rules(rules, _own_rules(file, rules, checks))
    return rules, checks


def _own_rules(
    file: ConfigFile, known: Sequence[Rule], checks: Mapping[str, Check]
) -> tuple[Rule, ...]:
    folders = [file.path.parent / folder for folder in file.config.rules]
    for index, (name, folder) in enumerate(zip(file.config.rules, folders, strict=True)):
        if not name.strip() or not exists(folder):
            reason = f"`rules`: there is no `{one_line(name)[:80]}` beside this file"
            raise file.refuse(["rules", index], reason)
    try:
        return load_rules(folders, known=known, checks=checks)
    except RuleFileError:
        raise
    except PostlintError as error:
        raise file.refuse(["rules"], f"`rules`: {error}") from None


def _refuse_unknown(file: ConfigFile, known: Sequence[str]) -> None:
    """Refuse names of rules that are none."""
    scopes: list[tuple[Location, Scope]] = [([], file.config)]
    scopes += [(["overrides", index], one) for index, one in enumerate(file.config.overrides)]
    for where, scope in scopes:
        named: list[tuple[Location, str]] = [(["rule", name], name) for name in scope.rule]
        named += [(["select", index], name) for index, name in enumerate(scope.select or ())]
        ignored = [name for name in scope.ignore or () if name not in META_RULES]
        named += [(["ignore", (scope.ignore or ()).index(name)], name) for name in ignored]
        for location, name in named:
            if name not in known:
                near = did_you_mean(name, known)
                reason = f"unknown rule `{name}`{near}; `postlint rules` lists them"
                raise file.refuse([*where, *location], reason)


def _configured(file: ConfigFile, where: Location, rule: Rule, asked: RuleConfig) -> Rule:
    """Return a rule as its configuration wants it."""
    if asked.severity is not None and (fault := severity_fault(asked.severity)):
        raise file.refuse([*where, "severity", *fault[0]], fault[1])
    changes = _changes(asked)
    own = {key: changes.pop(key) for key in RuleConfig.model_fields if key in changes}
    try:
        return rule.changed({"options": changes, **own})
    except ValidationError as error:
        location, reason = explain_fault(error, lambda _: _keys(rule))
        raise file.refuse([*where, *location], reason) from None


def _keys(rule: Rule) -> list[str]:
    return [*RuleConfig.model_fields, *rule.checking.options.model_fields]


def _changes(asked: RuleConfig) -> dict[str, Any]:
    """Return what a `[rule.ID]` sets: `enabled`, `severity` and the check's options."""
    own = {key: getattr(asked, key) for key in RuleConfig.model_fields}
    return {**(asked.model_extra or {}), **{key: v for key, v in own.items() if v is not None}}
