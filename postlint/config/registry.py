"""The rule registry: rules, checks, formatters, and importers, with those of plug-ins.

Reading rule files takes longer than reading the rest of the configuration, so a registry is loaded
only if a draft has to be linted.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from postlint.checks import CHECKS
from postlint.checks.base import AnyCheck
from postlint.checks.post_filter import PostFilter
from postlint.core.errors import PostlintError
from postlint.core.files import exists
from postlint.core.terminal_text import shorten
from postlint.core.untrusted import DataFileError
from postlint.core.validation import KeyPath, describe_error
from postlint.diagnostics.finding import META_RULES
from postlint.rules.loader import (
    add_rules,
    builtin_rules,
    load_rules,
    selectors,
    unknown_rule,
)
from postlint.rules.rule import Rule, find_severity_error

if TYPE_CHECKING:
    # Not imported before they're needed: reading configurations, plug-ins, and exports.
    from postlint.config.file import ConfigFile
    from postlint.config.model import OverridableSettings, RuleConfig
    from postlint.importers.importer import Importer
    from postlint.importers.reader import Importers
    from postlint.plugins import Plugin

    ConfigSection = tuple[ConfigFile, tuple[str | int, ...], OverridableSettings]
    """A section of a configuration file: the file, the location in it, and the settings there."""


@dataclass(frozen=True)
class RuleRegistry:
    """Everything that rule files and configuration files can name.

    Attributes:
        rules: all rules, with the settings in their files.
        checks: the checks that rule files may name.
        formatters: output formats of plug-ins, by name.
        plugin_importers: the formats of exports that plug-ins read, by name.
    """

    rules: tuple[Rule, ...]
    checks: Mapping[str, AnyCheck]
    formatters: Mapping[str, type[Any]]
    plugin_importers: Mapping[str, Importer]

    @property
    def importers(self) -> Importers:
        """The formats of exports and tables, in the order in which they're tried."""
        from postlint.importers.formats import with_plugins

        return with_plugins(self.plugin_importers)

    def apply_config(self, sections: Sequence[ConfigSection]) -> tuple[Rule, ...]:
        """Return the rules with the settings in configuration sections; later sections win.

        Raises:
            DataFileError: a setting isn't valid for its rule.
        """
        rules = {rule.id: rule for rule in self.rules}
        for file, location, settings in sections:
            for name, config in settings.rule.items():
                rules[name] = _configured(file, [*location, "rule", name], rules[name], config)
        return tuple(rules.values())


def load_registry(layers: Sequence[ConfigFile]) -> RuleRegistry:
    """Load the registry for configuration files, and validate all their sections.

    Raises:
        PostlintError: a rule or plug-in that they name can't be used.
    """
    plugins = list(_plugins(layers))
    formatters = {name: value for plugin in plugins for name, value in plugin.formatters.items()}
    importers = {name: value for plugin in plugins for name, value in plugin.importers.items()}
    registry = RuleRegistry(*_rules(layers, plugins), formatters, importers)
    ids = [rule.id for rule in registry.rules]
    for layer in layers:
        _reject_unknown_rules(layer, ids)
        # Overrides are validated even if no draft matches them.
        for section in config_sections(layer):
            registry.apply_config([section])
    return registry


def config_sections(file: ConfigFile) -> Iterator[ConfigSection]:
    """Yield the sections of a file: the settings for all drafts, and then the overrides."""
    yield file, (), file.config
    for index, override in enumerate(file.config.overrides):
        yield file, ("overrides", index), override


def _plugins(layers: Sequence[ConfigFile]) -> Iterator[Plugin]:
    if not any(file.config.plugins for file in layers):
        return
    from postlint.importers.formats import IMPORTERS
    from postlint.plugins import load_plugin

    loaded: set[str] = set()
    known_names = {"a check": set(CHECKS), "an importer": set(IMPORTERS)}
    for file in layers:
        for index, name in enumerate(file.config.plugins):
            if name in loaded:
                continue
            loaded.add(name)
            try:
                plugin = load_plugin(name)
            except PostlintError as error:
                raise file.error_at(["plugins", index], str(error)) from None
            for kind, names in (("a check", plugin.checks), ("an importer", plugin.importers)):
                if taken := names.keys() & known_names[kind]:
                    reason = (
                        f"plug-in `{shorten(name)}`: {kind} named `{min(taken)}` already exists"
                    )
                    raise file.error_at(["plugins", index], reason)
                known_names[kind] |= names.keys()
            yield plugin


def _rules(
    layers: Sequence[ConfigFile], plugins: Sequence[Plugin]
) -> tuple[tuple[Rule, ...], dict[str, AnyCheck]]:
    """Return all rules and checks: built-in ones, those of plug-ins, and the user's own."""
    rules, checks = builtin_rules(), dict(CHECKS)
    for plugin in plugins:
        checks |= plugin.checks
        if plugin.rules is not None:
            rules = add_rules(rules, load_rules([plugin.rules], known=rules, checks=checks))
    for file in layers:
        rules = add_rules(rules, _own_rules(file, rules, checks))
    return rules, checks


def _own_rules(
    file: ConfigFile, known_rules: Sequence[Rule], checks: Mapping[str, AnyCheck]
) -> tuple[Rule, ...]:
    folders = [file.path.parent / folder for folder in file.config.rules]
    for index, (name, folder) in enumerate(zip(file.config.rules, folders, strict=True)):
        if not name.strip() or not exists(folder):
            reason = f"`rules`: no file or folder `{shorten(name)}` next to this file"
            raise file.error_at(["rules", index], reason)
    try:
        return load_rules(folders, known=known_rules, checks=checks)
    except DataFileError:
        raise
    except PostlintError as error:
        raise file.error_at(["rules"], f"`rules`: {error}") from None


def _reject_unknown_rules(file: ConfigFile, rule_ids: Sequence[str]) -> None:
    names_in_tables = [*rule_ids, *META_RULES]
    selectable_names = selectors(rule_ids)
    for _, location, settings in config_sections(file):
        for name in settings.rule:
            if name not in rule_ids:
                raise file.error_at([*location, "rule", name], unknown_rule(name, names_in_tables))
        for key in ("select", "extend_select", "ignore"):
            for index, name in enumerate(getattr(settings, key) or ()):
                if name not in selectable_names:
                    raise file.error_at(
                        [*location, key.replace("_", "-"), index],
                        unknown_rule(name, selectable_names),
                    )


def _configured(file: ConfigFile, location: KeyPath, rule: Rule, config: RuleConfig) -> Rule:
    from postlint.config.model import RuleConfig

    if config.severity is not None and (severity_error := find_severity_error(config.severity)):
        raise file.error_at([*location, "severity", *severity_error[0]], severity_error[1])
    rule_fields = config.model_dump(include={*RuleConfig.model_fields}, exclude_none=True)
    try:
        return rule.with_overrides({"options": config.model_extra, **rule_fields})
    except ValidationError as error:
        options = rule.check_definition.options
        known_keys = [
            *RuleConfig.model_fields, *PostFilter.model_fields, *options.model_fields,
        ]  # fmt: skip
        error_location, reason = describe_error(error, lambda _: known_keys)
        raise file.error_at([*location, *error_location], reason) from None
