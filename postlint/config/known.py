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
from postlint.checks.applies import Applies
from postlint.config.config import RuleConfig, Scope
from postlint.config.file import ConfigFile
from postlint.core.errors import PostlintError
from postlint.core.files import exists
from postlint.core.terminal_text import shorten
from postlint.core.validation import Location, explain_fault
from postlint.diagnostics.finding import META_RULES
from postlint.plugins import Plugin, load_plugins
from postlint.rules.loader import (
    RuleFileError,
    add_rules,
    builtin_rules,
    load_rules,
    selectors,
    unknown_rule,
)
from postlint.rules.rule import Rule, severity_fault

Part = tuple[ConfigFile, tuple[str | int, ...], Scope]
"""A part of a configuration file that sets things: the file, its place there, what it says."""


@dataclass(frozen=True)
class Known:
    """What can be named in rule files and configuration.

    Attributes:
        rules: all rules, as their files have them.
        checks: the checks that rule files may name.
        reports: output formats of plug-ins, by name.
    """

    rules: tuple[Rule, ...]
    checks: Mapping[str, AnyCheck]
    reports: Mapping[str, type[Any]]

    def configured(self, parts: Sequence[Part]) -> tuple[Rule, ...]:
        """Return the rules as parts of configuration files set them, the later ones above.

        Raises:
            ConfigError: a rule cannot be set so.
        """
        rules = {rule.id: rule for rule in self.rules}
        for file, where, scope in parts:
            for name, asked in scope.rule.items():
                rules[name] = _configured(file, [*where, "rule", name], rules[name], asked)
        return tuple(rules.values())


def built_in() -> Known:
    """Return what there is without a configuration."""
    return Known(builtin_rules(), CHECKS, {})


def read_known(layers: Sequence[ConfigFile]) -> Known:
    """Read what configuration files bring along; faults in any part of them are found.

    Raises:
        PostlintError: a rule or plug-in that they name cannot be used.
    """
    plugins = list(_plugins(layers))
    reports = {name: one for plugin in plugins for name, one in plugin.reports.items()}
    known = Known(*_rules(layers, plugins), reports)
    ids = [rule.id for rule in known.rules]
    for layer in layers:
        _refuse_unknown(layer, ids)
        for part in parts(layer):
            known.configured([part])  # a fault is one whether an override holds for a draft or not
    return known


def parts(file: ConfigFile) -> Iterator[Part]:
    """Yield the parts of a file: what holds for all drafts, then its overrides."""
    yield file, (), file.config
    for index, override in enumerate(file.config.overrides):
        yield file, ("overrides", index), override


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
                reason = f"plug-in `{shorten(name)}`: a check named `{min(taken)}` already exists"
                raise file.refuse(["plugins", index], reason)
            checks |= set(plugin.checks)
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
            raise file.refuse(["rules", index], reason)
    try:
        return load_rules(folders, known=known, checks=checks)
    except RuleFileError:
        raise
    except PostlintError as error:
        raise file.refuse(["rules"], f"`rules`: {error}") from None


def _refuse_unknown(file: ConfigFile, known: Sequence[str]) -> None:
    """Refuse names of rules that don't exist."""
    ids = [*known, *META_RULES]
    selectable = selectors(known)
    for _, where, scope in parts(file):
        for name in scope.rule:
            if name not in known:
                raise file.refuse([*where, "rule", name], unknown_rule(name, ids))
        for key, names in scope.selections.items():
            for index, name in enumerate(names):
                if name not in selectable:
                    raise file.refuse([*where, key, index], unknown_rule(name, selectable))


def _configured(file: ConfigFile, where: Location, rule: Rule, asked: RuleConfig) -> Rule:
    """Return a rule as its configuration wants it."""
    if asked.severity is not None and (fault := severity_fault(asked.severity)):
        raise file.refuse([*where, "severity", *fault[0]], fault[1])
    changes = asked.changes
    own = {key: changes.pop(key) for key in RuleConfig.model_fields if key in changes}
    try:
        return rule.changed({"options": changes, **own})
    except ValidationError as error:
        location, reason = explain_fault(error, lambda _: _keys(rule))
        raise file.refuse([*where, *location], reason) from None


def _keys(rule: Rule) -> list[str]:
    return [
        *RuleConfig.model_fields, *Applies.model_fields, *rule.checking.options.model_fields,
    ]  # fmt: skip
