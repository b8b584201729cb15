"""The rules and the profile that hold for a draft."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from postlint.checks import CHECKS, Check
from postlint.configuration.file import ConfigFile, RuleConfig, find_config
from postlint.errors import PostlintError, did_you_mean
from postlint.faults import Location, explain_fault
from postlint.files import exists
from postlint.lines import one_line
from postlint.plugins import load_plugins
from postlint.profile import EMPTY, Profile
from postlint.ruleset.loader import RuleFileError, add_rules, builtin_rules, load_rules
from postlint.ruleset.rule import Rule, severity_fault


@dataclass(frozen=True)
class Settings:
    """What holds for a draft.

    Attributes:
        rules: all rules that are known, on or off.
        checks: the checks that rule files may name.
        profile: who the author is.
        source: the configuration file that says so, or None.
    """

    rules: tuple[Rule, ...]
    checks: Mapping[str, Check]
    profile: Profile = EMPTY
    source: Path | None = None


def default_settings() -> Settings:
    """Return what holds without a configuration file."""
    return Settings(builtin_rules(), CHECKS)


class SettingsFinder:
    """Finds the settings of drafts; each configuration file is read once."""

    def __init__(self) -> None:
        self._by_folder: dict[str, Settings] = {}
        self._by_file: dict[Path | None, Settings] = {None: default_settings()}

    def of(self, path: str) -> Settings:
        """Return the settings of a draft: those of the configuration closest to it.

        Raises:
            PostlintError: the configuration, or a rule or plug-in that it names, cannot be used.
        """
        folder = os.path.dirname(os.path.abspath(path))  # noqa: PTH100, PTH120 -- links are kept
        if folder not in self._by_folder:
            found = find_config(Path(folder))
            if found not in self._by_file:
                assert found is not None  # noqa: S101 -- None is there from the beginning
                self._by_file[found] = read_settings(found)
            self._by_folder[folder] = self._by_file[found]
        return self._by_folder[folder]


def read_settings(path: Path) -> Settings:
    """Return the settings that a configuration file asks for.

    Raises:
        PostlintError: it, or a rule or plug-in that it names, cannot be used.
    """
    file = ConfigFile(path)
    config = file.config
    rules, checks = builtin_rules(), dict(CHECKS)
    for index, name in enumerate(config.plugins):
        try:
            (plugin,) = load_plugins([name]).values()
        except PostlintError as error:
            raise file.refuse(["plugins", index], str(error)) from None
        if taken := set(plugin.checks) & set(checks):
            reason = f"plug-in `{name}`: there is a check `{min(taken)}` already"
            raise file.refuse(["plugins", index], reason)
        checks |= plugin.checks
        if plugin.rules is not None:
            rules = add_rules(rules, load_rules([plugin.rules], known=rules, checks=checks))
    folders = [path.parent / folder for folder in config.rules]
    for index, folder in enumerate(folders):
        if not config.rules[index].strip() or not exists(folder):
            reason = f"`rules`: there is no `{one_line(config.rules[index])[:80]}` beside this file"
            raise file.refuse(["rules", index], reason)
    try:
        rules = add_rules(rules, load_rules(folders, known=rules, checks=checks))
    except RuleFileError:
        raise
    except PostlintError as error:
        raise file.refuse(["rules"], f"`rules`: {error}") from None
    rules = tuple(_configured(file, rule) for rule in rules)
    _refuse_unknown(file, rules)
    return Settings(rules, checks, config.profile, path)


def _refuse_unknown(file: ConfigFile, rules: Sequence[Rule]) -> None:
    known = [rule.id for rule in rules]
    for name in file.config.rule:
        if name not in known:
            reason = (
                f"unknown rule `{name}`{did_you_mean(name, known)}; `postlint rules` lists them"
            )
            raise file.refuse(["rule", name], reason)


def _configured(file: ConfigFile, rule: Rule) -> Rule:
    """Return a rule as its configuration wants it."""
    asked = file.config.rule.get(rule.id)
    if asked is None:
        return rule
    where: Location = ["rule", rule.id]
    if asked.severity is not None and (fault := severity_fault(asked.severity)):
        raise file.refuse([*where, "severity", *fault[0]], fault[1])
    try:
        return rule.changed(_changes(asked))
    except ValidationError as error:
        location, reason = explain_fault(error, lambda _: _keys(rule))
        raise file.refuse([*where, *location], reason) from None


def _keys(rule: Rule) -> list[str]:
    return [*RuleConfig.model_fields, *rule.checking.options.model_fields]


def _changes(asked: RuleConfig) -> dict[str, Any]:
    changes: dict[str, Any] = {"options": dict(asked.model_extra or {})}
    if asked.enabled is not None:
        changes["enabled"] = asked.enabled
    if asked.severity is not None:
        changes["severity"] = asked.severity
    return changes
