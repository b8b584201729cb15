"""What a configuration brings along: plug-ins, checks, own rules, and what it sets in rules.

Reading rule files takes longer than all else in a configuration, so it is done here, apart, and
only where a draft is to be looked at.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from postlint.checks import CHECKS, AnyCheck
from postlint.checks.post_filter import PostFilter
from postlint.config.file import ConfigFile
from postlint.config.model import OverridableSettings, RuleConfig
from postlint.core.errors import PostlintError
from postlint.core.files import exists
from postlint.core.terminal_text import shorten
from postlint.core.validation import KeyPath, describe_error
from postlint.diagnostics.finding import META_RULES
from postlint.importers import IMPORTERS, Importers, with_plugins
from postlint.plugins import Plugin, load_plugins
from postlint.rules.loader import (
    RuleFileError,
    add_rules,
    builtin_rules,
    load_rules,
    selectors,
    unknown_rule,
)
from postlint.rules.rule import Rule, find_severity_error

ConfigSection = tuple[ConfigFile, tuple[str | int, ...], OverridableSettings]
"""A part of a configuration file that sets things: the file, its place there, what it says."""


@dataclass(frozen=True)
class RuleRegistry:
    """What can be named in rule files and configuration.

    Attributes:
        rules: all rules, as their files have them.
        checks: the checks that rule files may name.
        reports: output formats of plug-ins, by name.
        importers: the formats of exports and tables, in the order in which they're tried.
    """

    rules: tuple[Rule, ...]
    checks: Mapping[str, AnyCheck]
    reports: Mapping[str, type[Any]]
    importers: Importers

    def apply_config(self, parts: Sequence[ConfigSection]) -> tuple[Rule, ...]:
        """Return the rules as parts of configuration files set them, the later ones above.

        Raises:
            ConfigError: a rule cannot be set so.
        """
        rules = {rule.id: rule for rule in self.rules}
        for file, where, scope in parts:
            for name, asked in scope.rule.items():
                rules[name] = _configured(file, [*where, "rule", name], rules[name], asked)
        return tuple(rules.values())


def builtin_registry() -> RuleRegistry:
    """Return what there is without a configuration."""
    return RuleRegistry(builtin_rules(), CHECKS, {}, IMPORTERS)


def load_registry(layers: Sequence[ConfigFile]) -> RuleRegistry:
    """Read what configuration files bring along; faults in any part of them are found.

    Raises:
        PostlintError: a rule or plug-in that they name cannot be used.
    """
    plugins = list(_plugins(layers))
    reports = {name: one for plugin in plugins for name, one in plugin.reports.items()}
    importers = {name: one for plugin in plugins for name, one in plugin.importers.items()}
    known = RuleRegistry(*_rules(layers, plugins), reports, with_plugins(importers))
    ids = [rule.id for rule in known.rules]
    for layer in layers:
        _refuse_unknown(layer, ids)
        for part in parts(layer):
            known.apply_config(
                [part]
            )  # a fault is one whether an override holds for a draft or not
    return known


def parts(file: ConfigFile) -> Iterator[ConfigSection]:
    """Yield the parts of a file: what holds for all drafts, then its overrides."""
    yield file, (), file.config
    for index, override in enumerate(file.config.overrides):
        yield file, ("overrides", index), override


def _plugins(layers: Sequence[ConfigFile]) -> Iterator[Plugin]:
    """Yield the plug-ins that are named, each once."""
    loaded: set[str] = set()
    names_of = {"a check": set(CHECKS), "an importer": set(IMPORTERS)}
    for file in layers:
        for index, name in enumerate(file.config.plugins):
            if name in loaded:
                continue
            loaded.add(name)
            try:
                (plugin,) = load_plugins([name]).values()
            except PostlintError as error:
                raise file.error_at(["plugins", index], str(error)) from None
            for kind, names in (("a check", plugin.checks), ("an importer", plugin.importers)):
                if taken := names.keys() & names_of[kind]:
                    reason = (
                        f"plug-in `{shorten(name)}`: {kind} named `{min(taken)}` already exists"
                    )
                    raise file.error_at(["plugins", index], reason)
                names_of[kind] |= names.keys()
            yield plugin


def _rules(
    layers: Sequence[ConfigFile], plugins: Sequence[Plugin]
) -> tuple[tuple[Rule, ...], dict[str, AnyCheck]]:
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
    file: ConfigFile, known: Sequence[Rule], checks: Mapping[str, AnyCheck]
) -> tuple[Rule, ...]:
    folders = [file.path.parent / folder for folder in file.config.rules]
    for index, (name, folder) in enumerate(zip(file.config.rules, folders, strict=True)):
        if not name.strip() or not exists(folder):
            reason = f"`rules`: no file or folder `{shorten(name)}` next to this file"
            raise file.error_at(["rules", index], reason)
    try:
        return load_rules(folders, known=known, checks=checks)
    except RuleFileError:
        raise
    except PostlintError as error:
        raise file.error_at(["rules"], f"`rules`: {error}") from None


def _refuse_unknown(file: ConfigFile, known: Sequence[str]) -> None:
    """Refuse names of rules that don't exist."""
    ids = [*known, *META_RULES]
    selectable = selectors(known)
    for _, where, scope in parts(file):
        for name in scope.rule:
            if name not in known:
                raise file.error_at([*where, "rule", name], unknown_rule(name, ids))
        for key, names in scope.selections.items():
            for index, name in enumerate(names):
                if name not in selectable:
                    raise file.error_at([*where, key, index], unknown_rule(name, selectable))


def _configured(file: ConfigFile, where: KeyPath, rule: Rule, asked: RuleConfig) -> Rule:
    """Return a rule as its configuration wants it."""
    if asked.severity is not None and (fault := find_severity_error(asked.severity)):
        raise file.error_at([*where, "severity", *fault[0]], fault[1])
    changes = asked.changes
    own = {key: changes.pop(key) for key in RuleConfig.model_fields if key in changes}
    try:
        return rule.changed({"options": changes, **own})
    except ValidationError as error:
        location, reason = describe_error(error, lambda _: _keys(rule))
        raise file.error_at([*where, *location], reason) from None


def _keys(rule: Rule) -> list[str]:
    return [
        *RuleConfig.model_fields,
        *PostFilter.model_fields,
        *rule.check_definition.options.model_fields,
    ]  # fmt: skip
